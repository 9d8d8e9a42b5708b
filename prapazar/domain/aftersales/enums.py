"""Statuses of claims and questions, and what is done with them."""

from enum import StrEnum


class ClaimStatus(StrEnum):
    REQUESTED = "requested"
    """The buyer has said so; the goods may not have left yet."""
    WAITING = "waiting"
    """The merchant has to decide."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    """The channel decides."""
    CANCELLED = "cancelled"


class ClaimKind(StrEnum):
    RETURN = "return"
    CANCELLATION = "cancellation"
    MISSING = "missing"
    EXCHANGE = "exchange"
    CHARGEBACK = "chargeback"


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


DECIDED = {Verdict.APPROVE: ClaimStatus.ACCEPTED, Verdict.REJECT: ClaimStatus.REJECTED}
"""What a claim becomes that no channel has to be told of."""
FIRST_TO_TELL = (
    ClaimStatus.WAITING,
    ClaimStatus.DISPUTED,
    ClaimStatus.REQUESTED,
    ClaimStatus.REJECTED,
    ClaimStatus.ACCEPTED,
    ClaimStatus.CANCELLED,
)
"""A claim stands where its most urgent line stands."""


class ClaimView(StrEnum):
    """The worklists."""

    DECIDE = "decide"
    AWAITED = "awaited"
    INSPECT = "inspect"
    DONE = "done"


class QuestionStatus(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    REPORTED = "reported"
    EXPIRED = "expired"


class QuestionView(StrEnum):
    WAITING = "waiting"
    MINE = "mine"
    ANSWERED = "answered"
