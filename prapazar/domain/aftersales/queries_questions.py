"""Reads of the inbox: questions and buyer messages, what is known around one, templates."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.aftersales.errors import QuestionMissing
from prapazar.domain.orders.views import DUE, due_span
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

VIEWS = {
    "waiting": "q.status = 'waiting'",
    "mine": "q.status = 'waiting' AND q.assignee_id = :me",
    "answered": "q.status = 'answered'",
}
_HISTORY = 10


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    view: str = ""
    search: str = ""
    connection_ids: tuple[UUID, ...] = ()
    variant_id: UUID | None = None
    customer: str = ""
    due: str = ""
    """One of orders.views.DUE; those without a deadline are among the later ones."""
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionRow:
    id: UUID
    connection_id: UUID
    connector: str
    channel: str
    status: str
    body: str
    answer: str | None
    draft: str
    customer_name: str
    topic: str
    is_public: bool
    variant_id: UUID | None
    order_id: UUID | None
    order_number: str | None
    assignee_id: UUID | None
    assignee: str | None
    is_sending: bool
    code: str | None
    detail: str
    asked_at: datetime
    answered_at: datetime | None
    answered_by: str | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What a template may say of the article a question is about."""

    variant_id: UUID
    product_id: UUID
    title: str
    sku: str
    barcode: str | None
    image: str | None
    available: int | None
    price: Decimal | None
    currency: str
    attributes: dict[str, Any]
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class QuestionDetail:
    question: QuestionRow
    article: ArticleFacts | None
    of_customer: list[QuestionRow]
    """Others of the same customer on the same channel, newest first."""
    of_product: list[QuestionRow]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    id: UUID
    name: str
    body: str
    topics: list[str]
    used: int


@dataclass(frozen=True, slots=True)
class ToldQuestion:
    external_id: str
    asked_at: datetime
    draft: str


_COLUMNS = (
    "q.id, q.connection_id, c.connector, c.name, q.status, q.body, q.answer, q.draft, q.customer_name, q.topic,"
    " q.is_public, q.variant_id, q.order_id, coalesce(o.number, q.order_external_id), q.assignee_id, a.name,"
    " q.is_sending, q.code, q.detail, q.asked_at, q.answered_at, w.name, q.due_at"
)
_JOINS = (
    " JOIN connection c ON c.id = q.connection_id LEFT JOIN purchase_order o ON o.id = q.order_id"
    " LEFT JOIN app_user a ON a.id = q.assignee_id LEFT JOIN app_user w ON w.id = q.answered_by"
)


def _where(wanted: QuestionFilter, scope: Scope) -> tuple[str, dict[str, Any]]:
    parts = ["q.merchant_id = :merchant"]
    values: dict[str, Any] = {"merchant": scope.merchant_id, "me": scope.user_id}
    if wanted.view in VIEWS:
        parts.append(VIEWS[wanted.view])
    if wanted.connection_ids:
        parts.append("q.connection_id = ANY(CAST(:connections AS uuid[]))")
        values["connections"] = list(wanted.connection_ids)
    if wanted.variant_id:
        parts.append("q.variant_id = :variant")
        values["variant"] = wanted.variant_id
    if wanted.customer:
        parts.append("q.customer_name = :customer")
        values["customer"] = wanted.customer
    if wanted.due in DUE:
        parts.append(_left(wanted.due, values))
    if wanted.ids:
        parts.append("q.id = ANY(CAST(:ids AS uuid[]))")
        values["ids"] = list(wanted.ids)
    query = prefix_query(wanted.search)
    if query and scope.masks:
        # Who may not read the words finds nothing by them.
        parts.append("q.order_id IN (SELECT id FROM purchase_order WHERE number = :said)")
        values["said"] = wanted.search.strip()
    elif query:
        parts.append("q.search @@ to_tsquery('simple', :query)")
        values["query"] = query
    return " AND ".join(parts), values


def _left(due: str, values: dict[str, Any]) -> str:
    since, until = due_span(due)
    values |= {"due_since": since, "due_until": until}
    bounds = []
    if since is not None:
        bounds.append("q.due_at >= :due_since")
    if until is not None:
        bounds.append("q.due_at < :due_until")
    said = " AND ".join(bounds)
    return said if until is not None else f"({said} OR q.due_at IS NULL)"


