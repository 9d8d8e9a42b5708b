"""Login with Amazon: the lasting refresh token of a seller's consent, for access tokens that live an hour."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, required, whole
from prapazar.connector_kit.tokens import Token
from prapazar.foundation import clock

EXPIRED = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
"""Most of its interfaces answer an expired token with a 403, which also says that a role is missing."""
RESTRICTED = ("/orders/v0/orders", "/orders/v0/orders/{orderId}")
_RESTRICTED_TOKEN = "/tokens/2021-03-01/restrictedDataToken"  # noqa: S105 - an address
_GRANT = {"grant_type": "refresh_token"}
_GRANTLESS = {"grant_type": "client_credentials", "scope": "sellingpartnerapi::notifications"}
_FORM = "application/x-www-form-urlencoded;charset=UTF-8"
_LIVES_SECONDS = 3600
"""By the documents, where the answer does not say."""


def write(request: httpx.Request, token: str) -> None:
    request.headers["x-amz-access-token"] = token
    request.headers["x-amz-date"] = clock.now().strftime("%Y%m%dT%H%M%SZ")


def fetch(login: Caller, credentials: Mapping[str, str]) -> Token:
    """Asking twice does no harm: the refresh token stays the same."""
    names = ("client_id", "client_secret", "refresh_token")
    form = {**_GRANT, **{name: credentials[name] for name in names}}
    body = Body(urlencode(form).encode(), _FORM, _GRANT)
    answer = login.send(Call("token", "POST", "/auth/o2/token", body=body, only_asks=True)).content
    return token(mapping(answer, "token"))


def fetch_grantless(login: Caller, credentials: Mapping[str, str]) -> Token:
    """The app's own, for what it asks in no seller's name."""
    form = {**_GRANTLESS, **{name: credentials[name] for name in ("client_id", "client_secret")}}
    body = Body(urlencode(form).encode(), _FORM, _GRANTLESS)
    answer = login.send(Call("token", "POST", "/auth/o2/token", body=body, only_asks=True)).content
    return token(mapping(answer, "token"))


def fetch_restricted(api: Caller) -> Token:
    """For the orders of version 0, which hide people from a plain token."""
    resources = [
        {"method": "GET", "path": path, "dataElements": ["buyerInfo", "shippingAddress"]}
        for path in RESTRICTED
    ]
    body = {"restrictedResources": resources}
    call = Call("restricted_token", "POST", _RESTRICTED_TOKEN, "restricted_tokens", body=body, only_asks=True)
    answer = mapping(api.send(call).content, "token")
    lives = optional(answer, "expiresIn") or _LIVES_SECONDS
    return Token(str(required(answer, "restrictedDataToken")), float(whole(lives, "expiresIn")))


def token(answer: Mapping[str, Any]) -> Token:
    value = optional(answer, "access_token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    return Token(value, float(whole(optional(answer, "expires_in") or _LIVES_SECONDS, "expires_in")))
