"""States of listings, their matching, and what was published to them."""

from enum import StrEnum


class ListingStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    """The channel does not sell it at the moment."""
    PAUSED = "paused"
    """We stopped telling it anything: after three identical rejections, or because a person said so."""


class MatchState(StrEnum):
    MATCHED = "matched"
    SUGGESTED = "suggested"
    UNMATCHED = "unmatched"
    IGNORED = "ignored"


class PublicationState(StrEnum):
    SENT = "sent"
    """On its way or waiting for the provider's final answer."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    """No final answer came, and none will: it is told again."""


class PublicationKind(StrEnum):
    STOCK = "stock"
    PRICE = "price"
