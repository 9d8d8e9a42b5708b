"""What the customer screens and the API ask of several books together: the timeline and the list as a sheet."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.customers import queries, queries_one
from prapazar.domain.customers.queries import CustomerFilter, CustomerRow
from prapazar.flows.list_sheets import ListSheet, paged
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

HIDDEN = "•••"
KINDS = ("order", "claim", "question", "payment", "invoice", "ticket", "feedback", "interaction")
_COLUMNS = ("name", "company", "email", "phone", "tax_number", "city", "district", "orders", "spent")
_MORE_COLUMNS = ("currency", "first", "last", "tags")
_HAPPENED: dict[str, tuple[str, str, str, str]] = {
    # what it needs to be read, when it happened, what is told of it, where it stands
    "order": (
        "orders.read",
        "o.ordered_at",
        "o.id, o.id, o.number, o.status, o.total, o.currency, ''",
        "purchase_order o ON o.id = w.order_id",
    ),
    "claim": (
        "claims.read",
        "c.created_at",
        "c.id, c.order_id, c.number, c.status, c.amount, c.currency, c.reason",
        "claim c ON c.order_id = w.order_id",
    ),
    "question": (
        "messages.read",
        "q.asked_at",
        "q.id, q.order_id, '', q.status, CAST(NULL AS numeric), 'TRY', q.body",
        "question q ON q.order_id = w.order_id",
    ),
    "payment": (
        "payments.read",
        "coalesce(p.paid_at, p.created_at)",
        "p.id, p.order_id, p.reference, p.status, p.amount, p.currency, p.title",
        "payment p ON p.order_id = w.order_id",
    ),
    "invoice": (
        "invoices.read",
        "i.issued_at",
        "i.id, i.order_id, coalesce(i.number, ''), i.status, i.payable, i.currency, ''",
        "invoice i ON i.order_id = w.order_id",
    ),
}
# Of a person, whether or not about an order.
_BEYOND: dict[str, tuple[str, str]] = {
    "ticket": (
        "tickets.read",
        (
            "SELECT 'ticket', t.created_at, t.id, t.order_id, t.number, t.status, CAST(NULL AS numeric), 'TRY',"
            " t.subject,"
            " t.connection_id FROM ticket t WHERE t.merged_into_id IS NULL AND t.id IN"
            " (SELECT id FROM ticket WHERE customer_id IN (SELECT id FROM member)"
            "  UNION SELECT x.id FROM mine w JOIN ticket x ON x.order_id = w.order_id)"
            " AND (t.created_at, t.id)"
        ),
    ),
    "feedback": (
        "tickets.read",
        (
            "SELECT 'feedback', f.created_at, f.id, f.order_id, '', CAST(f.rating AS text), CAST(NULL AS numeric),"
            " 'TRY',"
            " f.words, f.connection_id FROM feedback f WHERE f.id IN"
            " (SELECT id FROM feedback WHERE customer_id IN (SELECT id FROM member)"
            "  UNION SELECT x.id FROM mine w JOIN feedback x ON x.order_id = w.order_id)"
            " AND (f.created_at, f.id)"
        ),
    ),
    "interaction": (
        "customers.read",
        (
            "SELECT 'interaction', n.at, n.id, CAST(NULL AS uuid), '', n.kind, CAST(NULL AS numeric), 'TRY',"
            " concat_ws(' → ', n.body, nullif(n.next_step, '')), CAST(NULL AS uuid) FROM interaction n"
            " WHERE n.customer_id IN (SELECT id FROM member) AND (n.at, n.id)"
        ),
    ),
}
# Along the index of each who is one, so that those of a dealer are not all fetched.
_NEWEST = (
    "SELECT n.order_id, n.ordered_at FROM member m CROSS JOIN LATERAL (SELECT x.order_id, x.ordered_at"
    "  FROM customer_order x WHERE x.customer_id = m.id"
    "  AND (x.ordered_at, x.order_id) < (CAST(:moment AS timestamptz), CAST(:last AS uuid))"
    "  ORDER BY x.ordered_at DESC, x.order_id DESC LIMIT :limit) n"
    " ORDER BY n.ordered_at DESC, n.order_id DESC LIMIT :limit"
)
_END = "infinity~ffffffff-ffff-ffff-ffff-ffffffffffff"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing a customer did, or that was done for it."""

    kind: str
    id: UUID
    order_id: UUID | None
    number: str
    status: str
    at: datetime
    amount: Decimal | None
    currency: str
    detail: str
    connector: str | None
    channel: str | None


