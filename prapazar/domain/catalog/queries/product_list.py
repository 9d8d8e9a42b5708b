"""The product list: found, filtered and sorted in the database, a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.queries.filters import ProductFilter, is_deep, where
from prapazar.foundation.scope import Scope

MOST_COUNTED = 10_000
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Presented:
    """A channel the product is on; `problem` is the code of a refusal that stands."""

    connection_id: UUID
    connector: str
    name: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class ProductRow:
    id: UUID
    name: str
    image: str | None
    brand: str | None
    category: str | None
    status: str
    updated_at: datetime
    sku: str
    """Of the first variant."""
    variants: int
    price_from: Decimal | None
    price_to: Decimal | None
    currency: str
    on_hand: int
    available: int
    has_floor: bool
    """False where a price stands that no channel may be told."""
    channels: tuple[Presented, ...]


@dataclass(frozen=True, slots=True)
class ProductPage:
    rows: tuple[ProductRow, ...]
    cursor: str | None
    """Where the next page begins; None on the last."""


@dataclass(frozen=True, slots=True)
class Total:
    count: int
    is_capped: bool
    """There are more than `count`."""


_SORTS = {
    "updated": ("p.updated_at", "timestamptz"),
    "name": ("p.folded_name", "text"),
    "created": ("p.id", "uuid"),
}

_CHECKS: dict[str, Callable[[str], object]] = {
    "timestamptz": datetime.fromisoformat,
    "text": str,
    "uuid": UUID,
}
"""A cursor comes back from outside; what is no such value raises ValueError before the database does."""

_VARIANTS = text(
    "SELECT v.product_id, count(*) AS variants, min(v.sale_price) AS price_from, max(v.sale_price) AS price_to,"
    " min(v.currency) AS currency, (array_agg(v.sku ORDER BY v.id))[1] AS sku,"
    " bool_and(v.sale_price IS NULL OR v.floor_price IS NOT NULL OR v.cost > 0) AS has_floor,"
    " coalesce(sum(s.on_hand), 0) AS on_hand, coalesce(sum(s.available), 0) AS available"
    " FROM variant v LEFT JOIN LATERAL (SELECT sum(on_hand) AS on_hand,"
    "  sum(greatest(0, on_hand - reserved - safety_stock)) AS available FROM stock"
    "  WHERE variant_id = v.id) s ON true"
    " WHERE v.product_id = ANY(CAST(:products AS uuid[])) GROUP BY v.product_id"
)
_CHANNELS = text(
    "SELECT v.product_id, c.id, c.connector, c.name, max(l.problem) AS problem"
    " FROM variant v JOIN listing l ON l.variant_id = v.id AND l.match = 'matched'"
    " JOIN connection c ON c.id = l.connection_id"
    " WHERE v.product_id = ANY(CAST(:products AS uuid[]))"
    " GROUP BY v.product_id, c.id, c.connector, c.name ORDER BY c.connector, c.name"
)
_WALKED = 3_000
"""Most filters find their page among so many of the first products; only a rare one asks all of them."""
_WITH_THE_WORDS = "(SELECT * FROM product p WHERE p.search @@ to_tsquery('simple', :query) OFFSET 0) p"
"""OFFSET 0 keeps the order and limit outside: the planner guesses two in a hundred products to have any word, and
would walk all of them for one that none has."""
# The best plan depends on how rare the words are, so none is kept for the next question.
_PLAN_EACH = text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)"
)


def page(
    session: Session,
    scope: Scope,
    wanted: ProductFilter,
    *,
    sort: str = "updated",
    is_descending: bool = True,
    cursor: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> ProductPage:
    """Five statements, six for a rare filter, whatever the number of rows.

    An unknown sort or cursor raises ValueError.
    """
    scope.require("products.read")
    column, kind = _SORTS.get(sort, ("", ""))
    if not column:
        raise ValueError(sort)
    limit = max(1, min(limit, MOST_ROWS))
    direction, beyond = ("DESC", "<") if is_descending else ("ASC", ">")
    order = f"{column} {direction}{'' if sort == 'created' else f', p.id {direction}'}"
    values: dict[str, Any] = {"most": limit + 1, "offset": max(0, min(offset, MOST_COUNTED))}
    behind = ""
    if cursor:
        key, _, last = cursor.rpartition("|")
        _CHECKS[kind](key)
        behind = f" AND ({column}, p.id) {beyond} (CAST(:after AS {kind}), CAST(:last AS uuid))"
        values |= {"after": key, "last": UUID(last)}
    session.execute(_PLAN_EACH)
    found: Sequence[Row[Any]] = ()
    has_words = bool(wanted.text.strip())
    if (has_words or is_deep(wanted)) and not offset:
        first = f"(SELECT * FROM product p WHERE true{behind} ORDER BY {order} LIMIT {_WALKED}) p"
        found = _ids(session, first, where(wanted), column, order, values)
    if len(found) <= limit:
        conditions, asked = where(wanted, is_rare=True)
        source = _WITH_THE_WORDS if has_words and asked["query"] else "product p"
        found = _ids(session, source, (conditions + behind, asked), column, order, values)
    more = f"{found[limit - 1].sort_key}|{found[limit - 1].id}" if len(found) > limit else None
    return ProductPage(tuple(rows_of(session, scope, [row.id for row in found[:limit]])), more)


def _ids(
    session: Session,
    source: str,
    meant: tuple[str, dict[str, Any]],
    column: str,
    order: str,
    values: dict[str, Any],
) -> Sequence[Row[Any]]:
    conditions, asked = meant
    statement = (
        f"SELECT p.id, {column} AS sort_key FROM {source} WHERE {conditions}"
        f" ORDER BY {order} LIMIT :most OFFSET :offset"
    )
    return session.execute(text(statement), {**asked, **values}).all()


def total(session: Session, scope: Scope, wanted: ProductFilter) -> Total:
    """Exact up to ten thousand; beyond it nobody pages, and counting would cost more than the page."""
    scope.require("products.read")
    conditions, values = where(wanted)
    session.execute(_PLAN_EACH)
    count = session.execute(
        text(f"SELECT count(*) FROM (SELECT 1 FROM product p WHERE {conditions} LIMIT :most) counted"),
        {**values, "most": MOST_COUNTED + 1},
    ).scalar_one()
    return Total(min(count, MOST_COUNTED), count > MOST_COUNTED)


def rows_of(session: Session, scope: Scope, product_ids: Sequence[UUID]) -> list[ProductRow]:
    """The rows of these products, in the order given."""
    scope.require("products.read")
    if not product_ids:
        return []
    values = {"products": list(product_ids)}
    heads = {row.id: row for row in session.execute(_HEADS, values)}
    sums = {row.product_id: row for row in session.execute(_VARIANTS, values)}
    channels: dict[UUID, list[Presented]] = {}
    for row in session.execute(_CHANNELS, values):
        channels.setdefault(row.product_id, []).append(
            Presented(row.id, row.connector, row.name, row.problem)
        )
    return [
        _row(heads[key], sums.get(key), tuple(channels.get(key, ()))) for key in product_ids if key in heads
    ]


_HEADS = text(
    "SELECT p.id, p.name, p.images ->> 0 AS image, b.name AS brand, c.path AS category, p.status, p.updated_at"
    " FROM product p LEFT JOIN brand b ON b.id = p.brand_id LEFT JOIN category c ON c.id = p.category_id"
    " WHERE p.id = ANY(CAST(:products AS uuid[]))"
)


def _row(head: Any, sums: Any, channels: tuple[Presented, ...]) -> ProductRow:  # noqa: ANN401 - database rows
    return ProductRow(
        id=head.id,
        name=head.name,
        image=head.image,
        brand=head.brand,
        category=head.category,
        status=head.status,
        updated_at=head.updated_at,
        sku=sums.sku if sums else "",
        variants=sums.variants if sums else 0,
        price_from=sums.price_from if sums else None,
        price_to=sums.price_to if sums else None,
        currency=sums.currency if sums else "TRY",
        on_hand=int(sums.on_hand) if sums else 0,
        available=int(sums.available) if sums else 0,
        has_floor=sums.has_floor if sums else True,
        channels=channels,
    )
