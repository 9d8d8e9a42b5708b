"""Adjust: so many more or fewer than there were, whatever the number is by now."""

from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.stock import queries, rules
from prapazar.domain.stock.actions import ledger, refill
from prapazar.domain.stock.enums import MovementKind
from prapazar.domain.stock.errors import QuantityInvalid, StockShort, VariantUnknown
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


def adjust(session: Session, scope: Scope, variant_id: UUID, change: int, note: str = "") -> int:
    """Returns the new balance. Raises StockShort where it would take reserved units away."""
    scope.require("stock.write")
    if change == 0 or abs(change) > rules.MOST_UNITS:
        raise QuantityInvalid(change)
    warehouse_id = queries.default_warehouse(session, scope)
    balances = queries.lock(session, warehouse_id, [variant_id])
    balance = balances.get(variant_id)
    if balance is None:
        raise VariantUnknown([variant_id])
    free = rules.free(balance.on_hand, balance.reserved)
    if -change > free:
        raise StockShort(variant_id, wanted=-change, free=free)
    step = ledger.Step(variant_id, MovementKind.ADJUST, on_hand_change=change, note=note)
    ledger.write(session, scope, warehouse_id, balances, [step])
    on_hand = balance.on_hand
    if change > 0:
        refill.refill(session, scope, [variant_id])
    fanout.append(session, Topic.PUSH_STOCK, [variant_id])
    live.tell(session, scope.merchant_id, "stock.changed", variants=1)
    return on_hand
