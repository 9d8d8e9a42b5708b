"""Reads of health, each one aggregate over an index; nothing reads a whole table."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import TOLD_TO_WAIT
from prapazar.domain.channels.health.rules import WEEKS, SilenceRule
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class HourRow:
    """Calls of one hour that ended alike and took about as long."""

    connection_id: UUID
    hour: datetime
    is_error: bool
    bucket: int
    calls: int


def hours(
    session: Session, scope: Scope, since: datetime, connection_id: UUID | None = None
) -> list[HourRow]:
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT connection_id, hour, code <> '' AS is_error, bucket, CAST(sum(calls) AS int) FROM traffic_hour"
            " WHERE merchant_id = :merchant AND hour >= date_trunc('hour', CAST(:since AS timestamptz))"
            " AND (CAST(:id AS uuid) IS NULL OR connection_id = :id) GROUP BY 1, 2, 3, 4"
        ),
        {"merchant": scope.merchant_id, "since": since, "id": connection_id},
    )
    return [HourRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One connection and what it last did well."""

    id: UUID
    connector: str
    name: str
    status: str
    last_error: str | None
    created_at: datetime
    calls_minute: int
    last_order_at: datetime | None
    last_stock_at: datetime | None
    last_price_at: datetime | None
    rule: SilenceRule
    silent_since: datetime | None
    """Its last order, where people were told that none came since."""
    job_error: str | None
    """Of a job whose last run failed: other calls may go well meanwhile."""


def standings(session: Session, scope: Scope, connection_id: UUID | None = None) -> list[StandingRow]:
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT c.id, c.connector, c.name, c.status, c.last_error, c.created_at,"
            " (SELECT count(*) FROM traffic_entry WHERE connection_id = c.id AND at > now() - interval '1 minute'),"
            " (SELECT max(ordered_at) FROM purchase_order WHERE merchant_id = c.merchant_id"
            "  AND connection_id = c.id), c.last_stock_at, c.last_price_at,"
            " w.is_enabled, w.missing_orders, w.shortest_minutes, w.silent_since,"
            " (SELECT last_error FROM sync_job WHERE connection_id = c.id AND last_error <> ALL(:no_failures)"
            "  AND is_enabled ORDER BY last_finished_at DESC LIMIT 1)"
            " FROM connection c LEFT JOIN silence_watch w ON w.connection_id = c.id"
            " WHERE c.merchant_id = :merchant AND (CAST(:id AS uuid) IS NULL OR c.id = :id)"
            " AND (CAST(:stores AS uuid[]) IS NULL OR c.id = ANY(CAST(:stores AS uuid[]))) ORDER BY c.name, c.id"
        ),
        {
            "merchant": scope.merchant_id,
            "id": connection_id,
            "stores": scope.store_list,
            "no_failures": ["syncing.cancelled", TOLD_TO_WAIT],
        },
    )
    return [StandingRow(*[*row[:10], _rule(*row[10:13]), *row[13:]]) for row in found]


def _rule(is_enabled: bool | None, orders: int | None, minutes: int | None) -> SilenceRule:
    if is_enabled is None or orders is None or minutes is None:
        return SilenceRule()
    return SilenceRule(is_enabled, orders, timedelta(minutes=minutes))


@dataclass(frozen=True, slots=True)
class CauseRow:
    """Errors with one cause at one connection."""

    connection_id: UUID
    connector: str
    name: str
    source: str
    """`call`: a request failed; `job`: a run did; `record`: a record could not be read."""
    code: str
    count: int
    first_at: datetime
    last_at: datetime
    operation: str
    entry_id: UUID | None
    """The newest entry of the traffic log."""


