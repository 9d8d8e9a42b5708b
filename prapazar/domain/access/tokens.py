"""One-time links: invitation, password reset, first run, log-in half done. The table keeps only their SHA-256."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access.errors import TokenInvalid
from prapazar.domain.access.models import OneTimeToken
from prapazar.foundation.clock import now


class Purpose(StrEnum):
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose, not a password
    FIRST_RUN = "first_run"
    SECOND_FACTOR = "second_factor"


LIFE = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD_RESET: timedelta(hours=1),
    Purpose.FIRST_RUN: timedelta(days=1),
    Purpose.SECOND_FACTOR: timedelta(minutes=5),
}


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def issue(session: Session, purpose: Purpose, user_id: UUID | None) -> str:
    """A new link; earlier ones for the same purpose and person end."""
    session.execute(
        text(
            "UPDATE one_time_token SET used_at = now() WHERE purpose = :purpose"
            " AND user_id IS NOT DISTINCT FROM :user AND used_at IS NULL"
        ),
        {"purpose": purpose.value, "user": user_id},
    )
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeToken(
            token_hash=digest(token), purpose=purpose.value, user_id=user_id, expires_at=now() + LIFE[purpose]
        )
    )
    session.flush()
    return token


def is_good(session: Session, purpose: Purpose, token: str) -> bool:
    """For showing the form; using it is another matter."""
    found = session.execute(
        text(
            "SELECT 1 FROM one_time_token WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL"
            " AND expires_at > now()"
        ),
        {"hash": digest(token), "purpose": purpose.value},
    )
    return found.scalar() is not None


def whose(session: Session, purpose: Purpose, token: str) -> UUID | None:
    """The person of a good one, which stays good; None: of none. Against a wrong code it must stand."""
    found: UUID | None = session.execute(
        text(
            "SELECT user_id FROM one_time_token WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL"
            " AND expires_at > now()"
        ),
        {"hash": digest(token), "purpose": purpose.value},
    ).scalar()
    return found


def use(session: Session, purpose: Purpose, token: str) -> UUID | None:
    """Whose link it was. One statement, so a link clicked twice at once works once. Raises TokenInvalid."""
    row = session.execute(
        text(
            "UPDATE one_time_token SET used_at = now() WHERE token_hash = :hash AND purpose = :purpose"
            " AND used_at IS NULL AND expires_at > now() RETURNING user_id"
        ),
        {"hash": digest(token), "purpose": purpose.value},
    ).one_or_none()
    if row is None:
        raise TokenInvalid
    user_id: UUID | None = row.user_id
    return user_id
