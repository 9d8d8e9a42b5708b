"""The installation itself: what waits in queues, which calls are slow, how large the books are. No buyer, no name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access.permissions import PLATFORM
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope

_WEEKS = 12


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What is still to be told, of one kind."""

    topic: str
    waiting: int
    parked: int
    oldest_at: datetime | None
    """Of what waits and is due."""


_QUEUES = (
    "SELECT topic, count(*) FILTER (WHERE parked_at IS NULL AND available_at <= now()),"
    " count(*) FILTER (WHERE parked_at IS NOT NULL),"
    " min(created_at) FILTER (WHERE parked_at IS NULL AND available_at <= now())"
    " FROM outbox{where} GROUP BY topic ORDER BY 3 DESC, 2 DESC, topic"
)


def queues(session: Session, scope: Scope) -> list[QueueRow]:
    """Of the merchant."""
    scope.require("console.read")
    found = session.execute(
        text(_QUEUES.format(where=" WHERE merchant_id = :merchant")), {"merchant": scope.merchant_id}
    )
    return [QueueRow(*row) for row in found]


def all_queues(session: Session, scope: Scope) -> list[QueueRow]:
    """Of every merchant; in a transaction of the system role, as all with PLATFORM below."""
    scope.require(PLATFORM)
    return [QueueRow(*row) for row in session.execute(text(_QUEUES.format(where="")))]


@dataclass(frozen=True, slots=True)
class SlowRow:
    connection_id: UUID
    connector: str
    store: str
    operation: str
    calls: int
    slow_ms: Decimal
    """Of a hundred calls ninety-five were quicker."""


def slow_calls(session: Session, scope: Scope, at: datetime | None = None, limit: int = 8) -> list[SlowRow]:
    """The slowest operations of the last hour, store by store."""
    scope.require("console.read")
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT c.id, c.connector, c.name, t.operation, t.calls, t.slow FROM connection c"
            " CROSS JOIN LATERAL (SELECT operation, count(*) AS calls, CAST("
            "   percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms) AS numeric) AS slow FROM traffic_entry"
            "  WHERE connection_id = c.id AND at > :since GROUP BY operation) t"
            " WHERE c.merchant_id = :merchant"
            " AND (CAST(:stores AS uuid[]) IS NULL OR c.id = ANY(CAST(:stores AS uuid[])))"
            " ORDER BY t.slow DESC, c.id, t.operation LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "stores": scope.store_list,
            "since": (at or now()) - timedelta(hours=1),
            "limit": limit,
        },
    )
    return [SlowRow(*row) for row in found]


def database_bytes(session: Session, scope: Scope) -> int:
    scope.require("system.read")
    size: int = session.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    return size


@dataclass(frozen=True, slots=True)
class MerchantRow:
    id: UUID
    name: str
    people: int
    stores: int
    failing: int
    last_order_at: datetime | None
    created_at: datetime


