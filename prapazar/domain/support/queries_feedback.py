"""Reads of feedback: the list, its averages by product, channel and reason, and what was given for one thing."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import escape_like

VIEWS = {
    "all": "true",
    "low": "f.rating <= 2",
    "middle": "f.rating = 3",
    "high": "f.rating >= 4",
    "words": "f.words <> ''",
}
_FROM = (
    " FROM feedback f LEFT JOIN purchase_order o ON o.id = f.order_id LEFT JOIN ticket k ON k.id = f.ticket_id"
    " LEFT JOIN connection c ON c.id = f.connection_id LEFT JOIN ticket p ON p.id = f.opened_id"
    " WHERE f.merchant_id = :merchant"
)


@dataclass(frozen=True, slots=True)
class FeedbackFilter:
    view: str = "all"
    search: str = ""
    """An order's or ticket's number, or words that were written."""
    reason: str = ""
    connection: UUID | None = None
    product: UUID | None = None
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    id: UUID
    rating: int
    reasons: list[str]
    words: str
    order_id: UUID | None
    order_number: str | None
    ticket_id: UUID | None
    ticket_number: str | None
    connector: str | None
    channel: str | None
    buyer: str
    opened_id: UUID | None
    opened: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Average:
    key: str
    name: str
    count: int
    rating: Decimal


def cursor(row: FeedbackRow) -> str:
    return f"{row.created_at.isoformat()}~{row.id}"


def page(
    session: Session, scope: Scope, wanted: FeedbackFilter, *, after: str = "", limit: int = 50
) -> list[FeedbackRow]:
    """Newest first. Raises ValueError for a cursor that is none."""
    scope.require("tickets.read")
    where, values = _where(scope, wanted)
    if after:
        moment, _, last = after.partition("~")
        values |= {"moment": datetime.fromisoformat(moment), "last": UUID(last)}
        where += " AND (f.created_at, f.id) < (:moment, CAST(:last AS uuid))"
    found = session.execute(
        text(
            "SELECT f.id, f.rating, f.reasons, f.words, f.order_id, o.number, f.ticket_id, k.number, c.connector,"
            f" c.name, coalesce(o.buyer_name, k.name, ''), f.opened_id, p.number, f.created_at{_FROM}{where}"
            " ORDER BY f.created_at DESC, f.id DESC LIMIT :limit"
        ),
        {**values, "limit": limit},
    )
    return [masking.row(scope, FeedbackRow(*row), "words") for row in found]


def average(session: Session, scope: Scope, wanted: FeedbackFilter) -> Average:
    scope.require("tickets.read")
    where, values = _where(scope, wanted)
    row = session.execute(text(f"SELECT count(*), coalesce(avg(f.rating), 0){_FROM}{where}"), values).one()
    return Average("", "", row[0], row[1])


_GROUPS = {
    "channel": (
        "coalesce(CAST(f.connection_id AS text), '')",
        "coalesce(max(n.name), '')",
        " LEFT JOIN connection n ON n.id = f.connection_id",
    ),
    "reason": ("r.reason", "''", " CROSS JOIN LATERAL jsonb_array_elements_text(f.reasons) AS r(reason)"),
    "product": (
        "CAST(p.id AS text)",
        "max(p.name)",
        (
            " JOIN LATERAL (SELECT DISTINCT v.product_id FROM order_line l JOIN variant v ON v.id = l.variant_id"
            "  WHERE l.order_id = f.order_id) b ON f.ticket_id IS NULL JOIN product p ON p.id = b.product_id"
        ),
    ),
}


def averages(session: Session, scope: Scope, by: str, since: datetime, *, limit: int = 10) -> list[Average]:
    """The most rated first. `by`: `channel`, `product` (of orders), `reason`."""
    scope.require("tickets.read")
    key, name, joined = _GROUPS[by]
    found = session.execute(
        text(
            f"SELECT {key} AS key, {name}, count(*), avg(f.rating) FROM feedback f{joined}"
            " WHERE f.merchant_id = :merchant AND f.created_at >= :since GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "since": since, "limit": limit},
    )
    return [Average(*row) for row in found]


def ratings(session: Session, scope: Scope, since: datetime) -> dict[int, int]:
    """How often each was given."""
    scope.require("tickets.read")
    found = session.execute(
        text(
            "SELECT rating, count(*) FROM feedback WHERE merchant_id = :merchant AND created_at >= :since"
            " GROUP BY rating"
        ),
        {"merchant": scope.merchant_id, "since": since},
    )
    return {row[0]: row[1] for row in found}


@dataclass(frozen=True, slots=True)
class Given:
    """What the page shows to whoever comes again."""

    rating: int
    reasons: list[str]
    words: str
    created_at: datetime


def given(session: Session, scope: Scope, key: str) -> Given | None:
    row = session.execute(
        text(
            "SELECT rating, reasons, words, created_at FROM feedback WHERE merchant_id = :merchant AND key = :key"
        ),
        {"merchant": scope.merchant_id, "key": key},
    ).one_or_none()
    return None if row is None else Given(*row)


def seller(session: Session, scope: Scope) -> str:
    found: str = session.execute(
        text("SELECT name FROM merchant WHERE id = :id"), {"id": scope.merchant_id}
    ).scalar_one()
    return found


def _where(scope: Scope, wanted: FeedbackFilter) -> tuple[str, dict[str, Any]]:
    parts, values = [VIEWS.get(wanted.view, "true")], {"merchant": scope.merchant_id}
    known: dict[str, Any] = {}
    if wanted.ids:
        parts.append("f.id = ANY(CAST(:ids AS uuid[]))")
        known["ids"] = list(wanted.ids)
    if wanted.reason:
        parts.append("f.reasons ? :reason")
        known["reason"] = wanted.reason
    if wanted.connection:
        parts.append("f.connection_id = :connection")
        known["connection"] = wanted.connection
    if wanted.product:
        parts.append(
            "f.ticket_id IS NULL AND f.order_id IN (SELECT l.order_id FROM order_line l JOIN variant v"
            " ON v.id = l.variant_id WHERE v.product_id = :product)"
        )
        known["product"] = wanted.product
    if said := wanted.search.strip():
        written = "" if scope.masks else " OR f.words ILIKE :like"
        parts.append(f"(o.number = :said OR k.number = :said{written})")
        known |= {"said": said, "like": f"%{escape_like(said)}%"}
    return "".join(f" AND {part}" for part in parts), {**values, **known}
