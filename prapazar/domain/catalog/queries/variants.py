"""Finding one variant by what a person or a channel calls it: for pickers."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words

_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class VariantHit:
    variant_id: UUID
    product_id: UUID
    name: str
    sku: str
    barcode: str | None
    image: str | None
    sale_price: Decimal | None
    available: int


_FIND = text(
    "SELECT v.id, p.id, trim(p.name || ' ' || v.name), v.sku, v.barcode, p.images ->> 0, v.sale_price,"
    " coalesce((SELECT CAST(sum(greatest(0, s.on_hand - s.reserved - s.safety_stock)) AS int) FROM stock s"
    "  WHERE s.variant_id = v.id), 0)"
    " FROM (SELECT id, name, images, ts_rank(search, to_tsquery('simple', :query)) AS rank FROM product"
    "  WHERE merchant_id = :merchant AND search @@ to_tsquery('simple', :query) AND status <> 'archived'"
    "  ORDER BY rank DESC, id LIMIT :limit) p"
    " JOIN variant v ON v.product_id = p.id AND v.is_active"
    " ORDER BY (lower(v.sku) = :exact OR v.barcode = :exact) DESC, p.rank DESC, p.name, v.sku LIMIT :limit"
)


def find_variants(session: Session, scope: Scope, typed: str, limit: int = 10) -> list[VariantHit]:
    """Best first; where no article has all the words, those with some of them."""
    scope.require("products.read")
    terms = [f"{word}:*" for word in words(typed)[:_MOST_WORDS]]
    if not terms:
        return []
    for joined in (" & ".join(terms), " | ".join(terms)):
        found = session.execute(
            _FIND,
            {
                "merchant": scope.merchant_id,
                "query": joined,
                "exact": typed.strip().lower(),
                "limit": limit,
            },
        ).all()
        if found:
            return [VariantHit(*row) for row in found]
    return []
