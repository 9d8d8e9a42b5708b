"""What a person adds to the address an order came with."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import places
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.errors import OrderInvalid, OrderMissing
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_LONGEST = 80


def set_district(session: Session, scope: Scope, order_id: UUID, typed: str) -> str:
    """As its province writes it. Raises OrderMissing; OrderInvalid for what is no district there."""
    scope.require("orders.write")
    row = session.execute(
        text("SELECT city FROM purchase_order WHERE id = :id AND merchant_id = :merchant FOR NO KEY UPDATE"),
        {"id": order_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None:
        raise OrderMissing
    district = typed.strip()[:_LONGEST]
    if places.districts(row.city):
        district = places.known_district(row.city, district) or ""
    if not district:
        raise OrderInvalid("district", "orders.district_unknown")
    session.execute(
        text(
            "UPDATE purchase_order SET district = CAST(:district AS text), updated_at = now(),"
            " shipping_address = jsonb_set(shipping_address, '{district}', to_jsonb(CAST(:district AS text)))"
            " WHERE id = :id"
        ),
        {"id": order_id, "district": district},
    )
    timeline.write(session, scope, [(order_id, "district", {"district": district})])
    live.tell(session, scope.merchant_id, "orders.changed")
    return district
