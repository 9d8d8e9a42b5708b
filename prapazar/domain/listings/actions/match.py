"""Match: which variant a listing is, by barcode, by SKU, by a person; doubt goes to the review screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings import matching
from prapazar.domain.listings.errors import ListingMissing, VariantMissing
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Matched:
    matched: int
    suggested: int
    """Waiting for a person, those found by their words among them."""


# Doubtful: barcode and SKU name two variants, or the channel has another listing of the same one.
# A suggestion that stands is not decided again: a person may have undone that very match.
_BY_CODE = text(
    "WITH coded AS (SELECT l.id, l.connection_id, l.suggested_variant_id, b.id AS by_barcode, s.id AS by_sku,"
    "   coalesce(b.id, s.id) AS variant_id FROM listing l"
    "  LEFT JOIN variant b ON b.merchant_id = :merchant AND b.barcode = l.barcode"
    "  LEFT JOIN variant s ON s.merchant_id = :merchant AND s.sku = l.sku"
    "  WHERE l.id = ANY(CAST(:listings AS uuid[])) AND l.match IN ('unmatched', 'suggested')),"
    " judged AS (SELECT id, variant_id, (by_barcode <> by_sku) IS TRUE"
    "   OR row_number() OVER (PARTITION BY connection_id, variant_id ORDER BY id) > 1"
    "   OR EXISTS (SELECT 1 FROM listing o WHERE o.variant_id = coded.variant_id"
    "    AND o.connection_id = coded.connection_id AND o.match = 'matched') AS is_doubtful"
    "  FROM coded WHERE variant_id IS NOT NULL AND suggested_variant_id IS DISTINCT FROM variant_id)"
    " UPDATE listing l SET match = CASE WHEN j.is_doubtful THEN 'suggested' ELSE 'matched' END,"
    "  variant_id = CASE WHEN NOT j.is_doubtful THEN j.variant_id END,"
    "  suggested_variant_id = CASE WHEN j.is_doubtful THEN j.variant_id END"
    " FROM judged j WHERE l.id = j.id RETURNING l.id, l.connection_id, l.variant_id"
)
_WORDLESS = text(
    "SELECT id, title FROM listing WHERE id = ANY(CAST(:listings AS uuid[])) AND match = 'unmatched'"
    " AND title <> '' ORDER BY id LIMIT :most"
)
_CANDIDATES = text(
    "SELECT v.id, p.folded_name, v.name FROM product p JOIN variant v ON v.product_id = p.id"
    " WHERE p.search @@ to_tsquery('simple', :query) AND p.status <> 'archived' LIMIT :most"
)
_SUGGEST = text(
    "UPDATE listing l SET match = 'suggested', suggested_variant_id = s.variant_id"
    " FROM unnest(CAST(:listings AS uuid[]), CAST(:variants AS uuid[])) AS s(id, variant_id)"
    " WHERE l.id = s.id AND l.match = 'unmatched'"
)
_MATCH = text(
    "UPDATE listing l SET match = 'matched', variant_id = coalesce(CAST(:variant AS uuid), l.suggested_variant_id),"
    " suggested_variant_id = NULL WHERE l.id = ANY(CAST(:listings AS uuid[])) AND l.match <> 'matched'"
    " AND coalesce(CAST(:variant AS uuid), l.suggested_variant_id) IS NOT NULL"
    " RETURNING l.id, l.connection_id, l.variant_id"
)
_MOST_TITLES = 200
_MOST_CANDIDATES = 5_000


def match_by_code(
    session: Session, scope: Scope, listing_ids: Sequence[UUID], *, by_words: bool = True
) -> Matched:
    """By barcode, then SKU; `by_words` gives the rest suggestions by the words of its title."""
    if not listing_ids:
        return Matched(0, 0)
    values = {"merchant": scope.merchant_id, "listings": list(listing_ids)}
    found = [(row.connection_id, row.variant_id) for row in session.execute(_BY_CODE, values)]
    matched = [pair for pair in found if pair[1]]
    _tell(session, scope, matched)
    suggested = len(found) - len(matched)
    return Matched(len(matched), suggested + (_suggest(session, listing_ids) if by_words else 0))


def _suggest(session: Session, listing_ids: Sequence[UUID]) -> int:
    wanted = {"listings": list(listing_ids), "most": _MOST_TITLES}
    titles = {row.id: row.title for row in session.execute(_WORDLESS, wanted)}
    keys = {tuple(key) for title in titles.values() if (key := matching.key_words(title))}
    if not keys:
        return 0
    query = " | ".join(f"({' & '.join(key)})" for key in sorted(keys))
    rows = session.execute(_CANDIDATES, {"query": query, "most": _MOST_CANDIDATES})
    candidates = [
        matching.Candidate(row.id, matching.title_words(f"{row.folded_name} {row.name}")) for row in rows
    ]
    suggested = matching.suggest(titles, candidates)
    if suggested:
        pairs = {"listings": list(suggested), "variants": list(suggested.values())}
        session.execute(_SUGGEST, pairs)
    return len(suggested)


def match(session: Session, scope: Scope, listing_id: UUID, variant_id: UUID) -> None:
    """A person's word; a listing that was another variant becomes this one. Its stock is told at once."""
    scope.require("listings.write")
    known = session.execute(text("SELECT 1 FROM variant WHERE id = :id"), {"id": variant_id}).scalar()
    if known is None:
        raise VariantMissing(variant_id)
    _release(session, scope, [listing_id])
    found = session.execute(_MATCH, {"listings": [listing_id], "variant": variant_id}).all()
    if not found:
        raise ListingMissing(listing_id)
    _tell(session, scope, [(row.connection_id, row.variant_id) for row in found])


