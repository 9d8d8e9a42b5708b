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
    CONTENT = "content"
    """Batches only: what became of an article stands in its PublishItem."""


class PublishState(StrEnum):
    """Of one article of a publishing run."""

    DRAFT = "draft"
    """Chosen, not sent yet."""
    WAITING = "waiting"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    INCOMPLETE = "incomplete"
    """Something is missing, so it was not sent."""
    UNKNOWN = "unknown"
    """The channel never said what became of it."""
    CANCELLED = "cancelled"


OPEN_STATES = (PublishState.WAITING, PublishState.SENT)
