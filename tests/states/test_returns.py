"""The list of claims and one claim, as a person works through them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from prapazar.domain.aftersales import actions
from prapazar.domain.aftersales.enums import ClaimKind, ClaimStatus
from prapazar.domain.aftersales.records import IncomingClaim, IncomingClaimLine
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.stock import actions as stock
from prapazar.foundation import db
from prapazar.states.claim import ClaimState
from prapazar.states.returns import ReturnsState
from tests.factories import catalog, orders
from tests.factories.tabs import Person, Tab, person

_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_LINE = IncomingClaimLine("L1", "Zeytinyağı", 2, ClaimStatus.WAITING, barcode="869A1", reason="Beğenmedim")
_CLAIM = IncomingClaim(
    "C1", ClaimKind.RETURN, ClaimStatus.WAITING, "P1", _AT, _AT, (_LINE,), tracking_number="T1"
)


@pytest.fixture
def who(database: str) -> Person:
    made = person()
    with db.transaction(made.scope) as session:
        channel = catalog.connection(session, made.scope)
        variant = catalog.variant(session, made.scope, "A1")
        stock.set_on_hand(session, made.scope, [stock.StockCount(variant, 50)])
        catalog.listing(session, made.scope, channel, variant, "869A1")
        import_packages(session, made.scope, channel, [orders.package("P1", orders.line("869A1", 2))])
        decided = replace(_CLAIM, external_id="C2", status=ClaimStatus.ACCEPTED, tracking_number=None)
        actions.take_claims(session, made.scope, channel, [_CLAIM, decided])
    return made


def test_many_are_accepted_at_once_and_what_cannot_be_is_told_by_row(who: Person) -> None:
    async def walk() -> tuple[list[str], str, list[dict[str, str]], list[str]]:
        tab = Tab(who, "/returns")
        state = await tab.state(ReturnsState)
        await tab.call(ReturnsState.load, state)
        counts = [f"{one['value']} {one['count']}" for one in state.views if one["count"]]
        await tab.call(ReturnsState.select, state, [row["id"] for row in state.rows], True)
        await tab.call(ReturnsState.approve, state)
        return counts, state.result_done, state.result_refused, sorted(row["status"] for row in state.rows)

    counts, done, refused, standing = asyncio.run(walk())

    assert counts == ["decide 1", "awaited 2"]
    assert done == "1 talep kanala bildiriliyor."
    assert refused == [{"number": "P1", "cause": "Bu talep karar beklemiyor."}]
    assert standing == ["Kabul bildiriliyor", "Kabul edildi"]


def test_parcel_is_found_counted_and_put_back_by_scanner(who: Person) -> None:
    async def walk() -> tuple[str, str, str, str]:
        tab = Tab(who, "/returns")
        listed = await tab.state(ReturnsState)
        await tab.call(ReturnsState.load, listed)
        opened = await tab.call(ReturnsState.scan, listed, {"code": "T1"})
        claim_id = next(row["id"] for row in listed.rows if row["tracking"] == "T1")
        page = Tab(who, f"/returns/{claim_id}")
        state = await page.state(ClaimState)
        await page.call(ClaimState.load, state)
        for _ in range(2):
            await page.call(ClaimState.scan, state, {"code": "869A1"})
        asked = {"line": state.lines[0]["id"], "good": "1", "scrap": "1", "verdict": "Kapağı kırık"}
        await page.call(ClaimState.inspect, state, asked)
        [line] = state.lines
        return (
            str(opened).partition(claim_id)[1],
            line["received"],
            line["inspected"],
            state.events[0]["title"],
        )

    found = asyncio.run(walk())
    with db.transaction(who.scope) as session:
        on_hand = session.execute(text("SELECT on_hand FROM stock")).scalar_one()

    assert found[1:] == ("2 / 2 geldi", "1 stokta, 1 hurda", "Kontrol: 1 stoğa, 1 hurda")
    assert (bool(found[0]), on_hand) == (True, 51)
