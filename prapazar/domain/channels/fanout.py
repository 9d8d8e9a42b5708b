"""Fan-out: mark a variant's listings on every channel as needing a push; what is paused waits.

What is marked in bulk is told after what changed just now: a sale does not wait behind a whole catalogue.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.foundation import db

MANY = 1_000
"""So many variants at once are no sale but a count or a price list, and go as bulk."""
# Not DO NOTHING: a row that waits is locked until our commit, so that no relay claims it and reads the value
# from before it. Nothing of it changes, so nothing is written either, but that what changed now is no longer one
# of many.
_HELD_IF_WAITING = (
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    " DO UPDATE SET is_bulk = false WHERE outbox.is_bulk AND NOT excluded.is_bulk"
)
# A bundle's offer follows its components, so marking a component marks its bundles too. OFFSET 0 keeps the
# look-up of listings one index probe a variant: for thousands of them the planner would rather read them all.
# Rows are locked in the order of their keys.
_FAN_OUT = text(
    "WITH told AS ("
    "  SELECT v AS variant_id FROM unnest(CAST(:variants AS uuid[])) v"
    "  UNION SELECT b.bundle_id FROM bundle_component b WHERE b.component_id = ANY(CAST(:variants AS uuid[]))"
    ")"
    " INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload, is_bulk)"
    " SELECT DISTINCT ON (told.variant_id, l.connection_id)"
    "  l.merchant_id, :topic, l.connection_id, told.variant_id, '{}', :is_bulk"
    " FROM told CROSS JOIN LATERAL (SELECT merchant_id, connection_id FROM listing"
    "   WHERE variant_id = told.variant_id AND match = 'matched' AND status = 'active' OFFSET 0) l"
    " ORDER BY told.variant_id, l.connection_id" + _HELD_IF_WAITING
)
_FAN_OUT_ALL = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload, is_bulk)"
    " SELECT DISTINCT ON (l.variant_id) l.merchant_id, :topic, l.connection_id, l.variant_id, '{}', true"
    " FROM listing l WHERE l.connection_id = :connection AND l.match = 'matched' AND l.status = 'active'"
    " ORDER BY l.variant_id" + _HELD_IF_WAITING
)


def append(session: Session, topic: Topic, variant_ids: Sequence[UUID]) -> None:
    """One waiting row per (connection, variant); a row that waits already will read the newest value anyway."""
    values = {"topic": topic.value, "variants": list(variant_ids), "is_bulk": len(variant_ids) >= MANY}
    with db.for_all_stores(session):
        session.execute(_FAN_OUT, values)


def append_all(session: Session, topic: Topic, connection_id: UUID) -> None:
    """Everything listed on one channel: after a pause, a new rule, or when a person asks for it."""
    session.execute(_FAN_OUT_ALL, {"topic": topic.value, "connection": connection_id})


_FAN_OUT_TO = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload, is_bulk)"
    " SELECT DISTINCT ON (l.variant_id) l.merchant_id, :topic, l.connection_id, l.variant_id, '{}', :is_bulk"
    " FROM listing l WHERE l.connection_id = :connection AND l.variant_id = ANY(CAST(:variants AS uuid[]))"
    "  AND l.match = 'matched' AND l.status = 'active' ORDER BY l.variant_id" + _HELD_IF_WAITING
)


def append_to(
    session: Session,
    topic: Topic,
    connection_id: UUID,
    variant_ids: Sequence[UUID],
    *,
    is_bulk: bool = False,
) -> None:
    """Only one channel: what it was told is not known to have arrived."""
    values = {"topic": topic.value, "connection": connection_id, "variants": list(variant_ids)}
    session.execute(_FAN_OUT_TO, {**values, "is_bulk": is_bulk})
