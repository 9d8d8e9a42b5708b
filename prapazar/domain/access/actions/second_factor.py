"""A person's second factor: set up, proven, asked for, taken away. These run as the system role."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import passwords, recovery, totp
from prapazar.domain.access.errors import AccessInvalid, CodeRefused, Lock, LoginRefused
from prapazar.domain.access.models import RecoveryCode, SecondFactor
from prapazar.foundation import live, secrets
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id

FREE_TRIES = 5
LONGEST_LOCK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Setup:
    """What a phone has to be told; shown until the first code proves that it knows."""

    typed: str
    address: str


def has_one(session: Session, user_id: UUID) -> bool:
    found = session.execute(
        text("SELECT 1 FROM second_factor WHERE user_id = :user AND confirmed_at IS NOT NULL"),
        {"user": user_id},
    )
    return found.scalar() is not None


def begin_factor(session: Session, user_id: UUID, password: str) -> Setup:
    """A new secret; an earlier one that was never proven goes. Raises LoginRefused, AccessInvalid."""
    email = _prove(session, user_id, password)
    if has_one(session, user_id):
        raise AccessInvalid("factor", "access.factor_is_on")
    secret, factor_id = totp.new_secret(), new_id()
    session.execute(text("DELETE FROM second_factor WHERE user_id = :user"), {"user": user_id})
    sealed = secrets.box().seal(secret, factor_id.bytes)
    session.add(SecondFactor(id=factor_id, user_id=user_id, secret=sealed))
    session.flush()
    return Setup(totp.typed(secret), totp.address(secret, email))


def confirm_factor(session: Session, user_id: UUID, code: str, *, kept: UUID) -> list[str]:
    """The recovery codes, never to be seen again; every session but `kept` ends.

    Raises CodeRefused (counted, so commit it too), AccessInvalid.
    """
    row = _lock(session, user_id)
    if row is None or row.confirmed_at is not None:
        raise AccessInvalid("code", "access.factor_not_begun")
    step = _step(row, code)
    if step is None:
        raise _counted(session, row, ip="")
    _took(session, row, step)
    session.execute(text("UPDATE second_factor SET confirmed_at = now() WHERE id = :id"), {"id": row.id})
    session.execute(
        text(
            "UPDATE login_session SET revoked_at = now()"
            " WHERE user_id = :user AND id <> :kept AND revoked_at IS NULL"
        ),
        {"user": user_id, "kept": kept},
    )
    live.tell_user(session, user_id, "access.changed")
    return _new_codes(session, user_id)


def renew_recovery_codes(session: Session, user_id: UUID, password: str) -> list[str]:
    """The earlier ones end. Raises LoginRefused, AccessInvalid."""
    _prove(session, user_id, password)
    if not has_one(session, user_id):
        raise AccessInvalid("factor", "access.factor_is_off")
    return _new_codes(session, user_id)


def remove_factor(session: Session, user_id: UUID, password: str, code: str) -> None:
    """With password and code. Raises LoginRefused, CodeRefused (counted, so commit it too), AccessInvalid."""
    _prove(session, user_id, password)
    if _is_needed(session, user_id):
        raise AccessInvalid("factor", "access.factor_needed")
    pass_code(session, user_id, code)
    take_away_factor(session, user_id)


def take_away_factor(session: Session, user_id: UUID) -> None:
    """Of whoever lost phone and recovery codes: who may ask for it, the caller knows."""
    session.execute(text("DELETE FROM recovery_code WHERE user_id = :user"), {"user": user_id})
    session.execute(text("DELETE FROM second_factor WHERE user_id = :user"), {"user": user_id})
    live.tell_user(session, user_id, "access.changed")


def pass_code(session: Session, user_id: UUID, code: str, *, ip: str = "") -> None:
    """A code of the phone, or a recovery code. Raises CodeRefused; the failure is counted, so commit it too.

    Locked, a right code is answered as a wrong one, or guessing would go on.
    """
    row = _lock(session, user_id)
    if row is None or row.confirmed_at is None or (row.locked_until and row.locked_until > now()):
        raise CodeRefused
    step = _step(row, code)
    if step is not None:
        _took(session, row, step)
    elif not _recovered(session, user_id, code):
        raise _counted(session, row, ip=ip)
    else:
        _took(session, row, row.last_step)


def _lock(session: Session, user_id: UUID) -> Any:  # noqa: ANN401 - a row
    return session.execute(
        text(
            "SELECT f.id, f.user_id, f.secret, f.last_step, f.failed_codes, f.locked_until, f.confirmed_at,"
            " u.email, u.name, u.locale FROM second_factor f JOIN app_user u ON u.id = f.user_id"
            " WHERE f.user_id = :user FOR UPDATE OF f"
        ),
        {"user": user_id},
    ).one_or_none()


def _step(row: Any, code: str) -> int | None:  # noqa: ANN401 - a row of _lock
    """None where the code is wrong, or of a step that opened already."""
    secret = secrets.box().open(row.secret, row.id.bytes)
    step = totp.step_of(secret, "".join(code.split()), now())
    return step if step is not None and step > row.last_step else None


def _took(session: Session, row: Any, step: int) -> None:  # noqa: ANN401 - a row of _lock
    session.execute(
        text(
            "UPDATE second_factor SET last_step = :step, failed_codes = 0, locked_until = NULL WHERE id = :id"
        ),
        {"step": step, "id": row.id},
    )


def _recovered(session: Session, user_id: UUID, code: str) -> bool:
    """One statement, so a code typed twice at once opens once."""
    used = session.execute(
        text(
            "UPDATE recovery_code SET used_at = now()"
            " WHERE user_id = :user AND code_hash = :hash AND used_at IS NULL RETURNING id"
        ),
        {"user": user_id, "hash": recovery.digest(user_id, code)},
    )
    return used.scalar() is not None


def _counted(session: Session, row: Any, *, ip: str) -> CodeRefused:  # noqa: ANN401 - a row of _lock
    """From the fifth on each wrong code locks twice as long as the one before; the owner is told of the first."""
    failures = row.failed_codes + 1
    session.execute(
        text("UPDATE second_factor SET failed_codes = :failures, locked_until = :until WHERE id = :id"),
        {"failures": failures, "until": _locked_until(failures), "id": row.id},
    )
    if failures == FREE_TRIES:
        return CodeRefused(Lock(row.email, row.name, row.locale, ip, by_codes=True))
    return CodeRefused()


def _locked_until(failures: int) -> datetime | None:
    over = failures - FREE_TRIES
    if over < 0:
        return None
    return now() + min(LONGEST_LOCK, timedelta(seconds=30 * 2 ** min(over, 10)))


def _new_codes(session: Session, user_id: UUID) -> list[str]:
    session.execute(text("DELETE FROM recovery_code WHERE user_id = :user"), {"user": user_id})
    codes = recovery.new_codes()
    session.add_all(RecoveryCode(user_id=user_id, code_hash=recovery.digest(user_id, code)) for code in codes)
    session.flush()
    return codes


def _prove(session: Session, user_id: UUID, password: str) -> str:
    """The e-mail of whoever knows the password. Raises LoginRefused."""
    row = session.execute(
        text("SELECT email, password_hash FROM app_user WHERE id = :id FOR UPDATE"), {"id": user_id}
    ).one_or_none()
    if row is None or not passwords.fits(password, row.password_hash):
        raise LoginRefused
    email: str = row.email
    return email


def _is_needed(session: Session, user_id: UUID) -> bool:
    found = session.execute(
        text(
            "SELECT 1 FROM membership m JOIN role r ON r.id = m.role_id AND r.needs_factor"
            " WHERE m.user_id = :user AND NOT m.is_suspended LIMIT 1"
        ),
        {"user": user_id},
    )
    return found.scalar() is not None
