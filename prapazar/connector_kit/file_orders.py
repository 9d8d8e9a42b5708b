"""Orders of a file: rows with one order number are one order, taken whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.file_rows import Fault, OrderRow, RowReader
from prapazar.connector_kit.files import FileForm, FileProfile, OrderField
from prapazar.connector_kit.records import Address, LineRecord, PackageRecord, PackageStatus
from prapazar.foundation.money import rounded

HISTORY = frozenset({PackageStatus.CANCELLED, PackageStatus.RETURNED, PackageStatus.UNDELIVERED})
"""What an order of a closed platform may have ended as; every other one was delivered long ago."""
_WHOLE = Decimal(100)

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class FileOrder:
    """What became of the rows of one order number."""

    number: str
    rows: tuple[int, ...]
    record: PackageRecord | None
    """None when a row was refused."""
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Gathered:
    rows: list[int] = field(default_factory=list)
    good: list[OrderRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def count_lines(reader: RowReader, rows: Iterable[Row]) -> Counter[str]:
    """How many rows each order number has: the first of two passes, which keeps no row."""
    return Counter(number for _, cells in rows if (number := reader.number(cells)))


def orders(
    reader: RowReader, rows: Iterable[Row], lines: Counter[str], profile: FileProfile, form: FileForm
) -> Iterator[FileOrder]:
    """Each order as its last row is reached, in the same sequence for the same file."""
    open_orders: dict[str, _Gathered] = {}
    for place, cells in rows:
        number = reader.number(cells)
        gathered = open_orders.setdefault(number, _Gathered())
        read = reader.read(place, cells)
        gathered.rows.append(place)
        if isinstance(read, OrderRow):
            gathered.good.append(read)
        else:
            gathered.faults += read
        if not number or len(gathered.rows) == lines[number]:
            yield _order(reader, number, open_orders.pop(number), profile, form)


def _order(
    reader: RowReader, number: str, gathered: _Gathered, profile: FileProfile, form: FileForm
) -> FileOrder:
    faults = list(gathered.faults)
    if not faults:
        faults = _disagreements(reader, gathered.good, profile, form)
    record = None if faults else _record(gathered.good, profile, form)
    told = {fault.row for fault in faults}
    if faults:
        faults += [Fault(row, "", "other_row", number) for row in gathered.rows if row not in told]
    return FileOrder(number, tuple(gathered.rows), record, tuple(sorted(faults, key=lambda one: one.row)))


def _disagreements(
    reader: RowReader, rows: Sequence[OrderRow], profile: FileProfile, form: FileForm
) -> list[Fault]:
    """What is right in each row and wrong in the order."""
    faults = []
    first = rows[0]
    for one in rows:
        ordered = one.values[OrderField.ORDERED_AT]
        if profile.closed and ordered.date() > profile.closed:
            faults.append(
                _fault(reader, one, OrderField.ORDERED_AT, "after_closing", profile.closed.isoformat())
            )
        if _currency(one) != _currency(first):
            faults.append(_fault(reader, one, OrderField.CURRENCY, "differs_in_order", _currency(one)))
        if not form.has_vat and OrderField.VAT_RATE not in one.values:
            faults.append(_fault(reader, one, OrderField.VAT_RATE, "vat_needed"))
    living = [one for one in rows if _status(one) is not PackageStatus.CANCELLED]
    return faults + [
        _fault(reader, one, OrderField.STATUS, "differs_in_order", _word(one))
        for one in living
        if _status(one) is not _status(living[0])
    ]


def _fault(reader: RowReader, row: OrderRow, field_: OrderField, code: str, value: str = "") -> Fault:
    return Fault(row.row, reader.heading(field_), code, value)


def _record(rows: Sequence[OrderRow], profile: FileProfile, form: FileForm) -> PackageRecord:
    first = rows[0]
    living = [row for row in rows if _status(row) is not PackageStatus.CANCELLED]
    teller = living[0] if living else first
    status = _status(teller)
    if profile.closed and status not in HISTORY:
        status = PackageStatus.DELIVERED
    is_cancelled = not living
    seen: Counter[str] = Counter()
    lines = tuple(_line(row, seen, form, is_cancelled=is_cancelled) for row in rows)
    ordered_at = min(row.values[OrderField.ORDERED_AT] for row in rows).astimezone(UTC)
    shipping = _first(rows, OrderField.SHIPPING, Decimal(0))
    address = _address(rows)
    return PackageRecord(
        external_id=first.number,
        order_external_id=first.number,
        order_number=first.number,
        status=status,
        provider_status=_word(teller),
        ordered_at=ordered_at,
        modified_at=ordered_at,
        currency=_currency(first),
        total=sum((line.total for line in lines), shipping),
        lines=lines,
        discount=sum((line.discount for line in lines), Decimal(0)),
        shipping=shipping,
        buyer_name=address.name,
        buyer_email=_first(rows, OrderField.BUYER_EMAIL, None),
        buyer_phone=address.phone,
        shipping_address=address,
        billing_address=address,
        carrier=_first(rows, OrderField.CARRIER, None),
        tracking_number=_first(rows, OrderField.TRACKING_NUMBER, None),
        note=_first(rows, OrderField.NOTE, ""),
    )


def _line(row: OrderRow, seen: Counter[str], form: FileForm, *, is_cancelled: bool) -> LineRecord:
    """A line has no id of its own in a file: it is known by its article, and by its place among equals."""
    values = row.values
    sku, barcode = values.get(OrderField.SKU), values.get(OrderField.BARCODE)
    key = str(sku or barcode)
    seen[key] += 1
    quantity: int = values[OrderField.QUANTITY]
    unit_price, total = _prices(values, quantity, form)
    is_gone = _status(row) is PackageStatus.CANCELLED and not is_cancelled
    return LineRecord(
        external_id=key if seen[key] == 1 else f"{key}#{seen[key]}",
        listing_external_id=None,
        sku=sku,
        barcode=barcode,
        title=values.get(OrderField.TITLE, key),
        quantity=quantity,
        cancelled_quantity=quantity if is_gone else 0,
        unit_price=unit_price,
        total=total,
        discount=values.get(OrderField.DISCOUNT, Decimal(0)),
        vat_rate=values.get(OrderField.VAT_RATE),
    )


def _prices(values: dict[OrderField, Any], quantity: int, form: FileForm) -> tuple[Decimal, Decimal]:
    """Of a unit and of the line, with VAT; the line's total is believed before the unit price."""
    factor = Decimal(1)
    if not form.has_vat:
        factor += values[OrderField.VAT_RATE] / _WHOLE
    if OrderField.LINE_TOTAL in values:
        total = rounded(values[OrderField.LINE_TOTAL] * factor)
        return rounded(total / quantity), total
    unit = rounded(values[OrderField.UNIT_PRICE] * factor)
    return unit, unit * quantity