def merchants(session: Session, scope: Scope, limit: int = 8) -> list[MerchantRow]:
    """Those whose last order is the newest first; one step into an index for each merchant."""
    scope.require(PLATFORM)
    found = session.execute(
        text(
            "SELECT m.id, m.name, (SELECT count(*) FROM membership WHERE merchant_id = m.id AND NOT is_suspended),"
            " c.stores, c.failing, o.last_at, m.created_at FROM merchant m"
            " CROSS JOIN LATERAL (SELECT count(*) AS stores,"
            "   count(*) FILTER (WHERE status = 'broken' OR last_error IS NOT NULL) AS failing"
            "  FROM connection WHERE merchant_id = m.id) c"
            " CROSS JOIN LATERAL (SELECT max(ordered_at) AS last_at FROM purchase_order WHERE merchant_id = m.id) o"
            " WHERE m.is_active ORDER BY o.last_at DESC NULLS LAST, m.name, m.id LIMIT :limit"
        ),
        {"limit": limit},
    )
    return [MerchantRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class People:
    merchants: int
    users: int
    here: int
    """Who was seen in the last fifteen minutes."""
    waiting: int
    """Invited, and not come yet."""


def people(session: Session, scope: Scope) -> People:
    scope.require(PLATFORM)
    row = session.execute(
        text(
            "SELECT (SELECT count(*) FROM merchant WHERE is_active), count(*) FILTER (WHERE is_active),"
            " (SELECT count(DISTINCT user_id) FROM login_session WHERE revoked_at IS NULL"
            "  AND seen_at > now() - interval '15 minutes'),"
            " count(*) FILTER (WHERE is_active AND password_hash IS NULL) FROM app_user"
        )
    ).one()
    return People(*row)


@dataclass(frozen=True, slots=True)
class ConnectorRow:
    connector: str
    stores: int
    merchants: int
    failing: int


def connectors(session: Session, scope: Scope) -> list[ConnectorRow]:
    """Those in use."""
    scope.require(PLATFORM)
    found = session.execute(
        text(
            "SELECT connector, count(*), count(DISTINCT merchant_id),"
            " count(*) FILTER (WHERE status = 'broken' OR last_error IS NOT NULL)"
            " FROM connection GROUP BY connector ORDER BY 4 DESC, 2 DESC, connector"
        )
    )
    return [ConnectorRow(*row) for row in found]


def late_jobs(session: Session, scope: Scope) -> int:
    """Jobs of active stores that are five minutes overdue."""
    scope.require(PLATFORM)
    found: int = session.execute(
        text(
            "SELECT count(*) FROM sync_job j JOIN connection c ON c.id = j.connection_id"
            " WHERE c.status = 'active' AND j.next_run_at < now() - interval '5 minutes'"
        )
    ).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class Growth:
    week: datetime
    """Its Monday."""
    merchants: int
    users: int
    stores: int


def growth(session: Session, scope: Scope) -> list[Growth]:
    """What came in each of the last twelve weeks, the oldest first."""
    scope.require(PLATFORM)
    found = session.execute(
        text(
            "WITH came AS ("
            "  SELECT created_at, 'merchant' AS kind FROM merchant UNION ALL SELECT created_at, 'user' FROM app_user"
            "  UNION ALL SELECT created_at, 'store' FROM connection)"
            " SELECT w.week, count(*) FILTER (WHERE kind = 'merchant'), count(*) FILTER (WHERE kind = 'user'),"
            " count(*) FILTER (WHERE kind = 'store')"
            " FROM generate_series(date_trunc('week', now(), 'Europe/Istanbul') - make_interval(weeks => :weeks - 1),"
            "  date_trunc('week', now(), 'Europe/Istanbul'), interval '1 week') AS w(week)"
            " LEFT JOIN came ON came.created_at >= w.week AND came.created_at < w.week + interval '1 week'"
            " GROUP BY 1 ORDER BY 1"
        ),
        {"weeks": _WEEKS},
    )
    return [Growth(*row) for row in found]


@dataclass(frozen=True, slots=True)
class CameRow:
    kind: str
    """`merchant`, `user` or `store`."""
    name: str
    merchant: str
    """Empty for a user who works for nobody yet."""
    at: datetime


def came(session: Session, scope: Scope, week: date, limit: int = 500) -> list[CameRow]:
    """What `growth` counts in the week that begins on this Monday, the newest first."""
    scope.require(PLATFORM)
    since = datetime(week.year, week.month, week.day, tzinfo=ISTANBUL)
    found = session.execute(
        text(
            "SELECT * FROM (SELECT 'merchant', name, name, created_at AS at FROM merchant"
            " UNION ALL SELECT 'user', u.name, coalesce((SELECT min(m.name) FROM membership b"
            "   JOIN merchant m ON m.id = b.merchant_id WHERE b.user_id = u.id), ''), u.created_at FROM app_user u"
            " UNION ALL SELECT 'store', c.name, m.name, c.created_at FROM connection c"
            "   JOIN merchant m ON m.id = c.merchant_id) e"
            " WHERE at >= :since AND at < :until ORDER BY at DESC LIMIT :limit"
        ),
        {"since": since, "until": since + timedelta(days=7), "limit": limit},
    )
    return [CameRow(*row) for row in found]
