"""Writes of a supplier's desk: packages taken on and shipped, as the house, once checked to be the supplier's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.domain.dropship.rules import RefuseReason
from prapazar.domain.orders.actions import MoveResult, move, timeline
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation.scope import Scope

_CHOSEN = text(
    "SELECT p.id, p.order_id, p.status, p.external_id, p.warehouse_id, w.name AS supplier, o.number, o.connection_id"
    " FROM shipment_package p JOIN warehouse w ON w.id = p.warehouse_id AND w.is_supplier"
    " JOIN purchase_order o ON o.id = p.order_id WHERE p.id = ANY(CAST(:ids AS uuid[]))"
    " AND (CAST(:supplier AS uuid) IS NULL OR p.warehouse_id = :supplier) ORDER BY p.id FOR UPDATE OF p"
)
MOST = 200
"""Packages taken on at once."""
MOST_NOTE = 300


def take_on(
    session: Session, scope: Scope, package_ids: Sequence[UUID], supplier_id: UUID | None
) -> MoveResult:
    """The goods are being fetched. Raises SupplyRefused for a package that is not the supplier's."""
    return _move(session, scope, package_ids, supplier_id, OrderStatus.PICKING)


def ship(
    session: Session,
    scope: Scope,
    package_id: UUID,
    supplier_id: UUID | None,
    *,
    carrier: str,
    tracking_number: str,
) -> MoveResult:
    """It has left, under this number. Raises SupplyRefused."""
    named, number = carrier.strip()[:80], tracking_number.strip()[:80]
    if not named or not number:
        raise SupplyRefused("supplies.tracking_missing")
    if _chosen(session, [package_id], supplier_id)[0].status == OrderStatus.NEW:
        _move(session, scope, [package_id], supplier_id, OrderStatus.PICKING)
    done = _move(
        session, scope, [package_id], supplier_id, OrderStatus.SHIPPED, carrier=named, tracking_number=number
    )
    if not done.moved:
        raise SupplyRefused("supplies.not_open")
    return done


@dataclass(frozen=True, slots=True)
class Refusal:
    """A package that goes elsewhere now."""

    package_id: UUID
    order_id: UUID
    number: str
    supplier: str
    connection_id: UUID | None
    emptied: tuple[str, ...] = ()
    """SKUs of which the supplier has none from now on."""


def refuse(
    session: Session,
    scope: Scope,
    package_ids: Sequence[UUID],
    supplier_id: UUID | None,
    *,
    reason: RefuseReason,
    note: str = "",
) -> list[Refusal]:
    """The supplier will not send them: what they held there is given back, and others send them.

    Where it has none of the goods, none are counted there until it tells of its stock again.
    Raises SupplyRefused, then none of them has moved: for one that is not the supplier's or has left, and for a
    reason that says nothing.
    """
    said = note.strip()[:MOST_NOTE]
    if reason is RefuseReason.OTHER and not said:
        raise SupplyRefused("supplies.note_missing")
    rows = _chosen(session, package_ids, supplier_id)
    if any(row.status not in {OrderStatus.NEW, OrderStatus.PICKING} for row in rows):
        raise SupplyRefused("supplies.not_open")
    timeline.write(
        session,
        scope,
        [
            (
                row.order_id,
                "supply_refused",
                {
                    "package": row.external_id,
                    "warehouse": row.supplier,
                    "supplier": str(row.warehouse_id),
                    "store": str(row.connection_id) if row.connection_id else None,
                    "reason": reason.value,
                    "text": said,
                },
            )
            for row in rows
        ],
    )
    gone = _goods(session, rows) if reason is RefuseReason.OUT_OF_STOCK else {}
    for place in sorted({row.warehouse_id for row in rows}):
        here = [row for row in rows if row.warehouse_id == place]
        routing.hand_back(session, scope, [row.id for row in here], place)
        _empty(session, scope, here, gone)
    return [
        Refusal(
            row.id, row.order_id, row.number, row.supplier, row.connection_id, tuple(gone.get(row.id, {}))
        )
        for row in rows
    ]


_GOODS = text(
    "SELECT DISTINCT l.package_id, v.sku, v.id FROM order_line l"
    " LEFT JOIN bundle_component b ON b.bundle_id = l.variant_id"
    " JOIN variant v ON v.id = coalesce(b.component_id, l.variant_id)"
    " WHERE l.package_id = ANY(CAST(:ids AS uuid[])) AND l.quantity > l.cancelled_quantity ORDER BY v.sku"
)


def _goods(session: Session, rows: Sequence[Row[Any]]) -> dict[UUID, dict[str, UUID]]:
    """By package, what is to be sent of what we know; of a bundle its parts."""
    found: dict[UUID, dict[str, UUID]] = {}
    for package_id, sku, variant_id in session.execute(_GOODS, {"ids": [row.id for row in rows]}):
        found.setdefault(package_id, {})[sku] = variant_id
    return found


def _empty(
    session: Session, scope: Scope, rows: Sequence[Row[Any]], gone: Mapping[UUID, Mapping[str, UUID]]
) -> None:
    """Packages of one supplier. No rule sends it these goods now, and no channel offers what it has not."""
    variants = sorted({one for row in rows for one in gone.get(row.id, {}).values()})
    if not variants:
        return
    numbers = ", ".join(sorted({row.number for row in rows}))
    counts = [StockCount(one, 0) for one in variants]
    stock.set_on_hand(session, scope, counts, note=numbers[:120], warehouse_id=rows[0].warehouse_id)
    said: list[timeline.Event] = [
        (row.order_id, "supply_emptied", {"warehouse": row.supplier, "skus": ", ".join(gone[row.id])})
        for row in rows
        if row.id in gone
    ]
    timeline.write(session, scope, said)


def _move(
    session: Session,
    scope: Scope,
    package_ids: Sequence[UUID],
    supplier_id: UUID | None,
    wanted: OrderStatus,
    *,
    carrier: str | None = None,
    tracking_number: str | None = None,
) -> MoveResult:
    rows = _chosen(session, package_ids, supplier_id)
    return move(
        session,
        scope,
        [row.order_id for row in rows],
        wanted,
        carrier=carrier,
        tracking_number=tracking_number,
        package_ids=[row.id for row in rows],
    )


def _chosen(session: Session, package_ids: Sequence[UUID], supplier_id: UUID | None) -> list[Row[Any]]:
    asked = list(dict.fromkeys(package_ids))[:MOST]
    rows = list(session.execute(_CHOSEN, {"ids": asked, "supplier": supplier_id}))
    if not asked or len(rows) != len(asked):
        raise SupplyRefused("supplies.not_yours")
    return rows
