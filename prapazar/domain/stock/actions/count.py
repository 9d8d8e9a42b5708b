"""Count: somebody says how many units there are; thousands of SKUs in a handful of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.stock import queries, rules
from prapazar.domain.stock.actions import ledger, refill
from prapazar.domain.stock.actions.reserve import record_shortages
from prapazar.domain.stock.demands import Demand, Missing
from prapazar.domain.stock.enums import MovementKind, ShortageCause
from prapazar.domain.stock.errors import QuantityInvalid, VariantUnknown
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope


class StockCount(NamedTuple):
    variant_id: UUID
    on_hand: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """A reservation that a count takes units away from."""

    reservation_id: UUID
    demand: Demand
    held: int


_LOCK_ALL = text(
    "WITH wanted AS (SELECT * FROM unnest(CAST(:variants AS uuid[]), CAST(:quantities AS int[]))"
    "  AS w(variant_id, quantity)),"
    " locked AS (SELECT s.variant_id, s.reserved, s.allows_backorder, w.quantity FROM stock s"
    "  JOIN wanted w USING (variant_id) WHERE s.warehouse_id = :warehouse ORDER BY s.id FOR UPDATE OF s)"
    " SELECT count(*) AS found, coalesce(array_agg(variant_id)"
    "  FILTER (WHERE quantity < reserved AND NOT allows_backorder), '{}') AS short FROM locked"
)
_SET = text(
    "WITH wanted AS (SELECT * FROM unnest(CAST(:variants AS uuid[]), CAST(:quantities AS int[]),"
    "  CAST(:ids AS uuid[])) AS w(variant_id, quantity, movement_id)),"
    " before AS (SELECT s.id, s.variant_id, s.on_hand, w.quantity, w.movement_id FROM stock s"
    "  JOIN wanted w USING (variant_id) WHERE s.warehouse_id = :warehouse"
    "  AND (s.on_hand <> w.quantity OR s.counted_at IS NULL)),"
    " changed AS (UPDATE stock s SET on_hand = b.quantity, updated_at = now(),"
    "   counted_at = coalesce(s.counted_at, now()) FROM before b WHERE s.id = b.id"
    "  RETURNING s.variant_id, s.on_hand, s.reserved, b.on_hand AS was, b.movement_id),"
    " moved AS (INSERT INTO movement (id, merchant_id, variant_id, warehouse_id, kind, on_hand_change,"
    "   reserved_change, on_hand_after, reserved_after, user_id, note)"
    "  SELECT movement_id, :merchant, variant_id, :warehouse, :kind, on_hand - was, 0, on_hand, reserved, :user, :note"
    "  FROM changed)"
    " SELECT array_agg(variant_id) AS variants, coalesce(bool_or(on_hand > was), false) AS grew FROM changed"
)


def set_on_hand(
    session: Session,
    scope: Scope,
    counts: Sequence[StockCount],
    *,
    note: str = "",
    warehouse_id: UUID | None = None,
) -> int:
    """Set balances; the last count of a variant wins. Returns how many changed.

    A count below what is reserved takes the newest reservations' units away and records which orders
    are short. Raises QuantityInvalid, VariantUnknown; then nothing has changed.
    """
    scope.require("stock.write")
    wanted = dict(counts)
    if not wanted:
        return 0
    worst = min(wanted.values()) if min(wanted.values()) < 0 else max(wanted.values())
    if not 0 <= worst <= rules.MOST_UNITS:
        raise QuantityInvalid(worst)
    house = warehouse_id or queries.default_warehouse(session, scope)
    values = {"variants": list(wanted), "quantities": list(wanted.values()), "warehouse": house}
    _lock_all(session, scope, house, wanted, values)
    changed = session.execute(
        _SET,
        {
            **values,
            "ids": [new_id() for _ in wanted],
            "merchant": scope.merchant_id,
            "kind": MovementKind.COUNT.value,
            "user": scope.user_id,
            "note": note,
        },
    ).one()
    if not changed.variants:
        return 0
    if changed.grew:
        refill.refill(session, scope, changed.variants)
    fanout.append(session, Topic.PUSH_STOCK, changed.variants)
    live.tell(session, scope.merchant_id, "stock.changed", variants=len(changed.variants))
    return len(changed.variants)


def _lock_all(
    session: Session, scope: Scope, house: UUID, wanted: dict[UUID, int], values: dict[str, object]
) -> None:
    locked = session.execute(_LOCK_ALL, values).one()
    if locked.found < len(wanted):
        queries.open_rows(session, house, wanted)
        locked = session.execute(_LOCK_ALL, values).one()
    if locked.found < len(wanted):
        known = {
            row[0]
            for row in session.execute(
                text("SELECT variant_id FROM stock WHERE variant_id = ANY(CAST(:variants AS uuid[]))"), values
            )
        }
        raise VariantUnknown(sorted(set(wanted) - known))
    if locked.short:
        _cut_reservations(session, scope, house, {v: wanted[v] for v in locked.short})


def _cut_reservations(session: Session, scope: Scope, house: UUID, targets: dict[UUID, int]) -> None:
    """Newest reservations give way first; each cut is a shortage with its order."""
    balances = queries.lock(session, house, targets)
    found = session.execute(
        text(
            "SELECT r.id, r.order_id, r.order_line_id, r.variant_id, r.quantity, r.per_unit,"
            " o.connection_id FROM reservation r"
            " LEFT JOIN purchase_order o ON o.id = r.order_id"
            " WHERE r.variant_id = ANY(CAST(:variants AS uuid[])) AND r.warehouse_id = :house"
            " ORDER BY r.id DESC FOR UPDATE OF r"
        ),
        {"variants": list(targets), "house": house},
    ).all()
    cuts: list[tuple[_Cut, int]] = []
    over = {v: balances[v].reserved - quantity for v, quantity in targets.items()}
    for row in found:
        units = min(row.quantity, over[row.variant_id])
        if units > 0:
            over[row.variant_id] -= units
            demand = Demand(
                row.order_id, row.order_line_id, row.variant_id, units, row.connection_id, row.per_unit
            )
            cuts.append((_Cut(row.id, demand, row.quantity), units))
    _take_away(session, scope, house, balances, cuts)


def _take_away(
    session: Session,
    scope: Scope,
    house: UUID,
    balances: dict[UUID, queries.Balance],
    cuts: list[tuple[_Cut, int]],
) -> None:
    steps = [
        ledger.Step(
            cut.demand.variant_id, MovementKind.RELEASE, reserved_change=-units, order_id=cut.demand.order_id
        )
        for cut, units in cuts
    ]
    ledger.write(session, scope, house, balances, steps)
    session.execute(
        text(
            "WITH cut AS (SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:units AS int[])) AS c(id, units)),"
            " gone AS (DELETE FROM reservation r USING cut WHERE r.id = cut.id AND r.quantity = cut.units)"
            " UPDATE reservation r SET quantity = r.quantity - cut.units FROM cut"
            " WHERE r.id = cut.id AND r.quantity > cut.units"
        ),
        {"ids": [cut.reservation_id for cut, _ in cuts], "units": [units for _, units in cuts]},
    )
    missing = [Missing(cut.demand, units) for cut, units in cuts]
    record_shortages(session, scope, house, missing, ShortageCause.COUNT)
