"""Fan-out: mark a variant's listings on every channel as needing a push; what is paused waits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic

# Not DO NOTHING: a row that waits is locked until our commit, so that no relay claims it and reads the value
# from before it. Nothing of it changes, so nothing is written either.
_HELD_IF_WAITING = (
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    " DO UPDATE SET payload = excluded.payload WHERE false"
)
# A bundle's offer follows its components, so marking a component marks its bundles too. OFFSET 0 keeps the
# look-up of listings one index probe a variant: for thousands of them the planner would rather read them all.
# Rows are locked in the order of their keys.
_FAN_OUT = text(
    "WITH told AS ("
    "  SELECT v AS variant_id FROM unnest(CAST(:variants AS uuid[])) v"
    "  UNION SELECT b.bundle_id FROM bundle_component b WHERE b.component_id = ANY(CAST(:variants AS uuid[]))"
    ")"
    " INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload)"
    " SELECT DISTINCT ON (told.variant_id, l.connection_id)"
    "  l.merchant_id, :topic, l.connection_id, told.variant_id, '{}'"
    " FROM told CROSS JOIN LATERAL (SELECT merchant_id, connection_id FROM listing"
    "   WHERE variant_id = told.variant_id AND match = 'matched' AND status = 'active' OFFSET 0) l"
    " ORDER BY told.variant_id, l.connection_id" + _HELD_IF_WAITING
)
_FAN_OUT_ALL = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload)"
    " SELECT DISTINCT ON (l.variant_id) l.merchant_id, :topic, l.connection_id, l.variant_id, '{}'"
    " FROM listing l WHERE l.connection_id = :connection AND l.match = 'matched' AND l.status = 'active'"
    " ORDER BY l.variant_id" + _HELD_IF_WAITING
)


def append(session: Session, topic: Topic, variant_ids: Sequence[UUID]) -> None:
    """One waiting row per (connection, variant); a row that waits already will read the newest value anyway."""
    session.execute(_FAN_OUT, {"topic": topic.value, "variants": list(variant_ids)})


def append_all(session: Session, topic: Topic, connection_id: UUID) -> None:
    """Everything listed on one channel: after a pause, a new rule, or when a person asks for it."""
    session.execute(_FAN_OUT_ALL, {"topic": topic.value, "connection": connection_id})


_FAN_OUT_TO = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload)"
    " SELECT DISTINCT ON (l.variant_id) l.merchant_id, :topic, l.connection_id, l.variant_id, '{}'"
    " FROM listing l WHERE l.connection_id = :connection AND l.variant_id = ANY(CAST(:variants AS uuid[]))"
    "  AND l.match = 'matched' AND l.status = 'active' ORDER BY l.variant_id" + _HELD_IF_WAITING
)


def append_to(session: Session, topic: Topic, connection_id: UUID, variant_ids: Sequence[UUID]) -> None:
    """Only one channel: what it was told is not known to have arrived."""
    session.execute(
        _FAN_OUT_TO, {"topic": topic.value, "connection": connection_id, "variants": list(variant_ids)}
    )
