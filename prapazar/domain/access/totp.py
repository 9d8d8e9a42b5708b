"""Codes of a second factor (RFC 6238), as the apps of phones make them: SHA-1, six digits, a new one every 30 s."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
STEP_SECONDS = 30
DRIFT = 1
"""Steps a phone's clock may be ahead or behind."""
_SECRET_BYTES = 20
_ISSUER = "PraPazar"


def new_secret() -> bytes:
    return secrets.token_bytes(_SECRET_BYTES)


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    made = TOTP(secret, digits, SHA1(), STEP_SECONDS)  # noqa: S303 - what RFC 6238 and the apps use, within HMAC
    return made.generate(step * STEP_SECONDS).decode()


def step_of(secret: bytes, code: str, moment: datetime) -> int | None:
    """Whose code it is; None: of no step around `moment`. All are compared, each in constant time."""
    here, sent = step_at(moment), code.encode()
    found: int | None = None
    for step in range(here - DRIFT, here + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), sent):
            found = step
    return found


def typed(secret: bytes) -> str:
    """For who cannot scan: base32 in groups of four."""
    plain = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address(secret: bytes, email: str) -> str:
    """What the QR code says."""
    plain = base64.b32encode(secret).decode().rstrip("=")
    query = urlencode({"secret": plain, "issuer": _ISSUER, "digits": DIGITS, "period": STEP_SECONDS})
    return f"otpauth://totp/{_ISSUER}:{quote(email)}?{query}"
