"""Split in our books: lines or units of a package go into another of which its channel does not know."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import summary, timeline
from prapazar.domain.packing.errors import SplitRefused
from prapazar.domain.stock.actions.transfer import transfer
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_CENT = Decimal("0.01")
_PACKAGE = text(
    "SELECT p.id, p.order_id, p.connection_id, p.external_id, p.status, p.split_from_id, p.merged_into_id,"
    " EXISTS (SELECT 1 FROM package_split a WHERE a.package_id = p.id AND a.state IN ('asked', 'told')) AS is_asked,"
    " EXISTS (SELECT 1 FROM shipment s WHERE s.package_id = p.id AND s.status NOT IN ('cancelled', 'refused'))"
    "  OR EXISTS (SELECT 1 FROM shipment_package m WHERE m.merged_into_id = p.id) AS is_bound"
    " FROM shipment_package p WHERE p.id = :id FOR UPDATE"
)
_OPEN_LINES = text(
    "SELECT id, external_id, quantity, cancelled_quantity, total, discount,"
    " coalesce(nullif(sku, ''), nullif(barcode, ''), title) AS article FROM order_line"
    " WHERE package_id = :id AND quantity > cancelled_quantity ORDER BY id FOR UPDATE"
)
_NEW_PACKAGE = text(
    "INSERT INTO shipment_package (id, merchant_id, order_id, external_id, status, provider_status, modified_at,"
    " payload_hash, split_from_id, warehouse_id)"
    " SELECT :new, merchant_id, order_id, external_id || '/' || (SELECT count(*) + 2 FROM shipment_package x"
    "  WHERE x.split_from_id = :id), status, provider_status, modified_at, payload_hash, :id, warehouse_id"
    " FROM shipment_package WHERE id = :id"
)
_NEW_LINE = text(
    "INSERT INTO order_line (id, merchant_id, order_id, package_id, external_id, variant_id, sku, barcode, title,"
    " quantity, cancelled_quantity, unit_price, discount, total, vat_rate, commission_rate)"
    " SELECT :new, merchant_id, order_id, :package, external_id, variant_id, sku, barcode, title, :quantity, 0,"
    "  unit_price, :discount, :total, vat_rate, commission_rate FROM order_line WHERE id = :id"
)
_LESS = text(
    "UPDATE order_line SET quantity = quantity - :quantity, moved_quantity = moved_quantity + :quantity,"
    " discount = discount - :discount, total = total - :total WHERE id = :id"
)
_RECOUNT = text("DELETE FROM packing_count WHERE package_id = ANY(CAST(:ids AS uuid[]))")
_BACK = text(
    "UPDATE order_line l SET quantity = l.quantity + c.quantity, moved_quantity = l.moved_quantity - c.quantity,"
    " discount = l.discount + c.discount, total = l.total + c.total FROM order_line c"
    " WHERE c.package_id = :part AND l.package_id = :whole AND l.external_id = c.external_id"
    " RETURNING l.id AS whole, c.id AS part, c.quantity"
)


def split(session: Session, scope: Scope, package_id: UUID, parts: Mapping[UUID, int]) -> UUID:
    """The new package, with so many units of each line. Raises SplitRefused."""
    scope.require("orders.write")
    package, lines, moving = checked(session, package_id, parts)
    new = new_id()
    session.execute(_NEW_PACKAGE, {"new": new, "id": package_id})
    for line_id, units in moving.items():
        _move(session, lines[line_id], new, units)
    _settle(session, scope, package, [package_id, new], "split", sum(moving.values()))
    return new


def checked(
    session: Session, package_id: UUID, parts: Mapping[UUID, int]
) -> tuple[Row[Any], dict[UUID, Row[Any]], dict[UUID, int]]:
    """The package, its open lines and the units that leave it, all locked. Raises SplitRefused."""
    package = _splittable(session, package_id)
    lines = {row.id: row for row in session.execute(_OPEN_LINES, {"id": package_id})}
    moving = {line_id: units for line_id, units in parts.items() if units > 0}
    if not moving or any(
        line_id not in lines or units > open_units(lines[line_id]) for line_id, units in moving.items()
    ):
        raise SplitRefused("packing.split_units")
    if sum(moving.values()) == sum(open_units(row) for row in lines.values()):
        raise SplitRefused("packing.split_nothing_left")
    return package, lines, moving


def join(session: Session, scope: Scope, package_id: UUID) -> None:
    """A part goes back into the package it was split from. Raises SplitRefused."""
    scope.require("orders.write")
    part = _splittable(session, package_id, is_part=True)
    whole = _splittable(session, part.split_from_id)
    if whole.status != part.status:
        raise SplitRefused("packing.split_too_late")
    units = 0
    for row in session.execute(_BACK, {"part": package_id, "whole": whole.id}).all():
        transfer(session, row.part, row.whole, row.quantity)
        units += row.quantity
    session.execute(text("DELETE FROM shipment_package WHERE id = :id"), {"id": package_id})
    _settle(session, scope, whole, [whole.id], "joined", units)


def _splittable(session: Session, package_id: UUID, *, is_part: bool = False) -> Row[Any]:
    found = session.execute(_PACKAGE, {"id": package_id}).one_or_none()
    if found is None or (found.split_from_id is not None) is not is_part:
        raise SplitRefused("packing.split_missing")
    if found.status not in {"new", "picking"}:
        raise SplitRefused("packing.split_too_late")
    if found.is_asked:
        raise SplitRefused("packing.split_asked")
    if found.is_bound or found.merged_into_id is not None:
        raise SplitRefused("packing.split_bound")
    return found


def open_units(row: Row[Any]) -> int:
    units: int = row.quantity - row.cancelled_quantity
    return units


def _move(session: Session, row: Row[Any], package_id: UUID, units: int) -> None:
    """Money goes with the units, to the kuruş: what is rounded off stays behind."""
    share = Decimal(units) / Decimal(row.quantity)
    money = {"total": (row.total * share).quantize(_CENT), "discount": (row.discount * share).quantize(_CENT)}
    line_id = new_id()
    values = {"id": row.id, "quantity": units, **money}
    session.execute(_NEW_LINE, {**values, "new": line_id, "package": package_id})
    session.execute(_LESS, values)
    transfer(session, row.id, line_id, units)


def _settle(
    session: Session, scope: Scope, package: Row[Any], package_ids: list[UUID], kind: str, units: int
) -> None:
    session.execute(_RECOUNT, {"ids": package_ids})
    summary.refresh(session, {package.order_id})
    values = {"quantity": units, "package": package.external_id}
    timeline.write(session, scope, [(package.order_id, kind, values)])
    live.tell(session, scope.merchant_id, "orders.changed")
