"""What carriers say of parcels on their way: status, movements, cost; and the order that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.shipping.enums import Direction, ShipmentStatus
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_LEFT = frozenset(
    {
        ShipmentStatus.PICKED_UP,
        ShipmentStatus.IN_TRANSIT,
        ShipmentStatus.OUT_FOR_DELIVERY,
        ShipmentStatus.FAILED_ATTEMPT,
        ShipmentStatus.DELIVERED,
    }
)


@dataclass(frozen=True, slots=True)
class Movement:
    at: datetime
    status: ShipmentStatus | None
    provider_status: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    reference: str
    status: ShipmentStatus
    provider_status: str
    movements: Sequence[Movement] = ()
    tracking_number: str | None = None
    tracking_url: str | None = None
    delivered_at: datetime | None = None
    received_by: str = ""
    billed_amount: Decimal | None = None
    billed_desi: Decimal | None = None


_UPDATE = text(
    "UPDATE shipment SET status = CASE WHEN status IN ('cancelled', 'refused') THEN status"
    # A driver took it and signed: the carrier's computer hears of it hours later.
    "  WHEN status = 'picked_up' AND CAST(:status AS text) = 'created' THEN status ELSE :status END,"
    " provider_status = :provider_status, asked_at = now(), updated_at = now(),"
    " tracking_number = coalesce(:tracking_number, tracking_number),"
    " tracking_url = coalesce(:tracking_url, tracking_url), received_by = :received_by,"
    # A bill that was uploaded says more than what the carrier tells on the way.
    " billed_amount = CASE WHEN bill_id IS NULL THEN coalesce(:billed_amount, billed_amount) ELSE billed_amount END,"
    " billed_desi = CASE WHEN bill_id IS NULL THEN coalesce(:billed_desi, billed_desi) ELSE billed_desi END,"
    " shipped_at = CASE WHEN :left THEN coalesce(shipped_at, now()) ELSE shipped_at END,"
    " delivered_at = coalesce(delivered_at, CAST(:delivered_at AS timestamptz)),"
    " is_late = is_late AND :status NOT IN ('delivered', 'returned', 'cancelled', 'lost')"
    " WHERE id = :id"
)
_EVENTS = text(
    "INSERT INTO shipment_event (merchant_id, shipment_id, at, status, provider_status, text, place)"
    " SELECT :merchant, :shipment, n.at, n.status, n.word, n.text, n.place FROM unnest(CAST(:ats AS timestamptz[]),"
    "  CAST(:statuses AS text[]), CAST(:words AS text[]), CAST(:texts AS text[]), CAST(:places AS text[]))"
    "  AS n(at, status, word, text, place) ON CONFLICT DO NOTHING"
)


def record_tracking(session: Session, scope: Scope, connection_id: UUID, seen: Sequence[Seen]) -> int:
    """How many shipments changed. Orders follow: handed over is shipped, delivered is delivered."""
    known = {
        row.reference: row
        for row in session.execute(
            text(
                "SELECT id, reference, order_id, package_id, status, carrier, direction FROM shipment"
                " WHERE connection_id = :connection AND reference = ANY(CAST(:references AS text[]))"
                " ORDER BY id FOR UPDATE"
            ),
            {"connection": connection_id, "references": [one.reference for one in seen]},
        )
    }
    changed = 0
    for one in seen:
        row = known.get(one.reference)
        if row is None:
            continue
        session.execute(
            _UPDATE,
            {
                "id": row.id,
                "status": one.status.value,
                "provider_status": one.provider_status,
                "tracking_number": one.tracking_number,
                "tracking_url": one.tracking_url,
                "received_by": one.received_by,
                "billed_amount": one.billed_amount,
                "billed_desi": one.billed_desi,
                "left": one.status in _LEFT,
                "delivered_at": one.delivered_at,
            },
        )
        _keep_movements(session, scope, row.id, one.movements)
        is_behind = row.status == ShipmentStatus.PICKED_UP and one.status is ShipmentStatus.CREATED
        if row.status != one.status and not is_behind:
            changed += 1
            timeline.write(
                session,
                scope,
                [(row.order_id, "shipment_moved", {"carrier": row.carrier, "is": one.status.value})],
            )
            if row.direction == Direction.OUT:
                _move_order(session, scope, row.order_id, row.package_id, one)
    if changed:
        live.tell(session, scope.merchant_id, "shipments.changed")
    return changed


def _keep_movements(session: Session, scope: Scope, shipment_id: UUID, movements: Sequence[Movement]) -> None:
    if not movements:
        return
    session.execute(
        _EVENTS,
        {
            "merchant": scope.merchant_id,
            "shipment": shipment_id,
            "ats": [one.at for one in movements],
            "statuses": [one.status.value if one.status else None for one in movements],
            "words": [one.provider_status for one in movements],
            "texts": [one.text for one in movements],
            "places": [one.place for one in movements],
        },
    )


def _move_order(session: Session, scope: Scope, order_id: UUID, package_id: UUID, seen: Seen) -> None:
    """What nobody has marked here is marked by its carrier; steps that do not lead there are passed over."""
    steps: tuple[OrderStatus, ...] = ()
    if seen.status in _LEFT:
        steps = (OrderStatus.PICKING, OrderStatus.SHIPPED)
    if seen.status is ShipmentStatus.DELIVERED:
        steps = (*steps, OrderStatus.DELIVERED)
    elif seen.status is ShipmentStatus.RETURNED:
        steps = (OrderStatus.UNDELIVERED,)
    for step in steps:
        orders.move(
            session, scope, [order_id], step, tracking_number=seen.tracking_number, package_ids=[package_id]
        )
