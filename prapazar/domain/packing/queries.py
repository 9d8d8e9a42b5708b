"""Reads of the packing station: which package a code means, what belongs into it, who else wants an article."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.senders import AT_SUPPLIERS, OWN
from prapazar.domain.packing import rules
from prapazar.domain.packing.rules import Item
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

OPEN = ("new", "picking")


@dataclass(frozen=True, slots=True)
class Box:
    """The package on the table, with those that travel in the same parcel."""

    id: UUID
    order_id: UUID
    external_id: str
    status: str
    number: str
    channel: str | None
    connector: str | None
    buyer: str
    city: str
    district: str
    carrier: str
    note: str
    tags: list[str]
    ship_by_at: datetime | None
    is_test: bool
    companions: list[str]
    """Numbers of the orders merged into it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    id: UUID
    status: str
    number: str


# Numbers are looked for where there is an index: by store, by the order's search words, by parcel and box.
_FIND = text(
    "WITH found AS ("
    " SELECT p.id FROM shipment_package p WHERE p.external_id = ANY(CAST(:codes AS text[]))"
    "   AND p.connection_id = ANY(ARRAY(SELECT id FROM connection))"
    " UNION SELECT p.id FROM purchase_order o JOIN shipment_package p ON p.order_id = o.id"
    "   WHERE o.connection_id = ANY(ARRAY(SELECT id FROM connection))"
    "   AND o.external_id = ANY(CAST(:codes AS text[]))"
    " UNION SELECT p.id FROM purchase_order o JOIN shipment_package p ON p.order_id = o.id"
    "   WHERE CAST(:query AS text) IS NOT NULL AND o.search @@ to_tsquery('simple', :query)"
    "   AND (o.number = ANY(CAST(:codes AS text[])) OR p.external_id = ANY(CAST(:codes AS text[])))"
    " UNION SELECT s.package_id FROM shipment_parcel c JOIN shipment s ON s.id = c.shipment_id"
    "   WHERE c.merchant_id = :merchant AND c.barcode = ANY(CAST(:codes AS text[])) AND s.direction = 'out'"
    " UNION SELECT s.package_id FROM shipment s WHERE s.merchant_id = :merchant AND s.direction = 'out'"
    "   AND s.tracking_number = ANY(CAST(:codes AS text[]))"
    " UNION SELECT p.id FROM shipment_package p WHERE p.merchant_id = :merchant"
    "   AND p.tracking_number = ANY(CAST(:codes AS text[])) AND p.status IN ('new', 'picking', 'packed')"
    " UNION SELECT l.package_id FROM picking_line l JOIN picking_list k ON k.id = l.list_id"
    "   WHERE k.number = :list AND l.box = :box"
    ") SELECT DISTINCT h.id, h.status, o.number FROM found"
    " JOIN shipment_package p ON p.id = found.id"
    " JOIN shipment_package h ON h.id = coalesce(p.merged_into_id, p.id)"
    " JOIN purchase_order o ON o.id = h.order_id ORDER BY h.id"
)


def find(session: Session, scope: Scope, code: str) -> list[Candidate]:
    """Packages a code means, of whatever status; one that lies in another's parcel is that one."""
    box = rules.box_of(code)
    found = session.execute(
        _FIND,
        {
            "merchant": scope.merchant_id,
            "codes": list(dict.fromkeys((code, code.upper(), code.lower()))),
            "query": prefix_query(code),
            "list": box[0] if box else "",
            "box": box[1] if box else 0,
        },
    )
    return [Candidate(*row) for row in found]


_BOX = text(
    "SELECT p.id, p.order_id, p.external_id, p.status, o.number, c.name, c.connector, o.buyer_name, o.city,"
    " o.district, coalesce(p.carrier, ''), o.note, o.tags, o.ship_by_at, o.is_test,"
    " ARRAY(SELECT m.number FROM shipment_package x JOIN purchase_order m ON m.id = x.order_id"
    "  WHERE x.merged_into_id = p.id ORDER BY m.number)"
    " FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
    " LEFT JOIN connection c ON c.id = o.connection_id WHERE p.id = :id"
)


def box(session: Session, package_id: UUID) -> Box | None:
    row = session.execute(_BOX, {"id": package_id}).one_or_none()
    return None if row is None else Box(*row)


