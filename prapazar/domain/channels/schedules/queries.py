"""Reads of schedules with their last runs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope

RUNS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class RunRow:
    started_at: datetime
    took: timedelta
    count: int
    error: str | None


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    connection_id: UUID
    connector: str
    name: str
    connection_status: str
    kind: str
    interval_seconds: int
    is_enabled: bool
    next_run_at: datetime
    asked_at: datetime | None
    paused_at: datetime | None
    paused_by: str | None
    last_started_at: datetime | None
    last_finished_at: datetime | None
    last_status: str | None
    last_error: str | None
    last_count: int
    unread: int
    """Orders of this store that could not be read and wait in the repair queue."""
    runs: tuple[RunRow, ...]
    """Newest first."""


def schedules(session: Session, scope: Scope, connection_id: UUID | None = None) -> list[ScheduleRow]:
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT j.connection_id, c.connector, c.name, c.status, j.kind, j.interval_seconds, j.is_enabled,"
            " j.next_run_at, j.asked_at, j.paused_at, u.name AS person, j.last_started_at, j.last_finished_at,"
            " j.last_status, j.last_error, j.last_count,"
            " CASE j.kind WHEN 'orders' THEN (SELECT count(*) FROM repair p WHERE p.connection_id = j.connection_id"
            "   AND p.kind = 'unreadable' AND p.resolved_at IS NULL) ELSE 0 END AS unread, r.runs"
            " FROM sync_job j JOIN connection c ON c.id = j.connection_id LEFT JOIN app_user u ON u.id = j.paused_by"
            " LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_array(extract(epoch FROM started_at),"
            "   extract(epoch FROM finished_at - started_at), count, error) ORDER BY started_at DESC) AS runs"
            "  FROM (SELECT started_at, finished_at, count, error FROM job_run WHERE connection_id = j.connection_id"
            "   AND kind = j.kind ORDER BY started_at DESC LIMIT :most) newest) r ON true"
            " WHERE c.merchant_id = :merchant AND (CAST(:id AS uuid) IS NULL OR c.id = :id)"
            " AND (CAST(:stores AS uuid[]) IS NULL OR c.id = ANY(CAST(:stores AS uuid[])))"
            " ORDER BY c.name, c.id, j.kind"
        ),
        {"merchant": scope.merchant_id, "id": connection_id, "stores": scope.store_list, "most": RUNS_SHOWN},
    )
    return [ScheduleRow(*[*row[:-1], tuple(_run(one) for one in row.runs or ())]) for row in found]


def _run(one: list[Any]) -> RunRow:
    started, took, count, error = one
    return RunRow(datetime.fromtimestamp(started, UTC), timedelta(seconds=took), count, error)
