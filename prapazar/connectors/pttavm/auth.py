"""PTT AVM's log-in: two keys and a fresh number with every call; parcels want Basic besides."""

from base64 import b64encode
from collections.abc import Generator
from uuid import uuid4

import httpx


class Keys(httpx.Auth):
    def __init__(self, api_key: str, access_token: str) -> None:
        self._api_key = api_key
        self._access_token = access_token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Api-Key"] = self._api_key
        request.headers["access-token"] = self._access_token
        request.headers["X-Correlation-Id"] = str(uuid4())
        request.headers["Content-Type"] = "application/json"
        yield request


class CargoLogin(Keys):
    """Basic with the cargo user, or with the keys where there is none; the keys stand beside it.

    The documents say Basic, clients that work do one of the three.
    """

    def __init__(self, api_key: str, access_token: str, user: str = "", password: str = "") -> None:
        super().__init__(api_key, access_token)
        pair = f"{user}:{password}" if user else f"{api_key}:{access_token}"
        self._packed = b64encode(pair.encode()).decode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Basic {self._packed}"
        yield from super().auth_flow(request)
