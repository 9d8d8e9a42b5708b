"""Çiçeksepeti's log-in: a key in a header of its own."""

from collections.abc import Generator

import httpx


class KeyLogin(httpx.Auth):
    def __init__(self, api_key: str) -> None:
        self._api_key = api_key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["x-api-key"] = self._api_key
        yield request
