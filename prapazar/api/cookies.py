"""The session cookie: out of reach of scripts, not sent from other sites, encrypted wherever the page is."""

from fastapi import Request, Response

from prapazar.api import browser
from prapazar.domain.access import sessions

_MAX_AGE = 30 * 24 * 3600  # the session itself ends earlier, in the database


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
