"""Reads of segments: kept ones, how many a set of conditions means, and who they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from prapazar.domain.segments import rules
from prapazar.domain.segments.errors import SegmentMissing
from prapazar.domain.segments.rules import Conditions
from prapazar.domain.segments.sql import Compiled, compiled
from prapazar.foundation.scope import Scope

QUICK_MS = 150
"""What the exact count may take while somebody waits for it; an estimate after it takes about 100 more."""
SAMPLE = 10_000
"""Customers an estimate looks at."""
MOST_SEGMENTS = 500


@dataclass(frozen=True, slots=True)
class Count:
    number: int
    is_estimate: bool = False
    """Told of a sample, since the exact answer took too long; ask `count` for it."""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    id: UUID
    name: str
    note: str
    conditions: dict[str, Any]
    size: int | None
    counted_at: datetime | None
    by: str
    updated_at: datetime
    campaigns: int


_ROWS = (
    "SELECT s.id, s.name, s.note, s.conditions, s.size, s.counted_at, coalesce(u.name, '') AS by, s.updated_at,"
    " (SELECT count(*) FROM campaign c WHERE c.segment_id = s.id) AS campaigns"
    " FROM segment s LEFT JOIN app_user u ON u.id = s.user_id WHERE s.merchant_id = :merchant"
)


def segments(session: Session, scope: Scope, search: str = "") -> list[SegmentRow]:
    """By name."""
    scope.require("campaigns.read")
    found = session.execute(
        text(
            f"{_ROWS} AND (:search = '' OR strpos(lower(s.name), :search) > 0) ORDER BY s.name, s.id LIMIT :most"
        ),
        {"merchant": scope.merchant_id, "search": search.strip().lower(), "most": MOST_SEGMENTS},
    )
    return [SegmentRow(*row) for row in found]


def segment(session: Session, scope: Scope, segment_id: UUID) -> SegmentRow:
    """Raises SegmentMissing."""
    scope.require("campaigns.read")
    row = session.execute(
        text(f"{_ROWS} AND s.id = :id"), {"merchant": scope.merchant_id, "id": segment_id}
    ).one_or_none()
    if row is None:
        raise SegmentMissing(segment_id)
    return SegmentRow(*row)


def conditions(session: Session, scope: Scope, segment_id: UUID) -> Conditions:
    return rules.read(segment(session, scope, segment_id).conditions)


def count(session: Session, scope: Scope, wanted: Conditions) -> int:
    """Exact, however long it takes."""
    scope.require("campaigns.read")
    with _limited(session, 0):
        return _count(session, compiled(wanted, scope.merchant_id))


def quick_count(session: Session, scope: Scope, wanted: Conditions) -> Count:
    """Exact where that takes a moment; else an estimate, marked as one."""
    scope.require("campaigns.read")
    try:
        with session.begin_nested(), _limited(session, QUICK_MS):
            return Count(_count(session, compiled(wanted, scope.merchant_id)))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _CANCELLED:
            raise
    return Count(estimate(session, scope, wanted), is_estimate=True)


def estimate(session: Session, scope: Scope, wanted: Conditions) -> int:
    """What a sample says of all, to two figures; a sample is some pages of the table, so it costs the same always."""
    scope.require("campaigns.read")
    asked = compiled(wanted, scope.merchant_id, of_few=True)
    rows: int = session.execute(_TABLE_SIZE).scalar_one()
    share = min(100.0, 100.0 * SAMPLE / max(rows, 1))
    with _limited(session, 0):
        found: int = session.execute(
            text(
                f"SELECT count(*) FROM (SELECT * FROM customer_tally TABLESAMPLE SYSTEM ({share:.6f})) t {asked.tail}"
            ),
            asked.values,
        ).scalar_one()
    return rounded(round(found * 100 / share))


def rounded(number: int) -> int:
    """To two figures: an estimate that shows more would say what it does not know."""
    digits = len(str(number)) - 2
    return round(number, -digits) if digits > 0 else number


def first(session: Session, scope: Scope, wanted: Conditions, limit: int = 20) -> list[UUID]:
    """Who bought last, first."""
    scope.require("customers.read")
    asked = compiled(wanted, scope.merchant_id)
    with _limited(session, 0):
        found = session.execute(
            text(
                f"SELECT t.id FROM customer_tally t {asked.tail} ORDER BY t.last_at DESC NULLS LAST, t.id DESC"
                " LIMIT :most"
            ),
            {**asked.values, "most": limit},
        )
        return list(found.scalars())


def members(
    session: Session, scope: Scope, wanted: Conditions, *, after: UUID | None = None, limit: int = 200
) -> list[UUID]:
    """By id, page after page."""
    scope.require("customers.read")
    asked = compiled(wanted, scope.merchant_id)
    found = session.execute(
        text(
            f"SELECT t.id FROM customer_tally t {asked.tail} AND (CAST(:after AS uuid) IS NULL OR t.id > :after)"
            " ORDER BY t.id LIMIT :most"
        ),
        {**asked.values, "after": after, "most": limit},
    )
    return list(found.scalars())


def tags(session: Session, scope: Scope) -> list[str]:
    """Those customers carry, the commonest first."""
    scope.require("campaigns.read")
    found = session.execute(
        text(
            "SELECT tag FROM customer_tally t CROSS JOIN LATERAL unnest(t.tags) AS n(tag)"
            " WHERE t.merchant_id = :merchant AND t.tags <> '{}' GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 200"
        ),
        {"merchant": scope.merchant_id},
    )
    return list(found.scalars())


_CANCELLED = "57014"
_TABLE_SIZE = text(
    "SELECT CAST(greatest(reltuples, 0) AS bigint) FROM pg_class WHERE oid = 'customer_tally'::regclass"
)
_LIMIT = text("SELECT set_config('jit', 'off', true), set_config('statement_timeout', :limit, true)")


@contextmanager
def _limited(session: Session, milliseconds: int) -> Iterator[None]:
    """No compiling of a statement that is done sooner; 0: no limit of time but the session's own."""
    before: str = session.execute(text("SELECT current_setting('statement_timeout')")).scalar_one()
    session.execute(_LIMIT, {"limit": str(milliseconds) if milliseconds else before})
    yield
    session.execute(_LIMIT, {"limit": before})


def _count(session: Session, asked: Compiled) -> int:
    found: int = session.execute(
        text(f"SELECT count(*) FROM customer_tally t {asked.tail}"), asked.values
    ).scalar_one()
    return found
