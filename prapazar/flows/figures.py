"""Figures of the whole installation for watchers: what waits, what stands still, which channels fail."""

import redis
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from prapazar.foundation import db
from prapazar.foundation.metrics import Gauge, Sample
from prapazar.foundation.settings import settings

_SECONDS_WITHOUT_REDIS = 2
_OUTBOX = text(
    "SELECT topic, count(*) FILTER (WHERE parked_at IS NULL) AS waiting,"
    " count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked,"
    " coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE parked_at IS NULL)), 0) AS oldest"
    " FROM outbox GROUP BY topic ORDER BY topic"
)
_INBOX = text(
    "SELECT count(*) AS waiting, coalesce(extract(epoch FROM now() - min(received_at)), 0) AS oldest"
    " FROM inbox WHERE done_at IS NULL"
)
_REPAIRS = text("SELECT kind, count(*) FROM repair WHERE resolved_at IS NULL GROUP BY kind ORDER BY kind")
_CONNECTIONS = text(
    "SELECT connector, status, count(*), count(*) FILTER (WHERE last_error IS NOT NULL) FROM connection"
    " GROUP BY connector, status ORDER BY connector, status"
)
_LATE_JOBS = text(
    "SELECT count(*) FROM sync_job j JOIN connection c ON c.id = j.connection_id"
    " WHERE c.status = 'active' AND j.next_run_at < now() - interval '5 minutes'"
)


def gauges() -> list[Gauge]:
    """Counts only: no merchant, no name. What cannot be reached is told as down, and its figures are missing."""
    found = [_up("redis", is_up=_redis_answers())]
    try:
        with db.system_transaction() as session:
            read = _books(session)
    except (SQLAlchemyError, db.DatabaseMissing):
        return [_merged(found[0], _up("database", is_up=False))]
    return [_merged(found[0], _up("database", is_up=True)), *read]


def _books(session: Session) -> list[Gauge]:
    outbox = session.execute(_OUTBOX).all()
    inbox = session.execute(_INBOX).one()
    repairs = session.execute(_REPAIRS).all()
    connections = session.execute(_CONNECTIONS).all()
    late = session.execute(_LATE_JOBS).scalar_one()

    def by_topic(column: str) -> list[Sample]:
        return [Sample(float(getattr(row, column)), {"topic": row.topic}) for row in outbox]

    return [
        Gauge(
            "prapazar_outbox_waiting", "Changes that channels have not been told yet.", by_topic("waiting")
        ),
        Gauge("prapazar_outbox_parked", "Changes given up after repeated failures.", by_topic("parked")),
        Gauge("prapazar_outbox_oldest_seconds", "Age of the change that waits longest.", by_topic("oldest")),
        Gauge("prapazar_inbox_waiting", "Deliveries kept and not read yet.", [Sample(inbox.waiting)]),
        Gauge(
            "prapazar_inbox_oldest_seconds",
            "Age of the delivery that waits longest.",
            [Sample(float(inbox.oldest))],
        ),
        Gauge(
            "prapazar_repairs_open",
            "Records that wait for a person.",
            [Sample(count, {"kind": kind}) for kind, count in repairs],
        ),
        Gauge(
            "prapazar_connections",
            "Connected stores.",
            [Sample(row[2], {"connector": row[0], "status": row[1]}) for row in connections],
        ),
        Gauge(
            "prapazar_connections_failing",
            "Stores whose last call failed.",
            [Sample(row[3], {"connector": row[0], "status": row[1]}) for row in connections],
        ),
        Gauge("prapazar_jobs_late", "Jobs of active stores five minutes overdue.", [Sample(late)]),
    ]


def _up(part: str, *, is_up: bool) -> Gauge:
    return Gauge("prapazar_up", "Whether a part answers.", [Sample(int(is_up), {"part": part})])


def _merged(first: Gauge, second: Gauge) -> Gauge:
    return Gauge(first.name, first.help, [*first.samples, *second.samples])


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(
            settings().redis_url or "",
            socket_timeout=_SECONDS_WITHOUT_REDIS,
            socket_connect_timeout=_SECONDS_WITHOUT_REDIS,
        ) as client:
            return bool(client.ping())
    except (redis.RedisError, ValueError):
        return False
