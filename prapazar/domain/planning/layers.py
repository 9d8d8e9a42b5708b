"""What other subjects bring into the calendar: one question for each layer, however much lies in it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.foundation.scope import Scope

SHORTEST_SHOWN = 3_600
"""Seconds: a job that runs more often than this is no appointment."""
MOST_JOBS = 300


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    count: int
    late: int
    """Of them, past their time already."""


_DAY = "(%s AT TIME ZONE 'Europe/Istanbul')::date"
_DELIVERIES = text(
    f"SELECT {_DAY % 'ship_by_at'} AS day, count(*), count(*) FILTER (WHERE ship_by_at < now()) FROM purchase_order"
    " WHERE merchant_id = :merchant AND status IN ('new', 'picking', 'packed')"
    " AND ship_by_at >= :since AND ship_by_at < :until GROUP BY 1 ORDER BY 1"
)
_CLAIMS = text(
    f"SELECT {_DAY % 'due_at'} AS day, count(*), count(*) FILTER (WHERE due_at < now()) FROM claim"
    " WHERE merchant_id = :merchant AND status = 'waiting' AND due_at >= :since AND due_at < :until"
    " GROUP BY 1 ORDER BY 1"
)
_QUESTIONS = text(
    f"SELECT {_DAY % 'due_at'} AS day, count(*), count(*) FILTER (WHERE due_at < now()) FROM question"
    " WHERE merchant_id = :merchant AND status = 'waiting' AND due_at >= :since AND due_at < :until"
    " GROUP BY 1 ORDER BY 1"
)


def deliveries(session: Session, scope: Scope, since: datetime, until: datetime) -> list[DayCount]:
    """Orders not shipped yet, by the day they must be."""
    scope.require("orders.read")
    return _counted(session, scope, _DELIVERIES, since, until)


def claims(session: Session, scope: Scope, since: datetime, until: datetime) -> list[DayCount]:
    scope.require("claims.read")
    return _counted(session, scope, _CLAIMS, since, until)


def questions(session: Session, scope: Scope, since: datetime, until: datetime) -> list[DayCount]:
    scope.require("messages.read")
    return _counted(session, scope, _QUESTIONS, since, until)


@dataclass(frozen=True, slots=True)
class JobRow:
    connection_id: UUID
    connector: str
    name: str
    kind: str
    interval_seconds: int
    next_run_at: datetime


def jobs(session: Session, scope: Scope, since: datetime, until: datetime) -> list[JobRow]:
    """The next run of each job of an active store that runs once an hour or more seldom."""
    scope.require("channels.read")
    rows = session.execute(
        text(
            "SELECT j.connection_id, c.connector, c.name, j.kind, j.interval_seconds, j.next_run_at FROM sync_job j"
            " JOIN connection c ON c.id = j.connection_id AND c.status = 'active' WHERE c.merchant_id = :merchant"
            " AND j.is_enabled AND j.interval_seconds >= :shortest AND j.next_run_at < :until"
            " AND j.next_run_at >= :since ORDER BY j.next_run_at, c.name, j.kind LIMIT :most"
        ),
        {
            "merchant": scope.merchant_id,
            "shortest": SHORTEST_SHOWN,
            "since": since,
            "until": until,
            "most": MOST_JOBS,
        },
    )
    return [JobRow(*row) for row in rows]


def job(session: Session, scope: Scope, connection_id: UUID, kind: str) -> JobRow:
    """Raises ConnectionMissing."""
    scope.require("channels.read")
    row = session.execute(
        text(
            "SELECT j.connection_id, c.connector, c.name, j.kind, j.interval_seconds, j.next_run_at FROM sync_job j"
            " JOIN connection c ON c.id = j.connection_id WHERE c.merchant_id = :merchant AND c.id = :id"
            " AND j.kind = :kind"
        ),
        {"merchant": scope.merchant_id, "id": connection_id, "kind": kind},
    ).one_or_none()
    if row is None:
        raise ConnectionMissing
    return JobRow(*row)


def _counted(
    session: Session, scope: Scope, statement: TextClause, since: datetime, until: datetime
) -> list[DayCount]:
    rows = session.execute(statement, {"merchant": scope.merchant_id, "since": since, "until": until})
    return [DayCount(*row) for row in rows]
