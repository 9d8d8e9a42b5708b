"""Refund: that the buyer has the money back, by whichever way."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.actions import timeline
from prapazar.domain.aftersales.errors import ClaimMissing, ClaimRefused
from prapazar.foundation.scope import Scope


def record_refund(
    session: Session, scope: Scope, claim_id: UUID, amount: Decimal, *, note: str = "", reference: str = ""
) -> None:
    """By hand, or by payments after a refund of theirs: the same `reference` twice is one refund.

    Raises ClaimRefused for nothing, and for more than the claim is about.
    """
    scope.require("claims.approve")
    row = session.execute(
        text(
            "SELECT amount, refunded_amount FROM claim WHERE id = :id AND merchant_id = :merchant FOR UPDATE"
        ),
        {"id": claim_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None:
        raise ClaimMissing(claim_id)
    if reference and _is_known(session, claim_id, reference):
        return
    paid = (row.refunded_amount or Decimal(0)) + amount
    if amount <= 0 or (row.amount is not None and paid > row.amount):
        raise ClaimRefused("claims.refund_odd")
    session.execute(
        text(
            "UPDATE claim SET refunded_amount = :paid, refunded_at = now(), updated_at = now() WHERE id = :id"
        ),
        {"paid": paid, "id": claim_id},
    )
    told = {"amount": str(amount), "note": note.strip()[:300], "reference": reference}
    timeline.write(session, scope, [(claim_id, "refunded", told)])


def _is_known(session: Session, claim_id: UUID, reference: str) -> bool:
    return bool(
        session.execute(
            text(
                "SELECT 1 FROM claim_event WHERE claim_id = :id AND kind = 'refunded'"
                " AND values ->> 'reference' = :reference LIMIT 1"
            ),
            {"id": claim_id, "reference": reference},
        ).scalar()
    )
