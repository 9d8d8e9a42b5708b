"""İdefix's log-in: one header with key and secret, which it calls the vendor token."""

from base64 import b64encode
from collections.abc import Generator

import httpx


class VendorToken(httpx.Auth):
    def __init__(self, api_key: str, api_secret: str) -> None:
        self._packed = b64encode(f"{api_key}:{api_secret}".encode()).decode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["x-api-key"] = self._packed
        yield request
