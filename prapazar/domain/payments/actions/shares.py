"""Money laid upon invoices: of what is kept of a payment, as much as its invoices have room for."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import actions as invoicing
from prapazar.domain.payments import rules
from prapazar.domain.payments.actions.rows import lock_order, locked, tell_order
from prapazar.domain.payments.enums import HOLDING
from prapazar.domain.payments.models import Payment
from prapazar.domain.payments.rules import Place
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_LYING = text("SELECT invoice_id, amount FROM payment_share WHERE payment_id = :id")
_PLACES = text(
    "SELECT id, payable - paid AS room, status NOT IN ('cancelled', 'rejected') AS is_standing FROM invoice"
    " WHERE id = ANY(CAST(:ids AS uuid[])) OR kind = 'sale' AND currency = :currency"
    "  AND (id = :invoice OR CAST(:invoice AS uuid) IS NULL AND order_id = :order)"
    " ORDER BY id FOR NO KEY UPDATE"
)
_LAY = text(
    "INSERT INTO payment_share (id, merchant_id, payment_id, invoice_id, amount)"
    " VALUES (:id, :merchant, :payment, :invoice, :amount)"
    " ON CONFLICT (payment_id, invoice_id) DO UPDATE SET amount = excluded.amount"
)


def spread(session: Session, scope: Scope, payment: Payment) -> None:
    """The payment is locked. What an invoice says is paid changes by what is laid or taken away, never twice."""
    session.flush()
    lying: dict[UUID, Decimal] = {
        row.invoice_id: row.amount for row in session.execute(_LYING, {"id": payment.id})
    }
    found = session.execute(
        _PLACES,
        {
            "ids": list(lying),
            "invoice": _asked_for(session, payment),
            "order": payment.order_id,
            "currency": payment.currency,
        },
    )
    places = [Place(row.id, row.room + lying.get(row.id, Decimal(0)), row.is_standing) for row in found]
    kept = payment.amount - payment.refunded if payment.status in HOLDING else Decimal(0)
    for invoice_id, amount in rules.spread(kept, places, lying).items():
        _lay(session, scope, payment, invoice_id, amount, lying.get(invoice_id, Decimal(0)))
    tell_order(session, payment)


def settle_order(session: Session, scope: Scope, order_id: UUID) -> None:
    """An invoice was made or taken back: the order's payments are laid anew, oldest first."""
    lock_order(session, order_id)
    found = session.execute(
        text(
            "SELECT id FROM payment WHERE order_id = :order AND merchant_id = :merchant"
            " AND status = ANY(CAST(:holding AS text[])) ORDER BY paid_at, id"
        ),
        {"order": order_id, "merchant": scope.merchant_id, "holding": sorted(HOLDING)},
    )
    for payment_id in list(found.scalars()):
        spread(session, scope, locked(session, scope, payment_id))


def _asked_for(session: Session, payment: Payment) -> UUID | None:
    """The invoice it was for, as long as that stands; else any of the order's."""
    if payment.invoice_id is None:
        return None
    gone = session.execute(
        text("SELECT status IN ('cancelled', 'rejected') FROM invoice WHERE id = :id"),
        {"id": payment.invoice_id},
    ).scalar()
    return None if gone else payment.invoice_id


def _lay(
    session: Session, scope: Scope, payment: Payment, invoice_id: UUID, amount: Decimal, before: Decimal
) -> None:
    if amount == before:
        return
    keys = {"payment": payment.id, "invoice": invoice_id}
    if amount:
        session.execute(_LAY, {**keys, "id": new_id(), "merchant": scope.merchant_id, "amount": amount})
    else:
        session.execute(
            text("DELETE FROM payment_share WHERE payment_id = :payment AND invoice_id = :invoice"), keys
        )
    invoicing.add_paid(session, scope, invoice_id, amount - before, method=payment.method)