def page(
    session: Session,
    scope: Scope,
    wanted: QuestionFilter,
    *,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[QuestionRow]:
    """Newest first; among those that wait the nearest deadline, then the one that waits longest."""
    scope.require("messages.read")
    where, values = _where(wanted, scope)
    order = "q.asked_at DESC, q.id DESC"
    if wanted.view in ("waiting", "mine"):
        order = "q.due_at NULLS LAST, q.asked_at, q.id"
    elif after:
        where += " AND (q.asked_at, q.id) < (:at, :id)"
        values |= {"at": after[0], "id": after[1]}
    found = session.execute(
        text(
            f"SELECT {_COLUMNS} FROM (SELECT * FROM question q WHERE {where} ORDER BY {order} LIMIT :limit) q"
            f"{_JOINS} ORDER BY {order}"
        ),
        {**values, "limit": min(limit, 201)},
    )
    return [_shown(scope, QuestionRow(*row)) for row in found]


def _shown(scope: Scope, row: QuestionRow) -> QuestionRow:
    """A draft that cannot be read is none: sent as it is shown, it would be dots."""
    hidden = masking.row(scope, row, "body", "answer", "detail")
    return replace(hidden, draft="") if scope.masks else hidden


def counts(session: Session, scope: Scope) -> dict[str, int]:
    scope.require("messages.read")
    row = session.execute(
        text(
            "SELECT count(*) AS waiting, count(*) FILTER (WHERE assignee_id = :me) AS mine FROM question"
            " WHERE merchant_id = :merchant AND status = 'waiting'"
        ),
        {"merchant": scope.merchant_id, "me": scope.user_id},
    ).one()
    return {"waiting": row.waiting, "mine": row.mine}


def detail(session: Session, scope: Scope, question_id: UUID) -> QuestionDetail:
    """Raises QuestionMissing."""
    found = page(session, scope, QuestionFilter(ids=(question_id,)), limit=1)
    if not found:
        raise QuestionMissing(question_id)
    one = found[0]
    of_customer: list[QuestionRow] = []
    if one.customer_name:
        asked = QuestionFilter(customer=one.customer_name, connection_ids=(one.connection_id,))
        of_customer = page(session, scope, asked, limit=_HISTORY + 1)
    of_product: list[QuestionRow] = []
    if one.variant_id:
        of_product = page(session, scope, QuestionFilter(variant_id=one.variant_id), limit=_HISTORY + 1)
    return QuestionDetail(
        one,
        article(session, one.variant_id),
        [row for row in of_customer if row.id != one.id][:_HISTORY],
        [row for row in of_product if row.id != one.id][:_HISTORY],
    )


def article(session: Session, variant_id: UUID | None) -> ArticleFacts | None:
    row = session.execute(
        text(
            "SELECT v.id, v.product_id, trim(p.name || ' ' || v.name), v.sku, v.barcode, p.images ->> 0,"
            " (SELECT greatest(0, sum(s.on_hand - s.reserved - s.safety_stock)) FROM stock s"
            "  WHERE s.variant_id = v.id),"
            " v.sale_price, v.currency, p.attributes, v.options FROM variant v JOIN product p ON p.id = v.product_id"
            " WHERE v.id = :id"
        ),
        {"id": variant_id},
    ).one_or_none()
    return None if row is None else ArticleFacts(*row)


def connector_of(session: Session, scope: Scope, question_id: UUID) -> str:
    """Raises QuestionMissing."""
    found: str | None = session.execute(
        text(
            "SELECT c.connector FROM question q JOIN connection c ON c.id = q.connection_id"
            " WHERE q.id = :id AND q.merchant_id = :merchant"
        ),
        {"id": question_id, "merchant": scope.merchant_id},
    ).scalar()
    if found is None:
        raise QuestionMissing(question_id)
    return found


def told(session: Session, question_id: UUID) -> ToldQuestion | None:
    """None where no answer waits for being told."""
    row = session.execute(
        text("SELECT external_id, asked_at, draft FROM question WHERE id = :id AND is_sending"),
        {"id": question_id},
    ).one_or_none()
    return None if row is None else ToldQuestion(*row)


def templates(session: Session, scope: Scope) -> list[TemplateRow]:
    """By name."""
    scope.require("messages.read")
    found = session.execute(
        text(
            "SELECT id, name, body, topics, used FROM answer_template WHERE merchant_id = :merchant"
            " ORDER BY lower(name), id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [TemplateRow(*row) for row in found]


def members(session: Session, scope: Scope) -> list[tuple[UUID, str]]:
    """Those a question can be given to: everybody of the merchant who may answer."""
    scope.require("messages.read")
    found = session.execute(
        text(
            "SELECT u.id, u.name FROM membership m JOIN app_user u ON u.id = m.user_id JOIN role r ON r.id = m.role_id"
            " WHERE m.merchant_id = :merchant AND (r.permissions ? 'messages.write' OR r.permissions ? '*')"
            " ORDER BY u.name, u.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [(row.id, row.name) for row in found]
