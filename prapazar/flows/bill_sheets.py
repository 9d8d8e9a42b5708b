"""A carrier's bill out of its spreadsheet, row by row; and what differs, to be sent back to the carrier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from prapazar.domain.shipping import queries_bills
from prapazar.domain.shipping.actions import billed
from prapazar.domain.shipping.actions.billed import BilledRow
from prapazar.domain.shipping.queries_bills import BilledShipment
from prapazar.flows.list_sheets import ListSheet
from prapazar.flows.movement_sheets import RowFault, spoken
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import Cell, open_sheet
from prapazar.foundation.texts import say

MOST_ROWS = 20_000
_FETCHED = 500
_MOST_SHOWN = 500
_VAT = Decimal("1.20")
_CENT = Decimal("0.01")
_HEADINGS = {
    "key": (
        *("gonderi no", "referans", "referans no", "barkod", "barkod no", "takip no", "kargo takip no"),
        *("musteri referans no", "irsaliye no", "fatura referansi", "tracking number", "tracking no"),
        *("reference", "waybill", "barcode", "shipment"),
    ),
    "amount": (
        *("toplam tutar", "genel toplam", "kdv dahil tutar", "kdv dahil", "toplam", "tutar", "ucret"),
        *("total", "amount", "total amount", "amount incl vat"),
    ),
    "net": ("kdv haric tutar", "kdv haric", "matrah", "net tutar", "net", "amount excl vat"),
    "desi": ("desi", "desi kg", "ucret desi", "faturalanan desi", "hacimsel agirlik", "billed desi"),
}
_COLUMNS = (
    *("reference", "tracking", "order", "city", "desi", "billed_desi", "cost_expected", "cost_billed"),
    *("difference", "disputed", "note"),
)


@dataclass(frozen=True, slots=True)
class TakenBill:
    bill_id: UUID | None
    """None where nothing in the file could be read."""
    matched: int
    faults: Sequence[RowFault]
    """In the order of the rows; those that could not be read, and those that fit no shipment."""


def take_in(scope: Scope, connection_id: UUID, number: str, path: Path) -> TakenBill:
    """Good rows are kept, the others told. Raises SheetUnreadable."""
    scope.require("fulfillment.write")
    rows, faults = read(path)
    if not rows:
        return TakenBill(None, 0, faults or [RowFault(1, "billing.empty")])
    with db.transaction(scope) as session:
        done = billed.record_bill(session, scope, connection_id, number, rows)
    keys = {row.row: row.key for row in rows}
    strays = [RowFault(row, code, keys[row]) for row, code in done.strays.items()]
    found = sorted((*faults, *strays), key=lambda one: one.row)
    return TakenBill(done.bill_id, done.matched, found[:_MOST_SHOWN])


def read(path: Path) -> tuple[list[BilledRow], list[RowFault]]:
    """A bill without VAT gets it here: everywhere else we speak of what is paid."""
    sheet = open_sheet(path)
    folded = [spoken(one) for one in sheet.headings]
    places = {
        name: next((folded.index(word) for word in words if word in folded), None)
        for name, words in _HEADINGS.items()
    }
    if places["key"] is None:
        return [], [RowFault(1, "billing.no_key_column")]
    if places["amount"] is None and places["net"] is None:
        return [], [RowFault(1, "billing.no_amount_column")]
    rows: list[BilledRow] = []
    faults: list[RowFault] = []
    for number, cells in sheet.rows():
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) + len(faults) >= MOST_ROWS:
            faults.append(RowFault(number, "billing.too_many", str(MOST_ROWS)))
            break
        told = {
            name: cells[place].strip() if place is not None and place < len(cells) else ""
            for name, place in places.items()
        }
        one = _row(number, told)
        (faults if isinstance(one, RowFault) else rows).append(one)  # type: ignore[arg-type]  # by what it is
    return rows, faults


def _row(number: int, told: dict[str, str]) -> BilledRow | RowFault:
    if not told["key"]:
        return RowFault(number, "billing.no_key")
    amount = _number(told["amount"]) if told["amount"] else None
    if amount is None and not told["amount"] and told["net"]:
        net = _number(told["net"])
        amount = (net * _VAT).quantize(_CENT) if net is not None else None
    if amount is None:
        return RowFault(number, "billing.bad_amount", told["amount"] or told["net"])
    return BilledRow(number, told["key"], amount, _number(told["desi"]) if told["desi"] else None)


def _number(value: str) -> Decimal | None:
    """A credit stands with a minus."""
    try:
        return parse_amount(value).quantize(_CENT)
    except (ValueError, ArithmeticError):
        return None


def sheet(scope: Scope, bill_id: UUID, view: str) -> ListSheet:
    """For the carrier: which parcels, what we expect, what it asks."""
    scope.require("fulfillment.read")
    headings = [say(scope.locale, f"shipping.{name}") for name in _COLUMNS]
    return ListSheet(headings, (_cells(row) for row in _shipments(scope, bill_id, view)))


def _shipments(scope: Scope, bill_id: UUID, view: str) -> Iterator[BilledShipment]:
    offset = 0
    while True:
        with db.transaction(scope) as session:
            rows = queries_bills.shipments(session, scope, bill_id, view, offset=offset, limit=_FETCHED)
        yield from rows
        if len(rows) < _FETCHED:
            return
        offset += _FETCHED


def _cells(row: BilledShipment) -> list[Cell]:
    disputed = row.disputed_at.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M") if row.disputed_at else ""
    return [
        row.reference,
        row.tracking_number,
        row.order_number,
        row.city,
        row.desi,
        row.billed_desi,
        row.expected,
        row.billed,
        row.difference,
        disputed,
        row.note,
    ]
