"""Meta's log-in: a token in the header, and the application's proof of it where there is a secret."""

import hashlib
import hmac
from collections.abc import Generator

import httpx


class GraphAuth(httpx.Auth):
    def __init__(self, token: str, app_secret: str) -> None:
        self._token = token
        self._proof = (
            hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest() if app_secret else ""
        )

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Bearer {self._token}"
        if self._proof:
            request.url = request.url.copy_merge_params({"appsecret_proof": self._proof})
        yield request
