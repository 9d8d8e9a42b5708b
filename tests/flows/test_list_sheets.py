"""Lists as spreadsheets: every page of them, only what was asked for, and nobody's hidden fields."""

from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import text

from prapazar.domain.orders import queries
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.queries import OrderFilter
from prapazar.domain.orders.views import asked
from prapazar.domain.stock import actions
from prapazar.domain.stock.actions import StockCount
from prapazar.domain.stock.queries_list import StockFilter
from prapazar.flows import list_sheets
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog, orders

_UNCOUNTED = text("UPDATE stock SET counted_at = NULL WHERE variant_id = :id")


@pytest.fixture
def sold(scope: Scope) -> Scope:
    """Three orders, one hour apart."""
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        import_packages(
            session,
            scope,
            shop,
            [
                orders.package(name, orders.line("?", 2), ordered_at=orders.NOON + timedelta(hours=hour))
                for hour, name in enumerate("abc")
            ],
        )
    return scope


def _lines(sheet: list_sheets.ListSheet) -> list[list[str]]:
    written = b"".join(list_sheets.as_csv(sheet)).decode("utf-8-sig")
    return [line.split(";") for line in written.splitlines()]


def test_orders_are_written_page_after_page(sold: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_sheets, "_FETCHED", 2)

    head, *rows = _lines(list_sheets.order_sheet(sold, OrderFilter()))

    assert head == [
        *("Sipariş", "Tarih", "Kanal", "Durum", "Alıcı", "Şehir", "İlçe", "Ürün", "Adet", "Tutar"),
        *("Para birimi", "Test"),
    ]
    assert [row[0] for row in rows] == ["o-c", "o-b", "o-a"]
    assert rows[2] == [
        *("o-a", "20.11.2026 12:00", "trendyol mağazası", "Yeni", "Ayşe Yılmaz", "İstanbul", "Kadıköy"),
        *("Ürün ?", "2", "200,00", "TRY", ""),
    ]


def test_chosen_orders_and_no_others_are_written(sold: Scope) -> None:
    with db.transaction(sold) as session:
        everything = queries.page(session, sold, asked())
    chosen = [everything[0].id, everything[2].id]

    _, *rows = _lines(list_sheets.order_sheet(sold, asked(view="cancelled", ids=chosen)))
    _, *both = _lines(list_sheets.order_sheet(sold, asked(ids=chosen)))

    assert ([row[0] for row in rows], [row[0] for row in both]) == ([], ["o-c", "o-a"])


def test_buyer_stays_hidden_in_the_file(sold: Scope) -> None:
    _, first, *_ = _lines(
        list_sheets.order_sheet(replace(sold, masks=frozenset({"buyer.name"})), OrderFilter())
    )

    assert first[4] == "•••"


def test_stock_that_was_never_counted_has_no_numbers(scope: Scope) -> None:
    with db.transaction(scope) as session:
        counted = catalog.variant(session, scope, "A1", name="Ada")
        waiting = catalog.variant(session, scope, "B1", name="Bal")
        actions.set_on_hand(session, scope, [StockCount(counted, 3), StockCount(waiting, 0)])
        session.execute(_UNCOUNTED, {"id": waiting})

    with list_sheets.as_xlsx(list_sheets.stock_sheet(scope, StockFilter())) as path:
        rows = list(openpyxl.load_workbook(path).worksheets[0].values)

    assert rows[1:] == [
        ("Ada", "A1", "869A1", None, 3, 0, 0, 3, 0),
        ("Bal", "B1", "869B1", None, None, None, None, None, 0),
        ("Toplam", None, None, None, 3, 0, None, 3, 0),
    ]
    assert not path.exists()


def test_file_of_orders_needs_the_right_to_read_them(scope: Scope) -> None:
    with pytest.raises(PermissionDenied):
        list_sheets.order_sheet(replace(scope, permissions=frozenset({"stock.read"})), OrderFilter())
