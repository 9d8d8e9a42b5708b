"""Reads for the matching screen: what waits for a person, and how much of it there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.listings.enums import MatchState
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class UnmatchedRow:
    """A listing beside the variant it may be; `suggested_*` are empty where nothing is likely."""

    id: UUID
    connection_id: UUID
    connector: str
    connection: str
    external_id: str
    title: str
    sku: str | None
    barcode: str | None
    image: str | None
    url: str | None
    price: Decimal | None
    quantity: int | None
    match: str
    variant_id: UUID | None
    suggested_id: UUID | None
    suggested_name: str | None
    suggested_sku: str | None
    suggested_barcode: str | None
    suggested_image: str | None


_ROWS = (
    "SELECT l.id, l.connection_id, c.connector, c.name AS connection, l.external_id, l.title, l.sku, l.barcode,"
    " l.image, l.url, l.seen_price AS price, l.seen_quantity AS quantity, l.match, l.variant_id,"
    " v.id AS suggested_id, concat_ws(' ', p.name, nullif(v.name, '')) AS suggested_name, v.sku AS suggested_sku,"
    " v.barcode AS suggested_barcode, p.images ->> 0 AS suggested_image"
    " FROM listing l JOIN connection c ON c.id = l.connection_id"
    " LEFT JOIN variant v ON v.id = coalesce(l.variant_id, l.suggested_variant_id)"
    " LEFT JOIN product p ON p.id = v.product_id"
)


def listings_by_match(
    session: Session,
    scope: Scope,
    state: MatchState,
    *,
    connection_id: UUID | None = None,
    typed: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> list[UnmatchedRow]:
    """Oldest first; `after` is the last id of the page before."""
    scope.require("listings.read")
    parts, values = ["l.match = :state"], dict[str, Any]()
    values |= {"state": state.value, "limit": max(1, min(limit, MOST_ROWS))}
    if connection_id:
        parts.append("l.connection_id = :connection")
        values["connection"] = connection_id
    if typed.strip():
        parts.append("(strpos(lower(l.title), lower(:typed)) > 0 OR l.sku = :typed OR l.barcode = :typed)")
        values["typed"] = typed.strip()
    if after:
        parts.append("l.id > :after")
        values["after"] = after
    found = session.execute(
        text(f"{_ROWS} WHERE {' AND '.join(parts)} ORDER BY l.id LIMIT :limit"), values
    ).mappings()
    return [UnmatchedRow(**row) for row in found]


def match_counts(session: Session, scope: Scope, connection_id: UUID | None = None) -> dict[MatchState, int]:
    """Listings by state, the states that need a person and those that do not."""
    scope.require("listings.read")
    found = session.execute(
        text(
            "SELECT match, count(*) AS units FROM listing"
            " WHERE CAST(:connection AS uuid) IS NULL OR connection_id = :connection GROUP BY match"
        ),
        {"connection": connection_id},
    )
    counts = {row.match: row.units for row in found}
    return {state: counts.get(state.value, 0) for state in MatchState}


def waiting_ids(
    session: Session,
    scope: Scope,
    state: MatchState,
    *,
    connection_id: UUID | None = None,
    without: Sequence[UUID] = (),
    limit: int = 500,
) -> list[UUID]:
    """For "all of them": the next slice in that state, siblings together; `without` are passed over."""
    scope.require("listings.read")
    found = session.execute(
        text(
            "SELECT id FROM listing WHERE match = :state"
            " AND (CAST(:connection AS uuid) IS NULL OR connection_id = :connection)"
            " AND NOT id = ANY(CAST(:without AS uuid[])) ORDER BY connection_id, external_parent_id, id LIMIT :limit"
        ),
        {
            "state": state.value,
            "connection": connection_id,
            "without": list(without),
            "limit": limit,
        },
    )
    return list(found.scalars())


@dataclass(frozen=True, slots=True)
class VariantChoice:
    id: UUID
    product_id: UUID
    name: str
    sku: str
    barcode: str | None


def variant_choices(session: Session, scope: Scope, typed: str, limit: int = 20) -> list[VariantChoice]:
    """Variants whose product has the words typed, for choosing by hand; nothing typed finds nothing."""
    scope.require("products.read")
    from_words = prefix_query(typed)
    if from_words is None:
        return []
    found = session.execute(
        text(
            "SELECT v.id, v.product_id, concat_ws(' ', p.name, nullif(v.name, '')) AS name, v.sku, v.barcode"
            " FROM (SELECT id, name FROM product WHERE search @@ to_tsquery('simple', :query)"
            "  AND status <> 'archived' LIMIT :limit) p JOIN variant v ON v.product_id = p.id"
            " ORDER BY p.name, v.id LIMIT :limit"
        ),
        {"query": from_words, "limit": limit},
    ).mappings()
    return [VariantChoice(**row) for row in found]
