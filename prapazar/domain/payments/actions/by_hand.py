"""Money that came another way: by transfer, in cash, by card at the counter, through a channel."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.payments.actions.links import known_by_key, number, owed_of
from prapazar.domain.payments.actions.rows import note
from prapazar.domain.payments.actions.shares import spread
from prapazar.domain.payments.enums import BY_HAND, PaymentStatus
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.domain.payments.models import Payment
from prapazar.foundation.clock import now
from prapazar.foundation.money import rounded
from prapazar.foundation.scope import Scope


def enter(
    session: Session,
    scope: Scope,
    *,
    method: str,
    amount: Decimal | None = None,
    order_id: UUID | None = None,
    invoice_id: UUID | None = None,
    note_text: str = "",
    key: str | None = None,
) -> tuple[UUID, Decimal]:
    """The payment, and what is left to pay; without an amount all of it.

    Raises PaymentRefused for more than is owed. `key`: the same one again is the same payment.
    """
    scope.require("payments.write")
    known = known_by_key(session, scope, key)
    if known is not None:
        return known, owed_of(session, scope, order_id, invoice_id).left
    if method not in BY_HAND:
        raise PaymentRefused("payments.method_odd")
    owed = owed_of(session, scope, order_id, invoice_id)
    amount = rounded(owed.left if amount is None else amount)
    if owed.left <= 0:
        raise PaymentRefused("payments.nothing_owed")
    if not 0 < amount <= owed.left:
        raise PaymentRefused("payments.too_much", str(owed.left))
    row = Payment(
        merchant_id=scope.merchant_id,
        order_id=owed.order_id,
        invoice_id=invoice_id,
        method=method,
        reference=number(session, scope),
        key=key or None,
        status=PaymentStatus.PAID.value,
        amount=amount,
        currency=owed.currency,
        note=note_text.strip()[:300],
        user_id=scope.user_id,
        paid_at=now(),
    )
    session.add(row)
    session.flush()
    spread(session, scope, row)
    note(session, scope, row, "entered", of_order=True, amount=str(amount), method=method)
    return row.id, owed.left - amount
