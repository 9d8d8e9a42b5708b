"""OAuth 1.0a with HMAC-SHA256: one-legged in the query, or with an access token in the Authorization header."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Generator
from urllib.parse import quote

import httpx


class OAuth1(httpx.Auth):
    """Signs method, address and query; a JSON body is not part of the signature.

    With a `token` the signature stands in the header, as its holder is asked to; else it goes into the query.
    """

    def __init__(
        self,
        key: str,
        secret: str,
        *,
        token: str = "",
        token_secret: str = "",
        now: Callable[[], float] = time.time,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._key = key
        self._secret = secret
        self._token = token
        self._token_secret = token_secret
        self._now = now
        self._nonce = nonce

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        signed = {
            "oauth_consumer_key": self._key,
            "oauth_nonce": self._nonce(),
            "oauth_signature_method": "HMAC-SHA256",
            "oauth_timestamp": str(int(self._now())),
        }
        if self._token:
            signed |= {"oauth_token": self._token, "oauth_version": "1.0"}
        pairs = [*request.url.params.multi_items(), *signed.items()]
        address = str(request.url.copy_with(query=None, fragment=None))
        signed["oauth_signature"] = signature(
            request.method, address, pairs, self._secret, self._token_secret
        )
        if self._token:
            told = ", ".join(f'{name}="{_encoded(value)}"' for name, value in signed.items())
            request.headers["authorization"] = f"OAuth {told}"
        else:
            request.url = request.url.copy_merge_params(signed)
        yield request


def signature(
    method: str, address: str, pairs: list[tuple[str, str]], secret: str, token_secret: str = ""
) -> str:
    encoded = sorted((_encoded(name), _encoded(value)) for name, value in pairs)
    query = "&".join(f"{name}={value}" for name, value in encoded)
    base = "&".join((method.upper(), _encoded(address), _encoded(query)))
    key = f"{_encoded(secret)}&{_encoded(token_secret)}"
    made = hmac.digest(key.encode(), base.encode(), hashlib.sha256)
    return base64.b64encode(made).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="-._~")
