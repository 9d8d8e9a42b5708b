"""UPS's log-in: client credentials for a token of four hours; every call names itself in two headers."""

from urllib.parse import urlencode

import httpx

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, required, whole
from prapazar.connector_kit.tokens import Token
from prapazar.foundation.ids import new_id

_FORM = {"grant_type": "client_credentials"}


def fetch(login: Caller) -> Token:
    """Asking twice does no harm: it only makes another token. How long it lives is told as text."""
    body = Body(urlencode(_FORM).encode(), "application/x-www-form-urlencoded", _FORM)
    call = Call("token", "POST", "/security/v1/oauth/token", body=body, only_asks=True)
    answer = mapping(login.send(call).content, "token")
    value = required(answer, "access_token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    return Token(value, float(whole(required(answer, "expires_in"), "expires_in")))


def write(request: httpx.Request, token: str) -> None:
    """Tracking asks for both names; `transId` has at most 32 letters and is used once."""
    request.headers["authorization"] = f"Bearer {token}"
    request.headers["transid"] = new_id().hex
    request.headers["transactionsrc"] = "PraPazar"
