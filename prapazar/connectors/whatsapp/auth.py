"""WhatsApp's log-in: a system user's token, sent as a bearer token."""

from collections.abc import Generator

import httpx


class SystemToken(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Bearer {self._token}"
        yield request
