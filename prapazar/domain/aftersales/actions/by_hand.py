"""By hand: claims of orders no channel tells claims of, and notes."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.actions import timeline
from prapazar.domain.aftersales.enums import ClaimKind, ClaimStatus
from prapazar.domain.aftersales.errors import ClaimMissing, ClaimRefused
from prapazar.domain.aftersales.models import Claim, ClaimLine
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words

_NUMBER = text(
    "INSERT INTO number_series (id, merchant_id, kind, last) VALUES (:id, :merchant, 'claim', 1)"
    " ON CONFLICT (merchant_id, kind) DO UPDATE SET last = number_series.last + 1 RETURNING last"
)
_ORDER = text(
    "SELECT id, number, buyer_name, currency FROM purchase_order WHERE id = :id AND merchant_id = :merchant FOR UPDATE"
)
_LINES = text(
    "SELECT l.id, l.variant_id, l.sku, l.barcode, l.title, l.unit_price, l.quantity - l.cancelled_quantity"
    " - coalesce((SELECT sum(k.quantity) FROM claim_line k JOIN claim c ON c.id = k.claim_id"
    "   WHERE k.order_line_id = l.id AND c.order_id = :order AND k.status NOT IN ('rejected', 'cancelled')), 0)"
    " AS left_over FROM order_line l WHERE l.order_id = :order ORDER BY l.id"
)


def open_claim(
    session: Session,
    scope: Scope,
    order_id: UUID,
    units: Mapping[UUID, int],
    *,
    kind: ClaimKind = ClaimKind.RETURN,
    reason: str = "",
    note: str = "",
) -> UUID:
    """`units` by order line. Raises ClaimRefused where more would come back than was sold."""
    scope.require("claims.write")
    order = session.execute(_ORDER, {"id": order_id, "merchant": scope.merchant_id}).one_or_none()
    if order is None:
        raise ClaimMissing(order_id)
    wanted = {line: number for line, number in units.items() if number > 0}
    lines = [row for row in session.execute(_LINES, {"order": order_id}) if row.id in wanted]
    if not wanted or len(lines) < len(wanted):
        raise ClaimRefused("claims.no_lines")
    if any(wanted[line.id] > line.left_over for line in lines):
        raise ClaimRefused("claims.more_than_sold")
    number = (
        f"IADE-{session.execute(_NUMBER, {'id': new_id(), 'merchant': scope.merchant_id}).scalar_one():05d}"
    )
    said = reason.strip()[:200]
    claim = Claim(
        merchant_id=scope.merchant_id,
        connection_id=None,
        external_id=number,
        number=number,
        kind=kind.value,
        status=ClaimStatus.WAITING.value,
        order_id=order_id,
        order_external_id=order.number,
        buyer_name=order.buyer_name,
        reason=said,
        amount=sum((wanted[line.id] * line.unit_price for line in lines), Decimal(0)),
        currency=order.currency,
        note=note.strip()[:500],
        payload_hash=hashlib.blake2b(number.encode(), digest_size=16).digest(),
        unit_count=sum(wanted.values()),
    )
    session.add(claim)
    session.flush()
    for line in lines:
        session.add(
            ClaimLine(
                merchant_id=scope.merchant_id,
                claim_id=claim.id,
                external_id=str(line.id),
                order_line_id=line.id,
                variant_id=line.variant_id,
                sku=line.sku,
                barcode=line.barcode,
                title=line.title,
                quantity=wanted[line.id],
                reason=said,
                status=ClaimStatus.WAITING.value,
                amount=wanted[line.id] * line.unit_price,
            )
        )
    session.flush()
    searched = " ".join(
        [number, order.number, order.buyer_name, said, *(f"{x.title} {x.sku} {x.barcode}" for x in lines)]
    )
    session.execute(
        text("UPDATE claim SET search = to_tsvector('simple', :words) WHERE id = :id"),
        {"words": " ".join(words(searched)), "id": claim.id},
    )
    timeline.write(session, scope, [(claim.id, "opened", {"units": claim.unit_count, "reason": said})])
    live.tell(session, scope.merchant_id, "claims.imported")
    return claim.id


def add_note(session: Session, scope: Scope, claim_id: UUID, note: str) -> None:
    scope.require("claims.write")
    found = session.execute(
        text("SELECT 1 FROM claim WHERE id = :id AND merchant_id = :merchant"),
        {"id": claim_id, "merchant": scope.merchant_id},
    ).scalar()
    if not found:
        raise ClaimMissing(claim_id)
    timeline.write(session, scope, [(claim_id, "note", {"text": note.strip()[:2000]})])