def cursor(row: Happened) -> str:
    return f"{row.at.isoformat()}~{row.id}"


def timeline(
    session: Session,
    scope: Scope,
    customer_id: UUID,
    *,
    kind: str = "",
    after: str = "",
    limit: int = 50,
) -> list[Happened]:
    """The newest first, of all kinds the person may read, or of one. Raises CustomerMissing."""
    shown = queries_one.shown_id(session, scope, customer_id)
    asked = [
        _part(name)
        for name, (permission, *_) in _HAPPENED.items()
        if scope.can(permission) and kind in ("", name)
    ]
    asked += [
        f"({told} < (CAST(:moment AS timestamptz), CAST(:last AS uuid)) ORDER BY 2 DESC, 3 DESC LIMIT :limit)"
        for name, (permission, told) in _BEYOND.items()
        if scope.can(permission) and kind in ("", name)
    ]
    if not asked:
        return []
    moment, _, last = (after or _END).partition("~")
    found = session.execute(
        text(
            f"WITH member AS ({queries_one.MEMBERS}), mine AS (SELECT order_id FROM customer_order"
            "  WHERE customer_id IN (SELECT id FROM member)), happened(kind, at, id, order_id,"
            f"  number, status, amount, currency, detail, connection_id) AS ({' UNION ALL '.join(asked)})"
            " SELECT h.kind, h.id, h.order_id, h.number, h.status, h.at, h.amount, h.currency, h.detail,"
            " n.connector, n.name FROM happened h LEFT JOIN connection n ON n.id = h.connection_id"
            " ORDER BY h.at DESC, h.id DESC LIMIT :limit"
        ),
        {"id": shown, "moment": moment, "last": last, "limit": min(limit, 200)},
    )
    return [masking.row(scope, Happened(*row), "detail") for row in found]


def _part(kind: str) -> str:
    _, at, told, where = _HAPPENED[kind]
    if kind == "order":
        return f"(SELECT 'order', w.ordered_at, {told}, o.connection_id FROM ({_NEWEST}) w JOIN {where})"
    table = where[where.index(" ") + 1]
    return (
        f"(SELECT '{kind}', {at}, {told}, {table}.connection_id FROM mine w JOIN {where}"
        f" WHERE ({at}, {table}.id) < (CAST(:moment AS timestamptz), CAST(:last AS uuid))"
        f" ORDER BY {at} DESC, {table}.id DESC LIMIT :limit)"
    )


def sheet(scope: Scope, wanted: CustomerFilter) -> ListSheet:
    scope.require("customers.read")

    def read(session: Session, after: str | None, limit: int) -> list[CustomerRow]:
        return queries.page(session, scope, wanted, after=after or "", limit=limit)

    rows = (cells(row, scope) for row in paged(scope, read, queries.cursor))
    return ListSheet(headings(scope), rows, names=(*_COLUMNS, *_MORE_COLUMNS))


def headings(scope: Scope) -> list[str]:
    return [say(scope.locale, f"customers.{name}") for name in (*_COLUMNS, *_MORE_COLUMNS)]


def cells(row: CustomerRow, scope: Scope) -> list[Cell]:
    """Of one line under `headings`; what the person may not see as dots."""

    def shown(value: str | None, field: str) -> str:
        return HIDDEN if value and scope.hides(field) else value or ""

    return [
        shown(row.name, "buyer.name"),
        shown(row.company, "buyer.name"),
        shown(row.email, "buyer.email"),
        shown(row.phone, "buyer.phone"),
        shown(row.tax_number, "buyer.tax_number"),
        row.city,
        row.district,
        row.order_count,
        row.spent,
        row.currency,
        row.first_order_at.astimezone(ISTANBUL).date() if row.first_order_at else None,
        row.last_order_at.astimezone(ISTANBUL).date(),
        ", ".join(row.tags),
    ]
