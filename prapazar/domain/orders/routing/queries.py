"""Reads of routing: the rules, the places, and what a package is judged by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.routing.rules import Goods, Parcel, Rule, Shelf, Shelves
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold


@dataclass(frozen=True, slots=True)
class RuleRow:
    id: UUID
    name: str
    is_active: bool
    warehouse_id: UUID
    warehouse: str
    channels: list[str]
    provinces: list[str]
    brands: list[str]
    categories: list[str]
    needs_stock: bool
    is_supplier: bool


@dataclass(frozen=True, slots=True)
class Place:
    id: UUID
    name: str
    is_default: bool
    is_supplier: bool
    people: int = 0
    """Who sees its packages and articles; of a supplier."""


def rules(session: Session, scope: Scope) -> list[RuleRow]:
    """In the order they are asked."""
    scope.require("orders.read")
    found = session.execute(
        text(
            "SELECT r.id, r.name, r.is_active, r.warehouse_id, w.name, r.channels, r.provinces, r.brands,"
            " r.categories, r.needs_stock, w.is_supplier FROM routing_rule r JOIN warehouse w ON w.id = r.warehouse_id"
            " WHERE r.merchant_id = :merchant ORDER BY r.place, r.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [RuleRow(*row) for row in found]


def places(session: Session, scope: Scope) -> list[Place]:
    """Warehouses and suppliers, the default first."""
    scope.require("orders.read")
    found = session.execute(
        text(
            "SELECT w.id, w.name, w.is_default, w.is_supplier,"
            " (SELECT count(*) FROM membership m WHERE m.supplier_id = w.id) FROM warehouse w"
            " WHERE w.merchant_id = :merchant ORDER BY w.is_default DESC, w.is_supplier, w.name, w.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [Place(*row) for row in found]


def asked(rows: Sequence[RuleRow]) -> list[Rule]:
    """Those that are in force, as they are decided by."""
    return [
        Rule(
            row.id,
            row.name,
            row.warehouse_id,
            frozenset(UUID(one) for one in row.channels),
            frozenset(fold(one) for one in row.provinces),
            frozenset(UUID(one) for one in row.brands),
            frozenset(UUID(one) for one in row.categories),
            row.needs_stock,
            row.is_supplier,
        )
        for row in rows
        if row.is_active
    ]


_PARCELS = text(
    "WITH RECURSIVE wanted AS (SELECT p.id AS package_id, p.order_id, p.external_id, p.warehouse_id AS place_id,"
    "  o.connection_id, o.city,"
    "  l.id AS line_id, l.sku,"
    "  coalesce(b.component_id, l.variant_id) AS variant_id, l.variant_id AS sold_id,"
    "  (l.quantity - l.cancelled_quantity) * coalesce(b.quantity, 1) AS units"
    "  FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
    "  JOIN order_line l ON l.package_id = p.id AND l.quantity > l.cancelled_quantity"
    "  LEFT JOIN bundle_component b ON b.bundle_id = l.variant_id"
    "  WHERE p.id = ANY(CAST(:ids AS uuid[]))),"
    " above AS (SELECT c.id, c.id AS ancestor, c.parent_id FROM category c"
    "   WHERE c.id IN (SELECT pr.category_id FROM wanted w JOIN variant v ON v.id = w.sold_id"
    "    JOIN product pr ON pr.id = v.product_id)"
    "  UNION ALL SELECT a.id, c.id, c.parent_id FROM above a JOIN category c ON c.id = a.parent_id)"
    " SELECT w.package_id, w.place_id, w.connection_id, w.city, pr.brand_id,"
    "  ARRAY(SELECT ancestor FROM above WHERE above.id = pr.category_id) AS categories,"
    "  w.variant_id, coalesce(k.sku, w.sku, '') AS sku, w.units, (SELECT jsonb_object_agg(r.warehouse_id, r.quantity)"
    "   FROM reservation r WHERE r.order_line_id = w.line_id AND r.variant_id = w.variant_id) AS held,"
    "  ARRAY(SELECT (e.values ->> 'supplier')::uuid FROM order_event e WHERE e.order_id = w.order_id"
    "   AND e.kind = 'supply_refused' AND e.values ->> 'package' = w.external_id) AS refused_by"
    " FROM wanted w LEFT JOIN variant v ON v.id = w.sold_id LEFT JOIN product pr ON pr.id = v.product_id"
    " LEFT JOIN variant k ON k.id = w.variant_id ORDER BY w.package_id, w.line_id, w.variant_id"
)


def parcels(session: Session, package_ids: Sequence[UUID]) -> dict[UUID, Parcel]:
    found: dict[UUID, Parcel] = {}
    for row in session.execute(_PARCELS, {"ids": list(package_ids)}):
        held = {UUID(place): int(units) for place, units in (row.held or {}).items()}
        goods = Goods(row.brand_id, frozenset(row.categories), row.variant_id, row.sku, int(row.units), held)
        before = found.get(row.package_id)
        found[row.package_id] = Parcel(
            row.connection_id,
            fold(row.city),
            (*(before.goods if before else ()), goods),
            row.place_id,
            frozenset(row.refused_by),
        )
    return found


def shelves(session: Session, parcels: Iterable[Parcel], asked: Iterable[Rule]) -> Shelves:
    """What lies of the parcels' goods where the rules send from; nothing is read where none of them weighs it."""
    rules = list(asked)
    variants = {goods.variant_id for parcel in parcels for goods in parcel.goods if goods.variant_id}
    if not variants or not any(rule.weighs for rule in rules):
        return {}
    found = session.execute(
        text(
            "SELECT warehouse_id, variant_id, on_hand - reserved AS free, counted_at IS NOT NULL AS is_known FROM stock"
            " WHERE variant_id = ANY(CAST(:variants AS uuid[])) AND warehouse_id = ANY(CAST(:places AS uuid[]))"
        ),
        {"variants": sorted(variants), "places": sorted({rule.warehouse_id for rule in rules})},
    )
    return {(row.warehouse_id, row.variant_id): Shelf(row.free, row.is_known) for row in found}


