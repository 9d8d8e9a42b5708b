"""Shopify's log-in: a token for client credentials that lives a day, or the lasting one of an older custom app."""

from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, whole
from prapazar.connector_kit.tokens import Token

HEADER = "x-shopify-access-token"
_GRANT = {"grant_type": "client_credentials"}
_LIVES_SECONDS = 86_399
"""By the documents, where the answer does not say."""


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


def token(answer: Mapping[str, Any]) -> Token:
    value = optional(answer, "access_token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    return Token(value, float(whole(optional(answer, "expires_in") or _LIVES_SECONDS, "expires_in")))
