"""Reads of orders: the list with its filters, and the worklists."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.senders import AT_SUPPLIERS, SHARED, SUPPLIERS
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

ANY_SUPPLIER = "any"
COUNT_LIMIT = 10_000
"""Beyond it a list says `10.000+`: counting a million rows would cost more than showing them."""


@dataclass(frozen=True, slots=True)
class OrderFilter:
    statuses: tuple[str, ...] = ()
    connection_ids: tuple[UUID, ...] = ()
    search: str = ""
    problem: bool = False
    late: bool = False
    """Past its ship-by time and not shipped."""
    picked: bool | None = None
    """Fetched from the shelves, or not; None: either."""
    is_ours: bool = False
    """Its status is that of what leaves our own shelves; what suppliers alone send is left out."""
    supplier: str = ""
    """Of which this supplier, by its id, sends a part; `any`: one of them."""
    coming_back: bool = False
    """Not taken by the buyer, or claimed and not settled."""
    since: datetime | None = None
    until: datetime | None = None
    due_since: datetime | None = None
    """Open orders that have to be shipped from then on, with the next one within that span."""
    due_until: datetime | None = None
    sold: bool = False
    """Neither cancelled nor a test: what figures of sales count."""
    city: str = ""
    tag: str = ""
    ids: tuple[UUID, ...] = ()
    """Only these; empty means any."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    id: UUID
    number: str
    connection_id: UUID | None
    connector: str | None
    channel: str | None
    status: str
    has_problem: bool
    ordered_at: datetime
    ship_by_at: datetime | None
    buyer_name: str
    city: str
    district: str
    line_count: int
    unit_count: int
    total: Decimal
    currency: str
    tags: list[str]
    first_title: str | None
    first_image: str | None
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the page before ended: the sort value and id of its last row."""

    key: datetime | Decimal | str
    id: UUID


_WAITING = ("new", "picking", "packed")
_NEVER = "infinity"
_DUE = "CASE WHEN o.status IN ('new', 'picking', 'packed') THEN coalesce(o.ship_by_at, 'infinity') ELSE 'infinity' END"
_SORTS = {
    "at": ("o.ordered_at", "timestamptz"),
    "total": ("o.total", "numeric"),
    "ship_by": (_DUE, "timestamptz"),
}
"""What a list can be sorted by; only the first has an index, and is what people sort by all day."""


def cursor_after(row: OrderRow, sort: str = "at") -> Cursor:
    """For the page behind this row."""
    if sort == "total":
        return Cursor(row.total, row.id)
    if sort == "ship_by":
        due = row.ship_by_at if row.status in _WAITING else None
        return Cursor(due or _NEVER, row.id)
    return Cursor(row.ordered_at, row.id)


_COMING_BACK = (
    "SELECT r.id FROM purchase_order r WHERE r.merchant_id = :merchant AND r.status IN ('undelivered', 'returned')"
    " AND r.updated_at > now() - interval '30 days'"
    " UNION SELECT c.order_id FROM claim c WHERE c.merchant_id = :merchant AND c.order_id IS NOT NULL"
    " AND c.refunded_at IS NULL AND c.status NOT IN ('rejected', 'cancelled')"
)
"""What came back long ago is no work any more."""


def _where(session: Session, wanted: OrderFilter) -> tuple[str, dict[str, Any]]:
    parts = ["o.merchant_id = :merchant"]
    values: dict[str, Any] = {}
    if wanted.statuses:
        parts.append(_standing(session, wanted, values))
    if wanted.connection_ids:
        parts.append("o.connection_id = ANY(CAST(:connections AS uuid[]))")
        values["connections"] = list(wanted.connection_ids)
    if wanted.city:
        parts.append("o.city = :city")
        values["city"] = wanted.city
    if wanted.tag:
        parts.append("o.tags ? :tag")
        values["tag"] = wanted.tag
    if wanted.ids:
        parts.append("o.id = ANY(CAST(:ids AS uuid[]))")
        values["ids"] = list(wanted.ids)
    if wanted.supplier:
        values["supplier"] = wanted.supplier
    query = prefix_query(wanted.search)
    if query:
        parts.append("o.search @@ to_tsquery('simple', :query)")
        values["query"] = query
    return " AND ".join(parts + _work(wanted) + _moments(wanted, values)), values


def _standing(session: Session, wanted: OrderFilter, values: dict[str, Any]) -> str:
    values["statuses"] = list(wanted.statuses)
    whole = "o.status = ANY(CAST(:statuses AS text[]))"
    if not wanted.is_ours:
        return whole
    whole += f" AND o.id NOT IN ({AT_SUPPLIERS})"
    # Asked first: where there are none, and mostly there are none, the index of statuses alone answers.
    shared = [row.order_id for row in session.execute(text(SHARED)) if row.status in wanted.statuses]
    if not shared:
        return whole
    values["shared"] = shared
    return f"({whole} OR o.id = ANY(CAST(:shared AS uuid[])))"


def _work(wanted: OrderFilter) -> list[str]:
    parts = []
    if wanted.problem:
        parts.append("o.has_problem")
    if wanted.late:
        parts.append("o.status IN ('new', 'picking', 'packed') AND o.ship_by_at < now()")
    if wanted.picked is not None:
        parts.append(f"o.picked_at IS {'NOT ' if wanted.picked else ''}NULL")
    if wanted.sold:
        parts.append("o.status <> 'cancelled' AND NOT o.is_test")
    if wanted.supplier:
        which = f"ANY({SUPPLIERS})" if wanted.supplier == ANY_SUPPLIER else "CAST(:supplier AS uuid)"
        parts.append(
            "EXISTS (SELECT 1 FROM shipment_package p WHERE p.order_id = o.id AND p.status <> 'unpacked'"
            f" AND p.warehouse_id = {which})"
        )
    if wanted.coming_back:
        parts.append(f"o.id = ANY(ARRAY({_COMING_BACK}))")
    return parts


def _moments(wanted: OrderFilter, values: dict[str, Any]) -> list[str]:
    parts: list[str] = []
    if wanted.due_since or wanted.due_until:
        parts.append("o.status IN ('new', 'picking', 'packed') AND NOT o.is_test")
    for name, sign in (("due_since", ">="), ("due_until", "<")):
        if moment := getattr(wanted, name):
            parts.append(f"o.ship_by_at {sign} :{name}")
            values[name] = moment
    if wanted.since:
        parts.append("o.ordered_at >= :since")
        values["since"] = wanted.since
    if wanted.until:
        parts.append("o.ordered_at < :until")
        values["until"] = wanted.until
    return parts


def page(
    session: Session,
    scope: Scope,
    wanted: OrderFilter,
    *,
    after: Cursor | None = None,
    limit: int = 50,
    sort: str = "at",
    is_ascending: bool = False,
) -> list[OrderRow]:
    """One page, newest first unless told otherwise; one statement, whatever `limit`. Unknown sort: KeyError."""
    scope.require("orders.read")
    where, values = _where(session, wanted)
    direction, beyond = ("ASC", ">") if is_ascending else ("DESC", "<")
    column, kind = _SORTS[sort]
    if after:
        where += f" AND ({column}, o.id) {beyond} (CAST(:after_key AS {kind}), CAST(:after_id AS uuid))"
        values |= {"after_key": after.key, "after_id": after.id}
    found = session.execute(
        text(
            "SELECT o.id, o.number, o.connection_id, c.connector, c.name AS channel, o.status, o.has_problem,"
            " o.ordered_at, o.ship_by_at, o.buyer_name, o.city, o.district, o.line_count, o.unit_count, o.total,"
            " o.currency, o.tags, f.title, f.image, o.is_test FROM"
            f" (SELECT * FROM purchase_order o WHERE {where} ORDER BY {column} {direction}, o.id {direction}"
            "  LIMIT :limit) o"
            " LEFT JOIN connection c ON c.id = o.connection_id"
            " LEFT JOIN LATERAL (SELECT l.title, p.images ->> 0 AS image FROM order_line l"
            "  LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN product p ON p.id = v.product_id"
            "  WHERE l.order_id = o.id ORDER BY l.id LIMIT 1) f ON true"
            f" ORDER BY {column} {direction}, o.id {direction}"
        ),
        {**values, "merchant": scope.merchant_id, "limit": min(limit, 200)},
    )
    return [OrderRow(*row) for row in found]


def count(session: Session, scope: Scope, wanted: OrderFilter) -> int:
    """Up to COUNT_LIMIT + 1."""
    scope.require("orders.read")
    where, values = _where(session, wanted)
    found: int = session.execute(
        text(f"SELECT count(*) FROM (SELECT 1 FROM purchase_order o WHERE {where} LIMIT :most) c"),
        {**values, "merchant": scope.merchant_id, "most": COUNT_LIMIT + 1},
    ).scalar_one()
    return found


def ids_matching(session: Session, scope: Scope, wanted: OrderFilter, limit: int = 20_000) -> list[UUID]:
    """For "select all that match": the filter travels, not the ids."""
    scope.require("orders.read")
    where, values = _where(session, wanted)
    found = session.execute(
        text(f"SELECT o.id FROM purchase_order o WHERE {where} ORDER BY o.ordered_at, o.id LIMIT :limit"),
        {**values, "merchant": scope.merchant_id, "limit": limit},
    )
    return list(found.scalars())


@dataclass(frozen=True, slots=True)
class Worklist:
    """What waits in one of the lists people work from."""

    count: int = 0
    at_risk: dict[str, Decimal] = field(default_factory=dict)
    """What its buyers pay, by currency: lost where it is not shipped."""
    next_at: datetime | None = None
    """The first ship-by time."""


WORKLISTS = ("new", "to_pick", "to_pack", "carrier", "late", "problem", "returns")
_OPEN_MOST = 30_000
"""Of orders that wait, the most urgent; counting more costs more than it tells."""
_WORKLISTS = text(
    f"WITH shared AS MATERIALIZED ({SHARED}), open AS MATERIALIZED (SELECT CASE WHEN s.order_id IS NOT NULL"
    f"   THEN s.status WHEN o.id NOT IN ({AT_SUPPLIERS}) THEN o.status END AS status, o.picked_at,"
    "   o.ship_by_at, o.total, o.currency FROM (SELECT * FROM purchase_order WHERE merchant_id = :merchant"
    "   AND status IN ('new', 'picking', 'packed') ORDER BY ship_by_at LIMIT :most) o"
    "  LEFT JOIN shared s ON s.order_id = o.id)"
    " SELECT v.list, o.currency, count(*) AS orders, sum(o.total) AS total, min(o.ship_by_at) AS next_at"
    "  FROM open o CROSS JOIN LATERAL (VALUES ('new', o.status = 'new'),"
    "   ('to_pick', o.status = 'picking' AND o.picked_at IS NULL),"
    "   ('to_pack', o.status = 'picking' AND o.picked_at IS NOT NULL),"
    "   ('carrier', o.status = 'packed'), ('late', o.ship_by_at < now()), ('all', true)) v(list, is_in)"
    "  WHERE v.is_in GROUP BY 1, 2"
    " UNION ALL SELECT 'problem', p.currency, count(*), sum(p.total), min(p.ship_by_at) FROM"
    "  (SELECT currency, total, ship_by_at FROM purchase_order WHERE merchant_id = :merchant AND has_problem"
    "   LIMIT :most) p GROUP BY p.currency"
    " UNION ALL SELECT 'returns', r.currency, count(*), sum(r.total), NULL FROM"
    f"  (SELECT currency, total FROM purchase_order WHERE id = ANY(ARRAY({_COMING_BACK})) LIMIT :most) r"
    "  GROUP BY r.currency"
)


def worklists(session: Session, scope: Scope) -> dict[str, Worklist]:
    """Each of WORKLISTS, the empty ones too, and `all` that is open; steps are those of what leaves our own shelves."""
    scope.require("orders.read")
    found = {name: Worklist() for name in (*WORKLISTS, "all")}
    for row in session.execute(_WORKLISTS, {"merchant": scope.merchant_id, "most": _OPEN_MOST}):
        before = found[row.list]
        moments = [one for one in (before.next_at, row.next_at) if one is not None]
        found[row.list] = Worklist(
            before.count + row.orders, before.at_risk | {row.currency: row.total}, min(moments, default=None)
        )
    return found
