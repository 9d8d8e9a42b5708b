"""Shopify's log-in: a token for client credentials, one granted on its page, or the lasting one of a custom app."""

import hashlib
import hmac
from collections.abc import Generator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, whole
from prapazar.connector_kit.tokens import Token

HEADER = "x-shopify-access-token"
_GRANT = {"grant_type": "client_credentials"}
_LIVES_SECONDS = 86_399
"""By the documents, where the answer does not say."""
_LONGEST_WAY_BACK = timedelta(days=1)


class LastingToken(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        write(request, self._token)
        yield request


def write(request: httpx.Request, token: str) -> None:
    request.headers[HEADER] = token


def fetch(login: Caller, client_id: str, client_secret: str) -> Token:
    """Asking twice does no harm: it only makes another token."""
    form = {**_GRANT, "client_id": client_id, "client_secret": client_secret}
    body = Body(urlencode(form).encode(), "application/x-www-form-urlencoded", _GRANT)
    answer = login.send(Call("token", "POST", "/access_token", body=body, only_asks=True)).content
    return token(mapping(answer, "token"))


def refresh(login: Caller, credentials: Mapping[str, str]) -> Token:
    """The refresh token is good for once: the answer brings the next."""
    given = {"grant_type": "refresh_token"}
    named = {name: credentials[name] for name in ("client_id", "client_secret", "refresh_token")}
    body = Body(urlencode({**given, **named}).encode(), "application/x-www-form-urlencoded", given)
    answer = mapping(login.send(Call("token", "POST", "/access_token", body=body)).content, "token")
    made = token(answer)
    newer = optional(answer, "refresh_token")
    return Token(made.value, made.lives_seconds, {"refresh_token": str(newer)} if newer else {})


def check_return(query: Mapping[str, str], credentials: Mapping[str, str], at: datetime) -> None:
    """Shopify signs the way back from its page with the app's secret. Raises AuthFailed."""
    pairs = sorted((name, value) for name, value in query.items() if name not in {"hmac", "signature"})
    told = "&".join(f"{_escaped(name, '%&=')}={_escaped(value, '%&')}" for name, value in pairs)
    made = hmac.new(credentials["client_secret"].encode(), told.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(made, query.get("hmac", "")):
        raise AuthFailed(code="grant.forged")
    stamp = query.get("timestamp", "")
    if not stamp.isdecimal() or abs(at.timestamp() - int(stamp)) > _LONGEST_WAY_BACK.total_seconds():
        raise AuthFailed(code="grant.expired")


def _escaped(text: str, marks: str) -> str:
    """Only what would make two readings of the joined text possible."""
    return "".join(f"%{ord(one):02X}" if one in marks else one for one in text)


def token(answer: Mapping[str, Any]) -> Token:
    value = optional(answer, "access_token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    return Token(value, float(whole(optional(answer, "expires_in") or _LIVES_SECONDS, "expires_in")))
