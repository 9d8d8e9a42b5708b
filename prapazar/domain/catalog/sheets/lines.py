"""One row of the spreadsheet, read: typed values, or the cells that cannot be taken."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from prapazar.domain.catalog import rules
from prapazar.domain.catalog.actions.runs import RowError
from prapazar.domain.catalog.enums import ProductStatus, SheetField
from prapazar.domain.catalog.errors import CatalogRefused, ValueInvalid
from prapazar.domain.catalog.sheets.columns import Column
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.search import fold
from prapazar.foundation.sheets.reading import FORMULA

_MOST_UNITS = 10_000_000
_MOST_TEXT = 20_000
_SPLIT_IMAGES = re.compile(r"[|\s]+|[,;]\s*(?=https?://)")
_STATUS_WORDS = {
    "aktif": ProductStatus.ACTIVE,
    "active": ProductStatus.ACTIVE,
    "acik": ProductStatus.ACTIVE,
    "taslak": ProductStatus.DRAFT,
    "draft": ProductStatus.DRAFT,
    "arsiv": ProductStatus.ARCHIVED,
    "arsivli": ProductStatus.ARCHIVED,
    "archived": ProductStatus.ARCHIVED,
}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A blank cell is not among `values`: it leaves what stands."""

    row: int
    values: dict[SheetField, Any]

    def text(self, field: SheetField) -> str:
        return str(self.values.get(field) or "")


def read_line(row: int, cells: Sequence[str], columns: Sequence[Column]) -> SheetLine | list[RowError]:
    values: dict[SheetField, Any] = {}
    errors = []
    for column in columns:
        cell = cells[column.place].strip()
        if not cell:
            continue
        try:
            value = _read(column.field, cell)
        except CatalogRefused as refused:
            errors.append(RowError(row, column.heading, refused.code, "" if cell == FORMULA else cell))
            continue
        earlier = values.get(column.field)
        values[column.field] = value if earlier is None else earlier + value
    if not errors and not (values.get(SheetField.SKU) or values.get(SheetField.BARCODE)):
        errors.append(RowError(row, "", "no_key"))
    return errors or SheetLine(row, values)


def _read(field: SheetField, cell: str) -> Any:  # noqa: ANN401 - one type per field
    if cell == FORMULA:
        raise ValueInvalid("formula", field.value)
    return _READERS.get(field, _text)(field, cell)


def _text(field: SheetField, cell: str) -> str:
    if len(cell) > _MOST_TEXT:
        raise ValueInvalid("too_long", field.value)
    return " ".join(cell.split()) if field is not SheetField.DESCRIPTION else cell


def _code(field: SheetField, cell: str) -> str:
    return rules.clean_code(cell, field.value)


def _name(_field: SheetField, cell: str) -> str:
    return rules.clean_name(cell)


def _number(field: SheetField, cell: str) -> Decimal:
    try:
        return parse_amount(cell)
    except ValueError:
        raise ValueInvalid("not_a_number", field.value, cell) from None


def _price(field: SheetField, cell: str) -> Decimal:
    amount = rounded(_number(field, cell))
    rules.check_amount(amount, field.value, zero_allowed=field is SheetField.COST)
    return amount


def _vat(field: SheetField, cell: str) -> Decimal:
    """`20`, `%20` and `20 %`; a fraction such as `0,2` may mean 20 or 0.2, so it is refused."""
    rate = _number(field, cell.replace("%", ""))
    if rate != rate.to_integral_value() and rate < 1:
        raise ValueInvalid("vat_fraction", field.value, cell)
    rules.check_vat(rate)
    return rate.quantize(Decimal("0.01"))


def _units(field: SheetField, cell: str) -> int:
    units = _number(field, cell)
    if units != units.to_integral_value():
        raise ValueInvalid("not_whole", field.value, cell)
    if not 0 <= units <= _MOST_UNITS:
        raise ValueInvalid("not_positive" if units < 0 else "too_large", field.value, cell)
    return int(units)


def _desi(field: SheetField, cell: str) -> Decimal:
    desi = _number(field, cell).quantize(Decimal("0.01"))
    if not 0 <= desi < _MOST_DESI:
        raise ValueInvalid("not_positive" if desi < 0 else "too_large", field.value, cell)
    return desi


def _images(field: SheetField, cell: str) -> tuple[str, ...]:
    found = tuple(part for part in _SPLIT_IMAGES.split(cell) if part)
    for address in found:
        if not address.startswith(("https://", "http://")):
            raise ValueInvalid("image_invalid", field.value, address)
    return found


def _category(_field: SheetField, cell: str) -> str:
    return rules.category_path(cell)


def _status(field: SheetField, cell: str) -> ProductStatus:
    status = _STATUS_WORDS.get(fold(cell))
    if status is None:
        raise ValueInvalid("status_unknown", field.value, cell)
    return status


_MOST_DESI = Decimal(100_000)
_READERS: dict[SheetField, Callable[[SheetField, str], Any]] = {
    SheetField.SKU: _code,
    SheetField.BARCODE: _code,
    SheetField.CODE: _code,
    SheetField.NAME: _name,
    SheetField.CATEGORY: _category,
    SheetField.VAT_RATE: _vat,
    SheetField.COST: _price,
    SheetField.FLOOR_PRICE: _price,
    SheetField.SALE_PRICE: _price,
    SheetField.LIST_PRICE: _price,
    SheetField.ON_HAND: _units,
    SheetField.DESI: _desi,
    SheetField.IMAGES: _images,
    SheetField.STATUS: _status,
}
