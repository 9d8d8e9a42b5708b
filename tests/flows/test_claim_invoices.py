"""Returns drafted from claims: of what was accepted or came back, and of what was invoiced, whichever is less."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.models import Claim, ClaimLine
from prapazar.domain.invoicing import actions
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import Invoice
from prapazar.flows import claim_invoices
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import invoicing as factory
from tests.factories import orders


def _claim(session: Session, scope: Scope, order: UUID, quantity: int, status: str) -> UUID:
    claim = Claim(
        merchant_id=scope.merchant_id,
        external_id="c",
        number="c",
        kind="return",
        status=status,
        order_id=order,
        payload_hash=b"",
    )
    line = session.execute(text("SELECT id FROM order_line WHERE order_id = :id"), {"id": order}).scalar_one()
    session.add(claim)
    session.flush()
    session.add(
        ClaimLine(
            merchant_id=scope.merchant_id,
            claim_id=claim.id,
            external_id="1",
            order_line_id=line,
            title="Ürün",
            quantity=quantity,
            status=status,
        )
    )
    session.flush()
    return claim.id


def _invoiced(session: Session, scope: Scope, order: UUID, **units: int) -> UUID:
    line = session.execute(text("SELECT id FROM order_line WHERE order_id = :id"), {"id": order}).scalar_one()
    chosen = {line: units["units"]} if units else None
    made = actions.draft(session, scope, order, units=chosen)
    actions.number(session, scope, made, alias=None)
    session.execute(text("UPDATE invoice SET status = 'delivered' WHERE id = :id"), {"id": made})
    session.expire_all()
    return made


def test_claim_is_given_back_over_its_invoices_and_no_unit_twice(scope: Scope) -> None:
    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope, lines=(orders.line("869A1", 3),))
        first = _invoiced(session, scope, order, units=2)
        second = _invoiced(session, scope, order)
        claim = _claim(session, scope, order, 3, "accepted")

        made = claim_invoices.draft_return(session, scope, claim)

        rows = [session.get_one(Invoice, one) for one in made]
        with pytest.raises(InvoiceRefused) as again:
            claim_invoices.draft_return(session, scope, claim)
    assert [(row.original_id, row.claim_id, row.type, row.payable) for row in rows] == [
        (first, claim, "IADE", Decimal("200.00")),
        (second, claim, "IADE", Decimal("100.00")),
    ]
    assert again.value.code == "invoicing.too_much_returned"


@pytest.mark.parametrize(
    ("status", "is_invoiced", "code"),
    [
        ("waiting", True, "invoicing.claim_not_accepted"),
        ("rejected", True, "invoicing.claim_not_accepted"),
        ("accepted", False, "invoicing.claim_not_invoiced"),
    ],
)
def test_claim_that_nothing_came_of_or_that_was_not_invoiced_is_refused(
    scope: Scope, status: str, is_invoiced: bool, code: str
) -> None:
    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope)
        if is_invoiced:
            _invoiced(session, scope, order)
        claim = _claim(session, scope, order, 1, status)

        with pytest.raises(InvoiceRefused) as refused:
            claim_invoices.draft_return(session, scope, claim, is_credit_note=True)

    assert refused.value.code == code


def test_part_of_an_order_comes_back_as_a_credit_note(scope: Scope) -> None:
    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope)
        _invoiced(session, scope, order)
        claim = _claim(session, scope, order, 1, "accepted")

        [made] = claim_invoices.draft_return(session, scope, claim, is_credit_note=True)

        row = session.get_one(Invoice, made)
    assert (row.document_kind, row.payable, row.content["returned"]) == (
        "credit_note",
        Decimal("100.00"),
        {"0": "1"},
    )
