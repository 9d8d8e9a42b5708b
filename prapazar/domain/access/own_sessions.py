"""A person's own sessions: where they are logged in, and ending one. These run as the system role."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation import live

_MOST = 50


@dataclass(frozen=True, slots=True)
class OwnSession:
    id: UUID
    ip: str
    agent: str
    created_at: datetime
    seen_at: datetime


def own_sessions(session: Session, user_id: UUID) -> list[OwnSession]:
    """Those that hold, the one used last first."""
    found = session.execute(
        text(
            "SELECT id, ip, agent, created_at, seen_at FROM login_session"
            " WHERE user_id = :user AND revoked_at IS NULL AND expires_at > now()"
            " ORDER BY seen_at DESC, id LIMIT :most"
        ),
        {"user": user_id, "most": _MOST},
    )
    return [OwnSession(*row) for row in found]


def end_session(session: Session, user_id: UUID, session_id: UUID) -> None:
    """Only one's own; its tabs leave at once. Raises AccessInvalid."""
    ended = session.execute(
        text(
            "UPDATE login_session SET revoked_at = now()"
            " WHERE id = :id AND user_id = :user AND revoked_at IS NULL RETURNING id"
        ),
        {"id": session_id, "user": user_id},
    )
    if ended.scalar() is None:
        raise AccessInvalid("session", "access.session_gone")
    live.tell_user(session, user_id, "access.changed")
