"""Pazarama's log-in: client credentials at a host of its own, for a token that lives an hour."""

from base64 import b64encode
from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, whole
from prapazar.connector_kit.tokens import Token

_FORM = {"grant_type": "client_credentials", "scope": "merchantgatewayapi.fullaccess"}
_LIVES_SECONDS = 3600
"""By the documents, where the answer does not say."""


class ClientLogin(httpx.Auth):
    def __init__(self, client_id: str, client_secret: str) -> None:
        self._packed = b64encode(f"{client_id}:{client_secret}".encode()).decode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Basic {self._packed}"
        yield request


def fetch(login: Caller) -> Token:
    """Asking twice does no harm: it only makes another token."""
    body = Body(urlencode(_FORM).encode(), "application/x-www-form-urlencoded", _FORM)
    answer = login.send(Call("token", "POST", "/connect/token", body=body, only_asks=True)).content
    return token(mapping(answer, "token"))


def token(answer: Mapping[str, Any]) -> Token:
    """It stands at the root, or in `data` under other names; the sources disagree."""
    if optional(answer, "success") is False:
        raise AuthFailed("no token was given")
    inner = mapping(optional(answer, "data") or {}, "data")
    value = optional(answer, "access_token", "accessToken") or optional(inner, "accessToken", "access_token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    lives = optional(answer, "expires_in", "expiresIn") or optional(inner, "expiresIn", "expires_in")
    return Token(value, float(whole(lives or _LIVES_SECONDS, "expires_in")))
