"""Kinds of movements and causes of shortages."""

from enum import StrEnum


class MovementKind(StrEnum):
    COUNT = "count"
    """A person, a spreadsheet or the API said how many there are."""
    ADJUST = "adjust"
    """A person said how many more or fewer."""
    RESERVE = "reserve"
    RELEASE = "release"
    SHIP = "ship"
    RETURN = "return"


class ShortageCause(StrEnum):
    OVERSOLD = "oversold"
    COUNT = "count"
