"""Recovery codes: what opens an account whose phone is lost, each once."""

import hashlib
import secrets
from uuid import UUID

HOW_MANY = 10
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another."""
_GROUPS, _LENGTH = 4, 4


def new_codes() -> list[str]:
    """`k7qm-4x2p-9dfw-tz3h`: 79 bits each, so that a plain hash of one tells nothing."""
    return [_code() for _ in range(HOW_MANY)]


def digest(user_id: UUID, code: str) -> bytes:
    """Of what was typed, however it was written; the person in it keeps codes of two people apart."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(user_id.bytes + plain.encode()).digest()


def _code() -> str:
    signs = [secrets.choice(_SIGNS) for _ in range(_GROUPS * _LENGTH)]
    return "-".join("".join(signs[at : at + _LENGTH]) for at in range(0, len(signs), _LENGTH))
