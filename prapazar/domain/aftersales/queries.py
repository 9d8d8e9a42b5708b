"""Reads of claims: the worklists, one claim with all that belongs to it, and what the channel is told."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.errors import ClaimMissing
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

COUNT_LIMIT = 10_000
_AWAITED = (
    "k.kind IN ('return', 'exchange') AND k.status IN ('requested', 'waiting', 'accepted', 'disputed')"
    " AND k.received_count < k.unit_count AND NOT k.is_closed"
)
_INSPECT = "k.received_count > k.inspected_count"
VIEWS = {
    "decide": "k.status = 'waiting'",
    "awaited": _AWAITED,
    "inspect": _INSPECT,
    "done": f"k.status IN ('accepted', 'rejected', 'cancelled') AND NOT ({_AWAITED}) AND NOT ({_INSPECT})",
}
"""What each worklist holds; a claim may stand in two, as goods and decision have their own ways."""
_DUE = "CASE WHEN k.status = 'waiting' THEN coalesce(k.due_at, 'infinity') ELSE 'infinity' END"
SORTS = {"at": ("k.created_at", "timestamptz"), "due": (_DUE, "timestamptz")}


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    view: str = ""
    search: str = ""
    connection_ids: tuple[UUID, ...] = ()
    kind: str = ""
    reason: str = ""
    variant_id: UUID | None = None
    product_id: UUID | None = None
    order_id: UUID | None = None
    since: datetime | None = None
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    id: UUID
    number: str
    connection_id: UUID | None
    connector: str | None
    channel: str | None
    kind: str
    status: str
    order_id: UUID | None
    order_number: str
    buyer_name: str
    reason: str
    amount: Decimal | None
    currency: str
    due_at: datetime | None
    deciding: str | None
    code: str | None
    detail: str
    created_at: datetime
    unit_count: int
    received_count: int
    inspected_count: int
    is_closed: bool
    refunded_at: datetime | None
    tracking_number: str | None
    first_title: str | None
    first_image: str | None


@dataclass(frozen=True, slots=True)
class ClaimLineRow:
    id: UUID
    external_id: str
    variant_id: UUID | None
    product_id: UUID | None
    image: str | None
    sku: str | None
    barcode: str | None
    title: str
    quantity: int
    reason: str
    note: str
    status: str
    deciding: str | None
    amount: Decimal | None
    received: int
    inspected: int
    restocked: int
    verdict: str


@dataclass(frozen=True, slots=True)
class ClaimEventRow:
    kind: str
    values: dict[str, Any]
    person: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    claim: ClaimRow
    provider_status: str
    carrier: str | None
    note: str
    decided_at: datetime | None
    received_at: datetime | None
    refunded_amount: Decimal | None
    lines: list[ClaimLineRow]
    events: list[ClaimEventRow]
    reasons: list[tuple[str, str]]
    """What the channel takes as the reason of a rejection."""


@dataclass(frozen=True, slots=True)
class ToldClaim:
    external_id: str
    created_at: datetime
    line_external_ids: tuple[str, ...]


_COLUMNS = (
    "k.id, k.number, k.connection_id, c.connector, c.name AS channel, k.kind, k.status, k.order_id,"
    " coalesce(o.number, k.order_external_id) AS order_number, k.buyer_name, k.reason, k.amount, k.currency,"
    " k.due_at, k.deciding, k.code, k.detail, k.created_at, k.unit_count, k.received_count, k.inspected_count,"
    " k.is_closed, k.refunded_at, k.tracking_number, f.title, f.image"
)
_JOINS = (
    " LEFT JOIN connection c ON c.id = k.connection_id LEFT JOIN purchase_order o ON o.id = k.order_id"
    " LEFT JOIN LATERAL (SELECT l.title, p.images ->> 0 AS image FROM claim_line l"
    "  LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN product p ON p.id = v.product_id"
    "  WHERE l.claim_id = k.id ORDER BY l.id LIMIT 1) f ON true"
)


def _where(wanted: ClaimFilter) -> tuple[str, dict[str, Any]]:
    parts, values = ["k.merchant_id = :merchant"], dict[str, Any]()
    if wanted.view in VIEWS:
        parts.append(f"({VIEWS[wanted.view]})")
    if wanted.connection_ids:
        parts.append("k.connection_id = ANY(CAST(:connections AS uuid[]))")
        values["connections"] = list(wanted.connection_ids)
    for column, value in (("kind", wanted.kind), ("order_id", wanted.order_id)):
        if value:
            parts.append(f"k.{column} = :{column}")
            values[column] = value
    parts += _of_lines(wanted, values)
    if wanted.since:
        parts.append("k.created_at >= :since")
        values["since"] = wanted.since
    if wanted.ids:
        parts.append("k.id = ANY(CAST(:ids AS uuid[]))")
        values["ids"] = list(wanted.ids)
    query = prefix_query(wanted.search)
    if query:
        parts.append("k.search @@ to_tsquery('simple', :query)")
        values["query"] = query
    return " AND ".join(parts), values


def _of_lines(wanted: ClaimFilter, values: dict[str, Any]) -> list[str]:
    """One line has all that is asked of lines."""
    parts = []
    if wanted.reason:
        parts.append("l.reason = :reason")
        values["reason"] = wanted.reason
    if wanted.variant_id:
        parts.append("l.variant_id = :variant")
        values["variant"] = wanted.variant_id
    if wanted.product_id:
        parts.append("l.variant_id IN (SELECT v.id FROM variant v WHERE v.product_id = :product)")
        values["product"] = wanted.product_id
    if not parts:
        return []
    return [f"EXISTS (SELECT 1 FROM claim_line l WHERE l.claim_id = k.id AND {' AND '.join(parts)})"]


def page(
    session: Session,
    scope: Scope,
    wanted: ClaimFilter,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
    sort: str = "at",
    is_ascending: bool = False,
) -> list[ClaimRow]:
    """`after`: the sort value of the last row before, as `key_of` says it, and its id."""
    scope.require("claims.read")
    where, values = _where(wanted)
    direction, beyond = ("ASC", ">") if is_ascending else ("DESC", "<")
    column, kind = SORTS[sort]
    if after:
        where += f" AND ({column}, k.id) {beyond} (CAST(:after_key AS {kind}), CAST(:after_id AS uuid))"
        values |= {"after_key": after[0], "after_id": after[1]}
    order = f"{column} {direction}, k.id {direction}"
    found = session.execute(
        text(
            f"SELECT {_COLUMNS} FROM (SELECT * FROM claim k WHERE {where} ORDER BY {order} LIMIT :limit) k"
            f"{_JOINS} ORDER BY {order}"
        ),
        {**values, "merchant": scope.merchant_id, "limit": min(limit, 201)},
    )
    return [ClaimRow(*row) for row in found]


def key_of(row: ClaimRow, sort: str = "at") -> tuple[str, UUID]:
    if sort == "due":
        due = row.due_at if row.status == "waiting" else None
        return (due.isoformat() if due else "infinity", row.id)
    return (row.created_at.isoformat(), row.id)


def count(session: Session, scope: Scope, wanted: ClaimFilter) -> int:
    """Up to COUNT_LIMIT + 1."""
    scope.require("claims.read")
    where, values = _where(wanted)
    found: int = session.execute(
        text(f"SELECT count(*) FROM (SELECT 1 FROM claim k WHERE {where} LIMIT :most) c"),
        {**values, "merchant": scope.merchant_id, "most": COUNT_LIMIT + 1},
    ).scalar_one()
    return found


def worklists(session: Session, scope: Scope) -> dict[str, int]:
    """How many claims wait in each list people work from."""
    scope.require("claims.read")
    sums = ", ".join(
        f"count(*) FILTER (WHERE {VIEWS[name]}) AS {name}" for name in ("decide", "awaited", "inspect")
    )
    row = session.execute(
        text(
            f"SELECT {sums} FROM claim k WHERE k.merchant_id = :merchant AND (k.status IN ('waiting', 'requested',"
            " 'disputed', 'accepted') OR k.received_count > k.inspected_count)"
        ),
        {"merchant": scope.merchant_id},
    ).one()
    return {"decide": row.decide, "awaited": row.awaited, "inspect": row.inspect}


def ids_matching(session: Session, scope: Scope, wanted: ClaimFilter, limit: int = 5_000) -> list[UUID]:
    scope.require("claims.read")
    where, values = _where(wanted)
    found = session.execute(
        text(f"SELECT k.id FROM claim k WHERE {where} ORDER BY k.created_at, k.id LIMIT :limit"),
        {**values, "merchant": scope.merchant_id, "limit": limit},
    )
    return list(found.scalars())


def detail(session: Session, scope: Scope, claim_id: UUID) -> ClaimDetail:
    """Raises ClaimMissing."""
    found = page(session, scope, ClaimFilter(ids=(claim_id,)), limit=1)
    if not found:
        raise ClaimMissing(claim_id)
    more = session.execute(
        text(
            "SELECT provider_status, carrier, note, decided_at, received_at, refunded_amount FROM claim WHERE id = :id"
        ),
        {"id": claim_id},
    ).one()
    return ClaimDetail(
        claim=found[0],
        provider_status=more.provider_status,
        carrier=more.carrier,
        note=more.note,
        decided_at=more.decided_at,
        received_at=more.received_at,
        refunded_amount=more.refunded_amount,
        lines=_lines(session, claim_id),
        events=_events(session, claim_id),
        reasons=reasons(session, found[0].connection_id),
    )


def of_order(session: Session, scope: Scope, order_id: UUID) -> list[ClaimRow]:
    """Those of one order, for its page; none for whoever may not see claims."""
    if not scope.can("claims.read"):
        return []
    return page(session, scope, ClaimFilter(order_id=order_id), limit=20)


def find_by_code(session: Session, scope: Scope, code: str) -> list[UUID]:
    """Claims whose parcel, order or goods carry this code and that still wait for goods; newest first."""
    scope.require("claims.read")
    found = session.execute(
        text(
            f"SELECT k.id FROM claim k WHERE k.merchant_id = :merchant AND ({_AWAITED}) AND (k.tracking_number = :code"
            " OR k.number = :code OR k.order_external_id = :code OR EXISTS (SELECT 1 FROM claim_line l"
            "  LEFT JOIN variant v ON v.id = l.variant_id WHERE l.claim_id = k.id AND l.received < l.quantity"
            "  AND :code IN (l.barcode, l.sku, v.barcode, v.sku))) ORDER BY k.created_at DESC, k.id LIMIT 20"
        ),
        {"merchant": scope.merchant_id, "code": code.strip()},
    )
    return list(found.scalars())


def told(session: Session, claim_id: UUID, external_ids: list[str]) -> ToldClaim | None:
    """None where nothing of it waits for being told any more."""
    row = session.execute(
        text("SELECT external_id, created_at FROM claim WHERE id = :id"), {"id": claim_id}
    ).one_or_none()
    waiting = session.execute(
        text(
            "SELECT external_id FROM claim_line WHERE claim_id = :id AND deciding IS NOT NULL"
            " AND external_id = ANY(CAST(:ids AS text[])) ORDER BY id"
        ),
        {"id": claim_id, "ids": external_ids},
    )
    lines = tuple(waiting.scalars())
    return ToldClaim(row.external_id, row.created_at, lines) if row and lines else None


def reasons(session: Session, connection_id: UUID | None) -> list[tuple[str, str]]:
    found = session.execute(
        text(
            "SELECT external_id, name FROM claim_reason WHERE connection_id = :id ORDER BY place, external_id"
        ),
        {"id": connection_id},
    )
    return [(row.external_id, row.name) for row in found]


def said_reasons(session: Session, scope: Scope) -> list[str]:
    """What buyers gave as reasons, the most frequent first."""
    scope.require("claims.read")
    found = session.execute(
        text(
            "SELECT reason FROM claim WHERE merchant_id = :merchant AND reason <> '' GROUP BY reason"
            " ORDER BY count(*) DESC, reason LIMIT 30"
        ),
        {"merchant": scope.merchant_id},
    )
    return list(found.scalars())


def _lines(session: Session, claim_id: UUID) -> list[ClaimLineRow]:
    found = session.execute(
        text(
            "SELECT l.id, l.external_id, l.variant_id, v.product_id, p.images ->> 0, coalesce(l.sku, v.sku),"
            " coalesce(l.barcode, v.barcode), l.title, l.quantity, l.reason, l.note, l.status, l.deciding, l.amount,"
            " l.received, l.inspected, l.restocked, l.verdict FROM claim_line l"
            " LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN product p ON p.id = v.product_id"
            " WHERE l.claim_id = :id ORDER BY l.id"
        ),
        {"id": claim_id},
    )
    return [ClaimLineRow(*row) for row in found]


def _events(session: Session, claim_id: UUID) -> list[ClaimEventRow]:
    found = session.execute(
        text(
            "SELECT e.kind, e.values, u.name, e.at FROM claim_event e LEFT JOIN app_user u ON u.id = e.user_id"
            " WHERE e.claim_id = :id ORDER BY e.id DESC LIMIT 200"
        ),
        {"id": claim_id},
    )
    return [ClaimEventRow(*row) for row in found]


def order_number(session: Session, claim_id: UUID) -> str:
    """What people call the claim."""
    found = session.execute(
        text("SELECT order_external_id FROM claim WHERE id = :id"), {"id": claim_id}
    ).scalar()
    return str(found or "")
