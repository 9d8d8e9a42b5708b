"""Movements of carriers without an interface, by spreadsheet: what is open goes out, what became of it comes in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.shipping.actions.by_file import ToldRow, record_rows
from prapazar.domain.shipping.enums import ON_THE_WAY, ShipmentStatus
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold
from prapazar.foundation.sheets import open_sheet, write_xlsx
from prapazar.foundation.texts import say

MOST_ROWS = 5_000
_COLUMNS = ("reference", "tracking_number", "status", "at", "received_by", "place", "amount")
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "reference": ("gonderi no", "referans", "barkod", "reference", "shipment", "barcode"),
    "tracking_number": ("takip no", "kargo takip no", "tracking number", "tracking no"),
    "status": ("durum", "status"),
    "at": ("tarih", "islem tarihi", "date", "at"),
    "received_by": ("teslim alan", "received by"),
    "place": ("yer", "sube", "place", "branch"),
    "amount": ("tutar", "ucret", "amount", "cost"),
}
_S = ShipmentStatus
_STATUSES = {
    **dict.fromkeys(("teslim alindi", "alindi", "picked up"), _S.PICKED_UP),
    **dict.fromkeys(("yolda", "transfer", "in transit", "on the way"), _S.IN_TRANSIT),
    **dict.fromkeys(("dagitimda", "dagitima cikti", "out for delivery"), _S.OUT_FOR_DELIVERY),
    **dict.fromkeys(("teslim edilemedi", "adreste yok", "failed attempt"), _S.FAILED_ATTEMPT),
    **dict.fromkeys(("teslim edildi", "teslim", "delivered"), _S.DELIVERED),
    **dict.fromkeys(("iade", "geri donuyor", "returning"), _S.RETURNING),
    **dict.fromkeys(("iade edildi", "geri geldi", "returned"), _S.RETURNED),
    **dict.fromkeys(("kayip", "lost"), _S.LOST),
}
_CLOCKS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y")
_OPEN = text(
    "SELECT reference, coalesce(tracking_number, '') AS number, status, recipient, city FROM shipment"
    " WHERE connection_id = :connection AND status = ANY(CAST(:open AS text[])) ORDER BY id LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class RowFault:
    row: int
    """As the spreadsheet numbers it."""
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ReadMovements:
    rows: Sequence[ToldRow]
    faults: Sequence[RowFault]


@dataclass(frozen=True, slots=True)
class TakenIn:
    taken: int
    faults: Sequence[RowFault]
    """In the order of the rows."""


def write(scope: Scope, connection_id: UUID, path: Path) -> int:
    """What this carrier has, one row each, with the columns it is to fill. Returns how many."""
    scope.require("fulfillment.read")
    asked = {"connection": connection_id, "open": sorted(ON_THE_WAY), "most": MOST_ROWS}
    with db.transaction(scope) as session:
        found = session.execute(_OPEN, asked).all()
    names = (*_COLUMNS, "recipient", "city")
    headings = [say(scope.locale, f"movements.column_{name}") for name in names]
    rows = [[row.reference, row.number, "", "", "", "", "", row.recipient, row.city] for row in found]
    write_xlsx(path, headings, rows)
    return len(rows)


def take_in(scope: Scope, connection_id: UUID, path: Path) -> TakenIn:
    """Good rows are recorded, the others told. Raises SheetUnreadable."""
    scope.require("fulfillment.write")
    found = read(path)
    values = {one.row: one.key for one in found.rows}
    with db.transaction(scope) as session:
        done = record_rows(session, scope, connection_id, found.rows)
    refused = [RowFault(row, code, values[row]) for row, code in done.refused.items()]
    return TakenIn(done.taken, sorted((*found.faults, *refused), key=lambda one: one.row))


def read(path: Path) -> ReadMovements:
    """Raises SheetUnreadable."""
    sheet = open_sheet(path)
    folded = [spoken(one) for one in sheet.headings]
    places = {
        name: next((folded.index(word) for word in words if word in folded), None)
        for name, words in _HEADINGS.items()
    }
    if places["reference"] is None and places["tracking_number"] is None:
        return ReadMovements((), [RowFault(1, "movements.no_key_column")])
    rows: list[ToldRow] = []
    faults: list[RowFault] = []
    for number, cells in sheet.rows():
        if len(rows) + len(faults) >= MOST_ROWS:
            faults.append(RowFault(number, "movements.too_many", str(MOST_ROWS)))
            break
        told = {name: "" if place is None else cells[place].strip() for name, place in places.items()}
        one = _row(number, told)
        if isinstance(one, RowFault):
            faults.append(one)
        else:
            rows.append(one)
    return ReadMovements(rows, faults)


def _row(number: int, told: Mapping[str, str]) -> ToldRow | RowFault:
    key = told["reference"] or told["tracking_number"]
    if not key:
        return RowFault(number, "movements.no_key")
    status = _STATUSES.get(spoken(told["status"]))
    if told["status"] and status is None:
        return RowFault(number, "movements.bad_status", told["status"])
    at = _moment(told["at"])
    if at is None or at > now():
        return RowFault(number, "movements.bad_date", told["at"])
    amount = _amount(told["amount"])
    if told["amount"] and amount is None:
        return RowFault(number, "movements.bad_amount", told["amount"])
    if not (status or amount or told["received_by"] or (told["reference"] and told["tracking_number"])):
        return RowFault(number, "movements.says_nothing", key)
    own_number = told["tracking_number"] if told["reference"] else ""
    return ToldRow(
        number,
        key,
        at,
        status,
        told["status"],
        own_number or None,
        told["received_by"],
        told["place"],
        amount,
    )


def spoken(heading: str) -> str:
    """As words alone: no capitals, accents, points or brackets."""
    plain = "".join(one if one.isalnum() else " " for one in fold(heading))
    return " ".join(plain.split())


def _moment(value: str) -> datetime | None:
    """Istanbul's clock where no zone is told; now, where nothing is."""
    if not value:
        return now()
    for form in _CLOCKS:
        try:
            return datetime.strptime(value, form).replace(tzinfo=ISTANBUL)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found.replace(tzinfo=ISTANBUL) if found.tzinfo is None else found


def _amount(value: str) -> Decimal | None:
    try:
        found = parse_amount(value)
    except (ValueError, ArithmeticError):
        return None
    return found if found > 0 else None
