"""The desk of a supplier, as the tab of somebody who works there walks it."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.access import sessions
from prapazar.foundation import db
from prapazar.states.supplies import SuppliesState as State
from prapazar.states.toast import ToastState
from tests.factories import supplying, tabs
from tests.factories.supplying import Supplied

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def _worker() -> tuple[tabs.Person, Supplied]:
    who = tabs.person("supplier")
    return who, supplying.supplied(who.scope)


def _bind(who: tabs.Person, supplier_id: UUID) -> None:
    with db.system_transaction() as session:
        session.execute(
            text("UPDATE membership SET supplier_id = :supplier WHERE merchant_id = :merchant"),
            {"supplier": supplier_id, "merchant": who.merchant_id},
        )
    sessions.forget_all()


def test_a_package_is_opened_taken_on_and_sent() -> None:
    who, made = _worker()
    _bind(who, made.ours)

    async def walk() -> list[object]:
        tab = tabs.Tab(who, "/supplies")
        state = await tab.state(State)
        await tab.call(State.load, state)
        seen: list[object] = [[(row["number"], row["units"]) for row in state.rows], state.is_somebody]
        await tab.call(State.look, state, str(made.mine))
        seen.append((state.shown["recipient"].partition("\n")[0], state.lines[0]["quantity"], state.is_open))
        await tab.call(State.take_on, state)
        seen.append((state.shown["is_new"], state.shown["is_open"]))
        await tab.call(State.ship, state, {"carrier": "Sürat", "tracking": ""})
        seen.append((bool(state.faults["carrier"]), bool(state.faults["tracking"]), state.is_open))
        await tab.call(State.ship, state, {"carrier": "Sürat", "tracking": "S1"})
        seen.append((state.rows, state.is_open))
        await tab.call(State.show_view, state, "shipped")
        seen.append([(row["number"], row["tracking"]) for row in state.rows])
        return seen

    assert asyncio.run(walk()) == [
        [("A", "2")],
        True,
        ("Ayşe Yılmaz", "2 ×", True),
        ("", "1"),
        (False, True, True),
        ([], False),
        [("A", "S1")],
    ]


def test_who_is_bound_to_nobody_is_told_and_shown_nothing() -> None:
    who, made = _worker()

    async def walk() -> tuple[list[dict[str, str]], bool, bool, str]:
        tab = tabs.Tab(who, f"/supplies?package={made.mine}")
        state = await tab.state(State)
        await tab.call(State.load, state)
        bridge = await tab.state(ToastState)
        return state.rows, state.is_somebody, state.is_open, bridge.t["level"]

    assert asyncio.run(walk()) == ([], False, False, "warning")


def test_a_package_that_cannot_be_sent_is_handed_back_with_its_reason() -> None:
    who, made = _worker()
    _bind(who, made.ours)

    async def walk() -> list[object]:
        tab = tabs.Tab(who, f"/supplies?package={made.mine}")
        state = await tab.state(State)
        await tab.call(State.load, state)
        await tab.call(State.ask_refuse, state, True)
        await tab.call(State.refuse, state, {"reason": "nonsense"})
        await tab.call(State.refuse, state, {"reason": "other", "note": " "})
        seen: list[object] = [(state.is_refusing, state.faults["note"], state.is_open)]
        await tab.call(State.refuse, state, {"reason": "other", "note": "Taşınıyoruz"})
        bridge = await tab.state(ToastState)
        return [*seen, (state.rows, state.is_open, bridge.t["level"])]

    assert asyncio.run(walk()) == [(True, "Nedenini kısaca yazın.", True), ([], False, "success")]
    with db.transaction(who.scope) as session:
        where = session.execute(
            text(
                "SELECT w.name FROM shipment_package p JOIN warehouse w ON w.id = p.warehouse_id WHERE p.id = :id"
            ),
            {"id": made.mine},
        ).scalar_one()
    assert where == "Depo"


def test_selected_packages_are_taken_on_and_those_with_a_label_printed() -> None:
    who, made = _worker()
    _bind(who, made.ours)
    with db.transaction(who.scope) as session:
        session.execute(
            text("UPDATE shipment_package SET tracking_number = 'K1' WHERE id = :id"), {"id": made.mine}
        )

    async def walk() -> list[object]:
        tab = tabs.Tab(who, "/supplies")
        state = await tab.state(State)
        await tab.call(State.load, state)
        await tab.call(State.select, state, [str(made.mine), str(made.theirs)], True)
        await tab.call(State.news, state)
        seen: list[object] = [(state.selected, state.printable)]
        await tab.call(State.take_on_many, state)
        seen.append((state.selected, state.printable, [row["status"] for row in state.rows]))
        await tab.call(State.look, state, str(made.mine))
        return [*seen, state.shown["label"]]

    assert asyncio.run(walk()) == [
        ([str(made.mine)], str(made.mine)),
        ([], "", ["Toplanıyor"]),
        str(made.mine),
    ]
