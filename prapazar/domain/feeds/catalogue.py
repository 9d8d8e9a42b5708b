"""The catalogue as one connection may tell it: content, stock by its rules, price by the floor; in batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.listings.offers import UNITS
from prapazar.domain.stock import rules
from prapazar.foundation.scope import Scope

NO_PRICE, NO_FLOOR, BELOW_FLOOR, NOT_COUNTED = "no_price", "no_floor", "below_floor", "not_counted"
FIRST = UUID(int=0)
_UNITS = 19
"""The place of `quantity` among the columns."""


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    variant_id: UUID
    product_id: UUID
    product_code: str
    product_name: str
    variant_name: str
    description: str
    brand: str
    category_id: UUID | None
    category: str
    images: list[str]
    sku: str
    barcode: str
    options: dict[str, str]
    price: Decimal
    list_price: Decimal | None
    currency: str
    desi: Decimal | None
    siblings: int
    """Variants of the product, itself included."""
    link: str
    """Its address in a shop of the merchant's that is connected; empty where there is none."""
    quantity: int
    cause: str | None
    """Why no channel may be told of it."""


# The floor as in listings.offers, the units likewise; what nobody ever counted and what has no price is named, not
# guessed.
_BATCH = text(
    "WITH page AS (SELECT v.id FROM variant v JOIN product p ON p.id = v.product_id"
    "  WHERE v.merchant_id = :merchant AND v.id > :after AND v.is_active AND p.status = 'active'"
    "  ORDER BY v.id LIMIT :size),"
    " wanted AS (SELECT array_agg(id) AS ids FROM page),"
    + UNITS.replace(":variants", "(SELECT ids FROM wanted)")
    + ""
    " SELECT v.id, p.id, coalesce(p.code, ''), p.name, v.name, p.description, coalesce(b.name, ''), c.id,"
    "  coalesce(c.path, ''), p.images, v.sku, coalesce(v.barcode, ''), v.options, coalesce(v.sale_price, 0),"
    "  CASE WHEN v.list_price >= v.sale_price THEN v.list_price END, v.currency, v.desi,"
    "  (SELECT count(*) FROM variant s WHERE s.product_id = p.id AND s.is_active),"
    "  coalesce((SELECT l.url FROM listing l JOIN connection o ON o.id = l.connection_id"
    "   WHERE l.variant_id = v.id AND l.match = 'matched' AND l.url <> '' AND o.connector = ANY(CAST(:shops AS text[]))"
    "   ORDER BY o.created_at, l.id LIMIT 1), ''),"
    "  coalesce(CAST(f.units AS int), 0), CASE"
    "   WHEN v.sale_price IS NULL OR v.sale_price <= 0 THEN 'no_price'"
    "   WHEN coalesce(nullif(v.floor_price, 0), nullif(v.cost, 0)) IS NULL THEN 'no_floor'"
    "   WHEN v.sale_price < coalesce(nullif(v.floor_price, 0), nullif(v.cost, 0)) THEN 'below_floor'"
    "   WHEN f.units IS NULL THEN 'not_counted' END"
    " FROM page JOIN variant v ON v.id = page.id JOIN product p ON p.id = v.product_id"
    " LEFT JOIN brand b ON b.id = p.brand_id LEFT JOIN category c ON c.id = p.category_id"
    " LEFT JOIN offered f ON f.variant_id = v.id ORDER BY v.id"
)
_RULES = text("SELECT stock_buffer, stock_percent, stock_cap FROM connection WHERE id = :id")
_COUNT = text(
    "SELECT count(*) FROM variant v JOIN product p ON p.id = v.product_id"
    " WHERE v.merchant_id = :merchant AND v.is_active AND p.status = 'active'"
)


def count(session: Session, scope: Scope) -> int:
    return int(session.execute(_COUNT, {"merchant": scope.merchant_id}).scalar_one())


def batch(
    session: Session, scope: Scope, connection_id: UUID, shops: Sequence[str], *, after: UUID, size: int
) -> list[CatalogueRow]:
    """Active variants behind `after`, in the order of their ids; `shops` are the connectors whose listings link."""
    asked = {"merchant": scope.merchant_id, "after": after, "size": size, "shops": list(shops)}
    offer = session.execute(_RULES, {"id": connection_id}).one()
    made = []
    for row in session.execute(_BATCH, asked):
        values = list(row)
        values[_UNITS] = rules.offer_quantity(
            row[_UNITS], buffer=offer.stock_buffer, percent=offer.stock_percent, cap=offer.stock_cap
        )
        made.append(CatalogueRow(*values))
    return made


def categories(session: Session, scope: Scope) -> list[tuple[str, int]]:
    """Path and number of active products of every category that is used."""
    found = session.execute(
        text(
            "SELECT c.path, count(*) FROM product p JOIN category c ON c.id = p.category_id"
            " WHERE p.merchant_id = :merchant AND p.status = 'active' GROUP BY c.path ORDER BY c.path"
        ),
        {"merchant": scope.merchant_id},
    )
    return [(row[0], int(row[1])) for row in found]
