"""Where a parcel is, as a person knows it: of carriers without an interface, or that tell nothing."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.shipping.actions.tracking import Movement, Seen, record_tracking
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.errors import ShipmentMissing, ShipmentNotOpen
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

BY_HAND = (
    ShipmentStatus.IN_TRANSIT,
    ShipmentStatus.DELIVERED,
    ShipmentStatus.RETURNED,
    ShipmentStatus.LOST,
)
_OPEN = frozenset(
    {
        ShipmentStatus.CREATED,
        ShipmentStatus.PICKED_UP,
        ShipmentStatus.IN_TRANSIT,
        ShipmentStatus.OUT_FOR_DELIVERY,
        ShipmentStatus.FAILED_ATTEMPT,
        ShipmentStatus.RETURNING,
    }
)


def set_status(
    session: Session, scope: Scope, shipment_id: UUID, status: ShipmentStatus, received_by: str = ""
) -> None:
    """As if its carrier had told it. Raises ShipmentNotOpen once it has arrived somewhere."""
    scope.require("fulfillment.write")
    row = session.execute(
        text("SELECT id, reference, status, connection_id FROM shipment WHERE id = :id FOR UPDATE"),
        {"id": shipment_id},
    ).first()
    if row is None or row.connection_id is None:
        raise ShipmentMissing(shipment_id)
    if row.status not in _OPEN or status not in BY_HAND:
        raise ShipmentNotOpen(row.status)
    moment = now()
    seen = Seen(
        row.reference,
        status,
        "",
        [Movement(moment, status, "by_hand")],
        delivered_at=moment if status is ShipmentStatus.DELIVERED else None,
        received_by=received_by[:100],
    )
    record_tracking(session, scope, row.connection_id, [seen])
