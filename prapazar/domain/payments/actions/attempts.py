"""Tries to pay: begun by the buyer, opened at the provider by a worker, closed when nobody paid."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.payments import rules
from prapazar.domain.payments.actions.rows import locked, locked_attempt, note
from prapazar.domain.payments.enums import AttemptStatus, PaymentStatus
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.domain.payments.models import Payment, PaymentAttempt
from prapazar.foundation import live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_LEFT = text(
    "SELECT CASE WHEN CAST(:invoice AS uuid) IS NOT NULL THEN (SELECT payable - paid FROM invoice"
    "  WHERE id = :invoice AND status NOT IN ('cancelled', 'rejected'))"
    " WHEN CAST(:order AS uuid) IS NOT NULL THEN (SELECT CASE WHEN status = 'cancelled' THEN 0"
    "  ELSE total - paid END FROM purchase_order WHERE id = :order) END"
)
"""None of what has neither."""
_PUT_ASIDE = text("UPDATE payment_attempt SET status = 'failed' WHERE payment_id = :id AND status = 'open'")
MOST_OPEN = 20
"""Of one link; a buyer whose card is refused that often has to be talked to."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """As given on our page, or known of the order."""

    name: str
    email: str
    phone: str
    ip: str
    language: str = "tr"


def begin(session: Session, scope: Scope, payment_id: UUID, buyer: Buyer, *, anew: bool = False) -> UUID:
    """A worker opens the provider's page. Who presses twice gets the same one. Raises PaymentRefused.

    `anew`: the buyer came back and nobody knows of a payment. The page of before is asked about for a day all the
    same; were both paid, the second goes back.
    """
    payment = locked(session, scope, payment_id)
    if not rules.is_payable(PaymentStatus(payment.status), payment.expires_at, now()):
        raise PaymentRefused("payments.not_open")
    if payment.connection_id is None:
        raise PaymentRefused("payments.no_provider")
    active = session.execute(
        text("SELECT status = 'active' FROM connection WHERE id = :id"), {"id": payment.connection_id}
    ).scalar()
    if not active:
        raise PaymentRefused("payments.provider_idle")
    _still_owed(session, payment)
    if anew:
        session.execute(_PUT_ASIDE, {"id": payment_id})
    waiting: UUID | None = session.execute(
        text(
            "SELECT id FROM payment_attempt WHERE payment_id = :id AND (status = 'waiting'"
            " OR status = 'open'"
            " AND coalesce(expires_at, created_at + interval '20 minutes') > now() + interval '1 minute')"
            " ORDER BY created_at DESC LIMIT 1"
        ),
        {"id": payment_id},
    ).scalar()
    if waiting is not None:
        return waiting
    count: int = session.execute(
        text("SELECT count(*) FROM payment_attempt WHERE payment_id = :id"), {"id": payment_id}
    ).scalar_one()
    if count >= MOST_OPEN:
        raise PaymentRefused("payments.too_many_tries")
    row = PaymentAttempt(
        merchant_id=scope.merchant_id,
        payment_id=payment_id,
        connection_id=payment.connection_id,
        reference=_reference(),
        buyer=asdict(buyer),
    )
    session.add(row)
    session.flush()
    _send(session, scope, Topic.OPEN_PAYMENTS, row)
    return row.id


def _still_owed(session: Session, payment: Payment) -> None:
    """Paid another way meanwhile, or cancelled: nobody is to pay that again."""
    keys = {"invoice": payment.invoice_id, "order": payment.order_id}
    left = session.execute(_LEFT, keys).scalar()
    if left is not None and left < payment.amount:
        raise PaymentRefused("payments.not_owed_any_more")


def numbered(session: Session, scope: Scope, attempt_id: UUID) -> bool:
    """A reference of its own for each call: of a page that was never shown nobody can pay. False: not to be opened."""
    payment, attempt = locked_attempt(session, scope, attempt_id)
    if attempt.status != AttemptStatus.WAITING:
        return False
    if not rules.is_payable(PaymentStatus(payment.status), payment.expires_at, now()):
        attempt.status = AttemptStatus.EXPIRED.value
        return False
    if attempt.asked_at is not None:
        attempt.reference = _reference()
    attempt.asked_at = now()
    return True


def record_opened(
    session: Session,
    scope: Scope,
    attempt_id: UUID,
    *,
    external_id: str,
    url: str,
    in_frame: bool,
    expires_at: datetime | None,
) -> None:
    payment, attempt = locked_attempt(session, scope, attempt_id)
    if attempt.status != AttemptStatus.WAITING:
        return
    attempt.status, attempt.external_id = AttemptStatus.OPEN.value, external_id
    attempt.url, attempt.in_frame, attempt.expires_at = url, in_frame, expires_at
    attempt.asked_at = now()
    session.flush()
    note(session, scope, payment, "opened")


def record_refused(session: Session, scope: Scope, attempt_id: UUID, code: str, detail: str) -> None:
    """The provider would not open its page."""
    payment, attempt = locked_attempt(session, scope, attempt_id)
    if attempt.status != AttemptStatus.WAITING:
        return
    attempt.status, attempt.code, attempt.detail = AttemptStatus.FAILED.value, code, detail[:300]
    payment.failure, payment.updated_at = detail[:300] or code, now()
    session.flush()
    note(session, scope, payment, "refused", code=code, detail=detail[:300])


def record_asked(session: Session, attempt_id: UUID) -> None:
    session.execute(text("UPDATE payment_attempt SET asked_at = now() WHERE id = :id"), {"id": attempt_id})


def look(session: Session, scope: Scope, payment_id: UUID) -> int:
    """The buyer came back: what became of the open tries is asked now. Returns how many."""
    found = session.execute(
        text(
            "SELECT id, connection_id FROM payment_attempt WHERE payment_id = :id AND merchant_id = :merchant"
            " AND status = 'open' AND connection_id IS NOT NULL"
        ),
        {"id": payment_id, "merchant": scope.merchant_id},
    ).all()
    for row in found:
        outbox.append(
            session,
            scope.merchant_id,
            Topic.LOOK_AT_PAYMENTS.value,
            row.connection_id,
            row.id,
            {"attempt_id": str(row.id)},
        )
    return len(found)


_LATE_TRIES = text(
    "UPDATE payment_attempt SET status = 'expired' WHERE connection_id = :connection AND status = 'open'"
    " AND coalesce(expires_at, created_at + interval '1 hour') < now() - interval '1 hour'"
    " AND asked_at > coalesce(expires_at, created_at + interval '1 hour')"
)
_LATE = text(
    "UPDATE payment SET status = 'expired', updated_at = now() WHERE merchant_id = :merchant AND status = 'open'"
    " AND expires_at < now() RETURNING id"
)


def close_late(session: Session, scope: Scope, connection_id: UUID) -> int:
    """Tries that were asked about after their page closed, and links whose time is over. Returns closed links."""
    session.execute(_LATE_TRIES, {"connection": connection_id})
    closed = list(session.execute(_LATE, {"merchant": scope.merchant_id}).scalars())
    for payment_id in closed:
        note(session, scope, session.get_one(Payment, payment_id, populate_existing=True), "expired")
    if closed:
        live.tell(session, scope.merchant_id, "payments.changed")
    return len(closed)


def _reference() -> str:
    return f"PP{new_id().hex.upper()[-18:]}"


def _send(session: Session, scope: Scope, topic: Topic, attempt: PaymentAttempt) -> None:
    if attempt.connection_id is not None:
        payload = {"attempt_id": str(attempt.id)}
        outbox.append(session, scope.merchant_id, topic.value, attempt.connection_id, attempt.id, payload)
