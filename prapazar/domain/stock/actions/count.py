"""Count: somebody says how many units there are; thousands of SKUs in a handful of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
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
from prapazar.foundation.scope import Scope


class StockCount(NamedTuple):
    variant_id: UUID
    on_hand: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """A reservation that a count takes units away from."""

    reservation_id: int
    demand: Demand
    held: int


# One statement reads each balance once: it locks them in key order and, where every variant is there and no
# reservation is in the way, writes balances and movements from what it locked. `reserved` is written as locked,
# for PostgreSQL checks the row it saw before it waited for the lock. Ids come back only where some did not change:
# reading thousands of them takes as long as writing them.
_SET = text(
    "WITH wanted AS (SELECT * FROM unnest(CAST(:variants AS uuid[]), CAST(:quantities AS int[]))"
    "  AS w(variant_id, quantity)),"
    " locked AS MATERIALIZED (SELECT s.id, s.variant_id, s.on_hand, s.reserved, w.quantity,"
    "   w.quantity < s.reserved AND NOT s.allows_backorder AS is_short,"
    "   s.on_hand <> w.quantity OR s.counted_at IS NULL AS is_news"
    "  FROM stock s JOIN wanted w USING (variant_id) WHERE s.warehouse_id = :warehouse ORDER BY s.id FOR UPDATE OF s),"
    " state AS MATERIALIZED (SELECT count(*) AS found, array_agg(variant_id) FILTER (WHERE is_short) AS short"
    "  FROM locked),"
    " changed AS (UPDATE stock s SET on_hand = l.quantity, reserved = l.reserved, updated_at = now(),"
    "   counted_at = coalesce(s.counted_at, now())"
    "  FROM locked l, state WHERE s.id = l.id AND l.is_news AND state.found = :count AND state.short IS NULL"
    "  RETURNING s.variant_id, l.on_hand AS was, l.quantity, l.reserved),"
    " moved AS (INSERT INTO movement (merchant_id, variant_id, warehouse_id, kind, on_hand_change,"
    "   reserved_change, on_hand_after, reserved_after, user_id, note)"
    "  SELECT :merchant, variant_id, :warehouse, :kind, quantity - was, 0, quantity, reserved,"
    "   :user, :note FROM changed)"
    " SELECT state.found, state.short, c.changed, c.variants, c.grew FROM state"
    "  CROSS JOIN (SELECT count(*) AS changed, coalesce(bool_or(quantity > was), false) AS grew,"
    "   CASE WHEN count(*) < :count THEN array_agg(variant_id) END AS variants FROM changed) c"
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
    done = _set(session, scope, house, wanted, note)
    if not done.changed:
        return 0
    variants = list(wanted) if done.variants is None else done.variants
    if done.grew:
        refill.refill(session, scope, variants)
    fanout.append(session, Topic.PUSH_STOCK, variants)
    live.tell(session, scope.merchant_id, "stock.changed", variants=len(variants))
    return len(variants)


def _set(session: Session, scope: Scope, house: UUID, wanted: dict[UUID, int], note: str) -> Row[Any]:
    """Once in the usual case; again after what stood in the way is gone, its locks held meanwhile."""
    values = {
        "variants": list(wanted),
        "quantities": list(wanted.values()),
        "warehouse": house,
        "count": len(wanted),
        "merchant": scope.merchant_id,
        "kind": MovementKind.COUNT.value,
        "user": scope.user_id,
        "note": note,
    }
    done = session.execute(_SET, values).one()
    if done.found < len(wanted):
        queries.open_rows(session, house, wanted)
        done = session.execute(_SET, values).one()
    if done.found < len(wanted):
        raise VariantUnknown(sorted(set(wanted) - _known(session, wanted)))
    if done.short:
        _cut_reservations(session, scope, house, {v: wanted[v] for v in done.short})
        done = session.execute(_SET, values).one()
    return done


def _known(session: Session, variant_ids: Iterable[UUID]) -> set[UUID]:
    found = session.execute(
        text("SELECT variant_id FROM stock WHERE variant_id = ANY(CAST(:variants AS uuid[]))"),
        {"variants": list(variant_ids)},
    )
    return set(found.scalars())


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
            "WITH cut AS (SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:units AS int[])) AS c(id, units)),"
            " gone AS (DELETE FROM reservation r USING cut WHERE r.id = cut.id AND r.quantity = cut.units)"
            " UPDATE reservation r SET quantity = r.quantity - cut.units FROM cut"
            " WHERE r.id = cut.id AND r.quantity > cut.units"
        ),
        {"ids": [cut.reservation_id for cut, _ in cuts], "units": [units for _, units in cuts]},
    )
    missing = [Missing(cut.demand, units) for cut, units in cuts]
    record_shortages(session, scope, house, missing, ShortageCause.COUNT)
