"""Reads of deliveries for the inspector."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope
from prapazar.foundation.search import escape_like

VIEWS = ("all", "done", "waiting", "failed", "refused")


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """Accepted (`refusal` empty) or refused."""

    id: UUID
    connection_id: UUID
    connector: str
    name: str
    at: datetime
    kind: str
    refusal: str
    done_at: datetime | None
    attempts: int
    error: str | None
    repeats: int
    """Times the same was told again; of refusals how many there were in the hour."""
    found: tuple[str, ...]
    orders: tuple[tuple[str, str], ...]
    """(id, number) of the orders it brought or changed."""


_ACCEPTED = (
    "SELECT i.id, i.connection_id, i.received_at AS at, i.kind, '' AS refusal, i.done_at, i.attempts, i.error,"
    " i.repeats, i.found, i.event_key AS words FROM inbox i WHERE i.merchant_id = :merchant AND :view <> 'refused'"
    " AND (CAST(:id AS uuid) IS NULL OR i.connection_id = :id)"
    " AND (:view <> 'done' OR i.done_at IS NOT NULL AND i.error IS NULL)"
    " AND (:view <> 'waiting' OR i.done_at IS NULL) AND (:view <> 'failed' OR i.error IS NOT NULL)"
    " AND (:words = '' OR i.event_key ILIKE :like OR CAST(i.found AS text) ILIKE :like OR i.kind ILIKE :like"
    "  OR position(CAST(:raw AS bytea) IN i.body) > 0)"
    " ORDER BY i.received_at DESC, i.id LIMIT :reach"
)
_REFUSED = (
    "SELECT r.id, r.connection_id, r.last_at, '', r.code, CAST(NULL AS timestamptz), 0, r.detail, r.times,"
    " CAST('[]' AS jsonb), r.code"
    " FROM webhook_refusal r WHERE r.merchant_id = :merchant AND :view IN ('all', 'refused')"
    " AND (CAST(:id AS uuid) IS NULL OR r.connection_id = :id)"
    " AND (:words = '' OR r.body ILIKE :like OR r.code ILIKE :like)"
    " ORDER BY r.last_at DESC LIMIT :reach"
)


def deliveries(
    session: Session,
    scope: Scope,
    *,
    connection_id: UUID | None = None,
    view: str = "all",
    words: str = "",
    limit: int = 50,
    offset: int = 0,
) -> list[DeliveryRow]:
    """Newest first. `words` are looked for in the event's id, the orders and the body as it came."""
    scope.require("channels.read")
    found = session.execute(
        text(
            f"WITH told AS ((SELECT * FROM ({_ACCEPTED}) a) UNION ALL (SELECT * FROM ({_REFUSED}) b)),"
            " page AS (SELECT * FROM told ORDER BY at DESC, id LIMIT :limit OFFSET :offset)"
            " SELECT p.id, p.connection_id, c.connector, c.name, p.at, p.kind, p.refusal, p.done_at, p.attempts,"
            "  p.error, p.repeats, p.found, o.orders FROM page p JOIN connection c ON c.id = p.connection_id"
            " LEFT JOIN LATERAL (SELECT jsonb_agg(DISTINCT jsonb_build_array(q.id, q.number)) AS orders"
            "  FROM shipment_package s JOIN purchase_order q ON q.id = s.order_id"
            "  WHERE s.connection_id = p.connection_id AND s.external_id IN"
            "   (SELECT jsonb_array_elements_text(p.found))) o ON true"
            " ORDER BY p.at DESC, p.id"
        ),
        {
            "merchant": scope.merchant_id,
            "id": connection_id,
            "view": view if view in VIEWS else "all",
            "words": words,
            "raw": words.encode(),
            "like": f"%{escape_like(words)}%",
            "limit": limit,
            "offset": offset,
            "reach": limit + offset,
        },
    )
    return [
        DeliveryRow(*[*row[:11], tuple(row.found), tuple((one, number) for one, number in row.orders or ())])
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class ContentRow:
    """What a delivery held; shown only after it was redacted."""

    headers: dict[str, Any]
    body: bytes
    detail: str


def content(session: Session, scope: Scope, delivery_id: UUID) -> ContentRow | None:
    scope.require("channels.read")
    row = session.execute(
        text(
            "SELECT headers, body, '' FROM inbox WHERE id = :id UNION ALL"
            " SELECT headers, convert_to(body, 'UTF8'), detail FROM webhook_refusal WHERE id = :id"
        ),
        {"id": delivery_id},
    ).one_or_none()
    return ContentRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class AddressRow:
    """Where a channel delivers to, if it does."""

    id: UUID
    connector: str
    name: str
    environment: str
    webhook_key: str
    external_id: str | None
    registered_at: datetime | None
    error: str | None
    is_asked: bool
    """A worker is about to register it."""
    accepted_day: int
    refused_day: int
    last_at: datetime | None


def addresses(session: Session, scope: Scope) -> list[AddressRow]:
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT c.id, c.connector, c.name, c.environment, c.webhook_key, c.webhook_external_id, c.webhook_at,"
            " c.webhook_error, EXISTS (SELECT 1 FROM outbox o WHERE o.partition = c.id AND o.topic = :set_up),"
            " i.day, coalesce(r.day, 0), i.last_at FROM connection c"
            " LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE received_at > now() - interval '1 day') AS day,"
            "  max(received_at) AS last_at FROM inbox WHERE merchant_id = c.merchant_id AND connection_id = c.id"
            "  AND received_at > now() - interval '30 days') i ON true"
            " LEFT JOIN LATERAL (SELECT sum(times) AS day FROM webhook_refusal WHERE connection_id = c.id"
            "  AND last_at > now() - interval '1 day') r ON true"
            " WHERE c.merchant_id = :merchant"
            " AND (CAST(:stores AS uuid[]) IS NULL OR c.id = ANY(CAST(:stores AS uuid[]))) ORDER BY c.name, c.id"
        ),
        {"merchant": scope.merchant_id, "stores": scope.store_list, "set_up": "channels.set_up"},
    )
    return [AddressRow(*row) for row in found]


def strays_day(session: Session) -> int:
    """For the system role: deliveries of the last day to addresses that belong to nobody."""
    found: int = session.execute(
        text("SELECT coalesce(sum(times), 0) FROM stray_delivery WHERE hour > now() - interval '1 day'")
    ).scalar_one()
    return int(found)
