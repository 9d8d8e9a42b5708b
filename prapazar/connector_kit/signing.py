"""Checks what a webhook delivery carries: an HMAC of its body, a key, or a log-in."""

import base64
import binascii
import hashlib
import hmac


def hmac_sha256(secret: str, body: bytes) -> str:
    """Base64, as most shops send it."""
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    return is_same(hmac_sha256(secret, body), signature)


def is_same(expected: str, given: str) -> bool:
    """Takes the same time wherever the two differ; an empty secret fits nothing."""
    return bool(expected) and hmac.compare_digest(expected.encode(), given.encode())


def basic_password(header: str) -> str | None:
    """The password of an `Authorization: Basic` header, None where it is none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    _, separator, password = decoded.partition(":")
    return password if separator else None


def digest(body: bytes) -> str:
    """A short name for a body, to tell one event from another."""
    return hashlib.sha256(body).hexdigest()[:32]
