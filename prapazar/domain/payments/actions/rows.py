"""Payments locked in one order (order, payment, try, invoices), their timeline, and what an order says is paid."""

from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.actions import timeline
from prapazar.domain.payments.enums import HOLDING
from prapazar.domain.payments.errors import PaymentMissing
from prapazar.domain.payments.models import Payment, PaymentAttempt, PaymentEvent
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_HELD = text(
    "SELECT coalesce(sum(amount - refunded), 0) FROM payment WHERE order_id = :order"
    " AND status = ANY(CAST(:holding AS text[])) AND currency = (SELECT currency FROM purchase_order WHERE id = :order)"
)
_WAITING = text(
    "SELECT coalesce(sum(amount), 0) FROM refund WHERE payment_id = :id AND NOT is_surplus"
    " AND status IN ('waiting', 'asked')"
)


def locked(session: Session, scope: Scope, payment_id: UUID) -> Payment:
    """Its order first, so that no two of one order wait for each other in a circle. Raises PaymentMissing."""
    order_id = session.execute(
        text("SELECT order_id FROM payment WHERE id = :id"), {"id": payment_id}
    ).scalar()
    if order_id is not None:
        lock_order(session, order_id)
    row = session.get(Payment, payment_id, with_for_update=True, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise PaymentMissing(payment_id)
    return row


def lock_order(session: Session, order_id: UUID) -> None:
    session.execute(text("SELECT 1 FROM purchase_order WHERE id = :id FOR NO KEY UPDATE"), {"id": order_id})


def locked_attempt(session: Session, scope: Scope, attempt_id: UUID) -> tuple[Payment, PaymentAttempt]:
    """Raises PaymentMissing."""
    payment_id = session.execute(
        text("SELECT payment_id FROM payment_attempt WHERE id = :id"), {"id": attempt_id}
    ).scalar()
    if payment_id is None:
        raise PaymentMissing(attempt_id)
    payment = locked(session, scope, payment_id)
    attempt = session.get(PaymentAttempt, attempt_id, with_for_update=True, populate_existing=True)
    if attempt is None:
        raise PaymentMissing(attempt_id)
    return payment, attempt


def waiting_refunds(session: Session, payment_id: UUID) -> Decimal:
    found: Decimal = session.execute(_WAITING, {"id": payment_id}).scalar_one()
    return found


def note(
    session: Session,
    scope: Scope,
    payment: Payment,
    kind: str,
    *,
    of_order: bool = False,
    **values: Any,  # noqa: ANN401 - plain values of the sentence
) -> None:
    """A line of the timeline; `of_order`: of its order's too, as `timeline.payment_<kind>`."""
    session.add(
        PaymentEvent(
            merchant_id=scope.merchant_id,
            payment_id=payment.id,
            kind=kind,
            values=values,
            user_id=scope.user_id,
        )
    )
    session.flush()
    if of_order and payment.order_id is not None:
        told = {"reference": payment.reference, "currency": payment.currency, **values}
        timeline.write(session, scope, [(payment.order_id, f"payment_{kind}", told)])
    live.tell(session, scope.merchant_id, "payments.changed")


def tell_order(session: Session, payment: Payment) -> None:
    """What the order says is paid: the sum of what is held for it."""
    if payment.order_id is None:
        return
    held: Decimal = session.execute(
        _HELD, {"order": payment.order_id, "holding": sorted(HOLDING)}
    ).scalar_one()
    orders.set_paid(session, payment.order_id, held)


def refund_reference(key: str | None) -> str:
    """Letters and digits, for every provider shows it; the same one for the same key."""
    return f"R{sha256(key.encode()).hexdigest()[:18].upper()}" if key else f"R{new_id().hex.upper()[-18:]}"
