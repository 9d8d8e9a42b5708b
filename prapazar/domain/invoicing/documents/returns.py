"""Documents that take an invoice back, whole or in part, to the hundredth of what was paid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from prapazar.domain.invoicing.documents.records import (
    CreditNoteDocument,
    DocumentReference,
    InvoiceDocument,
    InvoiceLine,
    InvoiceType,
    Profile,
)
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.money import rounded


class TooMuchReturned(ValueError):
    """More than was sold, less what came back before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The new document's own facts, and what comes back by the line's place (from 0); None is everything left."""

    number: str
    ettn: UUID
    issued_at: datetime
    quantities: Mapping[int, Decimal] | None = None
    earlier: Mapping[int, Decimal] | None = None
    """What came back before, so that the parts add up to the whole."""


def invoice_of(original: InvoiceDocument, returned: Returned) -> InvoiceDocument:
    """An IADE invoice: the buyer of before sells back. Commercial invoices are taken back by a basic one."""
    profile = Profile.ARCHIVE if original.profile is Profile.ARCHIVE else Profile.BASIC
    return replace(
        original,
        profile=profile,
        type=InvoiceType.RETURN,
        number=returned.number,
        ettn=returned.ettn,
        issued_at=returned.issued_at,
        seller=original.buyer,
        buyer=original.seller,
        lines=_lines(original, returned),
        originals=(_reference(original),),
        despatches=(),
        internet_sale=None,
        payments=(),
        payment_terms="",
        export=None,
    )


def credit_note_of(original: InvoiceDocument, returned: Returned) -> CreditNoteDocument:
    """Issued by the seller, who gives the money back."""
    return CreditNoteDocument(
        number=returned.number,
        ettn=returned.ettn,
        issued_at=returned.issued_at,
        seller=original.seller,
        buyer=original.buyer,
        lines=_lines(original, returned),
        original=_reference(original),
        currency=original.currency,
        notes=original.notes,
    )


def _reference(original: InvoiceDocument) -> DocumentReference:
    return DocumentReference(original.number, original.issued_at.astimezone(ISTANBUL).date())


def _lines(original: InvoiceDocument, returned: Returned) -> tuple[InvoiceLine, ...]:
    earlier = returned.earlier or {}
    wanted = returned.quantities
    kept = []
    for place, line in enumerate(original.lines):
        before = earlier.get(place, Decimal(0))
        back = line.quantity - before if wanted is None else wanted.get(place, Decimal(0))
        if back < 0 or before + back > line.quantity:
            raise TooMuchReturned(line.name)
        if back:
            kept.append(_part(line, before, back))
    return tuple(kept)


def _part(line: InvoiceLine, before: Decimal, back: Decimal) -> InvoiceLine:
    """By running totals, so that the parts of a line add up to it."""

    def share(amount: Decimal) -> Decimal:
        return rounded(amount * (before + back) / line.quantity) - rounded(amount * before / line.quantity)

    paid, whole = share(line.after_discount), share(line.before_discount)
    whole = max(whole, paid)  # both are rounded for themselves
    return replace(line, quantity=back, amount=whole, discount=whole - paid)
