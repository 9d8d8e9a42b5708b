"""eBay's log-in: a refresh token that lives 18 months gives user tokens, the keys alone give the application's own."""

from base64 import b64encode
from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, required, whole
from prapazar.connector_kit.tokens import Token

SCOPE = "https://api.ebay.com/oauth/api_scope"


class KeyLogin(httpx.Auth):
    """The application shows who it is by its keyset."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        self._packed = b64encode(f"{client_id}:{client_secret}".encode()).decode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Basic {self._packed}"
        yield request


def iaf(request: httpx.Request, token: str) -> None:
    """How the Post-Order API wants the same token."""
    request.headers["authorization"] = f"IAF {token}"


def user_token(login: Caller, refresh_token: str) -> Token:
    """Without a scope: the token may do what the seller agreed to, whatever that was."""
    return _fetched(login, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def application_token(login: Caller) -> Token:
    return _fetched(login, {"grant_type": "client_credentials", "scope": SCOPE})


def _fetched(login: Caller, form: Mapping[str, str]) -> Token:
    """Asking twice does no harm: a refresh token is never replaced."""
    shown = {name: value for name, value in form.items() if name != "refresh_token"}
    body = Body(urlencode(form).encode(), "application/x-www-form-urlencoded", shown)
    answer = login.send(Call("token", "POST", "/identity/v1/oauth2/token", body=body, only_asks=True)).content
    return token(mapping(answer, "token"))


def token(answer: Mapping[str, Any]) -> Token:
    value = optional(answer, "access_token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    return Token(value, float(whole(required(answer, "expires_in"), "expires_in")))
