"""Labels of a whole selection: begun from the list, watched on their own screen."""

import asyncio
from uuid import UUID

import pytest

from prapazar.flows import channels, label_runs, shipment_desk
from prapazar.flows.shipment_desk import Wish
from prapazar.foundation import db, routes
from prapazar.states.label_runs import LabelRunState
from prapazar.states.shipments import ShipmentsState
from tests.factories import files, paper_carrier
from tests.factories.tabs import Person, Tab, person


@pytest.fixture
def who(database: str) -> Person:
    """With three shipments that may be printed."""
    made = person()
    with db.transaction(made.scope) as session:
        channels.connect(
            session,
            made.scope,
            connector="own_courier",
            name="Kuryemiz",
            environment="live",
            values=files.USUAL,
        )
        packages = paper_carrier.packages(session, made.scope, 3)
    shipment_desk.open_shipments(made.scope, packages, Wish())
    return made


def test_selection_is_printed_by_a_worker_and_its_file_waits(who: Person) -> None:
    async def walk() -> list[object]:
        tab = Tab(who, "/shipments?view=ready")
        listed, printing = await tab.state(ShipmentsState), await tab.state(LabelRunState)
        await tab.call(ShipmentsState.load, listed)
        seen: list[object] = [await tab.call(LabelRunState.begin, printing, "10x15")]
        await tab.call(ShipmentsState.select, listed, [row["id"] for row in listed.rows], True)
        seen.append(await tab.call(LabelRunState.begin, printing, "exe"))
        sent = await tab.call(LabelRunState.begin, printing, "a4&start=3")
        run_id = str(sent.args[0][1]).rpartition("=")[2].strip('"')
        shown = Tab(who, routes.label_run(run_id))
        state = await shown.state(LabelRunState)
        await shown.call(LabelRunState.load, state)
        seen.append((state.run["label"], state.run["is_open"], state.run["file"], state.percent))
        await asyncio.to_thread(label_runs.work, UUID(run_id))
        await shown.call(LabelRunState.news, state)
        seen.append((state.run["label"], state.run["is_open"], bool(state.run["file"]), state.percent))
        seen.append([(row["kind"], row["count"], row["status"]) for row in state.rows])
        return seen

    assert asyncio.run(walk()) == [
        None,
        None,
        ("0 / 3 fiş", "1", "", 0),
        ("3 / 3 fiş", "", True, 100),
        [("PDF A4", "3", "Hazır")],
    ]


def test_print_out_is_stopped_and_a_strange_address_shows_none(who: Person) -> None:
    async def walk() -> list[object]:
        tab = Tab(who, "/shipments?view=ready")
        listed, printing = await tab.state(ShipmentsState), await tab.state(LabelRunState)
        await tab.call(ShipmentsState.load, listed)
        await tab.call(ShipmentsState.select, listed, [row["id"] for row in listed.rows], True)
        await tab.call(LabelRunState.begin, printing, "zpl")
        newest = Tab(who, routes.LABEL_RUN)
        state = await newest.state(LabelRunState)
        await newest.call(LabelRunState.load, state)
        await newest.call(LabelRunState.stop, state)
        strange = Tab(who, routes.label_run("nobody's"))
        other = await strange.state(LabelRunState)
        await strange.call(LabelRunState.load, other)
        return [(state.run["status"], state.run["is_open"]), other.run]

    assert asyncio.run(walk()) == [("Vazgeçildi", ""), {}]
