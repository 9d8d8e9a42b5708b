"""Count: what was scanned into a box, kept after each scan so that nothing depends on a tab."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.senders import OWN
from prapazar.domain.packing import queries, rules
from prapazar.domain.packing.enums import Verdict
from prapazar.domain.packing.rules import Decision, Item
from prapazar.foundation.scope import Scope

_LOCK = text(
    "SELECT id, order_id, status FROM shipment_package p WHERE (id = :id OR merged_into_id = :id)"
    f" AND status = ANY(CAST(:open AS text[])) AND {OWN} AND NOT EXISTS (SELECT 1 FROM package_split a"
    "  WHERE a.package_id = :id AND a.state IN ('asked', 'told')) ORDER BY id FOR UPDATE OF p"
)
_FORGET = text(
    "DELETE FROM packing_count k WHERE k.package_id = ANY(CAST(:ids AS uuid[])) AND NOT EXISTS (SELECT 1"
    " FROM order_line l LEFT JOIN bundle_component b ON b.bundle_id = l.variant_id WHERE l.id = k.order_line_id"
    " AND l.package_id = k.package_id AND l.quantity > l.cancelled_quantity"
    " AND k.component_id = coalesce(b.component_id, l.variant_id, l.id))"
)
_EXPECT = text(
    "INSERT INTO packing_count (id, merchant_id, package_id, order_line_id, component_id, wanted, counted, last)"
    " SELECT gen_random_uuid(), l.merchant_id, l.package_id, l.id, coalesce(b.component_id, l.variant_id, l.id),"
    "  (l.quantity - l.cancelled_quantity) * coalesce(b.quantity, 1), 0, 0"
    " FROM order_line l LEFT JOIN bundle_component b ON b.bundle_id = l.variant_id"
    " WHERE l.package_id = ANY(CAST(:ids AS uuid[])) AND l.quantity > l.cancelled_quantity"
    " ON CONFLICT (order_line_id, component_id) DO UPDATE SET wanted = excluded.wanted,"
    "  counted = least(packing_count.counted, excluded.wanted) WHERE packing_count.wanted <> excluded.wanted"
)
_COUNT = text(
    "UPDATE packing_count SET counted = counted + :times, last = :times, user_id = :user,"
    " updated_at = clock_timestamp() WHERE id = :id"
)
_UNDO = text(
    "UPDATE packing_count k SET counted = k.counted - greatest(least(k.last, k.counted), 1), last = 1,"
    " user_id = :user, updated_at = clock_timestamp() WHERE k.id = (SELECT x.id FROM packing_count x"
    "  WHERE x.package_id = ANY(CAST(:ids AS uuid[])) AND x.counted > 0 ORDER BY x.updated_at DESC, x.id LIMIT 1)"
    " RETURNING k.id"
)


def open_box(session: Session, scope: Scope, package_id: UUID) -> list[Item]:
    """What belongs into it, with what was counted before; empty for one that is not open, or not ours to pack."""
    scope.require("orders.write")
    return _opened(session, package_id)[1]


def count(session: Session, scope: Scope, package_id: UUID, code: str, times: int = 1) -> Decision:
    """An article scanned into the box. What does not belong there changes nothing."""
    scope.require("orders.write")
    _, items = _opened(session, package_id)
    decision = rules.decide(items, code, times)
    _keep(session, scope, decision, times)
    return decision


def count_item(session: Session, scope: Scope, package_id: UUID, item_id: UUID) -> Decision:
    """One more of a line by hand: not every article bears a bar code."""
    scope.require("orders.write")
    _, items = _opened(session, package_id)
    item = next((one for one in items if one.id == item_id), None)
    if item is None:
        return Decision(Verdict.NOTHING)
    if not item.left:
        return Decision(Verdict.TOO_MANY, item)
    is_last = sum(one.left for one in items) == 1
    decision = Decision(Verdict.PACKED if is_last else Verdict.COUNTED, item)
    _keep(session, scope, decision, 1)
    return decision


def undo(session: Session, scope: Scope, package_id: UUID) -> Item | None:
    """Take the newest scan back out of the box; None where nothing was counted."""
    scope.require("orders.write")
    ids, _ = _opened(session, package_id)
    undone = session.execute(_UNDO, {"ids": ids, "user": scope.user_id}).scalar()
    return next((item for item in queries.items(session, package_id) if item.id == undone), None)


def pack(session: Session, scope: Scope, package_id: UUID) -> bool:
    """Close the box that was counted: its orders are packed, whatever travels in it, and their channels are told."""
    scope.require("orders.write")
    rows = session.execute(_LOCK, {"id": package_id, "open": list(queries.OPEN)}).all()
    items = queries.items(session, package_id)
    if not rows or not items or any(item.left for item in items):
        return False
    ids = [row.id for row in rows]
    order_ids = sorted({row.order_id for row in rows})
    units = sum(item.wanted for item in items)
    timeline.write(session, scope, [(order_id, "scanned", {"quantity": units}) for order_id in order_ids])
    if any(row.status == OrderStatus.NEW for row in rows):
        orders.move(session, scope, order_ids, OrderStatus.PICKING, package_ids=ids)
    orders.move(session, scope, order_ids, OrderStatus.PACKED, package_ids=ids)
    return True


def _opened(session: Session, package_id: UUID) -> tuple[Sequence[UUID], list[Item]]:
    """Locked, so that two people who fill one box count every article once."""
    ids = [row.id for row in session.execute(_LOCK, {"id": package_id, "open": list(queries.OPEN)})]
    if not ids:
        return ids, []
    session.execute(_FORGET, {"ids": ids})
    session.execute(_EXPECT, {"ids": ids})
    return ids, queries.items(session, package_id)


def _keep(session: Session, scope: Scope, decision: Decision, times: int) -> None:
    if decision.item is not None and decision.verdict in {Verdict.COUNTED, Verdict.PACKED}:
        session.execute(_COUNT, {"id": decision.item.id, "times": times, "user": scope.user_id})
