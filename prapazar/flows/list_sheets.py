"""Lists as spreadsheets: orders and stock, what the filters find or what was chosen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.aftersales import queries as claims
from prapazar.domain.aftersales.queries import ClaimFilter, ClaimRow
from prapazar.domain.orders import queries as orders
from prapazar.domain.orders.queries import OrderFilter, OrderRow
from prapazar.domain.shipping import queries_list as shipments
from prapazar.domain.shipping.queries_list import ShipmentFilter, ShipmentRow
from prapazar.domain.stock import queries_list as stock
from prapazar.domain.stock.queries_list import StockFilter, StockListRow
from prapazar.flows import standing
from prapazar.foundation import db
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import Cell, csv_chunks, write_xlsx
from prapazar.foundation.texts import say

_Row = TypeVar("_Row")
_Place = TypeVar("_Place")
_FETCHED = 200
_ORDER_COLUMNS = (
    *("number", "date", "channel", "status", "buyer", "city", "district", "line", "quantity", "total"),
    *("currency", "test"),
)
_STOCK_COLUMNS = (
    *("item", "sku", "barcode", "channels", "on_hand", "reserved", "safety", "available", "short"),
)
_CLAIM_COLUMNS = (
    *("number", "order", "date", "channel", "kind", "status", "buyer", "item", "reason", "units", "goods"),
    *("due", "amount"),
)
_SHIPMENT_COLUMNS = (
    *("reference", "order", "carrier", "status", "tracking", "recipient", "city", "desi", "parcels"),
    *("cost_expected", "cost_billed", "cash_amount", "created", "delivered_at"),
)


@dataclass(frozen=True, slots=True)
class ListSheet:
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    """Read from the books as they are written, never all at once."""
    totals: tuple[int, ...] = ()
    """Columns that are added up."""
    currency: int | None = None
    """The column that says in what; amounts of several are not added up."""
    names: Sequence[str] = ()
    """What the columns are called in list_columns, as many as headings; none where they cannot be chosen."""


def paged(
    scope: Scope,
    read: Callable[[Session, _Place | None, int], Sequence[_Row]],
    place: Callable[[_Row], _Place],
) -> Iterator[_Row]:
    """Every row of a list; `read` gets the place of the last one before and how many at most.

    A transaction for each page, so that none stays open as long as somebody reads.
    """
    after = None
    while True:
        with db.transaction(scope) as session:
            rows = read(session, after, _FETCHED)
        yield from rows
        if len(rows) < _FETCHED:
            return
        after = place(rows[-1])


def order_sheet(scope: Scope, wanted: OrderFilter) -> ListSheet:
    scope.require("orders.read")

    def read(session: Session, after: orders.Cursor | None, limit: int) -> list[OrderRow]:
        return orders.page(session, scope, wanted, after=after, limit=limit)

    headings = [say(scope.locale, f"orders.{name}") for name in _ORDER_COLUMNS]
    rows = (_order_cells(row, scope) for row in paged(scope, read, orders.cursor_after))
    return ListSheet(headings, rows, (8, 9), 10, _ORDER_COLUMNS)


def stock_sheet(scope: Scope, wanted: StockFilter) -> ListSheet:
    scope.require("stock.read")

    def read(session: Session, after: stock.After | None, limit: int) -> list[StockListRow]:
        return stock.page(session, scope, wanted, after=after, limit=limit)

    headings = [say(scope.locale, f"stock.{name}") for name in _STOCK_COLUMNS]
    rows = (_stock_cells(row) for row in paged(scope, read, stock.after_row))
    return ListSheet(headings, rows, (4, 5, 7, 8), names=_STOCK_COLUMNS)


def claim_sheet(scope: Scope, wanted: ClaimFilter) -> ListSheet:
    scope.require("claims.read")

    def read(session: Session, after: tuple[str, UUID] | None, limit: int) -> list[ClaimRow]:
        return claims.page(session, scope, wanted, after=after, limit=limit)

    headings = [say(scope.locale, f"claims.{name}") for name in _CLAIM_COLUMNS]
    rows = (_claim_cells(row, scope) for row in paged(scope, read, claims.key_of))
    return ListSheet(headings, rows, (9, 10), names=_CLAIM_COLUMNS)


def shipment_sheet(scope: Scope, wanted: ShipmentFilter) -> ListSheet:
    """Also what a carrier without an interface is given: who, where, which bar code, what to collect."""
    scope.require("fulfillment.read")

    def read(session: Session, after: shipments.Place | None, limit: int) -> list[ShipmentRow]:
        return shipments.page(session, scope, wanted, after=after, limit=limit)

    headings = [say(scope.locale, f"shipping.{name}") for name in _SHIPMENT_COLUMNS]
    rows = (
        _shipment_cells(row, scope)
        for row in paged(scope, read, lambda row: shipments.place(row, wanted.view))
    )
    return ListSheet(headings, rows, (8, 9, 10, 11), names=_SHIPMENT_COLUMNS)


def as_csv(sheet: ListSheet) -> Iterator[bytes]:
    return csv_chunks(sheet.headings, sheet.rows)


def write_into(path: Path, sheet: ListSheet, *, total_label: str = "Toplam", title: str = "") -> None:
    write_xlsx(
        path,
        sheet.headings,
        sheet.rows,
        totals=sheet.totals,
        total_label=total_label,
        currency=sheet.currency,
        title=title,
    )


@contextmanager
def as_xlsx(sheet: ListSheet) -> Iterator[Path]:
    """A file that is gone when the block ends."""
    path = settings().data_dir / f"export-{new_id()}.xlsx"
    try:
        write_into(path, sheet)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _order_cells(row: OrderRow, scope: Scope) -> list[Cell]:
    return [
        row.number,
        row.ordered_at,
        row.channel or say(scope.locale, "orders.manual"),
        say(scope.locale, f"order_status.{row.status}"),
        "•••" if scope.hides("buyer.name") else row.buyer_name,
        row.city,
        row.district,
        row.first_title,
        row.unit_count,
        row.total,
        row.currency,
        say(scope.locale, "words.yes") if row.is_test else "",
    ]


def _shipment_cells(row: ShipmentRow, scope: Scope) -> list[Cell]:
    return [
        row.reference,
        row.order_number,
        standing.channel_name(row.carrier_name),
        say(scope.locale, f"shipping.status_{row.status}"),
        row.tracking_number,
        "•••" if scope.hides("buyer.name") else row.recipient,
        row.city,
        row.desi,
        row.parcel_count,
        row.expected_amount,
        row.billed_amount,
        row.cash_on_delivery,
        row.created_at,
        row.delivered_at,
    ]


def _stock_cells(row: StockListRow) -> list[Cell]:
    """An article nobody counted has no numbers; zero would be a lie."""
    numbers: list[Cell] = [row.on_hand, row.reserved, row.safety_stock, row.available, row.short]
    shown = numbers if row.is_counted else [None] * 4 + [row.short]
    return [row.name, row.sku, row.barcode, ", ".join(row.channels), *shown]


def _claim_cells(row: ClaimRow, scope: Scope) -> list[Cell]:
    return [
        row.number,
        row.order_number,
        row.created_at,
        row.channel or say(scope.locale, "claims.by_hand"),
        say(scope.locale, f"claims.kind_{row.kind}"),
        say(scope.locale, f"claims.{row.status}"),
        "•••" if scope.hides("buyer.name") else row.buyer_name,
        row.first_title,
        row.reason,
        row.unit_count,
        row.received_count,
        row.due_at,
        row.amount,
    ]