def causes(
    session: Session, scope: Scope, since: datetime, connection_id: UUID | None = None, limit: int = 50
) -> list[CauseRow]:
    """The newest first. A run that failed with what its calls met is told by its calls; a cancelled one is none."""
    scope.require("channels.read")
    found = session.execute(
        text(
            "WITH calls AS (SELECT connection_id, 'call' AS source, error AS code, count(*) AS count,"
            "  min(at) AS first_at, max(at) AS last_at, (array_agg(operation ORDER BY at DESC))[1] AS operation,"
            "  (array_agg(id ORDER BY at DESC))[1] AS entry_id FROM traffic_entry"
            "  WHERE merchant_id = :merchant AND at > :since AND error IS NOT NULL GROUP BY 1, 3),"
            " runs AS (SELECT connection_id, 'job', error, count(*), min(finished_at), max(finished_at),"
            "  (array_agg(kind ORDER BY finished_at DESC))[1], CAST(NULL AS uuid) FROM job_run r"
            "  WHERE merchant_id = :merchant AND finished_at > :since AND error <> 'syncing.cancelled' AND NOT EXISTS"
            "   (SELECT 1 FROM calls k WHERE k.connection_id = r.connection_id AND k.code = r.error) GROUP BY 1, 3),"
            " records AS (SELECT connection_id, 'record', code, count(*), min(created_at), max(created_at), '',"
            "  CAST(NULL AS uuid) FROM repair"
            "  WHERE merchant_id = :merchant AND resolved_at IS NULL AND kind = 'unreadable'"
            "  AND connection_id IS NOT NULL GROUP BY 1, 3)"
            " SELECT e.connection_id, c.connector, c.name, e.source, e.code, CAST(e.count AS int), e.first_at,"
            "  e.last_at, e.operation, e.entry_id"
            " FROM (SELECT * FROM calls UNION ALL SELECT * FROM runs UNION ALL SELECT * FROM records) e"
            " JOIN connection c ON c.id = e.connection_id"
            " WHERE CAST(:id AS uuid) IS NULL OR c.id = :id ORDER BY e.last_at DESC LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "since": since, "id": connection_id, "limit": limit},
    )
    return [CauseRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class EntryRow:
    connection_id: UUID
    at: datetime
    operation: str
    method: str
    url: str
    status: int | None
    error: str | None
    request: str
    answer: str


def entry(session: Session, scope: Scope, entry_id: UUID) -> EntryRow | None:
    """One call of the traffic log; None when it was cleared away."""
    scope.require("channels.read")
    row = session.execute(
        text(
            "SELECT connection_id, at, operation, method, url, status, error, request, answer FROM traffic_entry"
            " WHERE id = :id"
        ),
        {"id": entry_id},
    ).one_or_none()
    return EntryRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class QuietRow:
    """A connection whose last order is some time ago."""

    merchant_id: UUID
    connection_id: UUID
    name: str
    last_order_at: datetime
    rule: SilenceRule
    is_told: bool


def quiet(session: Session) -> list[QuietRow]:
    """For the system role: active connections that ever sold, without an order for longer than their rule allows."""
    found = session.execute(
        text(
            "SELECT c.merchant_id, c.id, c.name, o.last_at, w.is_enabled, w.missing_orders, w.shortest_minutes,"
            " w.silent_since IS NOT NULL FROM connection c LEFT JOIN silence_watch w ON w.connection_id = c.id"
            " CROSS JOIN LATERAL (SELECT max(ordered_at) AS last_at FROM purchase_order"
            "  WHERE merchant_id = c.merchant_id AND connection_id = c.id) o"
            " WHERE c.status <> 'paused' AND coalesce(w.is_enabled, true)"
            " AND o.last_at < now() - make_interval(mins => coalesce(w.shortest_minutes, :minutes))"
        ),
        {"minutes": SilenceRule().shortest // timedelta(minutes=1)},
    )
    return [QuietRow(*[*row[:4], _rule(*row[4:7]), row[7]]) for row in found]


def told_and_over(session: Session) -> list[tuple[UUID, UUID]]:
    """For the system role: (merchant, connection) told to be silent that sold again since, or are not asked for."""
    found = session.execute(
        text(
            "SELECT w.merchant_id, w.connection_id FROM silence_watch w JOIN connection c ON c.id = w.connection_id"
            " WHERE w.silent_since IS NOT NULL AND (NOT w.is_enabled OR c.status = 'paused' OR EXISTS"
            "  (SELECT 1 FROM purchase_order o WHERE o.merchant_id = w.merchant_id"
            "   AND o.connection_id = w.connection_id AND o.ordered_at > w.silent_since))"
        )
    )
    return [(row[0], row[1]) for row in found]


@dataclass(frozen=True, slots=True)
class PastRow:
    counts: dict[tuple[int, int], int]
    first_at: datetime | None


def past_orders(session: Session, scope: Scope, connection_id: UUID, until: datetime) -> PastRow:
    """Orders by hour of the week in the last weeks, up to the last order."""
    found = session.execute(
        text(
            "SELECT CAST(extract(isodow FROM local) AS int) - 1, CAST(extract(hour FROM local) AS int),"
            " CAST(count(*) AS int), min(ordered_at) FROM (SELECT ordered_at,"
            "   ordered_at AT TIME ZONE 'Europe/Istanbul' AS local"
            "  FROM purchase_order WHERE merchant_id = :merchant AND connection_id = :id"
            "  AND ordered_at > :since AND ordered_at <= :until) o GROUP BY 1, 2"
        ),
        {
            "merchant": scope.merchant_id,
            "id": connection_id,
            "since": until - timedelta(weeks=WEEKS),
            "until": until,
        },
    ).all()
    return PastRow({(row[0], row[1]): row[2] for row in found}, min((row[3] for row in found), default=None))
