"""The session cookie: out of reach of scripts, not sent from other sites, encrypted wherever the page is."""

from fastapi import Request, Response

from prapazar.api import browser
from prapazar.domain.access import sessions

_MAX_AGE = 30 * 24 * 3600  # the session itself ends earlier, in the database
TICKET = "pp_ticket"
"""Between password and code; the log-in paths alone get it."""
_TICKET_AGE = 300
_TICKET_PATH = "/api/auth"


def give(request: Request, response: Response, key: str) -> None:
    response.set_cookie(
        sessions.COOKIE,
        key,
        max_age=_MAX_AGE,
        path="/",
        httponly=True,
        samesite="lax",
        secure=browser.is_encrypted(request),
    )


def take(request: Request, response: Response) -> None:
    response.delete_cookie(
        sessions.COOKIE, path="/", httponly=True, samesite="lax", secure=browser.is_encrypted(request)
    )


def give_ticket(request: Request, response: Response, ticket: str) -> None:
    response.set_cookie(
        TICKET,
        ticket,
        max_age=_TICKET_AGE,
        path=_TICKET_PATH,
        httponly=True,
        samesite="strict",
        secure=browser.is_encrypted(request),
    )


def take_ticket(request: Request, response: Response) -> None:
    response.delete_cookie(
        TICKET, path=_TICKET_PATH, httponly=True, samesite="strict", secure=browser.is_encrypted(request)
    )
