"""Writes of routing: the rules, the places, and packages sent from elsewhere than the default warehouse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.routing import queries, rules
from prapazar.domain.orders.routing.models import RoutingRule
from prapazar.domain.orders.routing.rules import Lack
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock import queries as balances
from prapazar.domain.stock.actions import Demand
from prapazar.domain.stock.models import Warehouse
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


class RuleInvalid(Exception):
    """A rule without a name or place; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as a person wrote it."""

    name: str
    warehouse_id: UUID
    channels: tuple[UUID, ...] = ()
    provinces: tuple[str, ...] = ()
    brands: tuple[UUID, ...] = ()
    categories: tuple[UUID, ...] = ()
    needs_stock: bool = False


def add_rule(session: Session, scope: Scope, draft: Draft) -> UUID:
    """Last in the order. Raises RuleInvalid."""
    scope.require("orders.write")
    fields = _checked(session, scope, draft)
    last: int = session.execute(
        text("SELECT coalesce(max(place), 0) FROM routing_rule WHERE merchant_id = :merchant"),
        {"merchant": scope.merchant_id},
    ).scalar_one()
    row = RoutingRule(merchant_id=scope.merchant_id, place=last + 1, **fields)
    session.add(row)
    session.flush()
    return row.id


def change_rule(session: Session, scope: Scope, rule_id: UUID, draft: Draft) -> None:
    """It keeps its place in the order; one that is gone stays so. Raises RuleInvalid."""
    scope.require("orders.write")
    fields = _checked(session, scope, draft)
    row = session.get(RoutingRule, rule_id)
    if row is not None:
        for name, value in fields.items():
            setattr(row, name, value)


def _checked(session: Session, scope: Scope, draft: Draft) -> dict[str, Any]:
    if not draft.name.strip():
        raise RuleInvalid("routing.name_missing")
    if draft.warehouse_id not in {place.id for place in queries.places(session, scope)}:
        raise RuleInvalid("routing.place_missing")
    return {
        "name": draft.name.strip()[:80],
        "warehouse_id": draft.warehouse_id,
        "channels": [str(one) for one in draft.channels],
        "provinces": [one.strip() for one in draft.provinces if one.strip()],
        "brands": [str(one) for one in draft.brands],
        "categories": [str(one) for one in draft.categories],
        "needs_stock": draft.needs_stock,
    }


def order_rules(session: Session, scope: Scope, rule_ids: Sequence[UUID]) -> None:
    """As listed; the first that fits decides."""
    scope.require("orders.write")
    session.execute(
        text(
            "UPDATE routing_rule r SET place = n.place FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY"
            " AS n(id, place) WHERE r.id = n.id"
        ),
        {"ids": list(rule_ids)},
    )


def set_active(session: Session, scope: Scope, rule_id: UUID, *, is_active: bool) -> None:
    scope.require("orders.write")
    session.execute(
        text("UPDATE routing_rule SET is_active = :is_active WHERE id = :id"),
        {"id": rule_id, "is_active": is_active},
    )


def delete_rule(session: Session, scope: Scope, rule_id: UUID) -> None:
    scope.require("orders.write")
    session.execute(text("DELETE FROM routing_rule WHERE id = :id"), {"id": rule_id})


def add_place(session: Session, scope: Scope, name: str, *, is_supplier: bool) -> UUID:
    """A warehouse or a supplier. Raises RuleInvalid."""
    scope.require("stock.write")
    wanted = name.strip()[:80]
    known = {place.name.casefold() for place in queries.places(session, scope)}
    if not wanted or wanted.casefold() in known:
        raise RuleInvalid("routing.place_name")
    balances.default_warehouse(session, scope)
    row = Warehouse(merchant_id=scope.merchant_id, name=wanted, is_supplier=is_supplier)
    session.add(row)
    session.flush()
    return row.id


def route_arrived(session: Session, scope: Scope, connection_id: UUID, external_ids: Sequence[str]) -> None:
    """What an import has just brought; a person may send it elsewhere afterwards."""
    if queries.has_rules(session, scope):
        route(session, scope, queries.arrived(session, connection_id, external_ids))


def route(session: Session, scope: Scope, package_ids: Sequence[UUID]) -> int:
    """By the rules; what none of them fits stays where it is. Returns how many packages were sent elsewhere."""
    asked = queries.asked(queries.rules(session, scope))
    if not asked or not package_ids:
        return 0
    parcels = queries.parcels(session, package_ids)
    if any(rule.weighs for rule in asked):
        # Two orders that arrive at once must not be promised the same unit.
        variants = {goods.variant_id for one in parcels.values() for goods in one.goods if goods.variant_id}
        balances.lock_ahead(session, variants, ())
    shelves = queries.shelves(session, parcels.values(), asked)
    wanted: dict[UUID, list[UUID]] = {}
    passed: dict[UUID, tuple[Lack, ...]] = {}
    for package_id, parcel in parcels.items():
        choice = rules.choose(parcel, asked, shelves)
        if choice.passed:
            passed[package_id] = choice.passed
        if choice.rule is not None:
            rules.take(parcel, choice.rule, shelves)
            wanted.setdefault(choice.rule.warehouse_id, []).append(package_id)
    _pass_over(session, scope, passed)
    return sum(assign(session, scope, ids, warehouse) for warehouse, ids in sorted(wanted.items()))


_KEPT = text(
    "UPDATE shipment_package SET warehouse_id = coalesce(warehouse_id, :default)"
    " WHERE id = ANY(CAST(:ids AS uuid[])) RETURNING id, order_id"
)


def _pass_over(session: Session, scope: Scope, passed: Mapping[UUID, Sequence[Lack]]) -> None:
    """The order says why; from now on it stands where it is, so that no later import asks and says it again."""
    if not passed:
        return
    values = {"ids": list(passed), "default": balances.default_warehouse(session, scope)}
    orders = {row.id: row.order_id for row in session.execute(_KEPT, values)}
    names = {place.id: place.name for place in queries.places(session, scope)}
    said: list[timeline.Event] = [
        (
            orders[package_id],
            "passed_over",
            {
                "warehouse": names[lack.rule.warehouse_id],
                "sku": lack.sku,
                "left": lack.left,
                "quantity": lack.units,
            },
        )
        for package_id, lacks in passed.items()
        for lack in lacks
    ]
    timeline.write(session, scope, said)


def hand_back(session: Session, scope: Scope, package_ids: Sequence[UUID], supplier_id: UUID) -> None:
    """What a supplier has refused goes where the rules send it instead, or to the default warehouse.

    That it has refused stands in the timelines by now, so no rule gives it back to it.
    """
    scope.require("orders.write")
    route(session, scope, package_ids)
    left = session.execute(_STILL_THERE, {"ids": list(package_ids), "supplier": supplier_id}).scalars().all()
    assign(session, scope, left, balances.default_warehouse(session, scope))
    session.execute(_TO_FETCH, {"ids": list(package_ids)})


_TO_FETCH = text(
    "UPDATE purchase_order SET picked_at = NULL WHERE picked_at IS NOT NULL"
    " AND id IN (SELECT order_id FROM shipment_package WHERE id = ANY(CAST(:ids AS uuid[])))"
)
_STILL_THERE = text(
    "SELECT id FROM shipment_package WHERE id = ANY(CAST(:ids AS uuid[])) AND warehouse_id = :supplier ORDER BY id"
)
_CHANGED = text(
    "UPDATE shipment_package p SET warehouse_id = :warehouse FROM purchase_order o WHERE o.id = p.order_id"
    " AND p.id = ANY(CAST(:ids AS uuid[])) AND p.status IN ('new', 'picking')"
    " AND coalesce(p.warehouse_id, :default) <> :warehouse RETURNING p.id, p.order_id, o.connection_id"
)
_HOLDING = text(
    "SELECT l.id, l.order_id, l.variant_id, l.quantity - l.cancelled_quantity AS units, l.package_id"
    " FROM order_line l WHERE l.package_id = ANY(CAST(:ids AS uuid[])) AND l.variant_id IS NOT NULL"
    " AND l.quantity > l.cancelled_quantity ORDER BY l.id"
)
_BACKORDER = text(
    "UPDATE stock SET allows_backorder = true WHERE warehouse_id = :warehouse AND variant_id IN"
    " (SELECT coalesce(b.component_id, v.id) FROM unnest(CAST(:variants AS uuid[])) v(id)"
    "  LEFT JOIN bundle_component b ON b.bundle_id = v.id)"
)


def assign(session: Session, scope: Scope, package_ids: Sequence[UUID], warehouse_id: UUID) -> int:
    """Send them from there: what they hold is held there from now on. A supplier may promise what we cannot count."""
    scope.require("orders.write")
    place = next((one for one in queries.places(session, scope) if one.id == warehouse_id), None)
    if place is None:
        raise RuleInvalid("routing.place_missing")
    values = {
        "ids": list(package_ids),
        "warehouse": warehouse_id,
        "default": balances.default_warehouse(session, scope),
    }
    changed = session.execute(_CHANGED, values).all()
    if not changed:
        return 0
    channels = {row.id: row.connection_id for row in changed}
    lines = session.execute(_HOLDING, {"ids": list(channels)}).all()
    stock.release(session, scope, [line.id for line in lines])
    if place.is_supplier and lines:
        variants = [line.variant_id for line in lines]
        parts = [
            demand.variant_id for demand in stock.expand(session, [_demand(line, None) for line in lines])
        ]
        balances.open_rows(session, warehouse_id, parts)
        session.execute(_BACKORDER, {"warehouse": warehouse_id, "variants": variants})
    stock.reserve(session, scope, [_demand(line, channels[line.package_id]) for line in lines], warehouse_id)
    timeline.write(session, scope, [(row.order_id, "routed", {"warehouse": place.name}) for row in changed])
    live.tell(session, scope.merchant_id, "orders.changed")
    return len(changed)


def _demand(line: Row[Any], connection_id: UUID | None) -> Demand:
    return Demand(line.order_id, line.id, line.variant_id, line.units, connection_id)
