"""Refill: units that became free go to the oldest order that still misses them."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock import queries, rules
from prapazar.domain.stock.actions.reserve import hold
from prapazar.domain.stock.demands import Demand
from prapazar.foundation.scope import Scope


def refill(session: Session, scope: Scope, variant_ids: Collection[UUID]) -> list[Demand]:
    """Give free units to open shortages of orders, oldest first; returns what was given."""
    waiting = session.execute(
        text(
            "SELECT id, variant_id, warehouse_id, quantity, order_id, order_line_id, connection_id,"
            " per_unit FROM shortage"
            " WHERE variant_id = ANY(CAST(:variants AS uuid[])) AND resolved_at IS NULL"
            "  AND order_line_id IS NOT NULL ORDER BY id FOR UPDATE"
        ),
        {"variants": list(variant_ids)},
    ).all()
    by_warehouse: dict[UUID, list[tuple[UUID, Demand]]] = defaultdict(list)
    for row in waiting:
        demand = Demand(
            row.order_id, row.order_line_id, row.variant_id, row.quantity, row.connection_id, row.per_unit
        )
        by_warehouse[row.warehouse_id].append((row.id, demand))
    given: list[Demand] = []
    for warehouse_id, shortages in sorted(by_warehouse.items()):
        balances = queries.lock(session, warehouse_id, {demand.variant_id for _, demand in shortages})
        held: list[tuple[Demand, int]] = []
        free = {v: rules.free(b.on_hand, b.reserved) for v, b in balances.items()}
        for shortage_id, demand in shortages:
            units = min(demand.quantity, free[demand.variant_id])
            if units:
                free[demand.variant_id] -= units
                held.append((demand, units))
                reduce_shortage(session, shortage_id, demand.quantity - units)
        hold(session, scope, warehouse_id, balances, held)
        given += [demand for demand, _ in held]
    return given


def reduce_shortage(session: Session, shortage_id: UUID, left: int) -> None:
    """`left` units are still missing; none left closes it and keeps the original number."""
    session.execute(
        text(
            "UPDATE shortage SET quantity = CASE WHEN :left > 0 THEN :left ELSE quantity END,"
            " resolved_at = CASE WHEN :left > 0 THEN NULL ELSE now() END WHERE id = :id"
        ),
        {"id": shortage_id, "left": left},
    )
