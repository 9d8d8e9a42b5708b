"""A shipment taken back before the carrier has it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.shipping.actions import answers
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.errors import ShipmentMissing, ShipmentNotOpen
from prapazar.domain.shipping.models import Shipment
from prapazar.foundation import outbox
from prapazar.foundation.scope import Scope


def cancel(session: Session, scope: Scope, shipment_id: UUID, by_hand: Collection[UUID] = ()) -> bool:
    """False where the carrier has to be asked first. Raises ShipmentNotOpen once it is on its way.

    `by_hand`: accounts of carriers nobody can call.
    """
    scope.require("fulfillment.write")
    row = session.get(Shipment, shipment_id, with_for_update=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise ShipmentMissing(shipment_id)
    if row.status not in {ShipmentStatus.WAITING, ShipmentStatus.REFUSED, ShipmentStatus.CREATED}:
        raise ShipmentNotOpen(row.status)
    is_told = row.status != ShipmentStatus.REFUSED and row.payer != "channel"
    if not is_told or row.connection_id is None or row.connection_id in by_hand:
        answers.record_cancelled(session, scope, row.id)
        return True
    # Behind its own creation, if that still waits: the carrier hears of both in their order.
    payload = {"shipment_id": str(row.id)}
    outbox.append(
        session, scope.merchant_id, Topic.CANCEL_SHIPMENTS.value, row.connection_id, row.id, payload
    )
    return False
