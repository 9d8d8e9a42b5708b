"""The outbox: work for others, written in the transaction that made it necessary.

Rows with the same coalescing key collapse to the newest while they wait; a row in flight never absorbs
a later change, so the later one is sent after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session
from sqlmodel import Field

from prapazar.foundation.clock import now
from prapazar.foundation.rows import NumberedRow, document, moment, stamped

PARK_AFTER_ATTEMPTS = 8


class OutboxRow(NumberedRow, table=True):
    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "uq_outbox_waiting",
            "partition",
            "topic",
            "coalesce_key",
            unique=True,
            postgresql_where=text("claimed_until IS NULL AND parked_at IS NULL"),
        ),
        Index(
            "ix_outbox_due",
            "partition",
            "topic",
            "is_bulk",
            "available_at",
            postgresql_where=text("parked_at IS NULL"),
        ),
        Index("ix_outbox_parked", "merchant_id", "parked_at", postgresql_where=text("parked_at IS NOT NULL")),
    )

    topic: str
    """What is to be done, such as `listings.push_stock`."""
    partition: UUID
    """Order is kept within it: the connection of a push, the merchant of an event."""
    coalesce_key: UUID
    """The newest of a key wins; a row that must not collapse carries its own id."""
    payload: dict[str, Any] = document()
    is_bulk: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    """One of very many that nobody waits for: what changed just now goes before it."""
    created_at: datetime = stamped()
    available_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        nullable=False,
        default_factory=now,
        sa_column_kwargs={"server_default": text("now()")},
    )
    attempts: int = Field(default=0, nullable=False, sa_column_kwargs={"server_default": text("0")})
    claimed_until: datetime | None = moment()
    parked_at: datetime | None = moment()
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    id: int
    merchant_id: UUID
    coalesce_key: UUID
    payload: dict[str, Any]
    attempts: int
    created_at: datetime
    is_bulk: bool = False


_APPEND = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload)"
    " VALUES (:merchant_id, :topic, :partition, :coalesce_key, :payload)"
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    " DO UPDATE SET payload = excluded.payload, is_bulk = false,"
    " available_at = least(outbox.available_at, excluded.available_at)"
).bindparams(bindparam("payload", type_=JSONB))

_UNCLAIMED = "topic = :topic AND partition = :partition AND coalesce_key = :key AND claimed_until IS NULL"
_DELAY = text(f"UPDATE outbox SET available_at = :at WHERE {_UNCLAIMED} AND parked_at IS NULL")


def append(
    session: Session,
    merchant_id: UUID,
    topic: str,
    partition: UUID,
    coalesce_key: UUID,
    payload: dict[str, Any],
    *,
    not_before: datetime | None = None,
) -> None:
    """`not_before`: until then `take_back` can still undo it."""
    session.execute(
        _APPEND,
        {
            "merchant_id": merchant_id,
            "topic": topic,
            "partition": partition,
            "coalesce_key": coalesce_key,
            "payload": payload,
        },
    )
    if not_before is not None:
        session.execute(_DELAY, {**_key(topic, partition, coalesce_key), "at": not_before})


_SCHEDULE = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload, available_at)"
    " VALUES (:merchant_id, :topic, :partition, :coalesce_key, :payload, :at)"
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    " DO UPDATE SET available_at = least(outbox.available_at, excluded.available_at)"
).bindparams(bindparam("payload", type_=JSONB))


def schedule(
    session: Session,
    merchant_id: UUID,
    topic: str,
    partition: UUID,
    coalesce_key: UUID,
    payload: dict[str, Any],
    at: datetime,
) -> None:
    """For what gathers until its time: one that waits already goes at the earlier of both, never later."""
    session.execute(
        _SCHEDULE,
        {
            "merchant_id": merchant_id,
            "topic": topic,
            "partition": partition,
            "coalesce_key": coalesce_key,
            "payload": payload,
            "at": at,
        },
    )


_PUT = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload, available_at)"
    " VALUES (:merchant_id, :topic, :partition, :coalesce_key, :payload, :at)"
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    " DO UPDATE SET payload = excluded.payload, available_at = excluded.available_at"
).bindparams(bindparam("payload", type_=JSONB))
Timed = Mapping[UUID, tuple[dict[str, Any], datetime]]
"""By coalescing key: what to do, and when."""


def schedule_many(session: Session, merchant_id: UUID, topic: str, partition: UUID, waits: Timed) -> None:
    """`schedule` for each, in the order of keys, as every writer of several takes them."""
    _each(session, _SCHEDULE, merchant_id, topic, partition, waits)


def put_many(session: Session, merchant_id: UUID, topic: str, partition: UUID, waits: Timed) -> None:
    """Each at its own time; what waits of a key has its payload and its time replaced."""
    _each(session, _PUT, merchant_id, topic, partition, waits)


def _each(
    session: Session, write: TextClause, merchant_id: UUID, topic: str, partition: UUID, waits: Timed
) -> None:
    rows = [
        {
            "merchant_id": merchant_id,
            "topic": topic,
            "partition": partition,
            "coalesce_key": key,
            "payload": payload,
            "at": at,
        }
        for key, (payload, at) in sorted(waits.items())
    ]
    if rows:
        session.execute(write, rows)


def append_many(
    session: Session, merchant_id: UUID, topic: str, partition: UUID, payloads: Mapping[UUID, dict[str, Any]]
) -> None:
    """One row for each coalescing key."""
    if payloads:
        session.execute(
            _APPEND,
            [
                {
                    "merchant_id": merchant_id,
                    "topic": topic,
                    "partition": partition,
                    "coalesce_key": key,
                    "payload": payload,
                }
                for key, payload in payloads.items()
            ],
        )


def take_back(session: Session, topic: str, partition: UUID, coalesce_key: UUID) -> bool:
    """Undo what nobody has worked on yet; False when somebody does, or has tried."""
    gone = session.execute(
        text(f"DELETE FROM outbox WHERE {_UNCLAIMED} AND attempts = 0 RETURNING id"),
        _key(topic, partition, coalesce_key),
    )
    return gone.first() is not None


def _key(topic: str, partition: UUID, coalesce_key: UUID) -> dict[str, Any]:
    return {"topic": topic, "partition": partition, "key": coalesce_key}


# One step through the index per partition, however many rows wait in it: the relay asks several times a second.
_WAITING_PARTITIONS = text(
    "WITH RECURSIVE each AS ("
    "  (SELECT partition, topic FROM outbox WHERE parked_at IS NULL ORDER BY partition, topic LIMIT 1)"
    "  UNION ALL SELECT n.partition, n.topic FROM each e CROSS JOIN LATERAL (SELECT partition, topic FROM outbox"
    "   WHERE parked_at IS NULL AND (partition, topic) > (e.partition, e.topic)"
    "   ORDER BY partition, topic LIMIT 1) n)"
    " SELECT topic, partition FROM each"
)
# Of each partition the one that is due longest, found in one step through the index whether it is in bulk or not:
# a paused store's backlog, due in a minute, lies behind it and is not walked ten times a second.
_FIRST_DUE = (
    "(SELECT available_at FROM outbox WHERE partition = e.partition AND topic = e.topic AND parked_at IS NULL"
    "  AND is_bulk = {is_bulk} AND available_at <= now() AND (claimed_until IS NULL OR claimed_until < now())"
    "  ORDER BY available_at LIMIT 1)"
)
_DUE_PARTITIONS = text(
    "SELECT e.topic, e.partition"
    " FROM unnest(CAST(:topics AS text[]), CAST(:partitions AS uuid[])) AS e(topic, partition)"
    f" CROSS JOIN LATERAL (SELECT least({_FIRST_DUE.format(is_bulk='false')},"
    f" {_FIRST_DUE.format(is_bulk='true')}) AS since) d WHERE d.since IS NOT NULL ORDER BY d.since LIMIT :limit"
)

Place = tuple[str, UUID]
"""Topic and partition."""


def waiting_partitions(session: Session) -> list[Place]:
    """Where anything waits, due or not."""
    return [(row.topic, row.partition) for row in session.execute(_WAITING_PARTITIONS)]


def due_partitions(session: Session, places: Sequence[Place], limit: int = 500) -> list[Place]:
    """Those with work that may be sent now, longest due first; what is being worked on is looked past row by row."""
    found = session.execute(_DUE_PARTITIONS, _of_places(places, limit))
    return [(row.topic, row.partition) for row in found]


def _of_places(places: Sequence[Place], limit: int) -> dict[str, Any]:
    return {
        "topics": [topic for topic, _ in places],
        "partitions": [partition for _, partition in places],
        "limit": limit,
    }


_DUE = (
    "WITH due AS (SELECT id FROM outbox o WHERE topic = :topic AND partition = :partition"
    "   AND parked_at IS NULL AND available_at <= now()"
    "   AND (claimed_until IS NULL OR claimed_until < now()){not_before}"
    "   ORDER BY {order} LIMIT :limit FOR UPDATE SKIP LOCKED)"
    " UPDATE outbox SET claimed_until = now() + :lease, attempts = attempts + 1 FROM due"
    " WHERE outbox.id = due.id"
    " RETURNING outbox.id, merchant_id, coalesce_key, payload, attempts, outbox.created_at, outbox.is_bulk"
)
_WAITS = "(e.available_at > now() OR e.claimed_until >= now())"
_OLDER = (
    "e.topic = o.topic AND e.partition = o.partition AND e.parked_at IS NULL AND e.id < o.id"
    f" AND e.payload ->> :field = o.payload ->> :field AND {_WAITS}"
)
_CLAIM = text(_DUE.format(not_before="", order="is_bulk, available_at, id"))
# By id alone: of two transactions the one that began first may have waited for the other and written after it.
_CLAIM_IN_ORDER = text(
    _DUE.format(not_before=f" AND NOT EXISTS (SELECT 1 FROM outbox e WHERE {_OLDER})", order="id")
)
# What may not go yet is not due either, or the relay would start its task again and again.
_WAIT_BEHIND = text(
    "UPDATE outbox o SET available_at = greatest(e.available_at, e.claimed_until) FROM outbox e"
    " WHERE o.topic = :topic AND o.partition = :partition AND o.parked_at IS NULL AND o.claimed_until IS NULL"
    f" AND o.available_at <= now() AND {_OLDER}"
)


def claim(
    session: Session,
    topic: str,
    partition: UUID,
    limit: int,
    lease: timedelta,
    *,
    in_order_of: str | None = None,
) -> list[Claim]:
    """Take the rows due longest for `lease`, those in bulk last; a claim whose holder died is taken again after it.

    `in_order_of` names a field of the payload. Of rows that agree in it, none is taken while an older one
    waits for another try; a parked one is not waited for.
    """
    values = {"topic": topic, "partition": partition, "limit": limit, "lease": lease}
    if in_order_of is None:
        claims = [Claim(*row) for row in session.execute(_CLAIM, values)]
        return sorted(claims, key=lambda claim: (claim.is_bulk, claim.created_at, claim.id))
    ordered = {**values, "field": in_order_of}
    session.execute(_WAIT_BEHIND, ordered)
    return sorted(
        (Claim(*row) for row in session.execute(_CLAIM_IN_ORDER, ordered)), key=lambda claim: claim.id
    )


def finish(session: Session, ids: Sequence[int]) -> None:
    session.execute(text("DELETE FROM outbox WHERE id = ANY(:ids)"), {"ids": list(ids)})


# Taken out and put in again: an update would fail on the unique index where a transaction that has not committed
# yet writes a newer row of the same key. Its row stands for both. In the order of keys, as fan-outs write them.
_WAIT_AGAIN = text(
    "WITH back AS (DELETE FROM outbox WHERE id = ANY(:ids) RETURNING *)"
    " INSERT INTO outbox (id, merchant_id, topic, partition, coalesce_key, payload, is_bulk, created_at,"
    "  available_at, attempts, parked_at, last_error) OVERRIDING SYSTEM VALUE"
    " SELECT id, merchant_id, topic, partition, coalesce_key, payload, is_bulk, created_at, :retry_at,"
    "  attempts - CASE WHEN :counts THEN 0 ELSE 1 END,"
    "  CASE WHEN :counts AND attempts >= :most THEN now() END, nullif(:error, '')"
    " FROM back ORDER BY coalesce_key ON CONFLICT DO NOTHING"
)


def give_back(
    session: Session, ids: Sequence[int], error: str, retry_at: datetime, *, counts: bool = True
) -> None:
    """Return claims for a later try. One that a newer row has replaced meanwhile goes away.

    `counts=False` where the provider was not reached at all (rate limit): such a try parks nothing.
    """
    keys = {"ids": list(ids)}
    session.execute(
        text(
            "DELETE FROM outbox o USING outbox newer WHERE o.id = ANY(:ids) AND newer.partition = o.partition"
            " AND newer.topic = o.topic AND newer.coalesce_key = o.coalesce_key AND newer.id <> o.id"
            " AND newer.parked_at IS NULL"
            " AND (newer.claimed_until IS NULL"
            "  OR newer.id = ANY(:ids) AND (newer.created_at, newer.id) > (o.created_at, o.id))"
        ),
        keys,
    )
    session.execute(
        _WAIT_AGAIN,
        {**keys, "retry_at": retry_at, "error": error[:500], "counts": counts, "most": PARK_AFTER_ATTEMPTS},
    )


def put_off(session: Session, topic: str, partition: UUID, until: datetime) -> None:
    """Rows of a partition that are due and cannot be worked on now wait unclaimed; others wait already."""
    session.execute(
        text(
            "UPDATE outbox SET available_at = :until WHERE topic = :topic AND partition = :partition"
            " AND parked_at IS NULL AND claimed_until IS NULL AND available_at <= now()"
        ),
        {"topic": topic, "partition": partition, "until": until},
    )


def unpark(session: Session, ids: Sequence[int]) -> int:
    """Try parked rows again, from the first attempt; a newer waiting row makes an older one needless."""
    keys = {"ids": list(ids)}
    session.execute(
        text(
            "DELETE FROM outbox o USING outbox newer WHERE o.id = ANY(:ids) AND newer.partition = o.partition"
            " AND newer.topic = o.topic AND newer.coalesce_key = o.coalesce_key AND newer.id <> o.id"
            " AND (newer.claimed_until IS NULL AND newer.parked_at IS NULL"
            "  OR (newer.created_at, newer.id) > (o.created_at, o.id))"
        ),
        keys,
    )
    found = session.execute(
        text(
            "UPDATE outbox SET parked_at = NULL, attempts = 0, available_at = now(), claimed_until = NULL"
            " WHERE id = ANY(:ids) AND parked_at IS NOT NULL RETURNING id"
        ),
        keys,
    )
    return len(found.all())
