"""Errors as problem+json (RFC 9457): a code for programs, a sentence in the caller's language for people."""

import uuid
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from prapazar.api import browser
from prapazar.domain.access.errors import (
    AccessInvalid,
    CodeNeeded,
    CodeRefused,
    LoginRefused,
    NotOwnAccount,
    RoleInUse,
    TokenInvalid,
)
from prapazar.domain.access.queries import NoMerchantChosen
from prapazar.flows.own_account import TooManyTries
from prapazar.foundation.mail import MailNotSent
from prapazar.foundation.scope import PermissionDenied
from prapazar.foundation.texts import knows, say

log = structlog.get_logger(__name__)
MEDIA = "application/problem+json"


class Refused(Exception):
    """Raised by routes themselves; `code` is the key of the sentence."""

    def __init__(self, status: int, code: str, **values: Any) -> None:  # noqa: ANN401 - values of the sentence
        super().__init__(code)
        self.status, self.code, self.values = status, code, values


_KNOWN: dict[type[Exception], tuple[int, str]] = {
    TokenInvalid: (410, "login_problem.link"),
    RoleInUse: (409, "access.role_in_use"),
    NoMerchantChosen: (409, "access.no_merchant"),
    MailNotSent: (502, "access.mail_not_sent"),
    NotOwnAccount: (403, NotOwnAccount.code),
    TooManyTries: (429, TooManyTries.code),
}


def tells(error: type[Exception], status: int, code: str) -> None:
    """A router's own: `tells(StockShort, 409, "errors.stock_short")`; values are the error's attributes."""
    _KNOWN[error] = (status, code)


def install(app: FastAPI) -> None:
    kinds: list[type[Exception]] = [
        Refused,
        PermissionDenied,
        AccessInvalid,
        LoginRefused,
        CodeNeeded,
        *_KNOWN,
    ]
    for error in kinds:
        app.add_exception_handler(error, answer)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(Exception, _unexpected)


def answer(request: Request, error: Exception) -> JSONResponse:
    match error:
        case Refused():
            return problem(request, error.status, error.code, **error.values)
        case PermissionDenied():
            return problem(request, 403, "errors.permission_denied", permission=error.permission)
        case AccessInvalid():
            return problem(request, 422, error.code, fields=[{"field": error.field, "code": error.code}])
        case LoginRefused() | CodeNeeded():
            return problem(request, 401, _login_code(error))
    return _known(request, error)


def _login_code(error: LoginRefused | CodeNeeded) -> str:
    if isinstance(error, CodeNeeded):
        return error.code
    return "login_problem.code" if isinstance(error, CodeRefused) else "login_problem.refused"


def invalid(request: Request, error: Exception) -> JSONResponse:
    told = error.errors() if isinstance(error, RequestValidationError) else []
    fields = [
        {"field": ".".join(str(part) for part in one["loc"][1:]), "code": one["type"], "message": one["msg"]}
        for one in told
    ]
    return problem(request, 422, "errors.invalid_fields", fields=fields)


def plain(request: Request, error: Exception) -> JSONResponse:
    """What Starlette itself refuses."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return problem(request, status, _http_code(status), headers=headers)


def _known(request: Request, error: Exception) -> JSONResponse:
    status, code = next(told for kind, told in _KNOWN.items() if isinstance(error, kind))
    return problem(request, status, code, **vars(error))


def problem(
    request: Request,
    status: int,
    code: str,
    *,
    headers: dict[str, str] | None = None,
    **values: Any,  # noqa: ANN401 - extension members of the problem
) -> JSONResponse:
    title = say(_locale(request), code, **values) if knows(code) else HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **values}
    return JSONResponse(body, status, headers=headers, media_type=MEDIA)


def _locale(request: Request) -> str:
    return getattr(request.state, "locale", None) or browser.language(request)


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    quoted = uuid.uuid4().hex[:8]
    log.error("request failed", code=quoted, path=request.url.path, exc_info=error)
    body = {
        "type": "about:blank",
        "title": say(_locale(request), "errors.unexpected", code=quoted),
        "status": 500,
        "code": "errors.unexpected",
        "reference": quoted,
    }
    return JSONResponse(body, 500, media_type=MEDIA)


def _http_code(status: int) -> str:
    return {404: "errors.not_found", 401: "errors.signed_out", 405: "errors.method_not_allowed"}.get(
        status, "errors.http"
    )
