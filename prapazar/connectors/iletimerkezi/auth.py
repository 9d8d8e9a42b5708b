"""İleti Merkezi's log-in, which stands within each request's body."""

from collections.abc import Generator

import httpx


class NoHeader(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        yield request
