"""Matching: what a channel made of a package it was asked to break up finds its place in our books."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.records import IncomingPackage
from prapazar.domain.packing import rules
from prapazar.domain.packing.enums import SplitState
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_OPEN = text(
    "SELECT s.id, s.package_id, s.order_id, s.state, s.parts, s.was_picking, s.asked_at, p.external_id,"
    " p.status, p.warehouse_id, o.external_id AS order_external_id FROM package_split s"
    " JOIN shipment_package p ON p.id = s.package_id JOIN purchase_order o ON o.id = s.order_id"
    " WHERE s.connection_id = :connection AND s.state IN ('asked', 'told', 'refused') ORDER BY s.id"
)
_THERE = text(
    "SELECT p.id, p.external_id, p.status, jsonb_object_agg(g.article, g.units) AS goods FROM shipment_package p"
    " CROSS JOIN LATERAL (SELECT coalesce(nullif(l.sku, ''), nullif(l.barcode, ''), l.title) AS article,"
    "  sum(l.quantity) AS units FROM order_line l WHERE l.package_id = p.id GROUP BY 1) g"
    " WHERE p.order_id = :order AND p.id <> :package AND p.status <> 'unpacked' AND p.split_from_id IS NULL"
    " AND p.created_at >= :since GROUP BY p.id ORDER BY p.id"
)


@dataclass(frozen=True, slots=True)
class _Open:
    id: UUID
    package_id: UUID
    order_id: UUID
    state: SplitState
    parts: list[dict[str, Any]]
    was_picking: bool
    asked_at: Any
    external_id: str
    status: str
    warehouse_id: UUID | None
    order_external_id: str


def _open_splits(session: Session, connection_id: UUID) -> list[_Open]:
    found = session.execute(_OPEN, {"connection": connection_id})
    return [replace(one, state=SplitState(one.state)) for one in (_Open(*row) for row in found)]


def expected(
    session: Session, connection_id: UUID, packages: Sequence[IncomingPackage]
) -> list[IncomingPackage]:
    """Before an import. A part of a package we asked to have broken up names it, where its channel does not.

    The end of that package waits for its parts: its units stay held until they are taken over. Whoever
    asked reads them together, so that it does not wait for long.
    """
    arrived = list(packages)
    for split in _open_splits(session, connection_id):
        family = [one for one in arrived if one.order_external_id == split.order_external_id]
        if not family:
            continue
        parts = {one.external_id for one in _parts_of(session, split, family)}
        arrived = [
            replace(one, origin_external_ids=(split.external_id,))
            if one.external_id in parts and not one.origin_external_ids
            else one
            for one in arrived
        ]
        if not parts and split.state is not SplitState.REFUSED:
            arrived = [one for one in arrived if not _is_end_of(one, split)]
    return arrived


def _is_end_of(package: IncomingPackage, split: _Open) -> bool:
    return package.external_id == split.external_id and package.status is OrderStatus.UNPACKED


def _parts_of(session: Session, split: _Open, family: Sequence[IncomingPackage]) -> list[IncomingPackage]:
    """New ones that say so, and new ones that hold what was asked for."""
    known = set(
        session.execute(
            text("SELECT external_id FROM shipment_package WHERE order_id = :order"),
            {"order": split.order_id},
        ).scalars()
    )
    fresh = [one for one in family if one.external_id not in known]
    named = [one for one in fresh if split.external_id in one.origin_external_ids]
    nameless = [one for one in fresh if not one.origin_external_ids]
    placed = rules.placed([part["goods"] for part in split.parts], [_goods(one) for one in nameless])
    return named + [nameless[place] for place in placed if place is not None]


def _goods(package: IncomingPackage) -> dict[str, int]:
    goods: dict[str, int] = {}
    for line in package.lines:
        article = line.sku or line.barcode or line.title
        goods[article] = goods.get(article, 0) + line.quantity
    return goods


def settle(session: Session, scope: Scope, connection_id: UUID) -> None:
    """After an import, in its transaction: what was asked for and is there is done."""
    for split in _open_splits(session, connection_id):
        if split.status != OrderStatus.UNPACKED:
            continue
        there = session.execute(
            _THERE, {"order": split.order_id, "package": split.package_id, "since": split.asked_at}
        ).all()
        if there:
            _done(session, scope, split, there)


def _done(session: Session, scope: Scope, split: _Open, there: Sequence[Any]) -> None:
    """What was settled about the old package holds for the new ones: where it is sent from, that it is accepted."""
    goods: list[Mapping[str, int]] = [row.goods for row in there]
    places = rules.placed([part["goods"] for part in split.parts], goods)
    parts = [
        {**part, "package_id": None if place is None else str(there[place].id)}
        for part, place in zip(split.parts, places, strict=True)
    ]
    ids = [row.id for row in there]
    session.execute(
        text(
            "UPDATE package_split SET state = 'done', parts = :parts, code = '', detail = '', done_at = now()"
            " WHERE id = :id"
        ).bindparams(bindparam("parts", type_=JSONB)),
        {"id": split.id, "parts": parts},
    )
    session.execute(
        text(
            "UPDATE shipment_package SET warehouse_id = coalesce(warehouse_id, :warehouse)"
            " WHERE id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": ids, "warehouse": split.warehouse_id},
    )
    values = {"package": split.external_id, "packages": ", ".join(row.external_id for row in there)}
    timeline.write(session, scope, [(split.order_id, "split_done", values)])
    fresh = [row.id for row in there if row.status == OrderStatus.NEW]
    if split.was_picking and fresh:
        orders.move(session, scope, [split.order_id], OrderStatus.PICKING, package_ids=fresh)
    live.tell(session, scope.merchant_id, "orders.changed")
