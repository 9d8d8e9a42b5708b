"""Files of carriers on the screen: movements and a bill come in, what differs is disputed."""

import asyncio
import io
from pathlib import Path

import pytest
import reflex as rx
from sqlalchemy import text

from prapazar.flows import channels, shipment_desk
from prapazar.foundation import db
from prapazar.states.carrier_bill import CarrierBillState
from prapazar.states.carrier_files import CarrierFilesState
from tests.factories import files, paper_carrier
from tests.factories.tabs import Person, Tab, person


@pytest.fixture
def who(database: str) -> Person:
    return person()


def _sent(content: str) -> list[rx.UploadFile]:
    return [rx.UploadFile(file=io.BytesIO(content.encode()), path=Path("F-2026-11.csv"))]


def _shipped(who: Person) -> list[str]:
    """References of three parcels of a courier, each expected to cost 50."""
    with db.transaction(who.scope) as session:
        channels.connect(
            session,
            who.scope,
            connector="own_courier",
            name="Kuryemiz",
            environment="live",
            values=files.USUAL,
        )
        packages = paper_carrier.packages(session, who.scope, 3)
    shipment_desk.open_shipments(who.scope, packages)
    with db.transaction(who.scope) as session:
        session.execute(text("UPDATE shipment SET expected_amount = 50"))
        return list(session.execute(text("SELECT reference FROM shipment ORDER BY reference")).scalars())


def test_movements_and_bill_of_a_courier_come_in_row_by_row(who: Person) -> None:
    first, second, _ = _shipped(who)

    async def walk() -> list[object]:
        tab = Tab(who, "/shipments/files")
        state = await tab.state(CarrierFilesState)
        await tab.call(CarrierFilesState.load, state)
        [courier] = state.carriers
        await tab.call(CarrierFilesState.open_upload, state, courier["id"], "movements")
        await tab.call(
            CarrierFilesState.upload, state, _sent(f"Referans;Durum\n{first};Teslim\n{second};Uçtu\n")
        )
        seen: list[object] = [(state.result, state.result_tone, state.faults)]
        await tab.call(CarrierFilesState.open_upload, state, courier["id"], "bill")
        bill = f"Referans;Tutar\n{first};50\n{second};72,50\n"
        await tab.call(CarrierFilesState.upload, state, _sent(bill))
        [row] = state.bills
        seen.append((state.result, row["number"], row["billed"], row["over"]))
        there = Tab(who, f"/shipments/bills/{row['id']}")
        shown = await there.state(CarrierBillState)
        await there.call(CarrierBillState.load, shown)
        [differing] = shown.rows
        await there.call(CarrierBillState.select, shown, [differing["id"]], True)
        await there.call(CarrierBillState.dispute, shown, {"note": "1 desi"})
        seen.append((differing["reference"], shown.rows[0]["note"], shown.bill["disputed_over"]))
        return [*seen, [view["count"] for view in shown.views]]

    assert asyncio.run(walk()) == [
        (
            "1 satır işlendi, 1 satır işlenemedi.",
            "wait",
            ["Satır 3: Durum anlaşılmadı: Uçtu"],
        ),
        ("2 gönderi eşleşti, 0 satır açıkta kaldı.", "F-2026-11", "₺122,50", "₺22,50"),
        (second, "1 desi", "₺22,50"),
        ["1", "2", "1", "0"],
    ]
