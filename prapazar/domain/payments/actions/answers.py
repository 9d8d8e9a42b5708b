"""The provider's word on a try: written once, however often and in whatever order it comes."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.payments import rules
from prapazar.domain.payments.actions.refunds import give_back_surplus
from prapazar.domain.payments.actions.rows import locked_attempt, note
from prapazar.domain.payments.actions.shares import spread
from prapazar.domain.payments.enums import AttemptStatus, PaymentStatus, SeenState
from prapazar.domain.payments.errors import PaymentMissing
from prapazar.domain.payments.models import Payment, PaymentAttempt
from prapazar.domain.payments.rules import Outcome, Sum
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Seen:
    reference: str
    state: SeenState
    external_id: str = ""
    provider_status: str = ""
    amount: Decimal = Decimal(0)
    """What the card paid, interest included."""
    currency: str = "TRY"
    at: datetime | None = None
    refunded: Decimal = Decimal(0)
    fee: Decimal | None = None
    installments: int = 1
    card: str = ""
    failure: str = ""
    items: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    outcome: Outcome
    payment_id: UUID
    payment: str
    """Its reference."""


def record_answer(session: Session, scope: Scope, connection_id: UUID, seen: Seen) -> Answered:
    """Of a callback that was verified, or asked for. Raises PaymentMissing for a reference of nobody's.

    The account that tells must be the one that was asked: the key of one opens no payment of another.
    """
    attempt_id = session.execute(
        text(
            "SELECT id FROM payment_attempt WHERE merchant_id = :merchant AND reference = :reference"
            " AND connection_id = :connection"
        ),
        {"merchant": scope.merchant_id, "reference": seen.reference, "connection": connection_id},
    ).scalar()
    if attempt_id is None:
        raise PaymentMissing(seen.reference)
    payment, attempt = locked_attempt(session, scope, attempt_id)
    outcome = rules.outcome(
        AttemptStatus(attempt.status),
        PaymentStatus(payment.status),
        Sum(payment.amount, payment.currency),
        seen.state,
        Sum(seen.amount, seen.currency),
    )
    attempt.asked_at = now()
    if seen.state is SeenState.TAKEN:
        _late_facts(payment, attempt, seen)
    if outcome is not Outcome.NOTHING:
        attempt.provider_status = seen.provider_status[:100]
        attempt.external_id = seen.external_id or attempt.external_id
        {Outcome.FAILED: _failed, Outcome.PAID: _paid}.get(outcome, _not_counted)(
            session, scope, payment, attempt, seen
        )
    session.flush()
    return Answered(outcome, payment.id, payment.reference)


def _late_facts(payment: Payment, attempt: PaymentAttempt, seen: Seen) -> None:
    """The fee is often known only after the callback."""
    attempt.items = {**attempt.items, **seen.items}
    attempt.external_id = seen.external_id or attempt.external_id
    if attempt.status == AttemptStatus.PAID and seen.fee is not None:
        payment.fee = seen.fee


def _failed(session: Session, scope: Scope, payment: Payment, attempt: PaymentAttempt, seen: Seen) -> None:
    attempt.status, attempt.detail = AttemptStatus.FAILED.value, seen.failure[:300]
    payment.failure, payment.updated_at = seen.failure[:300], now()
    session.flush()
    note(session, scope, payment, "failed", detail=seen.failure[:300])


def _paid(session: Session, scope: Scope, payment: Payment, attempt: PaymentAttempt, seen: Seen) -> None:
    _took(attempt, seen, AttemptStatus.PAID)
    was_closed = payment.status != PaymentStatus.OPEN
    payment.status, payment.paid_at = PaymentStatus.PAID.value, attempt.paid_at
    payment.charged, payment.fee, payment.card = seen.amount, seen.fee, seen.card[:60]
    payment.installments, payment.failure, payment.updated_at = seen.installments, "", now()
    payment.connection_id = attempt.connection_id
    spread(session, scope, payment)
    note(session, scope, payment, "paid", of_order=True, amount=str(payment.amount), late=was_closed)


def _not_counted(
    session: Session, scope: Scope, payment: Payment, attempt: PaymentAttempt, seen: Seen
) -> None:
    """Paid twice, or with another amount: the money goes back by itself and counts nowhere."""
    is_surplus = payment.status in {PaymentStatus.PAID, PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED}
    _took(attempt, seen, AttemptStatus.SURPLUS if is_surplus else AttemptStatus.ODD)
    session.flush()
    kind = "surplus" if is_surplus else "odd"
    note(session, scope, payment, kind, of_order=True, amount=str(seen.amount), paid_in=seen.currency)
    give_back_surplus(session, scope, payment, attempt)


def _took(attempt: PaymentAttempt, seen: Seen, status: AttemptStatus) -> None:
    attempt.status, attempt.charged, attempt.refunded = status.value, seen.amount, seen.refunded
    attempt.paid_at = seen.at or now()
