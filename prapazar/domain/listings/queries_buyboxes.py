"""Reads of buy boxes: who holds them, which are lost to whom, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope

ON_SALE = "l.status = 'active' AND coalesce(l.told_quantity, l.seen_quantity, 1) > 0"
"""Of a listing called `l`: nobody holds the box with what cannot be bought."""
VIEWS = {
    "all": "true",
    "lost": "b.rank > 1",
    "held": "b.rank = 1 AND b.has_rivals",
    "alone": "b.rank = 1 AND NOT b.has_rivals",
    "unknown": "b.rank IS NULL",
}


@dataclass(frozen=True, slots=True)
class BoxFilter:
    view: str = "all"
    search: str = ""
    connection: UUID | None = None
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class BoxRow:
    id: UUID
    listing_id: UUID
    title: str
    sku: str
    barcode: str
    connection_id: UUID
    connector: str
    channel: str
    rank: int | None
    has_rivals: bool
    own_price: Decimal | None
    best_price: Decimal | None
    currency: str
    since: datetime
    checked_at: datetime
    product_id: UUID | None

    @property
    def state(self) -> str:
        return _state(self.rank, has_rivals=self.has_rivals)

    @property
    def above(self) -> Decimal | None:
        """By how much ours is dearer than the one shown first; None where it is that one, or a price is not known."""
        if self.rank == 1 or self.own_price is None or self.best_price is None:
            return None
        return self.own_price - self.best_price


def _state(rank: int | None, *, has_rivals: bool) -> str:
    """Names its view."""
    if rank is None:
        return "unknown"
    if rank > 1:
        return "lost"
    return "held" if has_rivals else "alone"


_ROW = (
    "SELECT b.id, b.listing_id, l.title, coalesce(l.sku, ''), coalesce(l.barcode, ''), b.connection_id, c.connector,"
    " c.name, b.rank, b.has_rivals, b.own_price, b.best_price, coalesce(l.raw ->> 'currency', 'TRY'), b.since,"
    " b.checked_at, v.product_id"
)
_FROM = (
    " FROM buy_box b JOIN listing l ON l.id = b.listing_id JOIN connection c ON c.id = b.connection_id"
    " LEFT JOIN variant v ON v.id = l.variant_id AND l.match = 'matched'"
)
_WHERE = (
    f" WHERE b.merchant_id = :merchant AND b.checked_at IS NOT NULL AND {ON_SALE} AND ({{view}})"
    " AND (CAST(:store AS uuid) IS NULL OR b.connection_id = :store)"
    " AND (CAST(:stores AS uuid[]) IS NULL OR b.connection_id = ANY(CAST(:stores AS uuid[])))"
    " AND (:words = '' OR l.title ILIKE :like OR l.sku ILIKE :like OR l.barcode ILIKE :like)"
    " AND (NOT :chosen OR b.id = ANY(CAST(:ids AS uuid[])))"
)


def cursor(row: BoxRow) -> str:
    return f"{row.since.isoformat()}~{row.id}"


def page(
    session: Session, scope: Scope, wanted: BoxFilter, *, after: str = "", limit: int = 50
) -> list[BoxRow]:
    """What changed last stands first; `after`: the cursor of the last row before."""
    scope.require("channels.read")
    moment, _, last = after.partition("~")
    beyond = " AND (b.since, b.id) < (CAST(:moment AS timestamptz), CAST(:last AS uuid))" if after else ""
    place = {"moment": moment, "last": last} if after else {}
    found = session.execute(
        text(f"{_ROW}{_FROM}{_where(wanted)}{beyond} ORDER BY b.since DESC, b.id DESC LIMIT :limit"),
        {**_values(scope, wanted), **place, "limit": limit},
    )
    return [BoxRow(*row) for row in found]


def counts(session: Session, scope: Scope, wanted: BoxFilter) -> dict[str, int]:
    """By view, of what the other filters leave; `all` is the sum."""
    scope.require("channels.read")
    parts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in VIEWS.values())
    row = session.execute(
        text(f"SELECT {parts}{_FROM}{_WHERE.format(view='true')}"), _values(scope, wanted)
    ).one()
    return dict(zip(VIEWS, row, strict=True))


def stores(session: Session, scope: Scope) -> list[tuple[UUID, str]]:
    """Those that were ever asked, by name."""
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT c.id, c.name FROM connection c WHERE c.merchant_id = :merchant"
            " AND EXISTS (SELECT 1 FROM buy_box b WHERE b.connection_id = c.id)"
            " AND (CAST(:stores AS uuid[]) IS NULL OR c.id = ANY(CAST(:stores AS uuid[]))) ORDER BY c.name, c.id"
        ),
        {"merchant": scope.merchant_id, "stores": scope.store_list},
    )
    return [(row.id, row.name) for row in found]


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one listing, in short."""

    rank: int | None
    has_rivals: bool
    best_price: Decimal | None

    @property
    def state(self) -> str:
        return _state(self.rank, has_rivals=self.has_rivals)


def of_listings(session: Session, scope: Scope, listing_ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """By listing; one that was never answered for is left out."""
    scope.require("products.read")
    found = session.execute(
        text(
            "SELECT b.listing_id, b.rank, b.has_rivals, b.best_price FROM buy_box b"
            f" JOIN listing l ON l.id = b.listing_id WHERE b.listing_id = ANY(CAST(:ids AS uuid[])) AND {ON_SALE}"
            " AND b.checked_at IS NOT NULL"
        ),
        {"ids": list(listing_ids)},
    )
    return {row[0]: Standing(*row[1:]) for row in found}


def _where(wanted: BoxFilter) -> str:
    return _WHERE.format(view=VIEWS.get(wanted.view, "true"))


def _values(scope: Scope, wanted: BoxFilter) -> dict[str, object]:
    words = wanted.search.strip()
    escaped = words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return {
        "merchant": scope.merchant_id,
        "store": wanted.connection,
        "stores": scope.store_list,
        "words": words,
        "like": f"%{escaped}%",
        "chosen": bool(wanted.ids),
        "ids": list(wanted.ids),
    }
