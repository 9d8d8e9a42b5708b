"""Reads of the message log, templates and consents."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.messaging.enums import OrderMoment
from prapazar.domain.messaging.errors import MessageMissing
from prapazar.domain.messaging.models import MessageTemplate
from prapazar.foundation.scope import Scope

VIEWS = {
    "all": "true",
    "failed": "m.status IN ('failed', 'unclear')",
    "blocked": "m.status = 'blocked'",
    "waiting": "m.status IN ('waiting', 'sending')",
    "arrived": "m.status IN ('delivered', 'read')",
}
_COLUMNS = (
    "m.id, m.way, m.purpose, m.status, m.recipient, m.recipient_name, m.language, m.subject, m.body, m.event,"
    " m.code, m.detail, m.provider_status, m.units, m.cost, m.attempts, m.created_at, m.sent_at, m.delivered_at,"
    " m.order_id, m.template_id, t.name AS template, o.number AS order_number, c.name AS account,"
    " c.connector AS connector"
)
_FROM = (
    " FROM message m LEFT JOIN message_template t ON t.id = m.template_id"
    " LEFT JOIN purchase_order o ON o.id = m.order_id LEFT JOIN connection c ON c.id = m.connection_id"
)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """Addresses and words as they are; whoever shows them asks the scope's masks."""

    id: UUID
    way: str
    purpose: str
    status: str
    recipient: str
    recipient_name: str
    language: str
    subject: str
    body: str
    event: str
    code: str
    detail: str
    provider_status: str
    units: int
    cost: Decimal
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    order_id: UUID | None
    template_id: UUID | None
    template: str | None
    order_number: str | None
    account: str | None
    connector: str | None


@dataclass(frozen=True, slots=True)
class MessageFilter:
    view: str = "all"
    way: str = ""
    search: str = ""
    """An address or an order's number, whole."""
    order_id: UUID | None = None


def page(
    session: Session, scope: Scope, wanted: MessageFilter, *, after: str = "", limit: int = 50
) -> list[MessageRow]:
    """Newest first. `after` as in queries.notifications. Raises ValueError for one that is none."""
    scope.require("messages.read")
    moment, _, last = after.partition("~")
    found = session.execute(
        text(
            f"SELECT {_COLUMNS}{_FROM} WHERE m.merchant_id = :merchant AND {VIEWS.get(wanted.view, 'true')}"
            " AND (:way = '' OR m.way = :way) AND (CAST(:order AS uuid) IS NULL OR m.order_id = :order)"
            " AND (:search = '' OR m.recipient = :search OR m.order_id IN"
            "  (SELECT id FROM purchase_order WHERE merchant_id = :merchant AND number = :written))"
            " AND (CAST(:moment AS timestamptz) IS NULL OR (m.created_at, m.id) < (:moment, CAST(:last AS uuid)))"
            " ORDER BY m.created_at DESC, m.id DESC LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "way": wanted.way,
            "order": wanted.order_id,
            "search": wanted.search.strip().lower(),
            "written": wanted.search.strip(),
            "moment": datetime.fromisoformat(moment) if moment else None,
            "last": UUID(last) if moment else None,
            "limit": limit,
        },
    )
    return [_shown(scope, MessageRow(*row)) for row in found]


def cursor(row: MessageRow) -> str:
    return f"{row.created_at.isoformat()}~{row.id}"


