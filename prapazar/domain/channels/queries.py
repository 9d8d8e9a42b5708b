"""Reads of connections: what a worker needs to call, what a screen shows, who a webhook belongs to."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.foundation import secrets
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Account:
    """What calling a channel takes. Never handed to a screen."""

    id: UUID
    merchant_id: UUID
    connector: str
    name: str
    environment: str
    status: str
    settings: dict[str, str]
    credentials: dict[str, str]
    webhook_key: str
    webhook_secret: str
    webhook_external_id: str | None
    created_at: datetime
    is_test: bool = False
    recording_days: int = 0


_ACCOUNT = (
    "SELECT id, merchant_id, connector, name, environment, status, settings, credentials, webhook_key, webhook_secret,"
    " webhook_external_id, created_at, is_test, recording_days FROM connection"
)


def account(session: Session, connection_id: UUID) -> Account:
    """Raises ConnectionMissing, SecretUnreadable."""
    row = session.execute(text(f"{_ACCOUNT} WHERE id = :id"), {"id": connection_id}).one_or_none()
    if row is None:
        raise ConnectionMissing
    return _opened(row)


def account_of_webhook(session: Session, connector: str | None, webhook_key: str) -> Account:
    """For the system role: the key in the address is all a provider's call says about whose it is."""
    row = session.execute(
        text(f"{_ACCOUNT} WHERE webhook_key = :key AND connector = coalesce(:connector, connector)"),
        {"connector": connector, "key": webhook_key},
    ).one_or_none()
    if row is None:
        raise ConnectionMissing
    return _opened(row)


def _opened(row: Any) -> Account:  # noqa: ANN401 - a row of _ACCOUNT
    box, context = secrets.box(), row.id.bytes
    return Account(
        id=row.id,
        merchant_id=row.merchant_id,
        connector=row.connector,
        name=row.name,
        environment=row.environment,
        status=row.status,
        settings=row.settings,
        credentials=box.open_json(row.credentials, context) if row.credentials else {},
        webhook_key=row.webhook_key,
        webhook_secret=box.open(row.webhook_secret, context).decode() if row.webhook_secret else "",
        webhook_external_id=row.webhook_external_id,
        created_at=row.created_at,
        is_test=row.is_test,
        recording_days=row.recording_days,
    )


def merchant_of(session: Session, connection_id: UUID) -> UUID:
    """For the system role: a task is handed a connection's id and nothing else."""
    found: UUID | None = session.execute(
        text("SELECT merchant_id FROM connection WHERE id = :id"), {"id": connection_id}
    ).scalar()
    if found is None:
        raise ConnectionMissing
    return found


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    id: UUID
    connector: str
    name: str
    environment: str
    status: str
    settings: dict[str, str]
    stock_buffer: int
    stock_percent: int
    stock_cap: int | None
    has_webhook: bool
    """It is registered, or deliveries came today: some channels take our address by hand and do not tell us."""
    last_ok_at: datetime | None
    last_order_at: datetime | None
    last_error_at: datetime | None
    last_error: str | None
    listings: int
    unmatched: int
    waiting: int
    """Rows of the outbox not sent yet."""
    parked: int
    calls_day: int
    errors_day: int
    is_test: bool = False
    sends_stock: bool = True

    @property
    def health(self) -> int | None:
        """Percent of the last day's calls that went well; None without calls."""
        return (
            None if self.calls_day == 0 else round(100 * (self.calls_day - self.errors_day) / self.calls_day)
        )


def connections(session: Session, scope: Scope, connection_id: UUID | None = None) -> list[ConnectionRow]:
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT c.id, c.connector, c.name, c.environment, c.status, c.settings, c.stock_buffer, c.stock_percent,"
            " c.stock_cap, c.webhook_external_id IS NOT NULL OR c.id IN (SELECT connection_id FROM inbox"
            "  WHERE merchant_id = :merchant AND received_at > now() - interval '1 day'),"
            " c.last_ok_at, p.last_order_at, c.last_error_at,"
            " c.last_error, coalesce(l.total, 0), coalesce(l.unmatched, 0), coalesce(o.waiting, 0),"
            " coalesce(o.parked, 0), coalesce(t.calls, 0), coalesce(t.errors, 0), c.is_test, c.sends_stock"
            " FROM connection c"
            " LEFT JOIN LATERAL (SELECT count(*) AS total, count(*) FILTER (WHERE match IN ('unmatched', 'suggested'))"
            "  AS unmatched FROM listing WHERE connection_id = c.id) l ON true"
            " LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE parked_at IS NULL) AS waiting,"
            "  count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked FROM outbox WHERE partition = c.id) o ON true"
            " LEFT JOIN LATERAL (SELECT count(*) AS calls, count(*) FILTER (WHERE error IS NOT NULL) AS errors"
            "  FROM traffic_entry WHERE connection_id = c.id AND at > now() - interval '1 day') t ON true"
            " LEFT JOIN LATERAL (SELECT max(ordered_at) AS last_order_at FROM purchase_order"
            "  WHERE merchant_id = c.merchant_id AND connection_id = c.id) p ON true"
            " WHERE c.merchant_id = :merchant AND (CAST(:id AS uuid) IS NULL OR c.id = :id)"
            " AND (CAST(:stores AS uuid[]) IS NULL OR c.id = ANY(CAST(:stores AS uuid[]))) ORDER BY c.name, c.id"
        ),
        {"merchant": scope.merchant_id, "id": connection_id, "stores": scope.store_list},
    )
    return [ConnectionRow(*row) for row in found]


