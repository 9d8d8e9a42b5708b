"""Runs of the jobs of a connection: begun, ended, lost, put off, called up."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import JobKind
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

JOB_LOST = "schedules.lost"
LOST_AFTER = timedelta(minutes=10)
"""Longer than any run of batches takes."""
AT_ONCE = timedelta(0)
"""The run before never said how it ended."""


def start_job(session: Session, connection_id: UUID, kind: JobKind) -> dict[str, Any] | None:
    """The job's cursor, its row locked until the transaction ends; None when there is no such job."""
    row = session.execute(
        text(
            "WITH before AS (SELECT id, merchant_id, last_started_at, last_status FROM sync_job"
            "  WHERE connection_id = :id AND kind = :kind FOR UPDATE),"
            " lost AS (INSERT INTO job_run"
            "   (id, merchant_id, connection_id, kind, started_at, finished_at, count, error)"
            "  SELECT gen_random_uuid(), merchant_id, :id, :kind, last_started_at, now(), 0, :lost FROM before"
            "  WHERE last_status = 'running' AND last_started_at IS NOT NULL)"
            " UPDATE sync_job j SET last_started_at = now(), last_status = 'running' FROM before b WHERE j.id = b.id"
            " RETURNING j.cursor, j.merchant_id"
        ),
        {"id": connection_id, "kind": kind.value, "lost": JOB_LOST},
    ).one_or_none()
    if row is None:
        return None
    live.tell(session, row.merchant_id, "jobs.changed", job=kind.value, connection=str(connection_id))
    return dict(row.cursor)


def end_lost_job(session: Session, connection_id: UUID, kind: JobKind) -> None:
    """For a job that begins only when it has work: a run whose worker died is not shown as running for ever."""
    session.execute(
        text(
            "WITH lost AS (UPDATE sync_job SET last_status = 'failed', last_error = :lost, last_finished_at = now()"
            "  WHERE connection_id = :id AND kind = :kind AND last_status = 'running'"
            "   AND last_started_at < now() - CAST(:after AS interval) RETURNING merchant_id, last_started_at)"
            " INSERT INTO job_run (id, merchant_id, connection_id, kind, started_at, finished_at, count, error)"
            " SELECT gen_random_uuid(), merchant_id, :id, :kind, last_started_at, now(), 0, :lost FROM lost"
        ),
        {"id": connection_id, "kind": kind.value, "lost": JOB_LOST, "after": LOST_AFTER},
    )


def finish_job(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    kind: JobKind,
    *,
    cursor: Mapping[str, Any] | None = None,
    count: int = 0,
    error: str | None = None,
) -> None:
    """`cursor` None keeps the one before: a failed run is done again from where it began.

    Asking for batch results, or a queue, happens every few seconds: a run that found none leaves no trace.
    """
    session.execute(
        text(
            "WITH ended AS (UPDATE sync_job SET last_finished_at = clock_timestamp(), last_status = :status,"
            "  last_error = :error, last_count = :count, cursor = coalesce(CAST(:cursor AS jsonb), cursor)"
            "  WHERE connection_id = :id AND kind = :kind RETURNING merchant_id, last_started_at, last_finished_at)"
            " INSERT INTO job_run (id, merchant_id, connection_id, kind, started_at, finished_at, count, error)"
            " SELECT gen_random_uuid(), merchant_id, :id, :kind, coalesce(last_started_at, last_finished_at),"
            "  last_finished_at, :count, :error FROM ended WHERE :is_kept"
        ),
        {
            "id": connection_id,
            "kind": kind.value,
            "status": "failed" if error else "done",
            "error": error,
            "count": count,
            "is_kept": bool(kind not in (JobKind.BATCHES, JobKind.QUEUE) or count or error),
            "cursor": json.dumps(dict(cursor)) if cursor is not None else None,
        },
    )
    live.tell(session, scope.merchant_id, "jobs.changed", job=kind.value, connection=str(connection_id))


def put_off_job(session: Session, connection_id: UUID, kind: JobKind, by: timedelta) -> None:
    """Its next run comes so much later from now, whatever its interval."""
    session.execute(
        text(
            "UPDATE sync_job SET next_run_at = greatest(next_run_at, now() + CAST(:by AS interval))"
            " WHERE connection_id = :id AND kind = :kind"
        ),
        {"id": connection_id, "kind": kind.value, "by": by},
    )


def call_up_jobs(
    session: Session,
    connection_ids: Sequence[UUID],
    kinds: Sequence[JobKind],
    *,
    within: timedelta = AT_ONCE,
) -> int:
    """Jobs of active connections become due at once, or `within`; no connection named means all of the merchant's."""
    found = session.execute(
        text(
            "UPDATE sync_job j SET next_run_at = least(j.next_run_at, now() + CAST(:within AS interval))"
            " FROM connection c WHERE c.id = j.connection_id AND j.is_enabled"
            " AND c.status = 'active' AND j.kind = ANY(CAST(:kinds AS text[]))"
            " AND (cardinality(CAST(:ids AS uuid[])) = 0 OR j.connection_id = ANY(CAST(:ids AS uuid[]))) RETURNING j.id"
        ),
        {"kinds": [kind.value for kind in kinds], "ids": list(connection_ids), "within": within},
    )
    return len(found.all())
