"""Offers: what a channel should be told about a variant right now."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock import rules


@dataclass(frozen=True, slots=True)
class StockOfferRow:
    listing_id: UUID
    variant_id: UUID
    external_id: str
    external_parent_id: str | None
    quantity: int


@dataclass(frozen=True, slots=True)
class PriceOfferRow:
    listing_id: UUID
    variant_id: UUID
    external_id: str
    external_parent_id: str | None
    price: Decimal
    list_price: Decimal | None
    currency: str
    vat_rate: Decimal


# Units of a variant over all warehouses; of a bundle as many as its scarcest component allows. A variant
# nobody ever counted is left out: not knowing is no reason to tell a channel zero.
UNITS = (
    " parts AS (SELECT v.id AS variant_id, coalesce(b.component_id, v.id) AS part_id, coalesce(b.quantity, 1)"
    "   AS per FROM unnest(CAST(:variants AS uuid[])) v(id) LEFT JOIN bundle_component b ON b.bundle_id = v.id),"
    " free AS (SELECT s.variant_id, sum(greatest(0, s.on_hand - s.reserved - s.safety_stock)) AS units FROM stock s"
    "  WHERE s.variant_id IN (SELECT part_id FROM parts) AND s.counted_at IS NOT NULL GROUP BY s.variant_id),"
    " offered AS (SELECT p.variant_id, min(f.units / p.per) AS units FROM parts p"
    "  LEFT JOIN free f ON f.variant_id = p.part_id GROUP BY p.variant_id HAVING bool_and(f.variant_id IS NOT NULL))"
)
"""Common table expressions: `offered` has the units of `:variants`."""
_STOCK = text(
    "WITH"
    + UNITS
    + " SELECT l.id, l.variant_id, l.external_id, l.external_parent_id, CAST(o.units AS int) AS units,"
    "  coalesce(l.stock_buffer, c.stock_buffer) AS buffer, c.stock_percent, c.stock_cap"
    " FROM offered o JOIN listing l ON l.variant_id = o.variant_id AND l.connection_id = :connection"
    "  AND l.match = 'matched' AND l.status = 'active'"
    " JOIN connection c ON c.id = l.connection_id AND c.sends_stock ORDER BY l.external_id"
)
_FIRST_STOCK = text(
    "WITH"
    + UNITS
    + " SELECT o.variant_id, CAST(CASE WHEN c.sends_stock THEN o.units ELSE 0 END AS int) AS units,"
    "  c.stock_buffer AS buffer, c.stock_percent, c.stock_cap"
    " FROM offered o CROSS JOIN connection c WHERE c.id = :connection"
)
# No price leaves without a floor, below it, or at nothing; where none is set the cost is the floor, as in
# pricing.rules.effective_floor.
_PRICE = text(
    "SELECT l.id, l.variant_id, l.external_id, l.external_parent_id, v.sale_price,"
    "  CASE WHEN v.list_price >= v.sale_price THEN v.list_price END AS list_price,"
    "  v.currency, p.vat_rate"
    " FROM variant v JOIN product p ON p.id = v.product_id JOIN listing l ON l.variant_id = v.id"
    "  AND l.connection_id = :connection AND l.match = 'matched' AND l.status = 'active'"
    " WHERE v.id = ANY(CAST(:variants AS uuid[])) AND v.sale_price > 0"
    "  AND v.sale_price >= coalesce(nullif(v.floor_price, 0), nullif(v.cost, 0)) ORDER BY l.external_id"
)


def stock_offers(session: Session, connection_id: UUID, variant_ids: Sequence[UUID]) -> list[StockOfferRow]:
    """None for a test store that is told no quantities."""
    found = session.execute(_STOCK, {"connection": connection_id, "variants": list(variant_ids)})
    return [
        StockOfferRow(
            row.id,
            row.variant_id,
            row.external_id,
            row.external_parent_id,
            rules.offer_quantity(row.units, buffer=row.buffer, percent=row.stock_percent, cap=row.stock_cap),
        )
        for row in found
    ]


def price_offers(session: Session, connection_id: UUID, variant_ids: Sequence[UUID]) -> list[PriceOfferRow]:
    found = session.execute(_PRICE, {"connection": connection_id, "variants": list(variant_ids)})
    return [PriceOfferRow(*row) for row in found]


def first_units(session: Session, connection_id: UUID, variant_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What a channel is shown of variants it does not list yet; those nobody counted are left out.

    A test store that is told no quantities gets them with none.
    """
    found = session.execute(_FIRST_STOCK, {"connection": connection_id, "variants": list(variant_ids)})
    return {
        row.variant_id: rules.offer_quantity(
            row.units, buffer=row.buffer, percent=row.stock_percent, cap=row.stock_cap
        )
        for row in found
    }