_ITEMS = text(
    "SELECT k.id, k.package_id, l.title, coalesce(pr.name || coalesce(' ' || nullif(v.name, ''), ''), l.title),"
    " coalesce(v.sku, l.sku, ''), coalesce(v.barcode, l.barcode, ''), coalesce(pr.images ->> 0, ''),"
    " coalesce(nullif(s.shelf, ''), v.shelf, ''), k.wanted, k.counted,"
    " l.variant_id IS NOT NULL AND k.component_id <> l.variant_id"
    " FROM packing_count k JOIN shipment_package p ON p.id = k.package_id JOIN order_line l ON l.id = k.order_line_id"
    " LEFT JOIN variant v ON v.id = k.component_id LEFT JOIN product pr ON pr.id = v.product_id"
    " LEFT JOIN LATERAL (SELECT st.shelf FROM stock st JOIN warehouse w ON w.id = st.warehouse_id"
    "  WHERE st.variant_id = v.id AND (w.id = p.warehouse_id OR p.warehouse_id IS NULL AND w.is_default)) s ON true"
    " WHERE k.package_id = :id OR p.merged_into_id = :id ORDER BY l.id, k.component_id"
)


def items(session: Session, package_id: UUID) -> list[Item]:
    """Of the package and of those in its parcel, in the order of their lines."""
    return [Item(*row) for row in session.execute(_ITEMS, {"id": package_id})]


@dataclass(frozen=True, slots=True)
class Article:
    id: UUID
    name: str
    sku: str
    is_bundle: bool
    """Its parts are scanned instead."""
    wanted_by: tuple[str, ...] = ()
    """Numbers of open orders that want it, the most urgent first."""


_ARTICLE = text(
    "SELECT v.id, p.name || coalesce(' ' || nullif(v.name, ''), '') AS name, v.sku,"
    " EXISTS (SELECT 1 FROM bundle_component b WHERE b.bundle_id = v.id) AS is_bundle FROM variant v"
    " JOIN product p ON p.id = v.product_id WHERE v.merchant_id = :merchant"
    " AND (v.barcode = ANY(CAST(:codes AS text[])) OR v.sku = ANY(CAST(:codes AS text[]))) LIMIT 1"
)
_WANTED_BY = text(
    "SELECT o.number FROM order_line l JOIN shipment_package p ON p.id = l.package_id"
    " JOIN purchase_order o ON o.id = l.order_id"
    " WHERE l.merchant_id = :merchant AND l.variant_id = ANY(ARRAY(SELECT CAST(:id AS uuid) UNION ALL"
    "  SELECT bundle_id FROM bundle_component WHERE component_id = :id))"
    f" AND p.status IN ('new', 'picking') AND {OWN} AND l.quantity > l.cancelled_quantity"
    " GROUP BY o.number, o.ship_by_at, o.ordered_at ORDER BY o.ship_by_at NULLS LAST, o.ordered_at LIMIT 3"
)


def article(session: Session, scope: Scope, code: str) -> Article | None:
    """What was scanned."""
    values = {"merchant": scope.merchant_id, "codes": list(dict.fromkeys((code, code.upper(), code.lower())))}
    row = session.execute(_ARTICLE, values).one_or_none()
    if row is None:
        return None
    return Article(row.id, row.name, row.sku, row.is_bundle)


def with_wanting(session: Session, scope: Scope, found: Article) -> Article:
    """And who wants it: nobody has to look for where a wrong article belongs."""
    wanted = session.execute(_WANTED_BY, {"merchant": scope.merchant_id, "id": found.id})
    return replace(found, wanted_by=tuple(wanted.scalars()))