def packages_of(session: Session, order_ids: Sequence[UUID]) -> list[UUID]:
    """Those that still may be sent from elsewhere."""
    found = session.execute(
        text(
            "SELECT id FROM shipment_package WHERE order_id = ANY(CAST(:ids AS uuid[]))"
            " AND status IN ('new', 'picking') ORDER BY id"
        ),
        {"ids": list(order_ids)},
    )
    return list(found.scalars())


def has_rules(session: Session, scope: Scope) -> bool:
    """Asked at every import, so it is quick."""
    found = session.execute(
        text("SELECT 1 FROM routing_rule WHERE merchant_id = :merchant AND is_active LIMIT 1"),
        {"merchant": scope.merchant_id},
    )
    return found.scalar() is not None


def arrived(session: Session, connection_id: UUID, external_ids: Sequence[str]) -> list[UUID]:
    """New packages of a store by its own ids that nobody has routed."""
    found = session.execute(
        text(
            "SELECT id FROM shipment_package WHERE connection_id = :connection AND status = 'new'"
            " AND external_id = ANY(CAST(:ids AS text[])) AND warehouse_id IS NULL ORDER BY id"
        ),
        {"connection": connection_id, "ids": list(external_ids)},
    )
    return list(found.scalars())


def by_number(session: Session, scope: Scope, number: str) -> UUID | None:
    """A package of the order with this number, for trying the rules."""
    scope.require("orders.read")
    found: UUID | None = session.execute(
        text(
            "SELECT p.id FROM purchase_order o JOIN shipment_package p ON p.order_id = o.id"
            " WHERE o.merchant_id = :merchant AND (o.number = :number OR o.external_id = :number)"
            " AND p.status NOT IN ('cancelled', 'unpacked') ORDER BY p.id LIMIT 1"
        ),
        {"merchant": scope.merchant_id, "number": number},
    ).scalar()
    return found
