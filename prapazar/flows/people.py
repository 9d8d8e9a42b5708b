"""Log-in, invitations and forgotten passwords: written to the books, then told by mail after the commit."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.access import actions, queries, sessions
from prapazar.domain.access.errors import CodeNeeded, Lock, LoginRefused
from prapazar.foundation import db, mail, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.texts import say

Made = TypeVar("Made")


def log_in(email: str, password: str, *, code: str = "", ip: str, agent: str) -> str:
    """The key; a failure is counted although it is raised. Raises LoginRefused, CodeNeeded.

    The owner of an account that this locks gets a letter; sent aside, for waiting for it would tell on the account.
    """
    return _counted(lambda session: actions.log_in(session, email, password, code=code, ip=ip, agent=agent))


def log_in_half(email: str, password: str, *, ip: str, agent: str) -> tuple[str, str]:
    """(key, ""), or ("", ticket) for who has a second factor and is asked for its code. Raises LoginRefused."""
    try:
        return log_in(email, password, ip=ip, agent=agent), ""
    except CodeNeeded as needed:
        with db.system_transaction() as session:
            return "", actions.ticket(session, needed.whose())


def log_in_by_code(ticket: str, code: str, *, ip: str, agent: str) -> str:
    """The key. Raises TokenInvalid, CodeRefused: counted although it is raised."""
    return _counted(lambda session: actions.log_in_by_code(session, ticket, code, ip=ip, agent=agent))


def _counted(step: Callable[[Session], Made]) -> Made:
    with db.system_transaction() as session:
        try:
            return step(session)
        except LoginRefused as refused:
            problem = refused
    tell_of_lock(problem.lock)
    raise problem


def tell_of_lock(lock: Lock | None) -> None:
    if lock:
        _write_aside(
            lock.email,
            "code_locked" if lock.by_codes else "locked",
            lock.locale,
            name=lock.name,
            ip=lock.ip or "?",
            link=settings().address + routes.FORGOT,
        )


def invite(scope: Scope, email: str, role_id: UUID, supplier_id: UUID | None = None) -> bool:
    """True: a link was mailed; False: the person had an account, was added and told.

    Raises AccessInvalid, MailNotSent (the invitation stands and can be sent again).
    """
    with db.system_transaction() as session:
        token = actions.invite(session, scope, email, role_id, supplier_id)
        merchant = queries.merchant_name(session, scope)
    sessions.forget_all()
    if token is None:
        _write(email.strip(), "added", scope.locale, merchant=merchant, link=settings().address)
        return False
    _write(email.strip(), "invitation", scope.locale, merchant=merchant, link=_link(routes.ACCEPT, token))
    return True


def invite_again(scope: Scope, user_id: UUID) -> str:
    """The address written to. Raises AccessInvalid, MailNotSent."""
    with db.system_transaction() as session:
        email, token = actions.invite_again(session, scope, user_id)
        merchant = queries.merchant_name(session, scope)
    _write(email, "invitation", scope.locale, merchant=merchant, link=_link(routes.ACCEPT, token))
    return email


def mail_password_reset(email: str, locale: Locale) -> None:
    """Says nothing about whether the address is known, not even by the time a mail takes."""
    with db.system_transaction() as session:
        found = actions.request_password_reset(session, email)
    if found is not None:
        _user_id, name, token = found
        _write_aside(email.strip().lower(), "reset", locale, name=name, link=_link(routes.RESET, token))


def first_run_link() -> str | None:
    """For the terminal of an empty installation; None as soon as anybody exists."""
    with db.system_transaction() as session:
        token = actions.first_run_token(session)
    return _link(routes.FIRST_RUN, token) if token else None


def _link(path: str, token: str) -> str:
    return settings().address + routes.with_query(path, token=token)


def _write(to: str, letter: str, locale: Locale, **values: str) -> None:
    mail.send(to, say(locale, f"mails.{letter}_subject", **values), say(locale, f"mails.{letter}", **values))


def _write_aside(to: str, letter: str, locale: Locale, **values: str) -> None:
    """Not waited for; a failure is logged by the mail room."""
    mail.send_aside(
        to, say(locale, f"mails.{letter}_subject", **values), say(locale, f"mails.{letter}", **values)
    )
