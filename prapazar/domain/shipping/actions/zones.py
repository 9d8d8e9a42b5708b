"""Zones of the merchant's own: provinces and districts under one name, for rules to speak of."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.shipping import regions
from prapazar.domain.shipping.errors import RuleMissing, ShippingInvalid
from prapazar.domain.shipping.models import ShippingZone
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_MOST, _LONGEST, _MOST_PLACES = 50, 80, 500


def save_zone(
    session: Session, scope: Scope, name: str, places: Sequence[str], zone_id: UUID | None = None
) -> UUID:
    """Places are `Province` or `Province/District`. Raises ShippingInvalid, RuleMissing."""
    scope.require("settings.write")
    wanted = [" ".join(one.split()) for one in places if one.strip()][:_MOST_PLACES]
    _check(session, name.strip(), wanted, zone_id)
    row = _zone(session, scope, zone_id) if zone_id else ShippingZone(merchant_id=scope.merchant_id, name="")
    row.name, row.places = name.strip()[:_LONGEST], wanted
    session.add(row)
    session.flush()
    audit.append(session, scope, "shipping.zone", row.id, {"name": row.name, "places": len(wanted)})
    live.tell(session, scope.merchant_id, "shipping.settings")
    return row.id


def remove_zone(session: Session, scope: Scope, zone_id: UUID) -> None:
    """Raises ShippingInvalid as long as a rule speaks of it."""
    scope.require("settings.write")
    row = _zone(session, scope, zone_id)
    used = session.execute(
        text("SELECT name FROM carrier_rule WHERE zones @> CAST(:zone AS jsonb) ORDER BY place LIMIT 1"),
        {"zone": f'["{zone_id}"]'},
    ).scalar()
    if used is not None:
        raise ShippingInvalid("zone_name", "shipping.zone_used", str(used))
    audit.append(session, scope, "shipping.zone_removed", row.id, {"name": row.name})
    session.delete(row)
    session.flush()
    live.tell(session, scope.merchant_id, "shipping.settings")


def _check(session: Session, name: str, places: Sequence[str], zone_id: UUID | None) -> None:
    if not name:
        raise ShippingInvalid("zone_name", "field.required")
    if not places:
        raise ShippingInvalid("zone_places", "field.required")
    for place in places:
        if regions.province(place.partition("/")[0]) is None:
            raise ShippingInvalid("zone_places", "shipping.no_province", place)
    others = session.execute(
        text("SELECT name FROM shipping_zone WHERE id IS DISTINCT FROM CAST(:id AS uuid)"), {"id": zone_id}
    )
    names = list(others.scalars())
    if name in names:
        raise ShippingInvalid("zone_name", "shipping.zone_taken")
    if zone_id is None and len(names) >= _MOST:
        raise ShippingInvalid("zone_name", "shipping.too_many_zones")


def _zone(session: Session, scope: Scope, zone_id: UUID) -> ShippingZone:
    row = session.get(ShippingZone, zone_id, with_for_update=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise RuleMissing(zone_id)
    return row
