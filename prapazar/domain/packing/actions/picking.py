"""Picking: a list for one walk along the shelves, and what was found there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.enums import OrderStatus, RepairKind
from prapazar.domain.orders.senders import OWN
from prapazar.domain.packing.errors import NothingToPick, PickingMissing
from prapazar.domain.packing.models import PickingList
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

MOST_PACKAGES = 500
_WAITING = text(
    "SELECT p.id, p.order_id FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
    f" WHERE p.order_id = ANY(CAST(:orders AS uuid[])) AND p.status IN ('new', 'picking') AND {OWN}"
    " AND NOT EXISTS (SELECT 1 FROM picking_line l JOIN picking_list k ON k.id = l.list_id"
    "  WHERE l.package_id = p.id AND k.status = 'open')"
    " ORDER BY o.ship_by_at NULLS LAST, o.ordered_at, p.id LIMIT :most FOR UPDATE OF p"
)
# Boxes by parcel: what is merged goes into one. Shelves are those of the warehouse the package is sent from.
_LINES = text(
    "INSERT INTO picking_line (id, merchant_id, list_id, package_id, order_line_id, component_id, box, shelf,"
    " quantity, picked, missing)"
    " SELECT gen_random_uuid(), l.merchant_id, :list, l.package_id, l.id,"
    "  coalesce(b.component_id, l.variant_id, l.id), w.box, coalesce(nullif(s.shelf, ''), v.shelf, ''),"
    "  (l.quantity - l.cancelled_quantity) * coalesce(b.quantity, 1), 0, 0"
    " FROM (SELECT p.id, p.warehouse_id, dense_rank() OVER (ORDER BY array_position(CAST(:packages AS uuid[]),"
    "   CASE WHEN p.merged_into_id = ANY(CAST(:packages AS uuid[])) THEN p.merged_into_id ELSE p.id END)) AS box"
    "  FROM shipment_package p WHERE p.id = ANY(CAST(:packages AS uuid[]))) w"
    " JOIN order_line l ON l.package_id = w.id AND l.quantity > l.cancelled_quantity"
    " LEFT JOIN bundle_component b ON b.bundle_id = l.variant_id"
    " LEFT JOIN variant v ON v.id = coalesce(b.component_id, l.variant_id)"
    " LEFT JOIN LATERAL (SELECT st.shelf FROM stock st JOIN warehouse h ON h.id = st.warehouse_id"
    "  WHERE st.variant_id = v.id AND (h.id = w.warehouse_id OR w.warehouse_id IS NULL AND h.is_default)) s ON true"
)


_RECOUNT = text(
    "UPDATE picking_list SET (package_count, unit_count) = (SELECT count(DISTINCT package_id),"
    " coalesce(sum(quantity), 0) FROM picking_line WHERE list_id = :id) WHERE id = :id"
)
_LEFT = text(
    "DELETE FROM picking_line l USING picking_list k, shipment_package p WHERE k.id = l.list_id AND k.status = 'open'"
    f" AND p.id = l.package_id AND p.id = ANY(CAST(:ids AS uuid[])) AND NOT {OWN} RETURNING l.list_id, p.order_id"
)
_TAKEN = text(
    "UPDATE picking_line l SET picked = u.picked, missing = u.missing FROM unnest(CAST(:ids AS uuid[]),"
    " CAST(:picked AS int[]), CAST(:missing AS int[])) AS u(id, picked, missing) WHERE l.id = u.id"
)


def make_list(session: Session, scope: Scope, order_ids: Sequence[UUID]) -> UUID:
    """Of what waits on our own shelves and is on no open list; new ones are accepted. Raises NothingToPick."""
    scope.require("orders.write")
    found = session.execute(_WAITING, {"orders": list(order_ids), "most": MOST_PACKAGES}).all()
    if not found:
        raise NothingToPick
    packages = [row.id for row in found]
    made = PickingList(merchant_id=scope.merchant_id, number=_number(session, scope), user_id=scope.user_id)
    session.add(made)
    session.flush()
    session.execute(_LINES, {"list": made.id, "packages": packages})
    session.execute(_RECOUNT, {"id": made.id})
    chosen = list(dict.fromkeys(row.order_id for row in found))
    timeline.write(session, scope, [(order_id, "on_list", {"list": made.number}) for order_id in chosen])
    orders.move(session, scope, chosen, OrderStatus.PICKING, package_ids=packages)
    live.tell(session, scope.merchant_id, "picking.changed")
    return made.id


def pick(
    session: Session,
    scope: Scope,
    list_id: UUID,
    line_ids: Sequence[UUID],
    change: int,
    *,
    found: bool = True,
) -> None:
    """Take `change` units off the shelf for the lines, in their order; below zero puts back.

    Not `found`: everything still open of them is missing, which each order says as a problem of its own.
    """
    scope.require("orders.write")
    rows = session.execute(
        text(
            "SELECT l.id, l.quantity, l.picked, l.missing, l.package_id, p.order_id, o.connection_id, l.order_line_id,"
            " l.component_id FROM picking_line l JOIN shipment_package p ON p.id = l.package_id"
            " JOIN purchase_order o ON o.id = p.order_id WHERE l.list_id = :list"
            " AND l.id = ANY(CAST(:ids AS uuid[])) ORDER BY l.box, l.id FOR UPDATE OF l"
        ),
        {"list": list_id, "ids": list(line_ids)},
    ).all()
    if not rows:
        raise PickingMissing(list_id)
    left = change
    taken: list[tuple[UUID, int, int]] = []
    events: list[timeline.Event] = []
    for row in rows:
        picked, missing = row.picked, row.missing
        if not found:
            gone = row.quantity - row.picked - row.missing
            missing += gone
            if gone:
                events.append((row.order_id, "not_found", {"quantity": gone, "text": _title(session, row)}))
        elif left > 0:
            step = min(left, row.quantity - picked)
            picked, left = picked + step, left - step
            missing = min(missing, row.quantity - picked)
        elif left < 0:
            step = min(-left, picked)
            picked, left = picked - step, left + step
            if not step and missing:
                missing = 0
        taken.append((row.id, picked, missing))
    ids, picked_now, missing_now = (list(column) for column in zip(*taken, strict=True))
    session.execute(_TAKEN, {"ids": ids, "picked": picked_now, "missing": missing_now})
    timeline.write(session, scope, events)
    if events:
        _park(session, scope, rows)
    _close_if_done(session, list_id)
    _mark_picked(session, [row.order_id for row in rows])
    live.tell(session, scope.merchant_id, "picking.changed")


def leave(session: Session, scope: Scope, package_ids: Sequence[UUID]) -> None:
    """Off the open lists with those of the packages that a supplier sends by now."""
    scope.require("orders.write")
    gone = session.execute(_LEFT, {"ids": list(package_ids)}).all()
    for list_id in sorted({row.list_id for row in gone}):
        session.execute(_RECOUNT, {"id": list_id})
        _close_if_done(session, list_id)
    if gone:
        _mark_picked(session, sorted({row.order_id for row in gone}))
        live.tell(session, scope.merchant_id, "picking.changed")


def mark_printed(session: Session, scope: Scope, list_id: UUID) -> None:
    scope.require("orders.read")
    session.execute(text("UPDATE picking_list SET printed_at = now() WHERE id = :id"), {"id": list_id})


def _park(session: Session, scope: Scope, rows: Sequence[Row[Any]]) -> None:
    """The orders then stand among the problems until somebody has found it, or cancelled."""
    for row in rows:
        if row.picked < row.quantity:
            orders.park(
                session,
                scope,
                row.connection_id,
                RepairKind.NOT_ON_SHELF,
                str(row.id),
                code="repairs.not_on_shelf",
                values={"title": _title(session, row), "count": row.quantity - row.picked},
                order_id=row.order_id,
            )


def _close_if_done(session: Session, list_id: UUID) -> None:
    session.execute(
        text(
            "UPDATE picking_list k SET status = CASE WHEN d.open THEN 'open' ELSE 'done' END,"
            " done_at = CASE WHEN d.open THEN NULL ELSE coalesce(k.done_at, now()) END"
            " FROM (SELECT EXISTS (SELECT 1 FROM picking_line WHERE list_id = :id AND picked + missing < quantity)"
            "  AS open) d WHERE k.id = :id"
        ),
        {"id": list_id},
    )


def _mark_picked(session: Session, order_ids: Sequence[UUID]) -> None:
    """An order is fetched when all of it that stands on lists is."""
    session.execute(
        text(
            "UPDATE purchase_order o SET picked_at = CASE WHEN d.is_whole THEN coalesce(o.picked_at, now()) END"
            " FROM (SELECT p.order_id, bool_and(l.picked = l.quantity) AS is_whole FROM shipment_package p"
            "  JOIN picking_line l ON l.package_id = p.id WHERE p.order_id = ANY(CAST(:ids AS uuid[]))"
            "  GROUP BY p.order_id) d WHERE o.id = d.order_id"
        ),
        {"ids": list(order_ids)},
    )


def _number(session: Session, scope: Scope) -> str:
    last: int = session.execute(
        text(
            "INSERT INTO number_series (id, merchant_id, kind, last) VALUES (:id, :merchant, 'picking', 1)"
            " ON CONFLICT (merchant_id, kind) DO UPDATE SET last = number_series.last + 1 RETURNING last"
        ),
        {"id": new_id(), "merchant": scope.merchant_id},
    ).scalar_one()
    return f"T{last:06d}"


def _title(session: Session, row: Row[Any]) -> str:
    found: str | None = session.execute(
        text(
            "SELECT coalesce((SELECT p.name || coalesce(' ' || nullif(v.name, ''), '') FROM variant v"
            "  JOIN product p ON p.id = v.product_id WHERE v.id = :component),"
            " (SELECT title FROM order_line WHERE id = :line))"
        ),
        {"component": row.component_id, "line": row.order_line_id},
    ).scalar()
    return found or ""
