"""What stands behind one cell: the orders, documents, shipments, articles or deeds it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.reporting.reports import cubes, kinds, pivot
from prapazar.domain.reporting.reports.asking import Question
from prapazar.domain.reporting.reports.errors import QuestionInvalid, ReportUnknown
from prapazar.foundation.scope import Scope

MOST = 50


@dataclass(frozen=True, slots=True)
class Behind:
    kind: str
    """`order`, `invoice`, `shipment`, `product`, `claim` or `deed`."""
    id: UUID
    title: str
    at: datetime | None
    amount: Decimal | None
    units: int
    note: str


def behind(session: Session, scope: Scope, question: Question, cell: Mapping[str, str]) -> list[Behind]:
    """`cell`: the keys of the dimensions that make it, by their names. The newest first, at most fifty."""
    scope.require("reports.read")
    if not pivot.may_see(scope, question.kind):
        raise ReportUnknown(question.report)
    since, until, wanted = _narrowed(question, cell)
    sql, columns = _SOURCES[_source(question)]
    values: dict[str, Any] = {
        "merchant": scope.merchant_id,
        "since": since,
        "until": until + timedelta(days=1),
        "currency": question.currency,
        "most": MOST,
    }
    parts = []
    for name, value in wanted.items():
        column = columns.get(name)
        if column is None:
            raise QuestionInvalid(name)
        if value == pivot.NONE or (name == "channel" and value == cubes.NOBODY):
            parts.append(f"{column[0]} IS NULL" if column[1] != "text" else f"coalesce({column[0]}, '') = ''")
        else:
            parts.append(f"{column[0]} = CAST(:d_{name} AS {column[1]})")
            values[f"d_{name}"] = value
    lines = [part for part in parts if part.startswith(("l.", "g.", "coalesce(l."))]
    whole = [part for part in parts if part not in lines]
    narrowed = "".join(f" AND {part}" for part in whole)
    if _LINES in sql:
        inner = "".join(f" AND {part}" for part in lines)
        sql = sql.replace(_LINES, _EXISTS.format(inner) if lines else "")
    else:
        narrowed = "".join(f" AND {part}" for part in parts)
    found = session.execute(text(sql.replace("{narrowed}", narrowed)), values)
    return [Behind(*row) for row in found]


def _source(question: Question) -> str:
    return {"profit": "sales", "channels": "sales"}.get(question.report, question.report)


def _narrowed(question: Question, cell: Mapping[str, str]) -> tuple[date, date, dict[str, str]]:
    """A cell of time narrows the span; the rest joins the filters."""
    since, until, wanted = question.since, question.until, dict(question.filters)
    for name, value in cell.items():
        if name not in question.kind.dimensions or value == pivot.REST:
            raise QuestionInvalid(name)
        if name in kinds.TIMES:
            try:
                first = date.fromisoformat(value)
            except ValueError:
                raise QuestionInvalid(name) from None
            since = max(since, first)
            until = min(until, _last(first, name))
        else:
            wanted[name] = value
    return since, until, wanted


def _last(first: date, unit: str) -> date:
    if unit == "month":
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first + timedelta(days=6 if unit == "week" else 0)


def _within(column: str) -> str:
    return (
        f"{column} >= CAST(:since AS timestamp) AT TIME ZONE 'Europe/Istanbul'"
        f" AND {column} < CAST(:until AS timestamp) AT TIME ZONE 'Europe/Istanbul'"
    )


_LINES: Final = " AND {of its lines}"
_EXISTS: Final = (
    " AND EXISTS (SELECT 1 FROM order_line l LEFT JOIN variant v ON v.id = l.variant_id"
    " LEFT JOIN product g ON g.id = v.product_id WHERE l.order_id = o.id{})"
)
_GOODS: Final = {"brand": ("g.brand_id", "uuid"), "category": ("g.category_id", "uuid")}
_SOURCES: Final[dict[str, tuple[str, dict[str, tuple[str, str]]]]] = {
    "sales": (
        (
            "SELECT 'order', o.id, o.number, o.ordered_at, o.total, o.unit_count, o.status FROM purchase_order o"
            f" WHERE o.merchant_id = :merchant AND {_within('o.ordered_at')} AND NOT o.is_test AND"
            f" o.currency = :currency"
            f"{{narrowed}}{_LINES} ORDER BY o.ordered_at DESC, o.id DESC LIMIT :most"
        ),
        {"channel": ("o.connection_id", "uuid"), "province": ("o.city", "text"), **_GOODS},
    ),
    "returns": (
        (
            "SELECT 'claim', k.id, k.number, k.created_at, sum(l.amount), CAST(sum(l.quantity) AS int), k.status"
            " FROM claim k JOIN claim_line l ON l.claim_id = k.id LEFT JOIN variant v ON v.id = l.variant_id"
            " LEFT JOIN product g ON g.id = v.product_id WHERE k.merchant_id = :merchant AND k.status <> 'cancelled'"
            f" AND {_within('k.created_at')} AND k.currency = :currency{{narrowed}} GROUP BY k.id"
            " ORDER BY k.created_at DESC, k.id DESC LIMIT :most"
        ),
        {"channel": ("k.connection_id", "uuid"), "reason": ("l.reason", "text"), **_GOODS},
    ),
    "carriers": (
        (
            "SELECT 'shipment', s.id, s.reference, s.created_at, coalesce(s.billed_amount, s.expected_amount),"
            " s.parcel_count, s.status FROM shipment s JOIN purchase_order o ON o.id = s.order_id"
            " WHERE s.merchant_id = :merchant AND s.direction = 'out' AND NOT o.is_test"
            " AND s.status NOT IN ('waiting', 'cancelled', 'refused') AND s.currency = :currency"
            f" AND {_within('s.created_at')}{{narrowed}} ORDER BY s.created_at DESC, s.id DESC LIMIT :most"
        ),
        {
            "channel": ("o.connection_id", "uuid"),
            "province": ("s.city", "text"),
            "carrier": ("s.carrier", "text"),
        },
    ),
    "invoices": (
        (
            "SELECT 'invoice', i.id, i.number, i.issued_at, i.payable, 0, i.status FROM invoice i"
            " LEFT JOIN purchase_order o ON o.id = i.order_id WHERE i.merchant_id = :merchant"
            " AND i.kind IN ('sale', 'return') AND i.number IS NOT NULL AND i.currency = :currency"
            " AND i.status NOT IN ('draft', 'cancelled', 'rejected')"
            f" AND {_within('i.issued_at')}{{narrowed}} ORDER BY i.issued_at DESC, i.id DESC LIMIT :most"
        ),
        {
            "channel": ("o.connection_id", "uuid"),
            "document": ("i.document_kind", "text"),
            "vat_rate": (
                (
                    "(SELECT CAST(x ->> 'vat_rate' AS numeric) FROM jsonb_array_elements(i.content -> 'lines') x"
                    " WHERE CAST(x ->> 'vat_rate' AS numeric) = CAST(:d_vat_rate AS numeric) LIMIT 1)"
                ),
                "numeric",
            ),
        },
    ),
    "stock": (
        (
            "SELECT 'product', g.id, v.sku, CAST(NULL AS timestamptz), sum(s.on_hand) * v.cost,"
            " CAST(sum(s.on_hand) AS int), trim(g.name || ' ' || v.name) FROM stock s JOIN variant v ON"
            " v.id = s.variant_id"
            " JOIN product g ON g.id = v.product_id WHERE s.merchant_id = :merchant AND s.on_hand > 0"
            " AND s.counted_at IS NOT NULL AND v.currency = :currency{narrowed} GROUP BY g.id, v.id"
            " ORDER BY sum(s.on_hand) * coalesce(v.cost, v.sale_price, 0) DESC, v.id LIMIT :most"
        ),
        {"warehouse": ("s.warehouse_id", "uuid"), **_GOODS},
    ),
    "work": (
        (
            "SELECT 'deed', o.id, o.number, e.at, o.total, 0, e.kind FROM order_event e"
            " JOIN purchase_order o ON o.id = e.order_id WHERE e.merchant_id = :merchant AND e.user_id IS NOT NULL"
            f" AND {_within('e.at')}{{narrowed}} ORDER BY e.at DESC, e.id DESC LIMIT :most"
        ),
        {
            "person": ("e.user_id", "uuid"),
            "work": (
                (
                    "CASE e.kind WHEN 'created' THEN 'entered' WHEN 'scanned' THEN 'scanned' WHEN 'note' THEN 'noted'"
                    " WHEN 'shipment' THEN 'sent' WHEN 'status' THEN CASE e.values ->> 'is' WHEN 'picking' THEN"
                    " 'accepted'"
                    " WHEN 'packed' THEN 'packed' WHEN 'shipped' THEN 'shipped' WHEN 'cancelled' THEN 'cancelled'"
                    " ELSE 'moved' END ELSE 'other' END"
                ),
                "text",
            ),
        },
    ),
}


def can_drill(question: Question, dimension: str) -> bool:
    """Ages of stock are of layers, and no single article is one."""
    return dimension in kinds.TIMES or dimension in _SOURCES[_source(question)][1]
