"""Passwords: argon2, and what a password must be."""

from passlib.hash import argon2

SHORTEST = 10
LONGEST = 200
_NOBODY = argon2.hash("nobody has this password")


def hashed(password: str) -> str:
    made: str = argon2.hash(password)
    return made


def fits(password: str, password_hash: str | None) -> bool:
    """As slow for a person who does not exist as for one who does."""
    known = argon2.verify(password[:LONGEST], password_hash or _NOBODY)
    return bool(known) and password_hash is not None


def fault(password: str) -> str | None:
    """The code of what is wrong with a new password."""
    if len(password) < SHORTEST:
        return "access.password_short"
    if len(password) > LONGEST:
        return "access.password_long"
    return None
