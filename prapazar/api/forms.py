"""The same steps for our own pages: a native form posts, the browser is sent on with a code in the address."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse

from prapazar.api import auth, browser, cookies
from prapazar.api.door import key_of, public
from prapazar.api.errors import Refused
from prapazar.domain.access import actions, sessions
from prapazar.domain.access.errors import AccessInvalid, CodeRefused, LoginRefused, TokenInvalid
from prapazar.flows import people
from prapazar.foundation import db, routes
from prapazar.foundation.mail import MailNotSent

router = APIRouter(prefix="/api/auth", tags=["forms"], include_in_schema=False)
Field = Annotated[str, Form(max_length=300)]
_SEE_OTHER = 303
_BY_FIELD = {"password": "weak_password", "name": "name", "email": "email", "merchant_name": "merchant"}


def door(request: Request) -> None:
    """Only from our own pages, and not too often."""
    if not browser.is_same_origin(request):
        raise Refused(403, "login_problem.origin")


_OPEN = [Depends(public), Depends(door)]


@router.post("/login", dependencies=_OPEN)
def log_in(request: Request, email: Field, password: Field, next: Field = "") -> RedirectResponse:  # noqa: A002 - the field's name
    """Who has a second factor goes on to the page that asks for its code, a ticket in a cookie of its own."""
    onward = _local(_asked(request, "next", next))
    ip, program = browser.client_ip(request), auth.agent(request)
    found: list[tuple[str, str]] = []

    def step() -> None:
        found.append(auth.evenly(lambda: people.log_in_half(email, password, ip=ip, agent=program)))

    after = onward if onward != routes.HOME else ""
    response = _done(request, routes.with_query(routes.LOGIN, next=after), step, onward)
    for key, ticket in found:
        if ticket:
            response = _to(routes.with_query(routes.LOGIN_CODE, next=after))
            cookies.give_ticket(request, response, ticket)
        else:
            cookies.give(request, response, key)
    return response


@router.post("/code", dependencies=_OPEN)
def log_in_by_code(request: Request, code: Field, next: Field = "") -> RedirectResponse:  # noqa: A002 - the field's name
    onward = _local(_asked(request, "next", next))
    ticket = request.cookies.get(cookies.TICKET, "")
    ip, program = browser.client_ip(request), auth.agent(request)
    back = routes.with_query(routes.LOGIN_CODE, next=onward if onward != routes.HOME else "")

    def step() -> str:
        try:
            return auth.evenly(lambda: people.log_in_by_code(ticket, code, ip=ip, agent=program))
        except TokenInvalid:
            raise Refused(401, "login_problem.code_late") from None

    response = _entered(request, back, step, onward)
    if response.headers["location"] == onward:
        cookies.take_ticket(request, response)
    return response


@router.post("/logout", dependencies=_OPEN)
def log_out(request: Request) -> RedirectResponse:
    with db.system_transaction() as session:
        actions.log_out(session, key_of(request))
    sessions.forget_all()
    response = _to(routes.with_query(routes.LOGIN, notice="logged_out"))
    cookies.take(request, response)
    return response


@router.post("/forgot", dependencies=_OPEN)
def forgot(request: Request, email: Field) -> RedirectResponse:
    def step() -> None:
        people.mail_password_reset(email, browser.language(request))

    return _done(request, routes.FORGOT, step, routes.with_query(routes.FORGOT, notice="sent"))


@router.post("/reset", dependencies=_OPEN)
def reset(request: Request, password: Field, token: Field = "") -> RedirectResponse:
    token = _asked(request, "token", token)

    def step() -> None:
        with db.system_transaction() as session:
            actions.reset_password(session, token, password)
        sessions.forget_all()

    back = routes.with_query(routes.RESET, token=token)
    return _done(request, back, step, routes.with_query(routes.LOGIN, notice="password_changed"))


@router.post("/accept", dependencies=_OPEN)
def accept(request: Request, name: Field, password: Field, token: Field = "") -> RedirectResponse:
    token = _asked(request, "token", token)

    def step() -> str:
        with db.system_transaction() as session:
            return actions.accept_invitation(session, token, name, password)

    return _entered(request, routes.with_query(routes.ACCEPT, token=token), step)


@router.post("/first-run", dependencies=_OPEN)
def first_run(
    request: Request, name: Field, email: Field, password: Field, token: Field = "", merchant: Field = ""
) -> RedirectResponse:
    token = _asked(request, "token", token)

    def step() -> str:
        with db.system_transaction() as session:
            return actions.complete_first_run(
                session, token, name=name, email=email, password=password, merchant_name=merchant or name
            )[1]

    return _entered(request, routes.with_query(routes.FIRST_RUN, token=token), step)


def _asked(request: Request, name: str, told: str) -> str:
    """What the form says, or the address of its page: a form sent before its scripts ran says nothing yet."""
    return told or next(iter(parse_qs(urlsplit(request.headers.get("referer", "")).query).get(name, [])), "")


def _entered(
    request: Request, back: str, step: Callable[[], str], onward: str = routes.HOME
) -> RedirectResponse:
    """Whoever got through is logged in and sent on."""
    keys: list[str] = []
    response = _done(request, back, lambda: keys.append(step()), onward)
    for key in keys:
        cookies.give(request, response, key)
    return response


def _done(request: Request, back: str, step: Callable[[], None], onward: str) -> RedirectResponse:
    try:
        auth.throttled(request)
        step()
    except (Refused, LoginRefused, TokenInvalid, AccessInvalid, MailNotSent) as problem:
        sign = "&" if "?" in back else "?"
        return _to(f"{back}{sign}error={_code(problem)}")
    return _to(onward)


def _code(problem: Exception) -> str:
    match problem:
        case Refused():
            return problem.code.rpartition(".")[2]
        case CodeRefused():
            return "code"
        case LoginRefused():
            return "refused"
        case AccessInvalid():
            return _BY_FIELD.get(problem.field, "refused")
        case MailNotSent():
            return "mail"
    return "link"


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, _SEE_OTHER)


def _local(path: str) -> str:
    """A path of ours, or home: log-in must not lead to a stranger's site."""
    parts = urlsplit(path)
    odd = parts.scheme or parts.netloc or "\\" in path or not path.isprintable()
    return routes.HOME if odd or not path.startswith("/") or path.startswith("//") else path
