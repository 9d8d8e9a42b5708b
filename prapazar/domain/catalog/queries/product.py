"""One product as its page shows it: facts, variants with stock, and what each channel has."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.errors import ProductMissing
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class VariantRow:
    id: UUID
    sku: str
    barcode: str | None
    name: str
    options: dict[str, str]
    cost: Decimal | None
    sale_price: Decimal | None
    list_price: Decimal | None
    floor_price: Decimal | None
    currency: str
    desi: Decimal | None
    shelf: str
    is_active: bool
    on_hand: int
    reserved: int
    available: int


@dataclass(frozen=True, slots=True)
class ListingRow:
    """What one channel shows of one variant, and what it was last told."""

    id: UUID
    variant_id: UUID
    connection_id: UUID
    connector: str
    connection: str
    external_id: str
    title: str
    url: str | None
    status: str
    told_quantity: int | None
    told_quantity_at: datetime | None
    told_price: Decimal | None
    told_price_at: datetime | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class ProductView:
    id: UUID
    code: str | None
    name: str
    description: str
    brand: str
    category: str
    vat_rate: Decimal
    images: tuple[str, ...]
    status: str
    attributes: dict[str, Any]
    supplier: str
    """Whom it is bought from; "" where nobody is named."""
    created_at: datetime
    updated_at: datetime
    variants: tuple[VariantRow, ...]
    listings: tuple[ListingRow, ...]


_PRODUCT = text(
    "SELECT p.id, p.code, p.name, p.description, coalesce(b.name, '') AS brand, coalesce(c.path, '') AS category,"
    " p.vat_rate, p.images, p.status, p.attributes, coalesce(w.name, '') AS supplier, p.created_at, p.updated_at"
    " FROM product p LEFT JOIN warehouse w ON w.id = p.supplier_id"
    " LEFT JOIN brand b ON b.id = p.brand_id LEFT JOIN category c ON c.id = p.category_id WHERE p.id = :product"
)
_VARIANTS = text(
    "SELECT v.id, v.sku, v.barcode, v.name, v.options, v.cost, v.sale_price, v.list_price, v.floor_price,"
    " v.currency, v.desi, v.shelf, v.is_active, coalesce(sum(s.on_hand), 0)::int AS on_hand,"
    " coalesce(sum(s.reserved), 0)::int AS reserved,"
    " coalesce(sum(greatest(0, s.on_hand - s.reserved - s.safety_stock)), 0)::int AS available"
    " FROM variant v LEFT JOIN stock s ON s.variant_id = v.id WHERE v.product_id = :product"
    " GROUP BY v.id ORDER BY v.id"
)
_LISTINGS = text(
    "SELECT l.id, l.variant_id, l.connection_id, c.connector, c.name AS connection, l.external_id, l.title, l.url,"
    " l.status, l.told_quantity, l.told_quantity_at, l.told_price, l.told_price_at, l.problem"
    " FROM variant v JOIN listing l ON l.variant_id = v.id AND l.match = 'matched'"
    " JOIN connection c ON c.id = l.connection_id WHERE v.product_id = :product"
    " ORDER BY v.id, c.connector, c.name, l.id"
)


def product(session: Session, scope: Scope, product_id: UUID) -> ProductView:
    """Raises ProductMissing."""
    scope.require("products.read")
    values = {"product": product_id}
    found = session.execute(_PRODUCT, values).mappings().one_or_none()
    if found is None:
        raise ProductMissing(product_id)
    variants = tuple(VariantRow(**row) for row in session.execute(_VARIANTS, values).mappings())
    listings = tuple(ListingRow(**row) for row in session.execute(_LISTINGS, values).mappings())
    head = {**found, "images": tuple(found["images"])}
    return ProductView(**head, variants=variants, listings=listings)
