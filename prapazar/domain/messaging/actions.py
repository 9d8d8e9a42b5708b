"""Notifications: told to everybody of a merchant who may see what they are about."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_NOTIFY = text(
    "INSERT INTO notification (id, merchant_id, user_id, level, kind, group_key, values, link, count)"
    " SELECT gen_random_uuid(), m.merchant_id, m.user_id, :level, :kind, :group_key, :values, :link, :count"
    " FROM membership m JOIN role r ON r.id = m.role_id"
    " WHERE m.merchant_id = :merchant AND (r.permissions ? :permission OR r.permissions ? '*') ORDER BY m.user_id"
    " ON CONFLICT (user_id, merchant_id, group_key) WHERE read_at IS NULL"
    " DO UPDATE SET count = notification.count + excluded.count, values = excluded.values, link = excluded.link,"
    " updated_at = now()"
).bindparams(bindparam("values", type_=JSONB))


def notify(
    session: Session,
    scope: Scope,
    kind: str,
    *,
    permission: str,
    level: str = "info",
    group_key: str | None = None,
    values: dict[str, Any] | None = None,
    link: str = "",
    count: int = 1,
) -> None:
    """`kind` names the sentence; the same group while unread counts up, so 4,000 failures are one line."""
    session.execute(
        _NOTIFY,
        {
            "merchant": scope.merchant_id,
            "level": level,
            "kind": kind,
            "group_key": group_key or kind,
            "values": values or {},
            "link": link,
            "count": count,
            "permission": permission,
        },
    )
    shown = {key: value for key, value in (values or {}).items() if isinstance(value, str | int)}
    live.tell(
        session,
        scope.merchant_id,
        "notifications.new",
        level=level,
        text=kind,
        link=link,
        units=count,
        permission=permission,
        **{f"v_{key}": value for key, value in shown.items()},
    )


def mark_read(session: Session, scope: Scope, notification_ids: Sequence[UUID] | None = None) -> int:
    """The acting person's own; all of them when none is named."""
    found = session.execute(
        text(
            "UPDATE notification SET read_at = now() WHERE user_id = :user AND read_at IS NULL"
            " AND (CAST(:ids AS uuid[]) IS NULL OR id = ANY(CAST(:ids AS uuid[]))) RETURNING id"
        ),
        {"user": scope.user_id, "ids": list(notification_ids) if notification_ids is not None else None},
    ).all()
    if found:
        live.tell(session, scope.merchant_id, "notifications.read", user=str(scope.user_id))
    return len(found)
