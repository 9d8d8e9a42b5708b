"""Where a payment, one try to pay it, and a refund stand."""

from enum import StrEnum


class PaymentStatus(StrEnum):
    OPEN = "open"
    """Its link can be paid."""
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Method(StrEnum):
    CARD = "card"
    TRANSFER = "transfer"
    CASH = "cash"
    CHANNEL = "channel"


class AttemptStatus(StrEnum):
    WAITING = "waiting"
    """A worker is to open the provider's page."""
    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    SURPLUS = "surplus"
    """Paid, but its payment had been paid already: it is given back and counted nowhere."""
    ODD = "odd"
    """Paid with another amount or currency than was asked for: as above."""


class RefundStatus(StrEnum):
    WAITING = "waiting"
    ASKED = "asked"
    """The provider was told, or was about to be: whether it did is looked up before it is told again."""
    DONE = "done"
    FAILED = "failed"


class Way(StrEnum):
    """How a provider gives money back."""

    REFUND = "refund"
    CANCEL = "cancel"
    """On the day of the payment: the buyer's statement never shows it, and most providers keep no fee."""


class SeenState(StrEnum):
    """What a provider says of one try."""

    OPEN = "open"
    FAILED = "failed"
    TAKEN = "taken"
    """Paid, whatever was given back since."""


HOLDING = frozenset({PaymentStatus.PAID, PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED})
"""Money came in."""
TAKEN = frozenset({AttemptStatus.PAID, AttemptStatus.SURPLUS, AttemptStatus.ODD})
BY_HAND = (Method.TRANSFER, Method.CASH, Method.CARD, Method.CHANNEL)
"""How money came that was entered by hand; by card: at the counter."""