def connection(session: Session, scope: Scope, connection_id: UUID) -> ConnectionRow:
    rows = connections(session, scope, connection_id)
    if not rows:
        raise ConnectionMissing
    return rows[0]


@dataclass(frozen=True, slots=True)
class ChannelName:
    id: UUID
    connector: str
    name: str


def names(session: Session, scope: Scope) -> list[ChannelName]:
    """For filters and marks: no counting."""
    found = session.execute(
        text(
            "SELECT id, connector, name FROM connection WHERE merchant_id = :merchant"
            " AND (CAST(:stores AS uuid[]) IS NULL OR id = ANY(CAST(:stores AS uuid[]))) ORDER BY name, id"
        ),
        {"merchant": scope.merchant_id, "stores": scope.store_list},
    )
    return [ChannelName(*row) for row in found]


@dataclass(frozen=True, slots=True)
class JobRow:
    kind: str
    interval_seconds: int
    is_enabled: bool
    next_run_at: datetime
    last_started_at: datetime | None
    last_finished_at: datetime | None
    last_status: str | None
    last_error: str | None
    last_count: int


def jobs(session: Session, scope: Scope, connection_id: UUID) -> list[JobRow]:
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT kind, interval_seconds, is_enabled, next_run_at, last_started_at, last_finished_at, last_status,"
            " last_error, last_count FROM sync_job WHERE connection_id = :id ORDER BY kind"
        ),
        {"id": connection_id},
    )
    return [JobRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class TrafficRow:
    id: UUID
    at: datetime
    operation: str
    method: str
    url: str
    status: int | None
    duration_ms: Decimal
    error: str | None
    request: str
    answer: str
    take_id: UUID | None = None
    """The recording that holds it whole."""


_TRAFFIC = (
    "SELECT id, at, operation, method, url, status, duration_ms, error, request, answer, take_id"
    " FROM traffic_entry"
)


def traffic(
    session: Session, scope: Scope, connection_id: UUID, *, errors_only: bool = False, limit: int = 50
) -> list[TrafficRow]:
    scope.require("channels.read")
    found = session.execute(
        text(
            f"{_TRAFFIC} WHERE connection_id = :id AND (NOT :errors OR error IS NOT NULL)"
            " ORDER BY at DESC, id LIMIT :limit"
        ),
        {"id": connection_id, "errors": errors_only, "limit": limit},
    )
    return [TrafficRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class TrafficFilter:
    operation: str = ""
    outcome: str = ""
    """`good`, `error`, or a status such as `429`."""
    search: str = ""
    """Part of an address, a request or an answer, such as an order number."""
    since: datetime | None = None
    until: datetime | None = None


_SEARCH = text(
    f"{_TRAFFIC} WHERE connection_id = :id AND (:operation = '' OR operation = :operation)"
    " AND (:outcome = '' OR (:outcome = 'good' AND error IS NULL) OR (:outcome = 'error' AND error IS NOT NULL)"
    "  OR CAST(status AS text) = :outcome)"
    " AND (:search = '' OR strpos(lower(url || ' ' || request || ' ' || answer), lower(:search)) > 0)"
    " AND (CAST(:since AS timestamptz) IS NULL OR at >= :since)"
    " AND (CAST(:until AS timestamptz) IS NULL OR at < :until)"
    " AND (CAST(:before_at AS timestamptz) IS NULL OR (at, id) < (CAST(:before_at AS timestamptz), :before_id))"
    " ORDER BY at DESC, id DESC LIMIT :limit"
)


def search_traffic(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    wanted: TrafficFilter,
    *,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[TrafficRow]:
    """Newest first; `before` is the last of the page before."""
    scope.require("console.read")
    found = session.execute(
        _SEARCH,
        {
            "id": connection_id,
            "operation": wanted.operation,
            "outcome": wanted.outcome,
            "search": wanted.search.strip(),
            "since": wanted.since,
            "until": wanted.until,
            "before_at": before[0] if before else None,
            "before_id": before[1] if before else None,
            "limit": limit,
        },
    )
    return [TrafficRow(*row) for row in found]


def traffic_operations(session: Session, connection_id: UUID) -> list[str]:
    """Those called in the days that are kept."""
    found = session.execute(
        text("SELECT DISTINCT operation FROM traffic_entry WHERE connection_id = :id ORDER BY operation"),
        {"id": connection_id},
    )
    return list(found.scalars())


@dataclass(frozen=True, slots=True)
class DueJob:
    connection_id: UUID
    kind: str


def take_due_jobs(session: Session, limit: int = 100) -> list[DueJob]:
    """For the scheduler: jobs whose time has come, each pushed to its next time in the same statement."""
    found = session.execute(
        text(
            "WITH due AS (SELECT j.id FROM sync_job j JOIN connection c ON c.id = j.connection_id"
            "  WHERE (j.is_enabled OR j.asked_at IS NOT NULL) AND c.status = 'active' AND j.next_run_at <= now()"
            "  ORDER BY j.next_run_at LIMIT :limit FOR UPDATE OF j SKIP LOCKED)"
            " UPDATE sync_job j SET next_run_at = now() + make_interval(secs => j.interval_seconds), asked_at = NULL"
            " FROM due"
            " WHERE j.id = due.id RETURNING j.connection_id, j.kind"
        ),
        {"limit": limit},
    )
    return [DueJob(*row) for row in found]
