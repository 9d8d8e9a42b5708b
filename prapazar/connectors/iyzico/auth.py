"""iyzico's log-in, IYZWSv2: an HMAC of a random key, the path and the body; and the signatures of its answers."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Generator
from decimal import Decimal
from urllib.parse import urlsplit

import httpx

from prapazar.connector_kit.signing import is_same


class Signature(httpx.Auth):
    requires_request_body = True

    def __init__(self, api_key: str, secret_key: str, base_url: str) -> None:
        self._api_key = api_key
        self._secret_key = secret_key
        self._prefix = urlsplit(base_url).path.rstrip("/")
        """What stands before iyzico's own paths: nothing, but in front of the simulator."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        key = secrets.token_hex(8)
        text = (key + request.url.path.removeprefix(self._prefix)).encode() + request.content
        signature = hex_hmac(self._secret_key, text)
        packed = f"apiKey:{self._api_key}&randomKey:{key}&signature:{signature}".encode()
        request.headers["authorization"] = f"IYZWSv2 {base64.b64encode(packed).decode()}"
        request.headers["x-iyzi-rnd"] = key
        yield request


def hex_hmac(secret: str, text: bytes) -> str:
    return hmac.digest(secret.encode(), text, hashlib.sha256).hex()


def is_signed(secret: str, parts: tuple[object, ...], signature: str) -> bool:
    """An answer: its values in iyzico's order."""
    text = ":".join(_plain(part) for part in parts)
    return is_same(hex_hmac(secret, text.encode()), signature)


def is_webhook_signed(secret: str, parts: tuple[str, ...], signature: str) -> bool:
    return is_same(hex_hmac(secret, (secret + "".join(parts)).encode()), signature)


def _plain(part: object) -> str:
    """Amounts without zeros at their end: 10.00 is signed as 10."""
    if part is None:
        return ""
    return format(part.normalize(), "f") if isinstance(part, Decimal) else str(part)
