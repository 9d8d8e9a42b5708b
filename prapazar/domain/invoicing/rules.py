"""Decisions about documents on plain values: where they stand, whether they are paid, what may be done."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from prapazar.domain.invoicing.enums import InvoiceKind, InvoiceStatus


class Settlement(StrEnum):
    NONE = "none"
    """Nothing is to be paid: a draft, a despatch note, a return, what was cancelled."""
    PAID = "paid"
    OPEN = "open"
    OVERDUE = "overdue"


GONE = frozenset({InvoiceStatus.CANCELLED, InvoiceStatus.REJECTED})
ISSUABLE = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.FAILED})
ON_ITS_WAY = frozenset({InvoiceStatus.ISSUING, InvoiceStatus.WAITING, InvoiceStatus.SENDING})
WITH_RECIPIENT = frozenset(
    {InvoiceStatus.SENT, InvoiceStatus.DELIVERED, InvoiceStatus.WAITING_ANSWER, InvoiceStatus.ACCEPTED}
)
"""What a return or a credit note can be made of."""


def settlement(kind: str, status: str, payable: Decimal, paid: Decimal, due: date, today: date) -> Settlement:
    if kind != InvoiceKind.SALE or status in GONE or status == InvoiceStatus.DRAFT:
        return Settlement.NONE
    if paid >= payable:
        return Settlement.PAID
    return Settlement.OVERDUE if due < today else Settlement.OPEN


def can_cancel(kind: str, document_kind: str, status: str) -> bool:
    """At the provider: only an e-Arşiv is taken back there, an e-Fatura by a return."""
    return document_kind == "earchive" and kind != InvoiceKind.DESPATCH and status in WITH_RECIPIENT


def can_discard(status: str) -> bool:
    """Here alone: nobody has it."""
    return status in ISSUABLE
