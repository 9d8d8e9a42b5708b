"""What becomes of a scan."""

from enum import StrEnum


class Verdict(StrEnum):
    OPENED = "opened"
    COUNTED = "counted"
    PACKED = "packed"
    """It was the last one: the box can be closed."""
    UNDONE = "undone"
    WRONG = "wrong"
    """An article this package does not want."""
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"
    """Neither a package nor an article."""
    NO_PACKAGE = "no_package"
    """An article, while no package is open."""
    NOT_OPEN = "not_open"
    """A package that is packed, shipped or cancelled."""
    NOTHING = "nothing"
    """There is nothing to do."""


REFUSED = frozenset({Verdict.WRONG, Verdict.TOO_MANY, Verdict.UNKNOWN, Verdict.NO_PACKAGE, Verdict.NOT_OPEN})
"""Loud and red."""


class SplitState(StrEnum):
    """Of a package a channel is asked to break up."""

    ASKED = "asked"
    TOLD = "told"
    """The channel has said yes; its new packages are not here yet."""
    REFUSED = "refused"
    DONE = "done"
    DROPPED = "dropped"
    """Refused, and a person let it be."""
