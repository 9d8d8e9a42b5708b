"""Reserve: hold units for order lines; what cannot be held becomes a recorded shortage."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.stock import queries, rules
from prapazar.domain.stock.actions import ledger
from prapazar.domain.stock.bundles import expand
from prapazar.domain.stock.demands import Demand, Missing
from prapazar.domain.stock.enums import MovementKind, ShortageCause
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

_HOLD = text(
    "INSERT INTO reservation (merchant_id, order_id, order_line_id, variant_id, warehouse_id, quantity,"
    " per_unit)"
    " SELECT :merchant, order_id, line_id, variant_id, :warehouse, quantity, per_unit"
    " FROM unnest(CAST(:orders AS uuid[]), CAST(:lines AS uuid[]),"
    "  CAST(:variants AS uuid[]), CAST(:quantities AS int[]), CAST(:per_unit AS int[]))"
    "  AS r(order_id, line_id, variant_id, quantity, per_unit)"
    " ON CONFLICT (order_line_id, variant_id, warehouse_id)"
    " DO UPDATE SET quantity = reservation.quantity + excluded.quantity"
)
_RECORD_SHORTAGES = text(
    "INSERT INTO shortage (id, merchant_id, variant_id, warehouse_id, quantity, cause, order_id, order_line_id,"
    " connection_id, per_unit, told_quantity, told_at)"
    " SELECT n.id, :merchant, n.variant_id, :warehouse, n.quantity, :cause, n.order_id, n.line_id,"
    "  n.connection_id, n.per_unit, l.told_quantity, l.told_quantity_at"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:variants AS uuid[]), CAST(:quantities AS int[]),"
    "  CAST(:orders AS uuid[]), CAST(:lines AS uuid[]), CAST(:connections AS uuid[]), CAST(:per_unit AS int[]))"
    "  AS n(id, variant_id, quantity, order_id, line_id, connection_id, per_unit)"
    " LEFT JOIN LATERAL (SELECT told_quantity, told_quantity_at FROM listing"
    "  WHERE variant_id = n.variant_id AND connection_id = n.connection_id"
    "  ORDER BY told_quantity_at DESC NULLS LAST LIMIT 1) l ON true"
)


def reserve(
    session: Session, scope: Scope, demands: Sequence[Demand], warehouse_id: UUID | None = None
) -> list[Missing]:
    """All or part of each demand, in the order given. Returns what was missing; a bundle asks for its parts.

    What was sold in a test store asks for nothing.
    """
    parts = expand(session, _real(session, demands))
    if not parts:
        return []
    warehouse_id = warehouse_id or queries.default_warehouse(session, scope)
    balances = queries.lock(session, warehouse_id, {part.variant_id for part in parts})
    held, missing = _allocate(parts, balances)
    hold(session, scope, warehouse_id, balances, held)
    record_shortages(session, scope, warehouse_id, missing, ShortageCause.OVERSOLD)
    fanout.append(session, Topic.PUSH_STOCK, list(balances))
    return missing


def _real(session: Session, demands: Sequence[Demand]) -> list[Demand]:
    channels = {demand.connection_id for demand in demands if demand.connection_id is not None}
    if not channels:
        return list(demands)
    tests = set(
        session.execute(
            text("SELECT id FROM connection WHERE id = ANY(CAST(:ids AS uuid[])) AND is_test"),
            {"ids": list(channels)},
        ).scalars()
    )
    return [demand for demand in demands if demand.connection_id not in tests]


def _allocate(
    parts: Sequence[Demand], balances: dict[UUID, queries.Balance]
) -> tuple[list[tuple[Demand, int]], list[Missing]]:
    by_variant: dict[UUID, list[tuple[Demand, int]]] = defaultdict(list)
    for part in parts:
        by_variant[part.variant_id].append((part, part.quantity))
    held: list[tuple[Demand, int]] = []
    missing: list[Missing] = []
    for variant_id, wanted in by_variant.items():
        balance = balances[variant_id]
        free = rules.free(balance.on_hand, balance.reserved)
        for grant in rules.allocate(wanted, free, allows_backorder=balance.allows_backorder):
            if grant.held:
                held.append((grant.key, grant.held))
            if grant.missing:
                missing.append(Missing(grant.key, grant.missing))
    return held, missing


def hold(
    session: Session,
    scope: Scope,
    warehouse_id: UUID,
    balances: dict[UUID, queries.Balance],
    held: Sequence[tuple[Demand, int]],
) -> None:
    """Write reservations for units known to be free under the lock."""
    if not held:
        return
    ledger.write(
        session,
        scope,
        warehouse_id,
        balances,
        (
            ledger.Step(
                demand.variant_id,
                MovementKind.RESERVE,
                reserved_change=quantity,
                order_id=demand.order_id,
                connection_id=demand.connection_id,
            )
            for demand, quantity in held
        ),
    )
    # A line may miss units twice over, sold short and cut by a count, and get both back at once.
    units: dict[tuple[UUID, UUID], int] = defaultdict(int)
    demands: dict[tuple[UUID, UUID], Demand] = {}
    for demand, quantity in held:
        part = (demand.order_line_id, demand.variant_id)
        units[part] += quantity
        demands[part] = demand
    session.execute(
        _HOLD,
        {
            "merchant": scope.merchant_id,
            "warehouse": warehouse_id,
            "orders": [d.order_id for d in demands.values()],
            "lines": [d.order_line_id for d in demands.values()],
            "variants": [d.variant_id for d in demands.values()],
            "quantities": list(units.values()),
            "per_unit": [d.per_unit for d in demands.values()],
        },
    )


def record_shortages(
    session: Session, scope: Scope, warehouse_id: UUID, missing: Sequence[Missing], cause: ShortageCause
) -> None:
    if not missing:
        return
    session.execute(
        _RECORD_SHORTAGES,
        {
            "merchant": scope.merchant_id,
            "warehouse": warehouse_id,
            "cause": cause.value,
            "ids": new_ids(len(missing)),
            "variants": [m.demand.variant_id for m in missing],
            "quantities": [m.quantity for m in missing],
            "orders": [m.demand.order_id for m in missing],
            "lines": [m.demand.order_line_id for m in missing],
            "connections": [m.demand.connection_id for m in missing],
            "per_unit": [m.demand.per_unit for m in missing],
        },
    )
