"""Merge: orders of one buyer, to one address, in one parcel, of whatever stores; and taking them apart again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.senders import AT_SUPPLIERS, OWN
from prapazar.foundation import live
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold

_ADDRESS = ("name", "company", "line", "district", "city", "postal_code", "country")
_PACKAGES = text(
    "SELECT p.id, p.order_id, p.merged_into_id, o.number, o.buyer_name, o.shipping_address,"
    " CASE WHEN p.tracking_number IS NOT NULL THEN o.connection_id END AS carried_by,"
    " EXISTS (SELECT 1 FROM shipment s WHERE s.package_id = p.id AND s.direction = 'out'"
    "  AND s.status NOT IN ('cancelled', 'refused')) AS has_shipment"
    " FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
    f" WHERE p.order_id = ANY(CAST(:orders AS uuid[])) AND p.status IN ('new', 'picking') AND {OWN}"
    " AND p.split_from_id IS NULL ORDER BY o.ordered_at, p.id FOR UPDATE OF p"
)
_JOIN = text(
    "UPDATE shipment_package SET merged_into_id = :leader WHERE id = ANY(CAST(:ids AS uuid[]))"
    " OR merged_into_id = ANY(CAST(:ids AS uuid[]))"
)
_CARRIED_BY = (
    "(SELECT CASE WHEN bool_or(p.tracking_number IS NOT NULL) THEN {0}.connection_id END"
    " FROM shipment_package p WHERE p.order_id = {0}.id AND p.status IN ('new', 'picking'))"
)
"""The store whose channel chose the carrier; nobody's where we do."""
_ALIKE = text(
    "SELECT o.id, o.number, o.shipping_address FROM purchase_order o, purchase_order mine WHERE mine.id = :id"
    " AND o.merchant_id = mine.merchant_id AND o.status IN ('new', 'picking') AND o.id <> mine.id"
    " AND o.city = mine.city AND o.buyer_name = mine.buyer_name AND mine.status IN ('new', 'picking')"
    f" AND {_CARRIED_BY.format('o')} IS NOT DISTINCT FROM {_CARRIED_BY.format('mine')}"
    f" AND o.id NOT IN ({AT_SUPPLIERS}) AND mine.id NOT IN ({AT_SUPPLIERS})"
    " ORDER BY o.ordered_at, o.id LIMIT 50"
)


@dataclass(frozen=True, slots=True)
class Merged:
    parcels: int
    """Common ones that came about, or grew."""
    numbers: tuple[str, ...]
    """Orders that lie in one now."""
    refused: tuple[str, ...]
    """Orders nothing fitted, or that have a label already."""


def merge(session: Session, scope: Scope, order_ids: Sequence[UUID]) -> Merged:
    """Those among the orders that one buyer wants at one address; what is packed stays as it is.

    A channel that chose the carrier pays for its own parcels alone: those travel with orders of the same store.
    """
    scope.require("orders.write")
    groups: dict[tuple[Any, ...], list[Row[Any]]] = {}
    found = session.execute(_PACKAGES, {"orders": list(order_ids)}).all()
    for row in found:
        if not row.has_shipment:
            groups.setdefault(_key(row), []).append(row)
    fitting = [rows for rows in groups.values() if len({row.order_id for row in rows}) > 1]
    events: list[timeline.Event] = []
    for rows in fitting:
        leader = next((row for row in rows if row.merged_into_id is None), rows[0])
        others = [row.id for row in rows if row.id != leader.id]
        session.execute(_JOIN, {"leader": leader.id, "ids": others})
        session.execute(
            text("UPDATE shipment_package SET merged_into_id = NULL WHERE id = :id"), {"id": leader.id}
        )
        numbers = ", ".join(dict.fromkeys(row.number for row in rows))
        events += [(one, "merged", {"numbers": numbers}) for one in dict.fromkeys(r.order_id for r in rows)]
    timeline.write(session, scope, events)
    live.tell(session, scope.merchant_id, "orders.changed")
    merged = {row.number for rows in fitting for row in rows}
    return Merged(len(fitting), tuple(sorted(merged)), tuple(sorted({row.number for row in found} - merged)))


def unmerge(session: Session, scope: Scope, order_id: UUID) -> bool:
    """Each parcel of its own again; False where nothing travels together, or the parcel is packed."""
    scope.require("orders.write")
    found = session.execute(
        text(
            "SELECT m.id, m.order_id, h.order_id AS leader FROM shipment_package m"
            " JOIN shipment_package h ON h.id = m.merged_into_id"
            " WHERE (m.order_id = :order OR h.order_id = :order) AND m.status IN ('new', 'picking')"
            " AND h.status IN ('new', 'picking') ORDER BY m.id FOR UPDATE OF m"
        ),
        {"order": order_id},
    ).all()
    if not found:
        return False
    session.execute(
        text("UPDATE shipment_package SET merged_into_id = NULL WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": [row.id for row in found]},
    )
    concerned = dict.fromkeys([row.order_id for row in found] + [row.leader for row in found])
    timeline.write(session, scope, [(one, "unmerged", {}) for one in concerned])
    live.tell(session, scope.merchant_id, "orders.changed")
    return True


@dataclass(frozen=True, slots=True)
class Alike:
    id: UUID
    number: str


def alike(session: Session, scope: Scope, order_id: UUID) -> list[Alike]:
    """Other waiting orders that could go into its parcel."""
    scope.require("orders.read")
    mine = session.execute(
        text("SELECT shipping_address FROM purchase_order WHERE id = :id"), {"id": order_id}
    ).scalar()
    if mine is None:
        return []
    found = session.execute(_ALIKE, {"id": order_id})
    return [Alike(row.id, row.number) for row in found if _address(row.shipping_address) == _address(mine)]


def _key(row: Row[Any]) -> tuple[Any, ...]:
    return row.carried_by, fold(row.buyer_name), _address(row.shipping_address)


def _address(kept: dict[str, Any]) -> tuple[str, ...]:
    """Spelled alike to the letter case, as channels do for one buyer; anything more is a person's to judge."""
    return tuple(" ".join(fold(str(kept.get(part) or "")).split()) for part in _ADDRESS)
