"""The way out: every variant a filter finds, in the columns the import reads back."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.enums import SheetField
from prapazar.domain.catalog.queries.filters import Selection, selected
from prapazar.domain.catalog.sheets import books
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.sheets import Cell

_FETCHED = 2_000
_STATUS = {
    "active": ("Aktif", "Active"),
    "draft": ("Taslak", "Draft"),
    "archived": ("Arşiv", "Archived"),
}


def exported(session: Session, scope: Scope, selection: Selection, locale: Locale) -> Iterator[list[Cell]]:
    """Rows of one product stand together. Read from the server as they are written, never all at once."""
    scope.require("products.read")
    conditions, values = selected(selection)
    found = session.execute(
        text(
            f"SELECT {books.COLUMNS} FROM {books.TABLES} WHERE {conditions} ORDER BY p.folded_name, p.id, v.id"
        ),
        values,
        execution_options={"stream_results": True, "yield_per": _FETCHED},
    )
    return (_cells(row, locale) for row in found)


def _cells(row: Row[Any], locale: Locale) -> list[Cell]:
    values: dict[SheetField, Cell] = {
        SheetField.SKU: row.sku,
        SheetField.BARCODE: row.barcode,
        SheetField.CODE: row.code,
        SheetField.NAME: row.name,
        SheetField.VARIANT: row.variant,
        SheetField.BRAND: row.brand,
        SheetField.CATEGORY: row.category,
        SheetField.DESCRIPTION: row.description,
        SheetField.VAT_RATE: row.vat_rate,
        SheetField.COST: row.cost,
        SheetField.FLOOR_PRICE: row.floor_price,
        SheetField.SALE_PRICE: row.sale_price,
        SheetField.LIST_PRICE: row.list_price,
        SheetField.ON_HAND: row.on_hand,
        SheetField.DESI: row.desi,
        SheetField.SHELF: row.shelf,
        SheetField.IMAGES: " | ".join(row.images),
        SheetField.STATUS: _STATUS[row.status][0 if locale == "tr" else 1],
        SheetField.SUPPLIER: row.supplier,
    }
    return [values[field] for field in SheetField]
