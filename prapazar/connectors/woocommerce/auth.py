"""How calls are authenticated: Basic over TLS, signed without it, or the keys in the address."""

from collections.abc import Generator

import httpx

from prapazar.connector_kit.oauth1 import OAuth1


class KeysInQuery(httpx.Auth):
    """For hosts that drop the Authorization header; only over TLS, where nobody reads the address."""

    def __init__(self, key: str, secret: str) -> None:
        self._params = {"consumer_key": key, "consumer_secret": secret}

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.url = request.url.copy_merge_params(self._params)
        yield request


def auth_for(base_url: str, key: str, secret: str, *, in_query: bool) -> httpx.Auth:
    """The shop ignores Basic where it believes not to be reached over TLS."""
    if httpx.URL(base_url).scheme != "https":
        return OAuth1(key, secret)
    return KeysInQuery(key, secret) if in_query else httpx.BasicAuth(key, secret)
