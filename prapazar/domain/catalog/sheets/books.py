"""What the books hold for a batch of spreadsheet rows, found in two statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.actions import names
from prapazar.domain.catalog.enums import ProductStatus, SheetField
from prapazar.domain.catalog.errors import BarcodeTaken
from prapazar.domain.catalog.sheets.lines import SheetLine
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Stands:
    """A variant as it is, with its product's values under their spreadsheet fields."""

    id: UUID
    product_id: UUID
    sku: str
    barcode: str | None
    name: str
    cost: Decimal | None
    sale_price: Decimal | None
    list_price: Decimal | None
    floor_price: Decimal | None
    desi: Decimal | None
    shelf: str
    on_hand: int | None
    """In the default warehouse; None where nobody has counted."""
    product: dict[SheetField, Any]


@dataclass(slots=True)
class Known:
    by_sku: dict[str, Stands]
    by_barcode: dict[str, Stands]
    codes: dict[str, UUID]
    suppliers: frozenset[str] = frozenset()
    """The names of the rows that are a supplier's."""

    def variant(self, line: SheetLine) -> Stands | None:
        """By SKU, or by barcode where the row has none. A barcode of another SKU raises BarcodeTaken."""
        sku, barcode = line.text(SheetField.SKU), line.text(SheetField.BARCODE)
        holder = self.by_barcode.get(barcode)
        if not sku:
            return holder or self.by_sku.get(barcode)
        if holder and holder.sku != sku:
            raise BarcodeTaken(barcode)
        return self.by_sku.get(sku)

    def product_of_code(self, code: str) -> UUID | None:
        return self.codes.get(code) if code else None


COLUMNS = (
    "v.id, v.product_id, v.sku, v.barcode, v.name AS variant, v.cost, v.sale_price, v.list_price, v.floor_price,"
    " v.desi, v.shelf, p.code, p.name, b.name AS brand, c.path AS category, p.description, p.vat_rate, p.images,"
    " p.status, s.on_hand, w.name AS supplier"
)
TABLES = (
    "variant v JOIN product p ON p.id = v.product_id LEFT JOIN brand b ON b.id = p.brand_id"
    " LEFT JOIN category c ON c.id = p.category_id LEFT JOIN warehouse w ON w.id = p.supplier_id"
    " LEFT JOIN stock s ON s.variant_id = v.id"
    "  AND s.warehouse_id = (SELECT id FROM warehouse WHERE is_default) AND s.counted_at IS NOT NULL"
)
_FIND = text(
    f"SELECT {COLUMNS} FROM {TABLES} WHERE v.merchant_id = :merchant"
    " AND (v.sku = ANY(CAST(:skus AS text[])) OR v.barcode = ANY(CAST(:barcodes AS text[])))"
)
_CODES = text(
    "SELECT code, id FROM product WHERE merchant_id = :merchant AND code = ANY(CAST(:codes AS text[]))"
)


def find(session: Session, scope: Scope, lines: Sequence[SheetLine]) -> Known:
    wanted: dict[str, object] = {
        "merchant": scope.merchant_id,
        "skus": [line.text(SheetField.SKU) or line.text(SheetField.BARCODE) for line in lines],
        "barcodes": [code for line in lines if (code := line.text(SheetField.BARCODE))],
    }
    found = [stands(row) for row in session.execute(_FIND, wanted)]
    codes = {code for line in lines if (code := line.text(SheetField.CODE))}
    by_code = session.execute(_CODES, {"merchant": scope.merchant_id, "codes": list(codes)}) if codes else ()
    return Known(
        by_sku={variant.sku: variant for variant in found},
        by_barcode={variant.barcode: variant for variant in found if variant.barcode},
        codes={row.code: row.id for row in by_code},
        suppliers=frozenset(
            names.known_suppliers(session, scope, {line.text(SheetField.SUPPLIER) for line in lines})
        ),
    )


def stands(row: Row[Any]) -> Stands:
    return Stands(
        id=row.id,
        product_id=row.product_id,
        sku=row.sku,
        barcode=row.barcode,
        name=row.variant,
        cost=row.cost,
        sale_price=row.sale_price,
        list_price=row.list_price,
        floor_price=row.floor_price,
        desi=row.desi,
        shelf=row.shelf,
        on_hand=row.on_hand,
        product={
            SheetField.CODE: row.code or "",
            SheetField.NAME: row.name,
            SheetField.BRAND: row.brand or "",
            SheetField.CATEGORY: row.category or "",
            SheetField.DESCRIPTION: row.description,
            SheetField.VAT_RATE: row.vat_rate,
            SheetField.IMAGES: tuple(row.images),
            SheetField.STATUS: ProductStatus(row.status),
            SheetField.SUPPLIER: row.supplier or "",
        },
    )
