"""Kinds of documents and where they stand."""

from enum import StrEnum


class InvoiceKind(StrEnum):
    SALE = "sale"
    RETURN = "return"
    """What gives a sale back: IADE, or a credit note."""
    DESPATCH = "despatch"


class InvoiceStatus(StrEnum):
    DRAFT = "draft"
    """No number yet; may be changed or thrown away."""
    ISSUING = "issuing"
    """A worker looks its recipient up, gives it its number and sends it."""
    WAITING = "waiting"
    """Numbered, checked, and to be sent."""
    SENDING = "sending"
    """A provider has been asked and has not said whether it has it."""
    SENT = "sent"
    """The provider has it; GİB or the recipient may still refuse."""
    DELIVERED = "delivered"
    WAITING_ANSWER = "waiting_answer"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """By its recipient: its number stays used."""
    CANCELLED = "cancelled"
    FAILED = "failed"
    """Refused before it was anybody's: to be mended and sent again under the same number."""


OPEN = frozenset(
    {
        InvoiceStatus.ISSUING,
        InvoiceStatus.WAITING,
        InvoiceStatus.SENDING,
        InvoiceStatus.SENT,
        InvoiceStatus.WAITING_ANSWER,
    }
)
"""Somebody still has to say what became of it."""


class NumberState(StrEnum):
    USED = "used"
    VOID = "void"
    """Given out, and never anybody's; the reason is kept with it."""
