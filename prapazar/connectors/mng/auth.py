"""MNG's log-in: the gateway's two headers on every call, and a JSON web token of the customer's."""

from collections.abc import Callable, Generator
from typing import Any

import httpx

from prapazar.connector_kit.http import Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, required, text
from prapazar.connector_kit.tokens import Token
from prapazar.connectors.mng.schemas import moment
from prapazar.foundation.clock import now

_LIVES_SECONDS = 3600.0
"""Where the answer does not say; a token that ends sooner is answered with a 401 and fetched anew."""
_LONGEST_SECONDS = 86_400.0
_IDENTITY_TYPE = 1


class GatewayKeys(httpx.Auth):
    def __init__(self, client_id: str, client_secret: str) -> None:
        self._headers = {"X-IBM-Client-Id": client_id, "X-IBM-Client-Secret": client_secret}

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        self.sign(request)
        yield request

    def sign(self, request: httpx.Request) -> None:
        request.headers.update(self._headers)

    def with_token(self) -> Callable[[httpx.Request, str], None]:
        def write(request: httpx.Request, token: str) -> None:
            self.sign(request)
            request.headers["Authorization"] = f"Bearer {token}"

        return write


def fetch(login: Caller, customer_number: str, password: str) -> Token:
    body = {"customerNumber": customer_number, "password": password, "identityType": _IDENTITY_TYPE}
    answer = login.send(Call("token", "POST", "/token", "api", body=body, only_asks=True)).content
    return token(mapping(answer, "token"))


def token(answer: dict[str, Any]) -> Token:
    """`jwtExpireDate` is Istanbul's clock; one that has passed already says that clocks differ."""
    ends = optional(answer, "jwtExpireDate")
    lives = _LIVES_SECONDS if ends is None else (moment(ends, "jwtExpireDate") - now()).total_seconds()
    if lives <= 0:
        lives = _LIVES_SECONDS
    return Token(text(required(answer, "jwt")), min(lives, _LONGEST_SECONDS))
