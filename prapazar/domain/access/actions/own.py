"""What people do with their own account: invitation, password, preferences, the first run."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import passwords, tokens
from prapazar.domain.access.actions.login import log_out_everywhere, open_session
from prapazar.domain.access.actions.merchants import create_merchant
from prapazar.domain.access.errors import AccessInvalid, LoginRefused, TokenInvalid
from prapazar.domain.access.models import Membership, User
from prapazar.domain.access.tokens import Purpose
from prapazar.foundation.clock import is_zone

LONGEST_ADDRESS = 200


def accept_invitation(session: Session, token: str, name: str, password: str) -> str:
    """The key for the cookie: who accepts is logged in. Raises TokenInvalid, AccessInvalid."""
    _check(name, password)
    user_id = tokens.use(session, Purpose.INVITATION, token)
    session.execute(
        text("UPDATE app_user SET name = :name, password_hash = :hash WHERE id = :id"),
        {"name": name.strip()[:120], "hash": passwords.hashed(password), "id": user_id},
    )
    if user_id is None:
        raise TokenInvalid
    return open_session(session, user_id)


def request_password_reset(session: Session, email: str) -> tuple[UUID, str, str] | None:
    """(user, name, token) to be mailed; None for an unknown address, which the caller does not tell."""
    row = session.execute(
        text("SELECT id, name FROM app_user WHERE email = :email AND is_active"),
        {"email": email.strip().lower()},
    ).one_or_none()
    if row is None:
        return None
    return row.id, row.name, tokens.issue(session, Purpose.PASSWORD_RESET, row.id)


def reset_password(session: Session, token: str, password: str) -> None:
    """Ends every session of the person. Raises TokenInvalid, AccessInvalid."""
    _check("-", password)
    user_id = tokens.use(session, Purpose.PASSWORD_RESET, token)
    if user_id is None:
        raise TokenInvalid
    _set_password(session, user_id, password)


def change_password(session: Session, user_id: UUID, old: str, new: str) -> None:
    """Ends every session, this one included. Raises LoginRefused, AccessInvalid."""
    known = session.execute(
        text("SELECT password_hash FROM app_user WHERE id = :id FOR UPDATE"), {"id": user_id}
    ).scalar()
    if not passwords.fits(old, known):
        raise LoginRefused
    _check("-", new)
    _set_password(session, user_id, new)


def _set_password(session: Session, user_id: UUID, password: str) -> None:
    session.execute(
        text(
            "UPDATE app_user SET password_hash = :hash, failed_logins = 0, locked_until = NULL WHERE id = :id"
        ),
        {"hash": passwords.hashed(password), "id": user_id},
    )
    log_out_everywhere(session, user_id)


def set_preferences(
    session: Session,
    user_id: UUID,
    *,
    locale: str | None = None,
    theme: str | None = None,
    time_zone: str | None = None,
    name: str | None = None,
) -> None:
    """What is None stays. Raises AccessInvalid."""
    if locale not in {None, "tr", "en"}:
        raise AccessInvalid("locale", "access.not_a_choice")
    if theme not in {None, "light", "dark", "system"}:
        raise AccessInvalid("theme", "access.not_a_choice")
    if time_zone is not None and not is_zone(time_zone):
        raise AccessInvalid("time_zone", "access.not_a_choice")
    if name is not None and not name.strip():
        raise AccessInvalid("name", "forms.required")
    session.execute(
        text(
            "UPDATE app_user SET locale = coalesce(:locale, locale), theme = coalesce(:theme, theme),"
            " time_zone = coalesce(:zone, time_zone), name = coalesce(:name, name) WHERE id = :id"
        ),
        {
            "locale": locale,
            "theme": theme,
            "zone": time_zone,
            "name": name.strip()[:120] if name else None,
            "id": user_id,
        },
    )


def first_run_token(session: Session) -> str | None:
    """The one-time link of an empty installation; None as soon as anybody exists."""
    if session.execute(text("SELECT 1 FROM app_user LIMIT 1")).scalar():
        return None
    return tokens.issue(session, Purpose.FIRST_RUN, None)


def complete_first_run(
    session: Session, token: str, *, name: str, email: str, password: str, merchant_name: str
) -> tuple[UUID, str]:
    """The first Super Admin with a merchant to work in, and the key for the cookie.

    Raises TokenInvalid, AccessInvalid.
    """
    _check(name, password)
    address = checked_email(email)
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('first run'))"))
    tokens.use(session, Purpose.FIRST_RUN, token)
    if session.execute(text("SELECT 1 FROM app_user LIMIT 1")).scalar():
        raise TokenInvalid
    made = User(
        email=address, name=name.strip()[:120], password_hash=passwords.hashed(password), is_super_admin=True
    )
    session.add(made)
    session.flush()
    join_as_admin(session, create_merchant(session, merchant_name), made.id)
    return made.id, open_session(session, made.id)


def join_as_admin(session: Session, merchant_id: UUID, user_id: UUID) -> None:
    role_id = session.execute(
        text("SELECT id FROM role WHERE merchant_id = :merchant AND key = 'admin'"), {"merchant": merchant_id}
    ).scalar_one()
    session.add(Membership(merchant_id=merchant_id, user_id=user_id, role_id=role_id))
    session.flush()


def checked_email(email: str) -> str:
    """Lower case. Raises AccessInvalid."""
    address = email.strip().lower()
    local, at, domain = address.partition("@")
    if (
        not (local and at and "." in domain and " " not in address and "@" not in domain)
        or len(address) > LONGEST_ADDRESS
    ):
        raise AccessInvalid("email", "access.email_wrong")
    return address


def _check(name: str, password: str) -> None:
    if not name.strip():
        raise AccessInvalid("name", "forms.required")
    wrong = passwords.fault(password)
    if wrong:
        raise AccessInvalid("password", wrong)