def _address(rows: Sequence[OrderRow]) -> Address:
    return Address(
        name=_first(rows, OrderField.BUYER_NAME, ""),
        company=_first(rows, OrderField.COMPANY, ""),
        line=_first(rows, OrderField.ADDRESS, ""),
        district=_first(rows, OrderField.DISTRICT, ""),
        city=_first(rows, OrderField.CITY, ""),
        postal_code=_first(rows, OrderField.POSTAL_CODE, ""),
        phone=_first(rows, OrderField.BUYER_PHONE, None),
        tax_number=_first(rows, OrderField.TAX_NUMBER, None),
        tax_office=_first(rows, OrderField.TAX_OFFICE, None),
    )


def _first(rows: Sequence[OrderRow], field_: OrderField, default: Any) -> Any:  # noqa: ANN401 - one type per field
    """What stands in the first row that says it: platforms write it into one row of an order, or into all."""
    return next((row.values[field_] for row in rows if field_ in row.values), default)


def _status(row: OrderRow) -> PackageStatus:
    """Without a status column the file holds orders to be handled."""
    told: tuple[PackageStatus, str] = row.values.get(OrderField.STATUS, (PackageStatus.NEW, ""))
    return told[0]


def _word(row: OrderRow) -> str:
    told: tuple[PackageStatus, str] = row.values.get(OrderField.STATUS, (PackageStatus.NEW, ""))
    return told[1]


def _currency(row: OrderRow) -> str:
    return str(row.values.get(OrderField.CURRENCY, "TRY"))
