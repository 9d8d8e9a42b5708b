"""What was paid of an invoice, and when it is due."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.invoicing.actions.rows import locked, note
from prapazar.domain.invoicing.enums import InvoiceKind
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.foundation.scope import Scope


def add_paid(session: Session, scope: Scope, invoice_id: UUID, amount: Decimal, *, method: str) -> Decimal:
    """For domain.payments, which keeps what was paid by whom; negative for money given back.

    Returns what is left to pay; raises InvoiceRefused for more than that.
    """
    row = locked(session, scope, invoice_id)
    if row.kind != InvoiceKind.SALE or amount == 0:
        raise InvoiceRefused("invoicing.nothing_to_pay")
    if not 0 <= row.paid + amount <= row.payable:
        raise InvoiceRefused("invoicing.paid_too_much", str(row.payable - row.paid))
    row.paid += amount
    session.flush()
    note(session, scope, row.id, "paid", amount=str(amount), method=method)
    return row.payable - row.paid


def set_due(session: Session, scope: Scope, invoice_id: UUID, due_on: date) -> None:
    scope.require("invoices.write")
    row = locked(session, scope, invoice_id)
    row.due_on = due_on
    session.flush()
    note(session, scope, row.id, "due", day=due_on.isoformat())
