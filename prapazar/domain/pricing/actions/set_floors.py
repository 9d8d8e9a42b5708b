"""Set floors: how low a price may go; a first floor lets a price out that was held back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.pricing.errors import Refusal, RefusedPrice
from prapazar.foundation import live
from prapazar.foundation.money import rounded
from prapazar.foundation.scope import Scope


class FloorLine(NamedTuple):
    variant_id: UUID
    floor_price: Decimal | None
    """None falls back to the cost."""


_SET = text(
    "WITH wanted AS MATERIALIZED (SELECT v.id, v.floor_price AS was, v.sale_price, w.floor FROM"
    "   unnest(CAST(:variants AS uuid[]), CAST(:floors AS numeric[])) AS w(variant_id, floor)"
    "  JOIN variant v ON v.id = w.variant_id ORDER BY v.id FOR NO KEY UPDATE OF v),"
    " changed AS (UPDATE variant v SET floor_price = w.floor, updated_at = now() FROM wanted w"
    "  WHERE v.id = w.id AND w.was IS DISTINCT FROM w.floor"
    "   AND (w.floor IS NULL OR w.sale_price IS NULL OR w.sale_price >= w.floor) RETURNING v.id)"
    " SELECT (SELECT array_agg(id) FROM changed) AS changed,"
    "  (SELECT array_agg(id ORDER BY id) FROM wanted WHERE sale_price < floor) AS low,"
    "  (SELECT array_agg(sale_price ORDER BY id) FROM wanted WHERE sale_price < floor) AS prices"
)


def set_floors(session: Session, scope: Scope, lines: Sequence[FloorLine]) -> tuple[RefusedPrice, ...]:
    """A floor above the price that stands is refused: raise the price first."""
    scope.require("prices.write")
    good: dict[UUID, Decimal | None] = {}
    refused = []
    for variant_id, floor in lines:
        if floor is not None and rounded(floor) <= 0:
            refused.append(RefusedPrice(variant_id, Refusal.NOT_POSITIVE, Decimal(0), floor))
        else:
            good[variant_id] = None if floor is None else rounded(floor)
    if not good:
        return tuple(refused)
    found = session.execute(_SET, {"variants": list(good), "floors": list(good.values())}).one()
    for variant_id, price in zip(found.low or (), found.prices or (), strict=True):
        refused.append(RefusedPrice(variant_id, Refusal.BELOW_FLOOR, price, good[variant_id]))
    if found.changed:
        fanout.append(session, Topic.PUSH_PRICE, found.changed)
        live.tell(session, scope.merchant_id, "prices.changed", variants=len(found.changed))
    return tuple(refused)


_FLOORED = text(
    "SELECT id FROM variant WHERE id = ANY(CAST(:variants AS uuid[])) AND floor_price IS NULL"
    " AND sale_price >= nullif(cost, 0)"
)


def tell_prices(session: Session, scope: Scope, variant_ids: Sequence[UUID]) -> int:
    """After costs changed: where the cost is the floor, a price that was held back goes out now."""
    scope.require("prices.write")
    found = list(session.execute(_FLOORED, {"variants": list(variant_ids)}).scalars())
    if found:
        fanout.append(session, Topic.PUSH_PRICE, found)
    return len(found)