def accept_suggestions(session: Session, scope: Scope, listing_ids: Sequence[UUID]) -> int:
    """Every one of these that has a suggestion becomes it. Returns how many."""
    scope.require("listings.write")
    found = session.execute(_MATCH, {"listings": list(listing_ids), "variant": None}).all()
    _tell(session, scope, [(row.connection_id, row.variant_id) for row in found])
    return len(found)


def unmatch(session: Session, scope: Scope, listing_ids: Sequence[UUID]) -> int:
    """The variant stays as a suggestion, which the next import leaves alone. Nothing is told any more."""
    scope.require("listings.write")
    count = _release(session, scope, listing_ids)
    if count:
        live.tell(session, scope.merchant_id, "listings.changed", listings=count)
    return count


def ignore(session: Session, scope: Scope, listing_ids: Sequence[UUID]) -> int:
    """Not ours to sell by; imports leave it so."""
    scope.require("listings.write")
    _release(session, scope, listing_ids)
    return _set_state(session, scope, listing_ids, "ignored", "suggested', 'unmatched")


def heed(session: Session, scope: Scope, listing_ids: Sequence[UUID]) -> int:
    """Takes `ignore` back."""
    scope.require("listings.write")
    return _set_state(session, scope, listing_ids, "unmatched", "ignored")


def _set_state(session: Session, scope: Scope, listing_ids: Sequence[UUID], state: str, among: str) -> int:
    found = session.execute(
        text(
            f"UPDATE listing SET match = :state WHERE id = ANY(CAST(:listings AS uuid[])) AND match IN ('{among}')"
            " RETURNING id"
        ),
        {"listings": list(listing_ids), "state": state},
    ).all()
    if found:
        live.tell(session, scope.merchant_id, "listings.changed", listings=len(found))
    return len(found)


def _release(session: Session, scope: Scope, listing_ids: Sequence[UUID]) -> int:
    """What was told to it is forgotten: the next variant begins anew."""
    found = session.execute(
        text(
            "UPDATE listing SET match = 'suggested', suggested_variant_id = variant_id, variant_id = NULL,"
            " told_quantity = NULL, told_quantity_at = NULL, told_price = NULL, told_price_at = NULL, problem = NULL,"
            " rejections = 0 WHERE merchant_id = :merchant AND id = ANY(CAST(:listings AS uuid[]))"
            " AND match = 'matched' RETURNING id"
        ),
        {"merchant": scope.merchant_id, "listings": list(listing_ids)},
    ).all()
    return len(found)


def _tell(session: Session, scope: Scope, matched: Sequence[tuple[UUID, UUID]]) -> None:
    """The channel hears the stock of what it turned out to sell."""
    by_connection: dict[UUID, list[UUID]] = {}
    for connection_id, variant_id in matched:
        by_connection.setdefault(connection_id, []).append(variant_id)
    for connection_id, variant_ids in sorted(by_connection.items()):
        fanout.append_to(session, Topic.PUSH_STOCK, connection_id, variant_ids)
    if matched:
        live.tell(session, scope.merchant_id, "listings.changed", listings=len(matched))
