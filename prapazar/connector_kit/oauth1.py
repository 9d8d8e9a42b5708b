"""One-legged OAuth 1.0a in the query, HMAC-SHA256: how WooCommerce wants calls signed without TLS."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Generator
from urllib.parse import quote

import httpx


class OAuth1(httpx.Auth):
    """Signs method, address and query; the body is not part of the signature."""

    def __init__(
        self,
        key: str,
        secret: str,
        *,
        now: Callable[[], float] = time.time,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._key = key
        self._secret = secret
        self._now = now
        self._nonce = nonce

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        signed = {
            "oauth_consumer_key": self._key,
            "oauth_nonce": self._nonce(),
            "oauth_signature_method": "HMAC-SHA256",
            "oauth_timestamp": str(int(self._now())),
        }
        pairs = [*request.url.params.multi_items(), *signed.items()]
        address = str(request.url.copy_with(query=None, fragment=None))
        signed["oauth_signature"] = signature(request.method, address, pairs, self._secret)
        request.url = request.url.copy_merge_params(signed)
        yield request


def signature(method: str, address: str, pairs: list[tuple[str, str]], secret: str) -> str:
    encoded = sorted((_encoded(name), _encoded(value)) for name, value in pairs)
    query = "&".join(f"{name}={value}" for name, value in encoded)
    base = "&".join((method.upper(), _encoded(address), _encoded(query)))
    made = hmac.digest(f"{secret}&".encode(), base.encode(), hashlib.sha256)
    return base64.b64encode(made).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="-._~")
