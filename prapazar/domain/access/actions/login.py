"""Log-in and sessions. These run as the system role: nobody is anybody before them."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import passwords, tokens
from prapazar.domain.access.actions import second_factor
from prapazar.domain.access.actions.impersonation import end_of_session
from prapazar.domain.access.errors import AccessInvalid, CodeNeeded, Lock, LoginRefused, TokenInvalid
from prapazar.domain.access.models import LoginSession
from prapazar.domain.access.tokens import Purpose, digest
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.settings import settings

FREE_TRIES = 5
LONGEST_LOCK = timedelta(hours=1)


def log_in(
    session: Session, email: str, password: str, *, code: str = "", ip: str = "", agent: str = ""
) -> str:
    """The key for the cookie. Raises LoginRefused; the failure is counted, so commit it too. Raises CodeNeeded.

    A locked account is answered as an unknown one, and its password is read all the same: neither the answer
    nor its time says that it exists. Tries while it is locked change nothing.
    """
    row = session.execute(
        text(
            "SELECT id, email, name, locale, password_hash, is_active, failed_logins, locked_until"
            " FROM app_user WHERE email = :email FOR UPDATE"
        ),
        {"email": email.strip().lower()},
    ).one_or_none()
    fits = passwords.fits(password, row.password_hash if row else None)
    if row is None or (row.locked_until and row.locked_until > now()):
        raise LoginRefused
    if not fits or not row.is_active:
        failures = row.failed_logins + 1
        _count_failure(session, row.id, failures)
        if failures == FREE_TRIES and row.is_active:  # the longer locks after it are no news
            raise LoginRefused(Lock(row.email, row.name, row.locale, ip))
        raise LoginRefused
    if second_factor.has_one(session, row.id):
        if not code:
            raise CodeNeeded(row.id)
        second_factor.pass_code(session, row.id, code, ip=ip)
    return _entered(session, row.id, ip=ip, agent=agent)


def ticket(session: Session, user_id: UUID) -> str:
    """For a browser whose password was right: with it and a code the session opens."""
    return tokens.issue(session, Purpose.SECOND_FACTOR, user_id)


def log_in_by_code(session: Session, ticket: str, code: str, *, ip: str = "", agent: str = "") -> str:
    """The key for the cookie. Raises TokenInvalid, and CodeRefused: counted, so commit it too."""
    user_id = tokens.whose(session, Purpose.SECOND_FACTOR, ticket)
    if user_id is None or not _is_active(session, user_id):
        raise TokenInvalid
    second_factor.pass_code(session, user_id, code, ip=ip)
    tokens.use(session, Purpose.SECOND_FACTOR, ticket)
    return _entered(session, user_id, ip=ip, agent=agent)


def _is_active(session: Session, user_id: UUID) -> bool:
    found = session.execute(text("SELECT is_active FROM app_user WHERE id = :id"), {"id": user_id})
    return bool(found.scalar())


def _entered(session: Session, user_id: UUID, *, ip: str, agent: str) -> str:
    session.execute(
        text(
            "UPDATE app_user SET failed_logins = 0, locked_until = NULL, last_login_at = now() WHERE id = :id"
        ),
        {"id": user_id},
    )
    return open_session(session, user_id, ip=ip, agent=agent)


def _count_failure(session: Session, user_id: UUID, failures: int) -> None:
    """From the fifth on each wrong password locks twice as long as the one before."""
    over = failures - FREE_TRIES
    lock = min(LONGEST_LOCK, timedelta(seconds=30 * 2 ** min(over, 10))) if over >= 0 else None
    session.execute(
        text("UPDATE app_user SET failed_logins = :failures, locked_until = :until WHERE id = :id"),
        {"failures": failures, "until": now() + lock if lock else None, "id": user_id},
    )


_FIRST_MERCHANT = text(
    "SELECT x.id FROM merchant x CROSS JOIN app_user u LEFT JOIN membership m"
    " ON m.merchant_id = x.id AND m.user_id = u.id AND NOT m.is_suspended"
    " WHERE u.id = :user AND x.is_active AND (m.id IS NOT NULL OR u.is_super_admin)"
    " ORDER BY m.created_at NULLS LAST, x.created_at, x.id LIMIT 1"
)
"""The merchant one begins in: the first joined; for a super admin in none, the oldest."""


def open_session(session: Session, user_id: UUID, *, ip: str = "", agent: str = "") -> str:
    key = secrets.token_urlsafe(32)
    merchant_id = session.execute(_FIRST_MERCHANT, {"user": user_id}).scalar()
    session.add(
        LoginSession(
            key_hash=digest(key),
            user_id=user_id,
            active_merchant_id=merchant_id,
            ip=ip[:64],
            agent=agent[:200],
            expires_at=now() + timedelta(hours=settings().session_hours),
        )
    )
    session.flush()
    return key


def log_out(session: Session, key: str) -> None:
    end_of_session(session, digest(key))
    user_id = session.execute(
        text("UPDATE login_session SET revoked_at = now() WHERE key_hash = :hash RETURNING user_id"),
        {"hash": digest(key)},
    ).scalar()
    if user_id:
        live.tell_user(session, user_id, "access.changed")


def log_out_everywhere(session: Session, user_id: UUID) -> int:
    found = session.execute(
        text(
            "UPDATE login_session SET revoked_at = now() WHERE user_id = :user AND revoked_at IS NULL RETURNING id"
        ),
        {"user": user_id},
    ).all()
    live.tell_user(session, user_id, "access.changed")
    return len(found)


def switch_merchant(session: Session, key: str, merchant_id: UUID) -> None:
    """Members only, and the super admin. Raises AccessInvalid."""
    changed = session.execute(
        text(
            "UPDATE login_session s SET active_merchant_id = m.id FROM merchant m, app_user u"
            " WHERE s.key_hash = :hash AND s.revoked_at IS NULL AND m.id = :merchant AND m.is_active"
            " AND u.id = s.user_id AND s.acting_as IS NULL"
            " AND (u.is_super_admin OR EXISTS (SELECT 1 FROM membership x WHERE x.merchant_id = m.id"
            "  AND x.user_id = u.id AND NOT x.is_suspended)) RETURNING s.id, s.user_id"
        ),
        {"hash": digest(key), "merchant": merchant_id},
    ).one_or_none()
    if changed is None:
        raise AccessInvalid("merchant", "access.not_a_member")
    live.tell_user(session, changed.user_id, "access.changed")
