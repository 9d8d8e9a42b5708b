"""Watches: which lines of orders' timelines somebody higher up wants told, and the telling."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

_TELL = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload)"
    " SELECT DISTINCT ON (w.topic, e.order_id, e.kind, w.status) :merchant, w.topic, :merchant,"
    "  md5(e.order_id || e.kind || w.status)::uuid,"
    "  jsonb_build_object('order_id', e.order_id, 'kind', e.kind, 'status', w.status)"
    " FROM unnest(CAST(:orders AS uuid[]), CAST(:kinds AS text[])) WITH ORDINALITY AS e(order_id, kind, i)"
    " JOIN jsonb_array_elements(:values) WITH ORDINALITY AS d(values, i) USING (i)"
    " JOIN order_watch w ON w.merchant_id = :merchant AND w.kind = e.kind"
    "  AND (w.status = '' OR w.status = d.values ->> 'is')"
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL DO NOTHING"
).bindparams(bindparam("values", type_=JSONB))


def watch(session: Session, scope: Scope, topic: str, wanted: Sequence[tuple[str, str]]) -> None:
    """From now on these (kind, status) and no others of this topic; no status: any line of the kind."""
    session.execute(
        text("DELETE FROM order_watch WHERE merchant_id = :merchant AND topic = :topic"),
        {"merchant": scope.merchant_id, "topic": topic},
    )
    session.execute(
        text(
            "INSERT INTO order_watch (id, merchant_id, topic, kind, status)"
            " SELECT id, :merchant, :topic, kind, status"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:kinds AS text[]), CAST(:statuses AS text[]))"
            "  AS w(id, kind, status) ON CONFLICT DO NOTHING"
        ),
        {
            "merchant": scope.merchant_id,
            "topic": topic,
            "ids": new_ids(len(wanted)),
            "kinds": [kind for kind, _ in wanted],
            "statuses": [status for _, status in wanted],
        },
    )


def tell(session: Session, scope: Scope, events: Sequence[tuple[UUID, str, dict[str, Any]]]) -> None:
    """In the transaction in which it happened; nothing where nobody watches."""
    session.execute(
        _TELL,
        {
            "merchant": scope.merchant_id,
            "orders": [order_id for order_id, _, _ in events],
            "kinds": [kind for _, kind, _ in events],
            "values": [values for _, _, values in events],
        },
    )
