"""Writes of a supplier's desk: packages taken on and shipped, as the house, once checked to be the supplier's."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.domain.orders.actions import MoveResult, move
from prapazar.domain.orders.enums import OrderStatus
from prapazar.foundation.scope import Scope

_CHOSEN = text(
    "SELECT p.id, p.order_id, p.status FROM shipment_package p JOIN warehouse w ON w.id = p.warehouse_id"
    " AND w.is_supplier WHERE p.id = ANY(CAST(:ids AS uuid[]))"
    " AND (CAST(:supplier AS uuid) IS NULL OR p.warehouse_id = :supplier) ORDER BY p.id FOR UPDATE OF p"
)
MOST = 200
"""Packages taken on at once."""


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
