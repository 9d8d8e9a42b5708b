"""Money that went back without being asked for here: found at the provider, and booked once."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.payments import rules
from prapazar.domain.payments.actions.rows import locked_attempt, note, refund_reference
from prapazar.domain.payments.actions.shares import spread
from prapazar.domain.payments.enums import TAKEN, AttemptStatus, RefundStatus, Way
from prapazar.domain.payments.models import Payment, PaymentAttempt, Refund
from prapazar.domain.payments.rules import Found
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_UNDER_WAY = text("SELECT status FROM refund WHERE attempt_id = :id AND status IN ('waiting', 'asked')")


@dataclass(frozen=True, slots=True)
class Booked:
    payment_id: UUID
    payment: str
    """Its reference."""
    amount: Decimal
    currency: str


def record_found(
    session: Session, scope: Scope, attempt_id: UUID, refunded: Decimal, *, is_cancelled: bool
) -> Booked | None:
    """`refunded`: all that the provider says it gave back of the try. None where it is no news."""
    payment, attempt = locked_attempt(session, scope, attempt_id)
    attempt.asked_at = now()
    if attempt.status not in TAKEN or attempt.charged is None:
        return None
    is_counted = attempt.status == AttemptStatus.PAID
    left = payment.amount - payment.refunded if is_counted else attempt.charged - attempt.refunded
    under_way = [RefundStatus(one) for one in session.execute(_UNDER_WAY, {"id": attempt_id}).scalars()]
    found = rules.found(attempt.refunded, refunded, left, is_cancelled=is_cancelled, under_way=under_way)
    if found is None:
        return None
    news = refunded - attempt.refunded
    attempt.refunded = refunded
    if found.amount > 0:
        session.add(_row(scope, payment, attempt, found, is_surplus=not is_counted))
    if is_counted and found.amount > 0:
        payment.refunded += found.amount
        payment.status = rules.after_refund(payment.amount, payment.refunded).value
        payment.updated_at = now()
        spread(session, scope, payment)
    session.flush()
    kind = "found_cancel" if found.way is Way.CANCEL else "found_refund"
    note(session, scope, payment, kind, of_order=True, amount=str(found.amount or news))
    return Booked(payment.id, payment.reference, found.amount or news, payment.currency)


def _row(
    scope: Scope, payment: Payment, attempt: PaymentAttempt, found: Found, *, is_surplus: bool
) -> Refund:
    """Its reference says up to which sum: the same finding twice would be refused by the table."""
    return Refund(
        merchant_id=scope.merchant_id,
        payment_id=payment.id,
        attempt_id=attempt.id,
        reference=refund_reference(f"found:{attempt.id}:{attempt.refunded}"),
        amount=found.amount,
        is_surplus=is_surplus,
        status=RefundStatus.DONE.value,
        way=found.way.value,
        is_found=True,
        done_at=now(),
    )
