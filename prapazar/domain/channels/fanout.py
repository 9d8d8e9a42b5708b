"""Fan-out: mark a variant's listings on every channel as needing a push; what is paused waits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic

# A bundle's offer follows its components, so marking a component marks its bundles too.
_FAN_OUT = text(
    "WITH told AS ("
    "  SELECT v AS variant_id FROM unnest(CAST(:variants AS uuid[])) v"
    "  UNION SELECT b.bundle_id FROM bundle_component b WHERE b.component_id = ANY(CAST(:variants AS uuid[]))"
    ")"
    " INSERT INTO outbox (id, merchant_id, topic, partition, coalesce_key, payload)"
    " SELECT DISTINCT ON (l.connection_id, l.variant_id)"
    "  gen_random_uuid(), l.merchant_id, :topic, l.connection_id, l.variant_id, '{}'"
    " FROM told JOIN listing l USING (variant_id)"
    " WHERE l.match = 'matched' AND l.status = 'active'"
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    # Not DO NOTHING: the update locks a waiting row until our commit, so that no relay claims it
    # and reads the value from before it.
    " DO UPDATE SET payload = excluded.payload"
)
_FAN_OUT_ALL = text(
    "INSERT INTO outbox (id, merchant_id, topic, partition, coalesce_key, payload)"
    " SELECT DISTINCT ON (l.variant_id) gen_random_uuid(), l.merchant_id, :topic, l.connection_id, l.variant_id, '{}'"
    " FROM listing l WHERE l.connection_id = :connection AND l.match = 'matched' AND l.status = 'active'"
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    " DO UPDATE SET payload = excluded.payload"
)


def append(session: Session, topic: Topic, variant_ids: Sequence[UUID]) -> None:
    """One waiting row per (connection, variant); a row that waits already will read the newest value anyway."""
    session.execute(_FAN_OUT, {"topic": topic.value, "variants": list(variant_ids)})


def append_all(session: Session, topic: Topic, connection_id: UUID) -> None:
    """Everything listed on one channel: after a pause, a new rule, or when a person asks for it."""
    session.execute(_FAN_OUT_ALL, {"topic": topic.value, "connection": connection_id})


_FAN_OUT_TO = text(
    "INSERT INTO outbox (id, merchant_id, topic, partition, coalesce_key, payload)"
    " SELECT DISTINCT ON (l.variant_id) gen_random_uuid(), l.merchant_id, :topic, l.connection_id, l.variant_id, '{}'"
    " FROM listing l WHERE l.connection_id = :connection AND l.variant_id = ANY(CAST(:variants AS uuid[]))"
    "  AND l.match = 'matched' AND l.status = 'active'"
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    " DO UPDATE SET payload = excluded.payload"
)


def append_to(session: Session, topic: Topic, connection_id: UUID, variant_ids: Sequence[UUID]) -> None:
    """Only one channel: what it was told is not known to have arrived."""
    session.execute(
        _FAN_OUT_TO, {"topic": topic.value, "connection": connection_id, "variants": list(variant_ids)}
    )
