"""HepsiJet's log-in: Basic once, then a token of about half an hour in a header of its own."""

import httpx

from prapazar.connector_kit.errors import AuthFailed, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connector_kit.parsing import mapping, required
from prapazar.connector_kit.tokens import Token

LIVES_SECONDS = 1500.0
"""Half an hour by those who use it; the answer says nothing of it."""


def fetch(login: Caller) -> Token:
    """A refusal may come as 401 or within the envelope."""
    try:
        content = login.send(Call("token", "GET", "/auth/getToken")).content
    except Rejected as error:
        raise AuthFailed(error.detail) from error
    value = required(mapping(required(mapping(content, "token"), "data"), "data"), "token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    return Token(value, LIVES_SECONDS)


def write(request: httpx.Request, token: str) -> None:
    request.headers["x-auth-token"] = token
