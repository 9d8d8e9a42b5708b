"""What a dealer has picked from suppliers: articles, their own price against the cost, and what is left."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Picks:
    """Articles that a supplier is named for; of somebody with some stores only, those listed there."""

    articles: int
    on_sale: int
    """Open in at least one store."""
    unpriced: int
    below_cost: int


@dataclass(frozen=True, slots=True)
class PickRow:
    product_id: UUID
    variant_id: UUID
    name: str
    sku: str
    supplier: str
    cost: Decimal
    price: Decimal
    """With VAT."""
    currency: str
    left: Decimal
    """Of the price without VAT, less the cost."""
    share: Decimal


_PICKED = (
    " FROM product p JOIN warehouse w ON w.id = p.supplier_id JOIN variant v ON v.product_id = p.id AND v.is_active"
    " WHERE p.merchant_id = :merchant AND p.status <> 'archived'"
    # What the database shows of listings are those of the person's stores.
    " AND (:sees_all OR EXISTS (SELECT 1 FROM listing l WHERE l.variant_id = v.id))"
)


def picks(session: Session, scope: Scope) -> Picks:
    scope.require("supplies.read")
    scope.require("prices.read")
    row = session.execute(
        text(
            "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT 1 FROM listing l WHERE l.variant_id = v.id"
            "  AND l.status = 'active')), count(*) FILTER (WHERE v.sale_price IS NULL),"
            f" count(*) FILTER (WHERE v.sale_price / (1 + p.vat_rate / 100) < v.cost){_PICKED}"
        ),
        {"merchant": scope.merchant_id, "sees_all": scope.stores is None},
    ).one()
    return Picks(*row)


def thinnest(session: Session, scope: Scope, limit: int = 6) -> list[PickRow]:
    """Those of which the least is left, where cost and price are known."""
    scope.require("supplies.read")
    scope.require("prices.read")
    found = session.execute(
        text(
            "SELECT x.product_id, x.variant_id, x.name, x.sku, x.supplier, x.cost, x.price, x.currency,"
            " x.net - x.cost, (x.net - x.cost) / x.net FROM (SELECT p.id AS product_id, v.id AS variant_id,"
            "   trim(p.name || ' ' || v.name) AS name, v.sku, w.name AS supplier, v.cost, v.sale_price AS price,"
            "   v.currency, v.sale_price / (1 + p.vat_rate / 100) AS net"
            f"{_PICKED} AND v.cost IS NOT NULL AND v.sale_price > 0) x"
            " ORDER BY (x.net - x.cost) / x.net, x.variant_id LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "sees_all": scope.stores is None, "limit": limit},
    )
    return [PickRow(*row) for row in found]
