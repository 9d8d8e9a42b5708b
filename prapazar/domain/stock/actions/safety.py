"""Safety stock: units that no channel is told of."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.stock import queries, rules
from prapazar.domain.stock.errors import QuantityInvalid
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_SET = text(
    "UPDATE stock SET safety_stock = :units, updated_at = now() WHERE warehouse_id = :house"
    " AND variant_id = ANY(CAST(:variants AS uuid[])) AND safety_stock <> :units RETURNING variant_id"
)


def set_safety_stock(session: Session, scope: Scope, variant_ids: Sequence[UUID], units: int) -> int:
    """In the default warehouse; every channel follows. Returns how many changed. Raises QuantityInvalid."""
    scope.require("stock.write")
    if not 0 <= units <= rules.MOST_UNITS:
        raise QuantityInvalid(units)
    house = queries.default_warehouse(session, scope)
    queries.lock(session, house, variant_ids)
    values = {"units": units, "house": house, "variants": list(variant_ids)}
    changed = list(session.execute(_SET, values).scalars())
    if changed:
        fanout.append(session, Topic.PUSH_STOCK, changed)
        live.tell(session, scope.merchant_id, "stock.changed", variants=len(changed))
    return len(changed)
