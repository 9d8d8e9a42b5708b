"""Reads of a person's notifications."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.messaging import masking
from prapazar.domain.messaging.enums import SUBJECTS
from prapazar.foundation.scope import Scope

_NAMED = list(SUBJECTS[:-1])
_FILTER = (
    " AND (NOT :unread OR read_at IS NULL) AND (:level = '' OR level = :level)"
    " AND (:subject = '' OR split_part(kind, '.', 1) = :subject"
    "  OR :subject = 'other' AND NOT split_part(kind, '.', 1) = ANY(CAST(:named AS text[])))"
)


@dataclass(frozen=True, slots=True)
class NotificationRow:
    id: UUID
    level: str
    kind: str
    values: dict[str, Any]
    link: str
    count: int
    created_at: datetime
    updated_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class NotificationFilter:
    unread_only: bool = False
    level: str = ""
    subject: str = ""
    """One of enums.SUBJECTS; empty: all."""


def notifications(
    session: Session,
    scope: Scope,
    wanted: NotificationFilter = NotificationFilter(),
    *,
    after: str = "",
    limit: int = 50,
) -> list[NotificationRow]:
    """Newest first. `after` is the `cursor` of the last row seen. Raises ValueError for one that is none."""
    moment, _, last = after.partition("~")
    found = session.execute(
        text(
            "SELECT id, level, kind, values, link, count, created_at, updated_at, read_at FROM notification"
            f" WHERE merchant_id = :merchant AND user_id = :user{_FILTER}"
            " AND (CAST(:moment AS timestamptz) IS NULL OR (updated_at, id) < (:moment, CAST(:last AS uuid)))"
            " ORDER BY updated_at DESC, id DESC LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "unread": wanted.unread_only,
            "level": wanted.level,
            "subject": wanted.subject,
            "named": _NAMED,
            "moment": datetime.fromisoformat(moment) if moment else None,
            "last": UUID(last) if moment else None,
            "limit": limit,
        },
    )
    rows = [NotificationRow(*row) for row in found]
    return [replace(row, values=masking.told(scope.masks, row.kind, row.values)) for row in rows]


def cursor(row: NotificationRow) -> str:
    return f"{row.updated_at.isoformat()}~{row.id}"


@dataclass(frozen=True, slots=True)
class CauseRow:
    """What went wrong for one reason, wherever it did."""

    kind: str
    cause: str
    level: str
    count: int
    """How often, all lines together."""
    places: int
    """How many lines: stores, orders, whatever each is about."""
    unread: int
    stores: list[str]
    """Names, where lines are about any."""
    values: dict[str, Any]
    """Of the newest; of several stores without one's name where that is all they differ in."""
    link: str
    first_at: datetime
    last_at: datetime


def causes(session: Session, scope: Scope, *, limit: int = 100) -> list[CauseRow]:
    """Warnings and errors of the last thirty days by root cause, those with unread ones and the newest first."""
    found = session.execute(
        text(
            "SELECT kind, cause, (array_agg(level ORDER BY updated_at DESC))[1] AS level, sum(count) AS count,"
            " count(*) AS places, count(*) FILTER (WHERE read_at IS NULL) AS unread,"
            " coalesce(array_agg(DISTINCT values ->> 'channel') FILTER (WHERE values ->> 'channel' <> ''), '{}')"
            "  AS stores, count(DISTINCT values - 'channel' - 'count') = 1 AS is_alike,"
            " (array_agg(values ORDER BY updated_at DESC))[1] AS values,"
            " (array_agg(link ORDER BY updated_at DESC))[1] AS link,"
            " min(created_at) AS first_at, max(updated_at) AS last_at FROM notification"
            " WHERE merchant_id = :merchant AND user_id = :user AND level IN ('warning', 'error')"
            " AND updated_at > now() - interval '30 days' GROUP BY kind, cause"
            " ORDER BY (count(*) FILTER (WHERE read_at IS NULL) > 0) DESC, max(updated_at) DESC LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "user": scope.user_id, "limit": limit},
    )
    return [_cause(scope, dict(row._mapping)) for row in found]  # noqa: SLF001 - SQLAlchemy's public name for a mapping


def _cause(scope: Scope, said: dict[str, Any]) -> CauseRow:
    is_alike = said.pop("is_alike")
    values = masking.told(scope.masks, said["kind"], said["values"])
    if is_alike and len(said["stores"]) > 1:
        values.pop("channel", None)
    return CauseRow(**said | {"values": values})


def unread_count(session: Session, scope: Scope) -> int:
    found: int = session.execute(
        text(
            "SELECT count(*) FROM notification WHERE merchant_id = :merchant AND user_id = :user AND read_at IS NULL"
        ),
        {"merchant": scope.merchant_id, "user": scope.user_id},
    ).scalar_one()
    return found


def unread_counts(session: Session, scope: Scope, users: Sequence[UUID]) -> dict[UUID, int]:
    """Of those of these people who have any: one question for all open tabs."""
    found = session.execute(
        text(
            "SELECT user_id, count(*) AS unread FROM notification WHERE merchant_id = :merchant AND read_at IS NULL"
            " AND user_id = ANY(CAST(:users AS uuid[])) GROUP BY user_id"
        ),
        {"merchant": scope.merchant_id, "users": list(users)},
    )
    return {row.user_id: row.unread for row in found}
