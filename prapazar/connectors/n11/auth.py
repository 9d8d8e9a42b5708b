"""N11's log-in: two headers for REST; SOAP carries the same pair in its body."""

from collections.abc import Generator

import httpx


class KeyPair(httpx.Auth):
    """Always both: the categories ask for the secret too since August 2025, and one missing is answered 500."""

    def __init__(self, app_key: str, app_secret: str) -> None:
        self.app_key = app_key
        self.app_secret = app_secret

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not request.headers.get("content-type", "").startswith("text/xml"):
            request.headers["appkey"] = self.app_key
            request.headers["appsecret"] = self.app_secret
        yield request

    @property
    def in_body(self) -> dict[str, dict[str, str]]:
        return {"auth": {"appKey": self.app_key, "appSecret": self.app_secret}}
