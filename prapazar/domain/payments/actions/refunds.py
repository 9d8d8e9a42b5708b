"""Refunds: asked for here, told to the provider by a worker, counted once; never above what was paid."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.payments import rules
from prapazar.domain.payments.actions.rows import locked, note, refund_reference, waiting_refunds
from prapazar.domain.payments.actions.shares import spread
from prapazar.domain.payments.enums import PaymentStatus, RefundStatus, Way
from prapazar.domain.payments.errors import PaymentMissing, PaymentRefused
from prapazar.domain.payments.models import Payment, PaymentAttempt, Refund
from prapazar.foundation import outbox
from prapazar.foundation.clock import now
from prapazar.foundation.money import rounded
from prapazar.foundation.scope import Scope

_PAID_TRY = text("SELECT id, connection_id FROM payment_attempt WHERE payment_id = :id AND status = 'paid'")


def ask_refund(
    session: Session,
    scope: Scope,
    payment_id: UUID,
    amount: Decimal,
    *,
    note_text: str = "",
    claim_id: UUID | None = None,
    key: str | None = None,
) -> UUID:
    """By card through the provider, by a worker; what was entered by hand goes back by hand, and at once.

    `key`: the same one again is the same refund. Raises PaymentRefused for more than is left of the payment.
    """
    scope.require("payments.approve")
    payment = locked(session, scope, payment_id)
    reference = refund_reference(key)
    known: UUID | None = session.execute(
        text("SELECT id FROM refund WHERE merchant_id = :merchant AND reference = :reference"),
        {"merchant": scope.merchant_id, "reference": reference},
    ).scalar()
    if known is not None:
        return known
    amount = rounded(amount)
    left = rules.refundable(
        PaymentStatus(payment.status), payment.amount, payment.refunded, waiting_refunds(session, payment_id)
    )
    if not 0 < amount <= left:
        raise PaymentRefused("payments.refund_too_much", str(left))
    tried = session.execute(_PAID_TRY, {"id": payment_id}).one_or_none()
    row = Refund(
        merchant_id=scope.merchant_id,
        payment_id=payment_id,
        attempt_id=tried.id if tried else None,
        claim_id=claim_id,
        reference=reference,
        amount=amount,
        note=note_text.strip()[:300],
        user_id=scope.user_id,
    )
    session.add(row)
    session.flush()
    note(session, scope, payment, "refund_asked", amount=str(amount), note=row.note)
    if tried is None:
        _done(session, scope, payment, row)
    elif tried.connection_id is None:
        raise PaymentRefused("payments.no_provider")
    else:
        _send(session, scope, tried.connection_id, row)
    return row.id


def give_back_surplus(session: Session, scope: Scope, payment: Payment, attempt: PaymentAttempt) -> None:
    if attempt.charged is None or attempt.connection_id is None:
        return
    row = Refund(
        merchant_id=scope.merchant_id,
        payment_id=payment.id,
        attempt_id=attempt.id,
        reference=refund_reference(None),
        amount=attempt.charged,
        is_surplus=True,
    )
    session.add(row)
    session.flush()
    _send(session, scope, attempt.connection_id, row)


def record_refund_asked(session: Session, scope: Scope, refund_id: UUID, before: Decimal) -> None:
    """Kept before the provider is called; `before`: what it has given back of the try until now."""
    _, row = _locked(session, scope, refund_id)
    if row.status == RefundStatus.WAITING:
        row.status, row.before = RefundStatus.ASKED.value, before


def record_refund_waits(session: Session, scope: Scope, refund_id: UUID, code: str) -> None:
    """The provider could not be asked, or its answer was lost; it will be asked again."""
    payment, row = _locked(session, scope, refund_id)
    if row.status in {RefundStatus.WAITING, RefundStatus.ASKED} and row.code != code:
        row.code, payment.updated_at = code, now()


def record_refunded(session: Session, scope: Scope, refund_id: UUID, way: Way) -> Refund | None:
    """The refund, or None where it was counted before."""
    payment, row = _locked(session, scope, refund_id)
    if row.status == RefundStatus.DONE:
        return None
    row.way = way.value
    _done(session, scope, payment, row)
    return row


def record_refund_failed(
    session: Session, scope: Scope, refund_id: UUID, code: str, detail: str
) -> Payment | None:
    """Its payment, where that is news."""
    payment, row = _locked(session, scope, refund_id)
    if row.status not in {RefundStatus.WAITING, RefundStatus.ASKED}:
        return None
    row.status, row.code, row.detail = RefundStatus.FAILED.value, code, detail[:300]
    session.flush()
    note(session, scope, payment, "refund_failed", amount=str(row.amount), code=code, detail=detail[:300])
    return payment


def _done(session: Session, scope: Scope, payment: Payment, row: Refund) -> None:
    row.status, row.done_at, row.code, row.detail = RefundStatus.DONE.value, now(), None, ""
    if row.attempt_id is not None:
        attempt = session.get_one(
            PaymentAttempt, row.attempt_id, with_for_update=True, populate_existing=True
        )
        attempt.refunded = _given_back(attempt, row)
    if row.is_surplus:
        session.flush()
        note(session, scope, payment, "surplus_back", of_order=True, amount=str(row.amount))
        return
    payment.refunded += row.amount
    payment.status = rules.after_refund(payment.amount, payment.refunded).value
    payment.updated_at = now()
    spread(session, scope, payment)
    kind = "voided" if row.way == Way.CANCEL else "refunded"
    note(session, scope, payment, kind, of_order=True, amount=str(row.amount))


def _given_back(attempt: PaymentAttempt, row: Refund) -> Decimal:
    """A cancellation returns all that the card paid, interest of instalments too."""
    if row.way == Way.CANCEL and attempt.charged is not None:
        return attempt.charged
    return attempt.refunded + row.amount


def _locked(session: Session, scope: Scope, refund_id: UUID) -> tuple[Payment, Refund]:
    payment_id = session.execute(
        text("SELECT payment_id FROM refund WHERE id = :id"), {"id": refund_id}
    ).scalar()
    if payment_id is None:
        raise PaymentMissing(refund_id)
    payment = locked(session, scope, payment_id)
    return payment, session.get_one(Refund, refund_id, with_for_update=True, populate_existing=True)


def _send(session: Session, scope: Scope, connection_id: UUID, row: Refund) -> None:
    """In order of their payment: what the provider gave back before tells whether a lost answer was a yes."""
    payload = {"refund_id": str(row.id), "attempt_id": str(row.attempt_id)}
    outbox.append(session, scope.merchant_id, Topic.REFUND_PAYMENTS.value, connection_id, row.id, payload)
