"""Lists as spreadsheets: orders and stock, what the filters find or what was chosen."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prapazar.domain.orders import queries as orders
from prapazar.domain.orders.queries import OrderFilter, OrderRow
from prapazar.domain.stock import queries_list as stock
from prapazar.domain.stock.queries_list import StockFilter, StockListRow
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import Cell, csv_chunks, write_xlsx
from prapazar.foundation.texts import say

_FETCHED = 200
_ORDER_COLUMNS = (
    *("number", "date", "channel", "status", "buyer", "city", "district", "line", "quantity", "total"),
    *("currency", "test"),
)
_STOCK_COLUMNS = (
    *("item", "sku", "barcode", "channels", "on_hand", "reserved", "safety", "available", "short"),
)


@dataclass(frozen=True, slots=True)
class ListSheet:
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    """Read from the books as they are written, never all at once."""


def order_sheet(scope: Scope, wanted: OrderFilter) -> ListSheet:
    scope.require("orders.read")
    headings = [say(scope.locale, f"orders.{name}") for name in _ORDER_COLUMNS]
    return ListSheet(headings, (_order_cells(row, scope) for row in _orders(scope, wanted)))


def stock_sheet(scope: Scope, wanted: StockFilter) -> ListSheet:
    scope.require("stock.read")
    headings = [say(scope.locale, f"stock.{name}") for name in _STOCK_COLUMNS]
    return ListSheet(headings, (_stock_cells(row) for row in _balances(scope, wanted)))


def as_csv(sheet: ListSheet) -> Iterator[bytes]:
    return csv_chunks(sheet.headings, sheet.rows)


@contextmanager
def as_xlsx(sheet: ListSheet) -> Iterator[Path]:
    """A file that is gone when the block ends."""
    path = settings().data_dir / f"export-{new_id()}.xlsx"
    try:
        write_xlsx(path, sheet.headings, sheet.rows)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _orders(scope: Scope, wanted: OrderFilter) -> Iterator[OrderRow]:
    after = None
    while True:
        with db.transaction(scope) as session:
            rows = orders.page(session, scope, wanted, after=after, limit=_FETCHED)
        yield from rows
        if len(rows) < _FETCHED:
            return
        after = orders.cursor_after(rows[-1])


def _order_cells(row: OrderRow, scope: Scope) -> list[Cell]:
    return [
        row.number,
        row.ordered_at.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M"),
        row.channel or say(scope.locale, "orders.manual"),
        say(scope.locale, f"order_status.{row.status}"),
        "•••" if scope.hides("buyer.name") else row.buyer_name,
        row.city,
        row.district,
        row.first_title,
        row.unit_count,
        row.total,
        row.currency,
        say(scope.locale, "yes") if row.is_test else "",
    ]


def _balances(scope: Scope, wanted: StockFilter) -> Iterator[StockListRow]:
    after = None
    while True:
        with db.transaction(scope) as session:
            rows = stock.page(session, scope, wanted, after=after, limit=_FETCHED)
        yield from rows
        if len(rows) < _FETCHED:
            return
        after = stock.after_row(rows[-1])


def _stock_cells(row: StockListRow) -> list[Cell]:
    """An article nobody counted has no numbers; zero would be a lie."""
    numbers: list[Cell] = [row.on_hand, row.reserved, row.safety_stock, row.available, row.short]
    shown = numbers if row.is_counted else [None] * 4 + [row.short]
    return [row.name, row.sku, row.barcode, ", ".join(row.channels), *shown]
