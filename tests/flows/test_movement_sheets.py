"""A carrier's spreadsheet of movements: read row by row, recorded, and the one it is asked to fill."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.shipping import actions
from prapazar.domain.shipping.actions.by_file import ToldRow
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.domain.stock import actions as stock
from prapazar.flows import movement_sheets
from prapazar.flows.movement_sheets import RowFault, TakenIn
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import open_sheet
from tests.factories import catalog, orders


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "hareket.csv"
    path.write_text("\n".join(lines), encoding="utf8")
    return path


def test_rows_are_read_in_turkish_or_english_with_the_clock_of_istanbul(tmp_path: Path) -> None:
    turkish = _file(
        tmp_path,
        "Gönderi No;Takip No;Durum;Tarih;Teslim Alan;Tutar",
        "PZ1;FM-1;Teslim Edildi;20.11.2026 15:30;Komşu;85,50",
    )

    found = movement_sheets.read(turkish)
    english = movement_sheets.read(
        _file(tmp_path, "Tracking Number;Status;Date", "FM-1;DELIVERED;2026-11-20T12:30:00+00:00")
    )

    at = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    delivered = ShipmentStatus.DELIVERED
    assert found.faults == []
    assert found.rows == [
        ToldRow(2, "PZ1", at, delivered, "Teslim Edildi", "FM-1", "Komşu", "", Decimal("85.50"))
    ]
    assert english.rows == [ToldRow(2, "FM-1", at, delivered, "DELIVERED")]


def test_row_that_cannot_be_read_says_why_and_the_others_go_on(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "Gönderi No;Takip No;Durum;Tarih;Tutar",
        ";;Yolda;;",
        "PZ1;;Işınlandı;;",
        "PZ2;;Yolda;31.02.2026;",
        "PZ3;;Yolda;01.01.2199;",
        "PZ4;;Yolda;;çok",
        "PZ5;;;;",
        "PZ6;FM-6;;;",
    )

    found = movement_sheets.read(path)

    assert [one.key for one in found.rows] == ["PZ6"]
    assert found.faults == [
        RowFault(2, "movements.no_key"),
        RowFault(3, "movements.bad_status", "Işınlandı"),
        RowFault(4, "movements.bad_date", "31.02.2026"),
        RowFault(5, "movements.bad_date", "01.01.2199"),
        RowFault(6, "movements.bad_amount", "çok"),
        RowFault(7, "movements.says_nothing", "PZ5"),
    ]


def test_file_without_a_number_is_refused_whole(tmp_path: Path) -> None:
    found = movement_sheets.read(_file(tmp_path, "Durum;Tarih", "Yolda;20.11.2026"))

    assert (found.rows, found.faults) == ((), [RowFault(1, "movements.no_key_column")])


def test_shipments_go_out_and_come_back_with_their_numbers_and_movements(
    scope: Scope, tmp_path: Path
) -> None:
    with db.transaction(scope) as session:
        channel = catalog.connection(session, scope)
        variant = catalog.variant(session, scope, "A1")
        stock.set_on_hand(session, scope, [stock.StockCount(variant, 50)])
        catalog.listing(session, scope, channel, variant, "869A1")
        import_packages(
            session, scope, channel, [orders.package(f"P{n}", orders.line("869A1", 2)) for n in range(2)]
        )
        packages = list(session.execute(text("SELECT id FROM shipment_package ORDER BY id")).scalars())
        carrier = catalog.connection(session, scope, "foodman")
        actions.open_shipments(session, scope, packages, [CarrierAccount(carrier, "foodman", "FoodMan")])
        session.execute(text("UPDATE shipment SET status = 'created'"))
        first, second = session.execute(text("SELECT reference FROM shipment ORDER BY id")).scalars()

    written = movement_sheets.write(scope, carrier, tmp_path / "acik.xlsx")
    sheet = open_sheet(tmp_path / "acik.xlsx")
    lines = [
        "Gönderi No;Takip No;Durum;Tarih;Teslim Alan",
        f"{first};FM-1;Yolda;19.11.2026 10:00;",
        f"{first};;Teslim edildi;20.11.2026 10:00;Komşu",
        f"{second};FM-2;;;",
        "PZ999;;Yolda;;",
    ]
    taken = movement_sheets.take_in(scope, carrier, _file(tmp_path, *lines))
    again = movement_sheets.take_in(scope, carrier, _file(tmp_path, lines[0], lines[2]))

    assert written == 2
    assert [cells[0] for _, cells in sheet.rows()] == [first, second]
    assert taken == TakenIn(3, [RowFault(5, "movements.unknown", "PZ999")])
    assert again == TakenIn(0, [RowFault(2, "movements.closed", first)])
    with db.transaction(scope) as session:
        rows = session.execute(
            text("SELECT status, tracking_number, received_by FROM shipment ORDER BY id")
        ).all()
        movements = session.execute(text("SELECT status FROM shipment_event ORDER BY at")).scalars().all()
    assert [tuple(row) for row in rows] == [("delivered", "FM-1", "Komşu"), ("created", "FM-2", "")]
    assert movements == ["in_transit", "delivered"]
