"""By what a customer is known again, and where a suggestion stands."""

from enum import StrEnum


class KeyKind(StrEnum):
    """The earlier one of two is believed."""

    TAX = "tax"
    BUYER = "buyer"
    """The channel's own number of its buyer, with the connection."""
    EMAIL = "email"
    PHONE = "phone"
    """With the first name: a family shares a telephone."""


class Reason(StrEnum):
    """Why two customers may be one person."""

    LIKENESS = "likeness"
    """Name and address fit, and nothing that would prove it."""
    CLASH = "clash"
    """An order carried a key of each."""


class SuggestionState(StrEnum):
    OPEN = "open"
    MERGED = "merged"
    DISMISSED = "dismissed"


class ErasedKind(StrEnum):
    """What of a channel's belongs to somebody who asked to be forgotten; the value is `<connection>:<its number>`."""

    ORDER = "order"
    CLAIM = "claim"
    QUESTION = "question"
