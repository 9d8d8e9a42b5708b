"""Passwords: argon2, and what a password must be."""

from functools import cache

from passlib.hash import argon2

SHORTEST = 10
LONGEST = 200


@cache
def _of_nobody() -> str:
    made: str = argon2.hash("nobody has this password")
    return made


def hashed(password: str) -> str:
    made: str = argon2.hash(password)
    return made


def fits(password: str, password_hash: str | None) -> bool:
    """As slow for a person who does not exist as for one who does."""
    of_nobody = _of_nobody()  # for everybody: the first to need it must not be told by the time it takes
    known = argon2.verify(password[:LONGEST], password_hash or of_nobody)
    return bool(known) and password_hash is not None


def fault(password: str) -> str | None:
    """The code of what is wrong with a new password."""
    if len(password) < SHORTEST:
        return "access.password_short"
    if len(password) > LONGEST:
        return "access.password_long"
    return None
