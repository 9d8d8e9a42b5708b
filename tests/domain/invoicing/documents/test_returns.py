"""Invoices taken back, whole and in parts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from prapazar.domain.invoicing.documents import returns, totals
from prapazar.domain.invoicing.documents.records import DocumentReference, InvoiceType, Profile
from prapazar.domain.invoicing.documents.returns import Returned, TooMuchReturned
from tests.factories import documents

_AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
_ETTN = UUID("9a0a8a3c-0000-4a52-8c0e-2f7f0a9d1c11")


def _returned(quantities: dict[int, str] | None = None, earlier: dict[int, str] | None = None) -> Returned:
    def read(named: dict[int, str] | None) -> dict[int, Decimal] | None:
        return None if named is None else {place: Decimal(text) for place, text in named.items()}

    return Returned(
        number="GNS2026000000003",
        ettn=_ETTN,
        issued_at=_AT,
        quantities=read(quantities),
        earlier=read(earlier),
    )


def test_return_sells_everything_back() -> None:
    original = documents.invoice(Profile.COMMERCIAL)

    back = returns.invoice_of(original, _returned())

    assert (back.profile, back.type, back.seller, back.buyer) == (
        Profile.BASIC,
        InvoiceType.RETURN,
        documents.COMPANY,
        documents.SELLER,
    )
    assert back.originals == (DocumentReference("CNR2026000000042", date(2026, 3, 5)),)
    assert totals.of(back).payable == totals.of(original).payable


def test_parts_that_come_back_add_up_to_what_was_paid() -> None:
    original = documents.invoice(lines=(documents.line("33.33", "3", discount=Decimal("0.10")),))

    parts = [
        returns.invoice_of(original, _returned({0: "1"}, {0: earlier} if earlier != "0" else None))
        for earlier in ("0", "1", "2")
    ]

    paid = [totals.of(part).payable for part in parts]
    assert (paid, sum(paid)) == ([Decimal("33.30"), Decimal("33.29"), Decimal("33.30")], Decimal("99.89"))


def test_credit_note_keeps_seller_and_buyer() -> None:
    original = documents.invoice(Profile.ARCHIVE)

    note = returns.credit_note_of(original, _returned({1: "2"}))

    assert (note.seller, note.buyer, [line.quantity for line in note.lines]) == (
        documents.SELLER,
        documents.PERSON,
        [Decimal(2)],
    )
    assert totals.of(note).payable == Decimal("86.67")


def test_more_than_was_sold_cannot_come_back() -> None:
    with pytest.raises(TooMuchReturned):
        returns.invoice_of(documents.invoice(), _returned({1: "2"}, {1: "2"}))
