"""What the clock says: open orders, claims and questions by the time that is left, the nearest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.orders.views import DUE, due_ends
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

MOST: Final = 30_000
"""Counted at most, the most urgent: more tells nobody more."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing with a deadline, without a word about its buyer."""

    id: UUID
    connector: str
    store: str
    title: str
    status: str
    due_at: datetime | None
    since: datetime | None = None
    """When it was asked."""


_SPAN = (
    "CASE WHEN due < :late THEN 'late' WHEN due < :two_hours THEN 'two_hours' WHEN due < :today THEN 'today'"
    " WHEN due < :tomorrow THEN 'tomorrow' ELSE 'later' END"
)
_ORDERS = text(
    f"SELECT {_SPAN}, count(*) FROM (SELECT ship_by_at AS due FROM purchase_order WHERE merchant_id = :merchant"
    "  AND status IN ('new', 'picking', 'packed') AND ship_by_at IS NOT NULL AND NOT is_test"
    "  ORDER BY ship_by_at LIMIT :most) o GROUP BY 1"
)
_QUESTIONS = text(
    f"SELECT {_SPAN}, count(*) FROM (SELECT due_at AS due FROM question WHERE merchant_id = :merchant"
    "  AND status = 'waiting' ORDER BY due_at LIMIT :most) q GROUP BY 1"
)


def orders_by_time_left(session: Session, scope: Scope, at: datetime | None = None) -> dict[str, int]:
    """Open orders by DUE, over the index of open orders alone."""
    scope.require("orders.read")
    return _counted(session, scope, _ORDERS, at)


def questions_by_time_left(session: Session, scope: Scope, at: datetime | None = None) -> dict[str, int]:
    """Questions that wait; those without a deadline are among the later ones."""
    scope.require("messages.read")
    return _counted(session, scope, _QUESTIONS, at)


def _counted(session: Session, scope: Scope, statement: TextClause, at: datetime | None) -> dict[str, int]:
    found = session.execute(
        statement,
        {"merchant": scope.merchant_id, "most": MOST, **due_ends(at or now())},
    )
    return dict.fromkeys(DUE, 0) | {row[0]: row[1] for row in found}


def next_orders(session: Session, scope: Scope, limit: int = 8) -> list[DueRow]:
    scope.require("orders.read")
    return _rows(
        session,
        scope,
        "SELECT o.id, coalesce(c.connector, 'manual'), coalesce(c.name, ''), o.number, o.status, o.ship_by_at"
        " FROM (SELECT * FROM purchase_order WHERE merchant_id = :merchant"
        "  AND status IN ('new', 'picking', 'packed') AND ship_by_at IS NOT NULL AND NOT is_test"
        "  ORDER BY ship_by_at LIMIT :limit) o LEFT JOIN connection c ON c.id = o.connection_id"
        " ORDER BY o.ship_by_at, o.id",
        limit,
    )


def next_claims(session: Session, scope: Scope, limit: int = 8) -> list[DueRow]:
    """Claims the merchant has to decide."""
    scope.require("claims.read")
    return _rows(
        session,
        scope,
        # Channels number claims with long codes; people know them by what comes back.
        "SELECT k.id, coalesce(c.connector, 'manual'), coalesce(c.name, ''), coalesce(l.title, k.number), k.kind,"
        " k.due_at FROM (SELECT * FROM claim WHERE merchant_id = :merchant AND status = 'waiting'"
        "  ORDER BY due_at LIMIT :limit) k LEFT JOIN connection c ON c.id = k.connection_id"
        " LEFT JOIN LATERAL (SELECT min(title) AS title FROM claim_line WHERE claim_id = k.id) l ON true"
        " ORDER BY k.due_at NULLS LAST, k.id",
        limit,
    )


def next_questions(session: Session, scope: Scope, limit: int = 8) -> list[DueRow]:
    """By the channel's deadline."""
    scope.require("messages.read")
    rows = _rows(
        session,
        scope,
        "SELECT q.id, c.connector, c.name, q.body, q.topic, q.due_at, q.asked_at FROM (SELECT * FROM question"
        "  WHERE merchant_id = :merchant AND status = 'waiting' ORDER BY due_at LIMIT :limit) q"
        " JOIN connection c ON c.id = q.connection_id ORDER BY q.due_at NULLS LAST, q.id",
        limit,
    )
    return [masking.row(scope, row, "title") for row in rows]


def _rows(session: Session, scope: Scope, statement: str, limit: int) -> list[DueRow]:
    found = session.execute(text(statement), {"merchant": scope.merchant_id, "limit": limit})
    return [DueRow(*row) for row in found]
