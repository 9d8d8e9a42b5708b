"""Writes to schedules: how often, whether at all, and now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.schedules import rules
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope


def set_interval(session: Session, scope: Scope, connection_id: UUID, kind: JobKind, seconds: int) -> None:
    """A shorter interval counts from now, a longer one from the next run."""
    if not rules.is_within_bounds(seconds):
        raise ConnectionInvalid("interval", "schedules.out_of_bounds")
    before = _change(
        session,
        scope,
        connection_id,
        kind,
        "interval_seconds = :seconds, next_run_at = least(j.next_run_at, now() + make_interval(secs => :seconds))",
        {"seconds": seconds},
    )
    _note(session, scope, connection_id, "schedules.interval", kind, {"before": before, "seconds": seconds})


def pause(session: Session, scope: Scope, connection_id: UUID, kind: JobKind) -> None:
    _change(
        session,
        scope,
        connection_id,
        kind,
        "is_enabled = false, asked_at = NULL, paused_at = coalesce(j.paused_at, now()),"
        " paused_by = CASE WHEN j.is_enabled THEN CAST(:user AS uuid) ELSE j.paused_by END",
        {"user": scope.user_id},
    )
    _note(session, scope, connection_id, "schedules.pause", kind, {})


def resume(session: Session, scope: Scope, connection_id: UUID, kind: JobKind) -> None:
    """Its time has passed meanwhile, so it runs at once."""
    _change(
        session,
        scope,
        connection_id,
        kind,
        "is_enabled = true, paused_at = NULL, paused_by = NULL, next_run_at = least(j.next_run_at, now())",
        {},
    )
    _note(session, scope, connection_id, "schedules.resume", kind, {})


def run_now(session: Session, scope: Scope, connection_id: UUID, kind: JobKind) -> None:
    """Once, even while the job is paused; the scheduler sees it within a second."""
    _change(session, scope, connection_id, kind, "next_run_at = now(), asked_at = now()", {})
    _note(session, scope, connection_id, "schedules.run", kind, {})


def move(session: Session, scope: Scope, connection_id: UUID, kind: JobKind, at: datetime) -> None:
    """Its next run begins at `at`, and the others follow from there. Raises ConnectionInvalid."""
    if not now() < at <= now() + timedelta(seconds=rules.LONGEST):
        raise ConnectionInvalid("at", "schedules.move_bounds")
    _change(session, scope, connection_id, kind, "next_run_at = :at, asked_at = NULL", {"at": at})
    _note(session, scope, connection_id, "schedules.move", kind, {"at": at.isoformat()})


_MISSING = text(
    "INSERT INTO sync_job (id, merchant_id, connection_id, kind, interval_seconds, is_enabled,"
    "  cursor, last_count, next_run_at)"
    " SELECT gen_random_uuid(), c.merchant_id, c.id, w.kind, greatest(w.seconds, :shortest), true, '{}', 0,"
    "  now() + random() * least(make_interval(secs => w.seconds), interval '10 minutes')"
    " FROM unnest(CAST(:slugs AS text[]), CAST(:kinds AS text[]), CAST(:seconds AS int[])) AS w(slug, kind, seconds)"
    " JOIN connection c ON c.connector = w.slug ON CONFLICT (connection_id, kind) DO NOTHING RETURNING merchant_id"
)
_NEEDLESS = text(
    "DELETE FROM sync_job j USING connection c WHERE c.id = j.connection_id"
    " AND c.connector = ANY(CAST(:known AS text[])) AND NOT EXISTS (SELECT 1 FROM unnest(CAST(:slugs AS text[]),"
    "  CAST(:kinds AS text[])) AS w(slug, kind) WHERE w.slug = c.connector AND w.kind = j.kind)"
    " RETURNING j.merchant_id"
)


def reconcile(session: Session, wanted: Mapping[str, Mapping[JobKind, int]]) -> tuple[int, int]:
    """Of all merchants: each store gets the jobs its connector has (`wanted`: by slug, seconds), and loses others.

    Those that are there stay as people left them. Returns how many came and went; for the system role.
    """
    rows = [(slug, kind.value, seconds) for slug, jobs in wanted.items() for kind, seconds in jobs.items()]
    values = {
        "slugs": [row[0] for row in rows],
        "kinds": [row[1] for row in rows],
        "seconds": [row[2] for row in rows],
    }
    came = list(session.execute(_MISSING, {**values, "shortest": rules.SHORTEST}).scalars())
    went = list(session.execute(_NEEDLESS, {**values, "known": list(wanted)}).scalars())
    for merchant_id in {*came, *went}:
        live.tell(session, merchant_id, "jobs.changed")
    return len(came), len(went)


def _change(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    kind: JobKind,
    assignments: str,
    values: dict[str, object],
) -> int:
    """The interval before."""
    scope.require("channels.write")
    found: int | None = session.execute(
        text(
            "WITH before AS (SELECT id, interval_seconds FROM sync_job WHERE connection_id = :id AND kind = :kind"
            f" FOR UPDATE) UPDATE sync_job j SET {assignments} FROM before b WHERE j.id = b.id"
            " RETURNING b.interval_seconds"
        ),
        {**values, "id": connection_id, "kind": kind.value},
    ).scalar()
    if found is None:
        raise ConnectionMissing
    live.tell(session, scope.merchant_id, "jobs.changed", job=kind.value, connection=str(connection_id))
    return found


def _note(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    action: str,
    kind: JobKind,
    values: dict[str, object],
) -> None:
    audit.append(session, scope, action, connection_id, {"job": kind.value, **values})
