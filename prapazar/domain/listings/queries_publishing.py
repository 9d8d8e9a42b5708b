"""Reads of publishing runs: the latest, one with its counts, and its articles page by page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings.errors import RunMissing
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class RunRow:
    id: UUID
    connection_id: UUID | None
    connector: str | None
    channel: str | None
    person: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    is_cancelled: bool
    counts: dict[str, int]
    """Articles by state."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


_RUNS = (
    "SELECT r.id, r.connection_id, c.connector, c.name, u.name, r.created_at, r.started_at, r.finished_at,"
    "  r.is_cancelled, coalesce(n.counts, '{}') FROM publish_run r"
    " LEFT JOIN connection c ON c.id = r.connection_id LEFT JOIN app_user u ON u.id = r.user_id"
    " LEFT JOIN LATERAL (SELECT jsonb_object_agg(state, n) AS counts FROM (SELECT state, count(*) AS n"
    "  FROM publish_item WHERE run_id = r.id GROUP BY state) s) n ON true"
)


def runs(session: Session, scope: Scope, limit: int = 20) -> list[RunRow]:
    """The latest that were sent."""
    scope.require("listings.read")
    found = session.execute(
        text(f"{_RUNS} WHERE r.started_at IS NOT NULL ORDER BY r.created_at DESC, r.id LIMIT :limit"),
        {"limit": limit},
    )
    return [RunRow(*row) for row in found]


def run(session: Session, scope: Scope, run_id: UUID) -> RunRow:
    scope.require("listings.read")
    row = session.execute(text(f"{_RUNS} WHERE r.id = :id"), {"id": run_id}).one_or_none()
    if row is None:
        raise RunMissing
    return RunRow(*row)


@dataclass(frozen=True, slots=True)
class ItemRow:
    id: UUID
    variant_id: UUID
    product_id: UUID
    name: str
    variant: str
    sku: str
    state: str
    is_new: bool
    missing: list[dict[str, Any]]
    code: str | None
    message: str | None
    category_id: UUID | None


def items(
    session: Session,
    scope: Scope,
    run_id: UUID,
    states: tuple[str, ...] = (),
    *,
    offset: int = 0,
    limit: int = 50,
) -> list[ItemRow]:
    scope.require("listings.read")
    found = session.execute(
        text(
            "SELECT i.id, i.variant_id, v.product_id, p.name, v.name, v.sku, i.state, i.is_new, i.missing, i.code,"
            "  i.message, p.category_id FROM publish_item i JOIN variant v ON v.id = i.variant_id"
            " JOIN product p ON p.id = v.product_id WHERE i.run_id = :run"
            "  AND (cardinality(CAST(:states AS text[])) = 0 OR i.state = ANY(CAST(:states AS text[])))"
            " ORDER BY p.folded_name, p.id, v.sku LIMIT :limit OFFSET :offset"
        ),
        {"run": run_id, "states": list(states), "limit": limit, "offset": offset},
    )
    return [ItemRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One thing that is missing, and how many articles wait for it."""

    code: str
    name: str
    place: str
    count: int


def gaps(session: Session, scope: Scope, run_id: UUID, limit: int = 30) -> list[GapRow]:
    """What keeps articles of a run from being sent, the most frequent first."""
    scope.require("listings.read")
    found = session.execute(
        text(
            "SELECT m ->> 'code', m ->> 'name', m ->> 'place', count(*) FROM publish_item i"
            " CROSS JOIN LATERAL jsonb_array_elements(i.missing) m WHERE i.run_id = :run AND i.state = 'incomplete'"
            " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2 LIMIT :limit"
        ),
        {"run": run_id, "limit": limit},
    )
    return [GapRow(*row) for row in found]


def variants_of(session: Session, run_id: UUID) -> list[UUID]:
    """Those that are not sent yet."""
    found = session.execute(
        text(
            "SELECT variant_id FROM publish_item WHERE run_id = :run AND state IN ('draft', 'incomplete')"
            " ORDER BY variant_id"
        ),
        {"run": run_id},
    )
    return list(found.scalars())


def offers_wait(session: Session, connection_id: UUID) -> bool:
    """Stock or prices are due: what is told of content goes after them."""
    found = session.execute(
        text(
            "SELECT 1 FROM outbox WHERE partition = :connection AND topic = ANY(CAST(:topics AS text[]))"
            " AND parked_at IS NULL AND available_at <= now() LIMIT 1"
        ),
        {"connection": connection_id, "topics": [Topic.PUSH_STOCK.value, Topic.PUSH_PRICE.value]},
    ).scalar()
    return found is not None