def message(session: Session, scope: Scope, message_id: UUID) -> MessageRow:
    """Raises MessageMissing."""
    scope.require("messages.read")
    row = session.execute(
        text(f"SELECT {_COLUMNS}{_FROM} WHERE m.id = :id AND m.merchant_id = :merchant"),
        {"id": message_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None:
        raise MessageMissing(message_id)
    return _shown(scope, MessageRow(*row))


def _shown(scope: Scope, row: MessageRow) -> MessageRow:
    return masking.row(scope, row, "subject", "body", "detail")


@dataclass(frozen=True, slots=True)
class Spent:
    way: str
    messages: int
    units: int
    cost: Decimal
    failed: int


def month(session: Session, scope: Scope) -> list[Spent]:
    """By way, of the last thirty days."""
    scope.require("messages.read")
    found = session.execute(
        text(
            "SELECT way, count(*) AS messages, coalesce(sum(units), 0) AS units, coalesce(sum(cost), 0) AS cost,"
            " count(*) FILTER (WHERE status IN ('failed', 'unclear')) AS failed FROM message"
            " WHERE merchant_id = :merchant AND created_at > now() - interval '30 days' GROUP BY way ORDER BY way"
        ),
        {"merchant": scope.merchant_id},
    )
    return [Spent(*row) for row in found]


def templates(session: Session, scope: Scope) -> list[MessageTemplate]:
    scope.require("messages.read")
    found = session.query(MessageTemplate).filter_by(merchant_id=scope.merchant_id)
    return list(found.order_by(text("name"), text("id")).limit(500))


def template(session: Session, scope: Scope, template_id: UUID) -> MessageTemplate:
    """Raises MessageMissing."""
    row = session.get(MessageTemplate, template_id)
    if row is None or row.merchant_id != scope.merchant_id:
        raise MessageMissing(template_id)
    return row


def templates_of(session: Session, scope: Scope, moments: list[OrderMoment]) -> list[MessageTemplate]:
    """Those that one of these sets off."""
    found = session.query(MessageTemplate).filter_by(merchant_id=scope.merchant_id, is_active=True)
    wanted = {one.value for one in moments}
    return [row for row in found.order_by(text("id")).limit(500) if wanted & set(row.moments)]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What a message about an order can say, and to whom."""

    id: UUID
    number: str
    status: str
    is_test: bool
    ordered_at: datetime
    currency: str
    total: Decimal
    name: str
    email: str | None
    phone: str | None
    country: str
    channel: str
    merchant: str
    carrier: str
    tracking_number: str
    tracking_url: str
    merchant_id: UUID | None = None


def orders(session: Session, scope: Scope, order_ids: list[UUID]) -> dict[UUID, OrderFacts]:
    """One question for all; of several packages the newest that has a tracking number."""
    found = session.execute(
        text(
            "SELECT o.id, o.number, o.status, o.is_test, o.ordered_at, o.currency, o.total, o.buyer_name,"
            " o.buyer_email, o.buyer_phone, upper(coalesce(o.shipping_address ->> 'country', '')),"
            " coalesce(c.name, ''), m.name, coalesce(p.carrier, ''), coalesce(p.tracking_number, ''),"
            " coalesce(p.tracking_url, ''), o.merchant_id FROM purchase_order o JOIN merchant m ON m.id = o.merchant_id"
            " LEFT JOIN connection c ON c.id = o.connection_id LEFT JOIN LATERAL"
            " (SELECT carrier, tracking_number, tracking_url FROM shipment_package WHERE order_id = o.id"
            "  AND tracking_number IS NOT NULL ORDER BY modified_at DESC, id LIMIT 1) p ON true"
            " WHERE o.merchant_id = :merchant AND o.id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"merchant": scope.merchant_id, "ids": order_ids},
    )
    return {row[0]: OrderFacts(*row) for row in found}


@dataclass(frozen=True, slots=True)
class OpenMessage:
    id: UUID
    external_id: str
    recipient: str
    sent_at: datetime


def unreported(session: Session, connection_id: UUID, before: datetime, limit: int) -> list[OpenMessage]:
    """Sent within three days, not heard of since; those asked about longest ago first."""
    found = session.execute(
        text(
            "SELECT id, external_id, recipient, sent_at FROM message WHERE connection_id = :connection"
            " AND status = 'sent' AND external_id <> '' AND asked_at < :before"
            " AND sent_at > now() - interval '3 days' ORDER BY asked_at LIMIT :limit"
        ),
        {"connection": connection_id, "before": before, "limit": limit},
    )
    return [OpenMessage(*row) for row in found]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    way: str
    address: str
    state: str
    source: str
    note: str
    at: datetime


def consents(session: Session, scope: Scope, *, address: str = "", limit: int = 200) -> list[ConsentRow]:
    scope.require("messages.read")
    found = session.execute(
        text(
            "SELECT way, address, state, source, note, at FROM contact_consent WHERE merchant_id = :merchant"
            " AND (:address = '' OR address = :address) ORDER BY at DESC, id LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "address": address, "limit": limit},
    )
    return [ConsentRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Reader:
    """One of the merchant's own people, as they are written to."""

    user_id: UUID
    name: str
    email: str
    locale: Any


def reader(session: Session, user_id: UUID) -> Reader | None:
    """None for who may no longer see the merchant."""
    row = session.execute(
        text(
            "SELECT u.id, u.name, u.email, u.locale FROM app_user u JOIN membership m ON m.user_id = u.id"
            " WHERE u.id = :id AND u.is_active AND NOT m.is_suspended LIMIT 1"
        ),
        {"id": user_id},
    ).one_or_none()
    return None if row is None else Reader(*row)
