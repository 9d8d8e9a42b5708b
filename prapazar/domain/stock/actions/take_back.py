"""Take back: goods of a buyer that are fit for sale again."""

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.stock import bundles, queries
from prapazar.domain.stock.actions import ledger, refill
from prapazar.domain.stock.demands import Demand
from prapazar.domain.stock.enums import MovementKind
from prapazar.domain.stock.errors import QuantityInvalid, VariantUnknown
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


def take_back(
    session: Session,
    scope: Scope,
    variant_id: UUID,
    quantity: int,
    *,
    order_id: UUID | None = None,
    note: str = "",
) -> None:
    """On the shelf, or to orders that miss them; of a bundle its components. Raises VariantUnknown."""
    scope.require("stock.write")
    if quantity <= 0:
        raise QuantityInvalid(quantity)
    nobody = uuid4()  # a demand names an order; bundles are taken apart without looking at it
    parts = bundles.expand(session, [Demand(order_id or nobody, nobody, variant_id, quantity)])
    variants = [part.variant_id for part in parts]
    warehouse_id = queries.default_warehouse(session, scope)
    balances = queries.lock(session, warehouse_id, variants)
    missing = [one for one in variants if one not in balances]
    if missing:
        raise VariantUnknown(missing)
    steps = [
        ledger.Step(
            part.variant_id,
            MovementKind.RETURN,
            on_hand_change=part.quantity,
            order_id=order_id,
            note=note,
        )
        for part in parts
    ]
    ledger.write(session, scope, warehouse_id, balances, steps)
    refill.refill(session, scope, variants)
    fanout.append(session, Topic.PUSH_STOCK, variants)
    live.tell(session, scope.merchant_id, "stock.changed", variants=len(variants))
