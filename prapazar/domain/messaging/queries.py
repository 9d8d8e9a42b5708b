"""Reads of a person's notifications."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope


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


def notifications(
    session: Session,
    scope: Scope,
    *,
    unread_only: bool = False,
    level: str = "",
    limit: int = 50,
    offset: int = 0,
) -> list[NotificationRow]:
    found = session.execute(
        text(
            "SELECT id, level, kind, values, link, count, created_at, updated_at, read_at FROM notification"
            " WHERE merchant_id = :merchant AND user_id = :user AND (NOT :unread OR read_at IS NULL)"
            " AND (:level = '' OR level = :level) ORDER BY updated_at DESC, id LIMIT :limit OFFSET :offset"
        ),
        {
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "unread": unread_only,
            "level": level,
            "limit": limit,
            "offset": offset,
        },
    )
    return [NotificationRow(*row) for row in found]


def unread_count(session: Session, scope: Scope) -> int:
    found: int = session.execute(
        text(
            "SELECT count(*) FROM notification WHERE merchant_id = :merchant AND user_id = :user AND read_at IS NULL"
        ),
        {"merchant": scope.merchant_id, "user": scope.user_id},
    ).scalar_one()
    return found


def unread_counts(session: Session, scope: Scope) -> dict[UUID, int]:
    """Of everybody in the merchant who has any: one question for all open tabs."""
    found = session.execute(
        text(
            "SELECT user_id, count(*) AS unread FROM notification WHERE merchant_id = :merchant AND read_at IS NULL"
            " GROUP BY user_id"
        ),
        {"merchant": scope.merchant_id},
    )
    return {row.user_id: row.unread for row in found}
