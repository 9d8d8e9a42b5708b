"""A person's own account, and a super admin in another's place: written to the books, then told by mail."""

from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.access import actions, audit, own_sessions, photos, queries, sessions
from prapazar.domain.access.actions import Setup
from prapazar.domain.access.errors import LoginRefused
from prapazar.domain.access.permissions import PLATFORM
from prapazar.domain.access.queries import SessionRow
from prapazar.flows.people import tell_of_lock
from prapazar.foundation import db, mail, routes, throttle
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.texts import say

_PASSWORDS_TRIED, _WITHIN = 10, 600


def begin_factor(row: SessionRow, password: str) -> Setup:
    """What the phone has to be told. Raises LoginRefused, AccessInvalid, NotOwnAccount."""
    own = _asked(row)
    with db.system_transaction() as session:
        return actions.begin_factor(session, own, password)


def confirm_factor(row: SessionRow, code: str) -> list[str]:
    """The recovery codes. Raises CodeRefused, AccessInvalid, NotOwnAccount."""
    own = _asked(row)
    with db.system_transaction() as session:
        try:
            codes = actions.confirm_factor(session, own, code, kept=row.id)
            _audit(session, row, "factor.on", own)
        except LoginRefused as refused:
            problem: LoginRefused | None = refused
        else:
            problem = None
    if problem is not None:
        raise problem
    sessions.forget_all()
    _tell(row.email, row.user_name, row.locale, "factor_on")
    return codes


def renew_recovery_codes(row: SessionRow, password: str) -> list[str]:
    """Raises LoginRefused, AccessInvalid, NotOwnAccount."""
    own = _asked(row)
    with db.system_transaction() as session:
        codes = actions.renew_recovery_codes(session, own, password)
        _audit(session, row, "factor.recovery_codes", own)
    return codes


def remove_factor(row: SessionRow, password: str, code: str) -> None:
    """Raises LoginRefused, CodeRefused, AccessInvalid, NotOwnAccount."""
    own = _asked(row)
    problem: LoginRefused | None = None
    with db.system_transaction() as session:
        try:
            actions.remove_factor(session, own, password, code)
            _audit(session, row, "factor.off", own)
        except LoginRefused as refused:
            problem = refused
    if problem is not None:
        tell_of_lock(problem.lock)
        raise problem
    sessions.forget_all()
    _tell(row.email, row.user_name, row.locale, "factor_off")


def take_away_factor(row: SessionRow, user_id: UUID) -> None:
    """Of a member who lost phone and recovery codes, by a super admin. Raises PermissionDenied, NotOwnAccount."""
    _ = row.own_id
    scope = queries.scope_of(row)
    scope.require(PLATFORM)
    with db.system_transaction() as session:
        person = queries.person(session, scope, user_id)
        actions.take_away_factor(session, user_id)
        audit.append(session, scope, "factor.taken_away", user_id, {})
    sessions.forget_all()
    _tell(person.email, person.name, person.locale, "factor_off")


def change_password(row: SessionRow, old: str, new: str) -> None:
    """Ends every session, this one included. Raises LoginRefused, AccessInvalid, NotOwnAccount."""
    own = _asked(row)
    with db.system_transaction() as session:
        actions.change_password(session, own, old, new)
        _audit(session, row, "password.change", own)
    sessions.forget_all()


def set_preferences(
    row: SessionRow,
    *,
    locale: str | None = None,
    theme: str | None = None,
    time_zone: str | None = None,
    name: str | None = None,
) -> None:
    """Raises AccessInvalid, NotOwnAccount."""
    own = row.own_id
    with db.system_transaction() as session:
        actions.set_preferences(session, own, locale=locale, theme=theme, time_zone=time_zone, name=name)
    sessions.forget_all()


def keep_photo(row: SessionRow, data: bytes) -> None:
    """Raises AccessInvalid, NotOwnAccount."""
    own = row.own_id
    png = photos.drawn(data)
    with db.system_transaction() as session:
        photos.keep_photo(session, own, png)
    sessions.forget_all()


def remove_photo(row: SessionRow) -> None:
    own = row.own_id
    with db.system_transaction() as session:
        photos.remove_photo(session, own)
    sessions.forget_all()


def own_sessions_of(row: SessionRow) -> list[own_sessions.OwnSession]:
    with db.system_transaction() as session:
        return own_sessions.own_sessions(session, row.own_id)


def end_session(row: SessionRow, session_id: UUID) -> None:
    """Raises AccessInvalid, NotOwnAccount."""
    own = row.own_id
    with db.system_transaction() as session:
        own_sessions.end_session(session, own, session_id)
    sessions.forget_all()


def log_out_everywhere(row: SessionRow) -> None:
    """Raises NotOwnAccount."""
    own = row.own_id
    with db.system_transaction() as session:
        actions.log_out_everywhere(session, own)
    sessions.forget_all()


def begin_impersonation(row: SessionRow, user_id: UUID) -> None:
    """Raises PermissionDenied, AccessInvalid."""
    with db.system_transaction() as session:
        actions.begin_impersonation(session, row, user_id)
    sessions.forget_all()


def end_impersonation(row: SessionRow) -> None:
    with db.system_transaction() as session:
        actions.end_impersonation(session, row)
    sessions.forget_all()


def end_overdue_impersonations() -> int:
    with db.system_transaction() as session:
        return actions.end_overdue(session)


class TooManyTries(Exception):
    """Of passwords and codes on one's own account: somebody sits at a session that is not theirs."""

    code = "login_problem.throttled"


def _asked(row: SessionRow) -> UUID:
    """Whose account it is; so often in ten minutes and no oftener. Raises NotOwnAccount, TooManyTries."""
    own = row.own_id
    if not throttle.granted(f"own:{own}", most=_PASSWORDS_TRIED, seconds=_WITHIN):
        raise TooManyTries
    return own


def _audit(session: Session, row: SessionRow, action: str, user_id: UUID) -> None:
    """In the merchant they work in; who has none has no trail either."""
    if row.merchant_id is not None:
        scope = Scope(merchant_id=row.merchant_id, user_id=user_id, origin=row.ip)
        audit.append(session, scope, action, user_id, {})


def _tell(email: str, name: str, locale: Locale, letter: str) -> None:
    link = settings().address + routes.FORGOT
    mail.send_aside(
        email, say(locale, f"mails.{letter}_subject"), say(locale, f"mails.{letter}", name=name, link=link)
    )
