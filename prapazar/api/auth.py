"""Log-in, log-out, registration, forgotten password, invitation and first run, for programs (JSON)."""

import time
from collections.abc import Callable
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from prapazar.api import browser, cookies
from prapazar.api.door import key_of, logged_in, public
from prapazar.api.errors import Refused
from prapazar.domain.access import actions, sessions
from prapazar.domain.access.errors import LoginRefused
from prapazar.domain.access.queries import SessionRow
from prapazar.flows import people
from prapazar.foundation import db, throttle
from prapazar.foundation.scope import system_scope
from prapazar.foundation.settings import settings

router = APIRouter(prefix="/api", tags=["auth"])
_LONG = 300
_REFUSED_AFTER = 0.4
"""Seconds; more than a refusal takes to work out, so that all of them take as long."""
_TRIES_A_MINUTE = 60  # a whole office may share one address
Text = Annotated[str, Field(max_length=_LONG)]
Made = TypeVar("Made")


class Credentials(BaseModel):
    email: Text
    password: Text
    code: Text = ""
    """Of the second factor, or a recovery code; asked for with 401 `login_problem.code_needed`."""


class Registration(BaseModel):
    merchant: Text
    name: Text
    email: Text
    password: Text


class Forgotten(BaseModel):
    email: Text


class NewPassword(BaseModel):
    token: Text
    password: Text


class Acceptance(BaseModel):
    token: Text
    name: Text
    password: Text


class FirstRun(BaseModel):
    token: Text
    name: Text
    email: Text
    password: Text
    merchant: Text = ""


class Key(BaseModel):
    token: str
    """Also set as a cookie; programs send it as `Authorization: Bearer`."""


class Opened(BaseModel):
    merchant_id: UUID
    user_id: UUID


def throttled(request: Request) -> None:
    """Guessing from one address stops before it reaches the accounts."""
    if not throttle.granted(f"auth:{browser.client_ip(request)}", most=_TRIES_A_MINUTE, seconds=60):
        raise Refused(429, "login_problem.throttled")


def evenly(step: Callable[[], Made]) -> Made:
    """Raises LoginRefused, always after the same time: counting a failure takes a little longer."""
    begun = time.monotonic()
    try:
        return step()
    except LoginRefused:
        time.sleep(max(0.0, _REFUSED_AFTER - (time.monotonic() - begun)))
        raise


def agent(request: Request) -> str:
    return request.headers.get("user-agent", "")


@router.post("/login", dependencies=[Depends(public), Depends(throttled)])
def log_in(request: Request, response: Response, sent: Credentials) -> Key:
    ip, program = browser.client_ip(request), agent(request)
    key = evenly(lambda: people.log_in(sent.email, sent.password, code=sent.code, ip=ip, agent=program))
    cookies.give(request, response, key)
    return Key(token=key)


@router.post("/logout", status_code=204, dependencies=[Depends(logged_in)])
def log_out(request: Request, response: Response, *, everywhere: bool = False) -> None:
    row = sessions.load(key_of(request))
    with db.system_transaction() as session:
        if everywhere and row is not None:
            actions.log_out_everywhere(session, row.own_id)
        else:
            actions.log_out(session, key_of(request))
    sessions.forget_all()
    cookies.take(request, response)


@router.post("/register", status_code=201, dependencies=[Depends(public), Depends(throttled)])
def register(request: Request, sent: Registration) -> Opened:
    """Opens a merchant with its admin: for strangers only where the installation allows it."""
    row = sessions.load(key_of(request))
    if not settings().open_registration and not (row and logged_in(request).is_super_admin):
        raise Refused(403, "access.registration_closed")
    with db.system_transaction() as session:
        merchant_id = actions.create_merchant(session, sent.merchant)
        user_id = actions.add_member(
            session,
            system_scope(merchant_id),
            email=sent.email,
            name=sent.name,
            password=sent.password,
            role_key="admin",
        )
    return Opened(merchant_id=merchant_id, user_id=user_id)


@router.post("/password/forgot", status_code=202, dependencies=[Depends(public), Depends(throttled)])
def forgot(request: Request, sent: Forgotten) -> None:
    people.mail_password_reset(sent.email, browser.language(request))


@router.post("/password/reset", status_code=204, dependencies=[Depends(public), Depends(throttled)])
def reset(sent: NewPassword) -> None:
    with db.system_transaction() as session:
        actions.reset_password(session, sent.token, sent.password)
    sessions.forget_all()


@router.post("/invitations/accept", dependencies=[Depends(public), Depends(throttled)])
def accept(request: Request, response: Response, sent: Acceptance) -> Key:
    with db.system_transaction() as session:
        key = actions.accept_invitation(session, sent.token, sent.name, sent.password)
    cookies.give(request, response, key)
    return Key(token=key)


@router.post("/first-run", dependencies=[Depends(public), Depends(throttled)])
def first_run(request: Request, response: Response, sent: FirstRun) -> Key:
    with db.system_transaction() as session:
        _user_id, key = actions.complete_first_run(
            session,
            sent.token,
            name=sent.name,
            email=sent.email,
            password=sent.password,
            merchant_name=sent.merchant or sent.name,
        )
    cookies.give(request, response, key)
    return Key(token=key)


class Choice(BaseModel):
    merchant_id: UUID


@router.post("/merchant", status_code=204)
def switch_merchant(request: Request, sent: Choice, row: Annotated[SessionRow, Depends(logged_in)]) -> None:
    """Of the session that asks, in all its tabs."""
    del row
    with db.system_transaction() as session:
        actions.switch_merchant(session, key_of(request), sent.merchant_id)
    sessions.forget_all()
