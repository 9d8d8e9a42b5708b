"""Set prices: judged, written, recorded and handed to the channels in two statements, however many."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.pricing import rules
from prapazar.domain.pricing.errors import Refusal, RefusedPrice
from prapazar.foundation import live
from prapazar.foundation.money import rounded
from prapazar.foundation.scope import Scope


class PriceLine(NamedTuple):
    variant: UUID | str
    """The variant's id, or its SKU."""
    sale_price: Decimal
    list_price: Decimal | None = None
    """None takes a crossed-out price away."""
    floor_price: Decimal | None = None
    """A new floor, set together with the price; None leaves the floor that stands."""


@dataclass(frozen=True, slots=True)
class PriceOutcome:
    changed: int
    unchanged: int
    without_floor: int
    """Changed in the books, but told to no channel until a floor or a cost is given."""
    refused: tuple[RefusedPrice, ...]


# Rows are locked in key order before they are judged; a refused line leaves its variant as it was.
# A price that stays is still told where its first floor arrives.
_SET = text(
    "WITH wanted AS MATERIALIZED (SELECT v.id, v.sale_price AS was, v.list_price AS list_was,"
    "   v.floor_price AS floor_was, coalesce(w.floor, v.floor_price) AS floor_new,"
    "   coalesce(w.floor, v.floor_price, nullif(v.cost, 0)) AS floor, w.place, w.sale, w.list"
    "  FROM unnest(CAST(:variants AS uuid[]), CAST(:sales AS numeric[]), CAST(:lists AS numeric[]),"
    "   CAST(:floors AS numeric[])) WITH ORDINALITY"
    "   AS w(variant_id, sale, list, floor, place)"
    "  JOIN variant v ON v.id = w.variant_id ORDER BY v.id FOR NO KEY UPDATE OF v),"
    " changed AS (UPDATE variant v SET sale_price = w.sale, list_price = w.list, floor_price = w.floor_new,"
    "   updated_at = now() FROM wanted w WHERE v.id = w.id AND (w.floor IS NULL OR w.sale >= w.floor)"
    "   AND (w.was IS DISTINCT FROM w.sale OR w.list_was IS DISTINCT FROM w.list"
    "    OR w.floor_was IS DISTINCT FROM w.floor_new)"
    "  RETURNING v.id, w.was, w.list_was, w.sale, w.list, w.floor),"
    " recorded AS (INSERT INTO price_change (merchant_id, variant_id, sale_price_before, sale_price,"
    "   list_price, reason, user_id)"
    "  SELECT :merchant, id, was, sale, list, :reason, :user FROM changed"
    "  WHERE was IS DISTINCT FROM sale OR list_was IS DISTINCT FROM list)"
    " SELECT (SELECT count(*) FROM changed WHERE floor IS NOT NULL) AS pushed,"
    "  (SELECT CASE WHEN count(*) < :count THEN array_agg(id) END FROM changed WHERE floor IS NOT NULL) AS pushed_ids,"
    "  (SELECT count(*) FROM changed) AS changed,"
    "  (SELECT array_agg(place ORDER BY place) FROM wanted WHERE sale < floor) AS low,"
    "  (SELECT array_agg(floor ORDER BY place) FROM wanted WHERE sale < floor) AS floors,"
    "  (SELECT count(*) FROM wanted) AS known"
)
_EXISTING = text("SELECT id FROM variant WHERE id = ANY(CAST(:variants AS uuid[]))")
_BY_SKU = text(
    "SELECT sku, id FROM variant WHERE merchant_id = :merchant AND sku = ANY(CAST(:skus AS text[]))"
)


def set_prices(
    session: Session, scope: Scope, lines: Sequence[PriceLine], *, reason: str = ""
) -> PriceOutcome:
    """Lines that cannot be taken are refused one by one; the last line of a variant wins."""
    scope.require("prices.write")
    good, refused = _judged(_known(session, scope, lines))
    if not good:
        return PriceOutcome(0, 0, 0, tuple(refused))
    targets = list(good)
    found = session.execute(
        _SET,
        {
            "variants": targets,
            "count": len(targets),
            "sales": [line.sale_price for line in good.values()],
            "lists": [line.list_price for line in good.values()],
            "floors": [line.floor_price for line in good.values()],
            "merchant": scope.merchant_id,
            "reason": reason,
            "user": scope.user_id,
        },
    ).one()
    for place, floor in zip(found.low or (), found.floors or (), strict=True):
        line = good[targets[place - 1]]
        refused.append(RefusedPrice(line.variant, Refusal.BELOW_FLOOR, line.sale_price, floor))
    if found.known < len(targets):
        existing = set(session.execute(_EXISTING, {"variants": targets}).scalars())
        refused += [
            RefusedPrice(line.variant, Refusal.UNKNOWN_VARIANT, line.sale_price)
            for target, line in good.items()
            if target not in existing
        ]
    if found.changed:
        all_of_them = found.pushed == len(targets)
        fanout.append(session, Topic.PUSH_PRICE, targets if all_of_them else found.pushed_ids or [])
        live.tell(session, scope.merchant_id, "prices.changed", variants=found.changed)
    unchanged = found.known - found.changed - len(found.low or ())
    return PriceOutcome(found.changed, unchanged, found.changed - found.pushed, tuple(refused))


def _known(session: Session, scope: Scope, lines: Sequence[PriceLine]) -> list[tuple[UUID | None, PriceLine]]:
    """Every line with its variant's id; None where a SKU is nobody's."""
    skus = [line.variant for line in lines if isinstance(line.variant, str)]
    by_sku: dict[str, UUID] = {}
    if skus:
        rows = session.execute(_BY_SKU, {"merchant": scope.merchant_id, "skus": skus})
        by_sku = {row.sku: row.id for row in rows}
    return [
        (by_sku.get(line.variant) if isinstance(line.variant, str) else line.variant, line) for line in lines
    ]


def _judged(
    lines: Sequence[tuple[UUID | None, PriceLine]],
) -> tuple[dict[UUID, PriceLine], list[RefusedPrice]]:
    """What plain numbers already decide."""
    good: dict[UUID, PriceLine] = {}
    refused = []
    for variant_id, line in lines:
        sale = rounded(line.sale_price)
        listed = None if line.list_price is None else rounded(line.list_price)
        floor = None if line.floor_price is None else rounded(line.floor_price)
        code = _refusal(variant_id, sale, listed, floor)
        if code is None and variant_id is not None:
            good[variant_id] = PriceLine(line.variant, sale, listed, floor)
        elif code is not None:
            refused.append(RefusedPrice(line.variant, code, line.sale_price))
    return good, refused


def _refusal(
    variant_id: UUID | None, sale: Decimal, listed: Decimal | None, floor: Decimal | None
) -> Refusal | None:
    if variant_id is None:
        return Refusal.UNKNOWN_VARIANT
    if sale <= 0 or (floor is not None and floor <= 0):
        return Refusal.NOT_POSITIVE
    if sale > rules.MOST_PRICE or (listed is not None and listed > rules.MOST_PRICE):
        return Refusal.TOO_LARGE
    if listed is not None and listed < sale:
        return Refusal.LIST_BELOW_SALE
    return None
