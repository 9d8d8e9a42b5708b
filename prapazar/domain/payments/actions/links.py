"""A link by which a buyer pays: asked for an order, an invoice, or a sum of its own; and taken back."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.payments.actions.rows import lock_order, locked, note
from prapazar.domain.payments.enums import Method, PaymentStatus
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.domain.payments.models import Payment
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.money import rounded
from prapazar.foundation.scope import Scope

MOST_DAYS = 90
DAYS = 7
_MOST = Decimal(1_000_000)
_ORDER = text(
    "SELECT o.id, o.total - o.paid AS left, o.currency, o.status, o.connection_id IS NOT NULL AS is_channels,"
    " (SELECT coalesce(sum(p.amount), 0)"
    "  FROM payment p WHERE p.order_id = o.id AND p.status = 'open' AND p.expires_at > now()) AS asked"
    " FROM purchase_order o WHERE o.id = :id AND o.merchant_id = :merchant"
)
_INVOICE = text(
    "SELECT i.order_id, i.payable - i.paid AS left, i.currency, i.kind, i.status, (SELECT coalesce(sum(p.amount), 0)"
    "  FROM payment p WHERE p.invoice_id = i.id AND p.status = 'open' AND p.expires_at > now()) AS asked"
    " FROM invoice i WHERE i.id = :id AND i.merchant_id = :merchant"
)


@dataclass(frozen=True, slots=True)
class Wish:
    connection_id: UUID
    order_id: UUID | None = None
    invoice_id: UUID | None = None
    amount: Decimal | None = None
    """None: what is left to pay."""
    currency: str = "TRY"
    """Of a sum of its own; an order and an invoice have theirs."""
    title: str = ""
    note: str = ""
    days: int = DAYS
    """How long the link can be paid."""
    key: str | None = None
    """The same one again is the same payment."""


@dataclass(frozen=True, slots=True)
class Owed:
    order_id: UUID | None
    invoice_id: UUID | None
    left: Decimal
    """To be paid, what open links ask for taken off."""
    currency: str
    asked: Decimal = Decimal(0)


def ask(session: Session, scope: Scope, wish: Wish) -> UUID:
    """Raises PaymentRefused for what is not owed, or asked for by another link already."""
    scope.require("payments.write")
    known = known_by_key(session, scope, wish.key)
    if known is not None:
        return known
    owed = _owed(session, scope, wish)
    amount = rounded(wish.amount if wish.amount is not None else owed.left - owed.asked)
    _check(wish, owed, amount)
    _check_account(session, wish.connection_id, owed.order_id)
    row = Payment(
        merchant_id=scope.merchant_id,
        order_id=owed.order_id,
        invoice_id=owed.invoice_id,
        connection_id=wish.connection_id,
        method=Method.CARD.value,
        reference=number(session, scope),
        key=wish.key or None,
        link=secrets.token_urlsafe(24),
        title=wish.title.strip()[:200],
        amount=amount,
        currency=owed.currency,
        note=wish.note.strip()[:300],
        user_id=scope.user_id,
        expires_at=now() + timedelta(days=wish.days),
    )
    session.add(row)
    session.flush()
    note(session, scope, row, "asked", of_order=True, amount=str(amount))
    return row.id


def cancel(session: Session, scope: Scope, payment_id: UUID) -> None:
    """The link is closed; money that comes all the same is counted, for it came. Raises PaymentRefused."""
    scope.require("payments.write")
    row = locked(session, scope, payment_id)
    if row.status == PaymentStatus.CANCELLED:
        return
    if row.status not in {PaymentStatus.OPEN, PaymentStatus.EXPIRED}:
        raise PaymentRefused("payments.not_open")
    row.status, row.updated_at = PaymentStatus.CANCELLED.value, now()
    session.flush()
    note(session, scope, row, "cancelled", of_order=True, amount=str(row.amount))


def known_by_key(session: Session, scope: Scope, key: str | None) -> UUID | None:
    """Whoever asks twice at once waits here for the first."""
    if not key:
        return None
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7))"), {"key": f"{scope.merchant_id}:{key}"}
    )
    known: UUID | None = session.execute(
        text("SELECT id FROM payment WHERE merchant_id = :merchant AND key = :key"),
        {"merchant": scope.merchant_id, "key": key},
    ).scalar()
    return known


def number(session: Session, scope: Scope) -> str:
    """What people call a payment."""
    last: int = session.execute(
        text(
            "INSERT INTO number_series (id, merchant_id, kind, last) VALUES (:id, :merchant, 'payment', 1)"
            " ON CONFLICT (merchant_id, kind) DO UPDATE SET last = number_series.last + 1 RETURNING last"
        ),
        {"id": new_id(), "merchant": scope.merchant_id},
    ).scalar_one()
    return f"P-{last:06d}"


def owed_of(session: Session, scope: Scope, order_id: UUID | None, invoice_id: UUID | None) -> Owed:
    """Under the order's lock. Raises PaymentRefused where nothing can be owed."""
    keys = {"merchant": scope.merchant_id}
    if invoice_id is not None:
        order_id = session.execute(
            text("SELECT order_id FROM invoice WHERE id = :id AND merchant_id = :merchant"),
            {**keys, "id": invoice_id},
        ).scalar()
    if order_id is not None:
        lock_order(session, order_id)
    if invoice_id is not None:
        row = session.execute(_INVOICE, {**keys, "id": invoice_id}).one_or_none()
        if row is None or row.kind != "sale" or row.status in {"cancelled", "rejected"}:
            raise PaymentRefused("payments.nothing_owed")
        return Owed(row.order_id, invoice_id, row.left, row.currency, row.asked)
    row = session.execute(_ORDER, {**keys, "id": order_id}).one_or_none()
    if row is None or row.status in {"cancelled", "returned"}:
        raise PaymentRefused("payments.nothing_owed")
    if row.is_channels and row.status != "awaiting_payment":
        raise PaymentRefused("payments.channel_has_it")
    return Owed(row.id, None, row.left, row.currency, row.asked)


def _owed(session: Session, scope: Scope, wish: Wish) -> Owed:
    if wish.order_id is None and wish.invoice_id is None:
        if wish.amount is None or not wish.title.strip():
            raise PaymentRefused("payments.needs_amount")
        return Owed(None, None, wish.amount, wish.currency)
    return owed_of(session, scope, wish.order_id, wish.invoice_id)


def _check(wish: Wish, owed: Owed, amount: Decimal) -> None:
    if not 0 < wish.days <= MOST_DAYS:
        raise PaymentRefused("payments.days_odd")
    if owed.left <= 0:
        raise PaymentRefused("payments.nothing_owed")
    if (owed.asked and amount > owed.left - owed.asked) or amount <= 0 < owed.asked:
        raise PaymentRefused("payments.already_asked", str(owed.asked))
    if not 0 < amount <= min(owed.left, _MOST):
        raise PaymentRefused("payments.too_much", str(owed.left))


def _check_account(session: Session, connection_id: UUID, order_id: UUID | None) -> None:
    """Pretend money of a test account pays no real order."""
    is_wrong = session.execute(
        text(
            "SELECT c.is_test AND NOT coalesce((SELECT is_test FROM purchase_order WHERE id = :order), false)"
            " FROM connection c WHERE c.id = :id"
        ),
        {"id": connection_id, "order": order_id},
    ).scalar()
    if is_wrong is None:
        raise PaymentRefused("payments.no_provider")
    if is_wrong:
        raise PaymentRefused("payments.test_account")