_STANDING = (
    f"status = 'picking' AND id NOT IN ({AT_SUPPLIERS})",
    f"status IN ('new', 'picking') AND id IN ({AT_SUPPLIERS})",
)
"""Orders that may have a package to pack: one that a supplier sends a part of may itself wait for that part."""
# A note has to be read, and what travels with another has to be laid together: those boxes are opened first.
# Order by order from the most urgent one on, until one fits: whatever the statistics say, nobody waits for a join of
# all that is open.
_ALONE = (
    "SELECT fitting.id FROM (SELECT id FROM purchase_order WHERE merchant_id = :merchant AND {standing}"
    "  AND picked_at IS NOT NULL AND note = '' ORDER BY ship_by_at NULLS LAST, ordered_at, id) o CROSS JOIN LATERAL"
    " (SELECT p.id FROM shipment_package p CROSS JOIN LATERAL"
    "   (SELECT count(*) = 1 AND bool_and(l.variant_id = :id AND l.quantity - l.cancelled_quantity = :times) AS is_all"
    "     FROM order_line l WHERE l.package_id = p.id AND l.quantity > l.cancelled_quantity) goods"
    f"  WHERE p.order_id = o.id AND p.status = 'picking' AND {OWN} AND p.merged_into_id IS NULL AND goods.is_all"
    "  AND NOT EXISTS (SELECT 1 FROM shipment_package m WHERE m.merged_into_id = p.id)"
    "  AND NOT EXISTS (SELECT 1 FROM packing_count k WHERE k.package_id = p.id AND k.counted > 0)"
    "  ORDER BY p.id LIMIT 1 FOR UPDATE OF p SKIP LOCKED) fitting"
    " WHERE NOT EXISTS (SELECT 1 FROM bundle_component b WHERE b.bundle_id = :id) LIMIT 1"
)


def alone(session: Session, scope: Scope, variant_id: UUID, times: int) -> UUID | None:
    """The most urgent package that was fetched and is nothing but so many of this article; nobody else's just now."""
    values = {"merchant": scope.merchant_id, "id": variant_id, "times": times}
    found = (session.execute(text(_ALONE.format(standing=one)), values).scalar() for one in _STANDING)
    return next((one for one in found if one is not None), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    id: UUID
    number: str
    buyer: str
    units: int
    counted: int
    ship_by_at: datetime | None
    connector: str | None


# The packages of the first orders alone are looked up, not those of all that are open.
_WAITING = (
    "SELECT p.id, o.number, o.buyer_name, o.unit_count, p.counted, o.ship_by_at, c.connector, o.is_away, o.ordered_at"
    " FROM (SELECT id, number, buyer_name, unit_count, ship_by_at, ordered_at, connection_id,"
    "   picked_at IS NULL AS is_away FROM purchase_order WHERE merchant_id = :merchant AND {standing}"
    "  ORDER BY picked_at IS NULL, ship_by_at NULLS LAST, ordered_at, id) o CROSS JOIN LATERAL"
    " (SELECT p.id, coalesce((SELECT sum(counted) FROM packing_count k WHERE k.package_id = p.id), 0) AS counted"
    f"  FROM shipment_package p WHERE p.order_id = o.id AND p.status = 'picking' AND {OWN} AND p.merged_into_id IS NULL"
    "  ORDER BY p.id LIMIT 20) p LEFT JOIN connection c ON c.id = o.connection_id"
    " ORDER BY o.is_away, o.ship_by_at NULLS LAST, o.ordered_at, o.id, p.id LIMIT :most"
)


def waiting(session: Session, scope: Scope, most: int = 8) -> list[Waiting]:
    """To be packed, the most urgent first."""
    scope.require("orders.read")
    values = {"merchant": scope.merchant_id, "most": most}
    found = [row for one in _STANDING for row in session.execute(text(_WAITING.format(standing=one)), values)]
    found.sort(key=lambda row: (row.is_away, row.ship_by_at is None, row.ship_by_at or row.ordered_at))
    return [Waiting(*row[:7]) for row in found[:most]]


def is_elsewhere(session: Session, package_id: UUID) -> bool:
    """A supplier sends it: its goods do not lie here."""
    found = session.execute(
        text(f"SELECT 1 FROM shipment_package p WHERE p.id = :id AND NOT {OWN}"), {"id": package_id}
    )
    return found.scalar() is not None


def begun(session: Session, scope: Scope) -> UUID | None:
    """The package this person has begun and not finished: a closed tab goes on where it was."""
    found: UUID | None = session.execute(
        text(
            "SELECT coalesce(p.merged_into_id, p.id) FROM packing_count k"
            " JOIN shipment_package p ON p.id = k.package_id"
            f" WHERE {OWN} AND k.merchant_id = :merchant AND k.user_id IS NOT DISTINCT FROM :user AND k.counted > 0"
            " AND p.status = ANY(CAST(:open AS text[])) AND k.updated_at > now() - interval '12 hours'"
            " ORDER BY k.updated_at DESC LIMIT 1"
        ),
        {"merchant": scope.merchant_id, "user": scope.user_id, "open": list(OPEN)},
    ).scalar()
    return found
