"""Etsy's log-in: the app's key in each request, and an access token made of a refresh token that is good for once."""

from collections.abc import Mapping
from urllib.parse import urlencode

import httpx

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, whole
from prapazar.connector_kit.tokens import Token, bearer

KEY = "x-api-key"
PATH = "/v3/public/oauth/token"
_LIVES_SECONDS = 3600
"""By the documents, where the answer does not say."""


def api_key(credentials: Mapping[str, str]) -> str:
    """Older apps send the keystring alone."""
    secret = credentials.get("shared_secret")
    return f"{credentials['keystring']}:{secret}" if secret else credentials["keystring"]


class Writer:
    """Puts key and token on a request."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: httpx.Request, token: str) -> None:
        request.headers[KEY] = self._key
        bearer(request, token)


def fetch(login: Caller, credentials: Mapping[str, str]) -> Token:
    """The refresh token is good for once: the answer brings the next.

    Asked again where nothing was answered: had it arrived, the new one would be lost either way.
    """
    form = {"grant_type": "refresh_token", "client_id": credentials["keystring"]}
    sent = urlencode({**form, "refresh_token": credentials["refresh_token"]}).encode()
    body = Body(sent, "application/x-www-form-urlencoded", {"grant_type": "refresh_token"})
    answer = mapping(login.send(Call("token", "POST", PATH, body=body, only_asks=True)).content, "token")
    value = optional(answer, "access_token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    newer = optional(answer, "refresh_token")
    lives = whole(optional(answer, "expires_in") or _LIVES_SECONDS, "expires_in")
    return Token(value, float(lives), {"refresh_token": str(newer)} if newer else {})


class Nobody(httpx.Auth):
    """For the token address, which is told everything in the form."""
