"""Reads for the stock screens: the list with its filters, and who holds the units of one variant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock.errors import VariantUnknown
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

COUNT_LIMIT = 10_000
VIEWS = {
    "all": "true",
    "out": "s.counted_at IS NOT NULL AND s.on_hand - s.reserved <= s.safety_stock",
    "short": "EXISTS (SELECT 1 FROM shortage h WHERE h.variant_id = s.variant_id AND h.resolved_at IS NULL)",
    "reserved": "s.reserved > 0",
    "uncounted": "s.counted_at IS NULL",
}


@dataclass(frozen=True, slots=True)
class StockListRow:
    variant_id: UUID
    product_id: UUID
    name: str
    sku: str
    barcode: str | None
    image: str | None
    on_hand: int
    reserved: int
    safety_stock: int
    available: int
    is_counted: bool
    short: int
    channels: list[str]
    """Slugs of the connectors it is listed on."""
    folded_name: str


@dataclass(frozen=True, slots=True)
class StockFilter:
    view: str = "all"
    search: str = ""
    connection_id: UUID | None = None
    """Listed there."""
    ids: tuple[UUID, ...] = ()
    """Only these variants; empty means any."""


@dataclass(frozen=True, slots=True)
class After:
    """Where the page before ended: the sort value and variant of its last row."""

    key: str | int
    variant_id: UUID


_AVAILABLE = "greatest(0, s.on_hand - s.reserved - s.safety_stock)"
_SORTS = {
    "name": ("p.folded_name", "text"),
    "on_hand": ("s.on_hand", "int"),
    "reserved": ("s.reserved", "int"),
    "available": (_AVAILABLE, "int"),
}
"""What the list can be sorted by; only names have an index."""
_FROM = (
    " FROM product p JOIN variant v ON v.product_id = p.id JOIN stock s ON s.variant_id = v.id"
    " JOIN warehouse w ON w.id = s.warehouse_id AND w.is_default"
)


def after_row(row: StockListRow, sort: str = "name") -> After:
    """For the page behind this row."""
    keys = {"on_hand": row.on_hand, "reserved": row.reserved, "available": row.available}
    return After(keys.get(sort, row.folded_name), row.variant_id)


def _where(wanted: StockFilter) -> tuple[str, dict[str, Any]]:
    parts, values = ["p.merchant_id = :merchant", VIEWS.get(wanted.view, "true")], dict[str, Any]()
    query = prefix_query(wanted.search)
    if query:
        parts.append("p.search @@ to_tsquery('simple', :query)")
        values["query"] = query
    if wanted.connection_id:
        parts.append(
            "EXISTS (SELECT 1 FROM listing l WHERE l.variant_id = v.id AND l.connection_id = :connection)"
        )
        values["connection"] = wanted.connection_id
    if wanted.ids:
        parts.append("v.id = ANY(CAST(:ids AS uuid[]))")
        values["ids"] = list(wanted.ids)
    return " AND ".join(parts), values


def page(
    session: Session,
    scope: Scope,
    wanted: StockFilter | None = None,
    *,
    after: After | None = None,
    limit: int = 50,
    sort: str = "name",
    is_descending: bool = False,
) -> list[StockListRow]:
    """By name unless told otherwise; the default warehouse. An unknown sort raises KeyError."""
    scope.require("stock.read")
    where, values = _where(wanted or StockFilter())
    column, kind = _SORTS[sort]
    direction, beyond = ("DESC", "<") if is_descending else ("ASC", ">")
    if after:
        where += f" AND ({column}, v.id) {beyond} (CAST(:after_key AS {kind}), CAST(:after_id AS uuid))"
        values |= {"after_key": after.key, "after_id": after.variant_id}
    found = session.execute(
        text(
            "SELECT r.variant_id, r.product_id, r.name, r.sku, r.barcode, r.image, r.on_hand, r.reserved,"
            " r.safety_stock, r.available, r.is_counted,"
            " coalesce((SELECT CAST(sum(quantity) AS int) FROM shortage h WHERE h.variant_id = r.variant_id"
            "  AND h.resolved_at IS NULL), 0),"
            " coalesce((SELECT array_agg(DISTINCT c.connector ORDER BY c.connector) FROM listing l"
            "  JOIN connection c ON c.id = l.connection_id WHERE l.variant_id = r.variant_id), '{}'), r.folded_name"
            " FROM (SELECT v.id AS variant_id, p.id AS product_id, trim(p.name || ' ' || v.name) AS name, v.sku,"
            "   v.barcode, p.images ->> 0 AS image, s.on_hand, s.reserved, s.safety_stock,"
            f"   {_AVAILABLE} AS available, s.counted_at IS NOT NULL AS is_counted, p.folded_name,"
            f"   {column} AS sort_key {_FROM}"
            f"  WHERE {where} ORDER BY {column} {direction}, v.id {direction} LIMIT :limit) r"
            f" ORDER BY r.sort_key {direction}, r.variant_id {direction}"
        ),
        {**values, "merchant": scope.merchant_id, "limit": min(limit, 200)},
    )
    return [StockListRow(*row) for row in found]


def count(session: Session, scope: Scope, wanted: StockFilter | None = None) -> int:
    """Up to COUNT_LIMIT + 1."""
    scope.require("stock.read")
    where, values = _where(wanted or StockFilter())
    found: int = session.execute(
        text(f"SELECT count(*) FROM (SELECT 1 {_FROM} WHERE {where} LIMIT :most) c"),
        {**values, "merchant": scope.merchant_id, "most": COUNT_LIMIT + 1},
    ).scalar_one()
    return found


def ids_matching(session: Session, scope: Scope, wanted: StockFilter, limit: int = 50_000) -> list[UUID]:
    """For "select all that match": the filter travels, not the ids."""
    scope.require("stock.read")
    where, values = _where(wanted)
    found = session.execute(
        text(f"SELECT v.id {_FROM} WHERE {where} ORDER BY v.id LIMIT :limit"),
        {**values, "merchant": scope.merchant_id, "limit": limit},
    )
    return list(found.scalars())


@dataclass(frozen=True, slots=True)
class Article:
    variant_id: UUID
    product_id: UUID
    name: str
    sku: str
    barcode: str | None
    image: str | None


def article(session: Session, scope: Scope, variant_id: UUID) -> Article:
    """Raises VariantUnknown."""
    scope.require("stock.read")
    row = session.execute(
        text(
            "SELECT v.id, p.id, trim(p.name || ' ' || v.name), v.sku, v.barcode, p.images ->> 0 FROM variant v"
            " JOIN product p ON p.id = v.product_id WHERE v.id = :id"
        ),
        {"id": variant_id},
    ).one_or_none()
    if row is None:
        raise VariantUnknown([variant_id])
    return Article(*row)


@dataclass(frozen=True, slots=True)
class Holder:
    """An order that holds units, or misses them."""

    order_id: UUID
    number: str
    connector: str | None
    channel: str | None
    ordered_at: datetime
    held: int
    missing: int
    told_quantity: int | None
    told_at: datetime | None


def holders(session: Session, scope: Scope, variant_id: UUID, limit: int = 100) -> list[Holder]:
    """Oldest first, as units are given."""
    scope.require("stock.read")
    found = session.execute(
        text(
            "SELECT o.id, o.number, c.connector, c.name, o.ordered_at, sum(x.held), sum(x.missing), max(x.told),"
            " max(x.told_at) FROM ("
            "  SELECT order_id, quantity AS held, 0 AS missing, CAST(NULL AS int) AS told,"
            "   CAST(NULL AS timestamptz) AS told_at"
            "   FROM reservation WHERE variant_id = :variant"
            "  UNION ALL SELECT order_id, 0, quantity, told_quantity, told_at FROM shortage"
            "   WHERE variant_id = :variant AND resolved_at IS NULL AND order_id IS NOT NULL) x"
            " JOIN purchase_order o ON o.id = x.order_id LEFT JOIN connection c ON c.id = o.connection_id"
            " GROUP BY o.id, c.connector, c.name"
            " ORDER BY o.ordered_at, o.id LIMIT :limit"
        ),
        {"variant": variant_id, "limit": limit},
    )
    return [
        Holder(row[0], row[1], row[2], row[3], row[4], int(row[5]), int(row[6]), row[7], row[8])
        for row in found
    ]
