"""Writes to connections: connect, renew, pause, resume, and what became of their work."""

import json
import secrets as random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import ConnectionStatus, JobKind, Topic
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.models import Connection
from prapazar.domain.channels.schedules.models import SyncJob
from prapazar.domain.channels.schedules.rules import SHORTEST
from prapazar.foundation import db, live, outbox, secrets
from prapazar.foundation.scope import Scope

JOB_LOST = "schedules.lost"
LOST_AFTER = timedelta(minutes=10)
"""Longer than any run of batches takes."""
AT_ONCE = timedelta(0)
"""The run before never said how it ended."""


def connect(
    session: Session,
    scope: Scope,
    *,
    connector: str,
    name: str,
    environment: str,
    settings: Mapping[str, str],
    credentials: Mapping[str, str],
    intervals: Mapping[JobKind, int],
    is_test: bool = False,
) -> UUID:
    """`intervals` in seconds, one job each. The credentials are sealed here and never leave unsealed."""
    scope.require("channels.write")
    if not name.strip():
        raise ConnectionInvalid("name", "errors.required")
    made = Connection(
        merchant_id=scope.merchant_id,
        connector=connector,
        name=name.strip()[:80],
        environment=environment,
        settings=dict(settings),
        credentials=b"",
        webhook_key=random.token_urlsafe(24),
        is_test=is_test,
        sends_stock=not is_test,
    )
    made.credentials = secrets.box().seal_json(dict(credentials), made.id.bytes)
    made.webhook_secret = secrets.box().seal(random.token_urlsafe(32).encode(), made.id.bytes)
    session.add(made)
    session.flush()
    for kind, seconds in intervals.items():
        session.add(
            SyncJob(
                merchant_id=scope.merchant_id,
                connection_id=made.id,
                kind=kind.value,
                interval_seconds=max(SHORTEST, seconds),
            )
        )
    session.flush()
    live.tell(session, scope.merchant_id, "channels.changed")
    return made.id


def renew_credentials(
    session: Session, scope: Scope, connection_id: UUID, credentials: Mapping[str, str]
) -> None:
    """Replaces them by what the channel has just accepted: what it said before is over, failed jobs are due."""
    scope.require("channels.write")
    sealed = secrets.box().seal_json(dict(credentials), connection_id.bytes)
    _update(
        session,
        scope,
        connection_id,
        "credentials = :credentials, status = CASE status WHEN 'broken' THEN 'active' ELSE status END,"
        " last_ok_at = now(), last_error = NULL",
        {"credentials": sealed},
    )
    session.execute(
        text(
            "UPDATE sync_job SET next_run_at = now()"
            " WHERE connection_id = :id AND is_enabled AND coalesce(last_status, 'failed') = 'failed'"
        ),
        {"id": connection_id},
    )
    _wake(session, connection_id)


def replace_credentials(session: Session, connection_id: UUID, replaced: Mapping[str, str]) -> None:
    """What the provider gave in place of some of them, such as the next refresh token."""
    sealed = session.execute(
        text("SELECT credentials FROM connection WHERE id = :id FOR NO KEY UPDATE"), {"id": connection_id}
    ).scalar()
    if sealed is None:
        raise ConnectionMissing
    box, context = secrets.box(), connection_id.bytes
    newest = {**box.open_json(sealed, context), **replaced}
    session.execute(
        text("UPDATE connection SET credentials = :sealed WHERE id = :id"),
        {"sealed": box.seal_json(newest, context), "id": connection_id},
    )


def pause(session: Session, scope: Scope, connection_id: UUID) -> None:
    scope.require("channels.write")
    _update(session, scope, connection_id, "status = :status", {"status": ConnectionStatus.PAUSED.value})


def resume(session: Session, scope: Scope, connection_id: UUID) -> None:
    """Everything may have changed meanwhile, so every listing is told again."""
    scope.require("channels.write")
    _update(session, scope, connection_id, "status = :status", {"status": ConnectionStatus.ACTIVE.value})
    _wake(session, connection_id)
    fanout.append_all(session, Topic.PUSH_STOCK, connection_id)


def _wake(session: Session, connection_id: UUID) -> None:
    """What was put off while it could not be called goes now."""
    session.execute(
        text(
            "UPDATE outbox SET available_at = now()"
            " WHERE partition = :id AND parked_at IS NULL AND claimed_until IS NULL AND available_at > now()"
        ),
        {"id": connection_id},
    )


def set_offer(
    session: Session, scope: Scope, connection_id: UUID, *, buffer: int, percent: int, cap: int | None
) -> None:
    """How much of what is available this channel is shown; tells it at once."""
    scope.require("channels.write")
    if buffer < 0:
        raise ConnectionInvalid("stock_buffer", "errors.negative")
    if not 0 <= percent <= 100:  # noqa: PLR2004 - percent
        raise ConnectionInvalid("stock_percent", "errors.percent")
    if cap is not None and cap < 0:
        raise ConnectionInvalid("stock_cap", "errors.negative")
    _update(
        session,
        scope,
        connection_id,
        "stock_buffer = :buffer, stock_percent = :percent, stock_cap = :cap",
        {"buffer": buffer, "percent": percent, "cap": cap},
    )
    fanout.append_all(session, Topic.PUSH_STOCK, connection_id)


def set_sends_stock(session: Session, scope: Scope, connection_id: UUID, *, sends: bool) -> None:
    """Of a test store: whether it is told real quantities; from now on all of them, or none."""
    scope.require("channels.write")
    _update(session, scope, connection_id, "sends_stock = :sends OR NOT is_test", {"sends": sends})
    if sends:
        fanout.append_all(session, Topic.PUSH_STOCK, connection_id)


def set_settings(session: Session, scope: Scope, connection_id: UUID, settings: Mapping[str, str]) -> None:
    """What is not secret of the form; the whole of it."""
    scope.require("channels.write")
    kept = json.dumps(dict(settings))
    _update(session, scope, connection_id, "settings = CAST(:settings AS jsonb)", {"settings": kept})


def set_webhook(session: Session, connection_id: UUID, external_id: str | None) -> None:
    session.execute(
        text(
            "UPDATE connection SET webhook_external_id = CAST(:external AS text), webhook_error = NULL,"
            " webhook_at = CASE WHEN CAST(:external AS text) IS NULL THEN NULL ELSE now() END WHERE id = :id"
        ),
        {"external": external_id, "id": connection_id},
    )


def refuse_webhook(session: Session, connection_id: UUID, code: str) -> None:
    """The channel would not register it; it is polled instead."""
    session.execute(
        text("UPDATE connection SET webhook_error = :code WHERE id = :id"),
        {"code": code, "id": connection_id},
    )


def record_success(session: Session, scope: Scope, connection_id: UUID, *, orders: bool = False) -> bool:
    """True when the connection had failed before: its recovery is worth telling, once."""
    was = session.execute(
        text(
            "WITH before AS (SELECT id, last_error FROM connection WHERE id = :id FOR NO KEY UPDATE)"
            " UPDATE connection c SET last_ok_at = now(), last_error = NULL,"
            " last_order_at = CASE WHEN :orders THEN now() ELSE c.last_order_at END"
            " FROM before b WHERE c.id = b.id RETURNING b.last_error"
        ),
        {"id": connection_id, "orders": orders},
    ).scalar()
    if was:
        live.tell(session, scope.merchant_id, "channels.changed")
    return was is not None


def record_failure(
    session: Session, scope: Scope, connection_id: UUID, code: str, *, is_broken: bool
) -> bool:
    """True when it is new: a failure is told once, not at every try."""
    was = session.execute(
        text(
            "WITH before AS (SELECT id, last_error FROM connection WHERE id = :id FOR NO KEY UPDATE)"
            " UPDATE connection c SET last_error_at = now(), last_error = :code,"
            " status = CASE WHEN :broken AND c.status = 'active' THEN 'broken' ELSE c.status END"
            " FROM before b WHERE c.id = b.id RETURNING b.last_error"
        ),
        {"id": connection_id, "code": code, "broken": is_broken},
    ).scalar()
    if was != code:
        live.tell(session, scope.merchant_id, "channels.changed")
    return was != code


def remove(session: Session, scope: Scope, connection_id: UUID) -> None:
    """The account goes with its listings and jobs; orders that came through it stay."""
    scope.require("channels.delete")
    for statement in (
        "DELETE FROM outbox WHERE partition = :id",
        "DELETE FROM inbox WHERE connection_id = :id",
        "DELETE FROM traffic_entry WHERE connection_id = :id",
        "UPDATE repair SET resolved_at = now() WHERE connection_id = :id AND resolved_at IS NULL",
        "UPDATE purchase_order SET connection_id = NULL, external_id = 'gone:' || id::text WHERE connection_id = :id",
        "UPDATE shipment_package SET connection_id = NULL WHERE connection_id = :id",
    ):
        session.execute(text(statement), {"id": connection_id})
    gone = session.execute(text("DELETE FROM connection WHERE id = :id RETURNING id"), {"id": connection_id})
    if gone.scalar() is None:
        raise ConnectionMissing
    live.tell(session, scope.merchant_id, "channels.changed")


def _update(
    session: Session, scope: Scope, connection_id: UUID, assignments: str, values: dict[str, Any]
) -> None:
    found = session.execute(
        text(f"UPDATE connection SET {assignments} WHERE id = :id RETURNING id"),
        {**values, "id": connection_id},
    )
    if found.scalar() is None:
        raise ConnectionMissing
    live.tell(session, scope.merchant_id, "channels.changed")


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


_TRAFFIC = text(
    "INSERT INTO traffic_entry (id, merchant_id, connection_id, at, operation, method, url, status, duration_ms,"
    " error, request, answer, take_id) SELECT e.id, :merchant, :connection, e.at, e.operation, e.method, e.url,"
    " e.status, e.duration_ms, e.error, e.request, e.answer, e.take_id FROM jsonb_to_recordset(:entries)"
    " AS e(id uuid, at timestamptz, operation text, method text, url text, status int, duration_ms numeric, error text,"
    " request text, answer text, take_id uuid)"
).bindparams(bindparam("entries", type_=JSONB))


def record_traffic(
    session: Session, scope: Scope, connection_id: UUID, entries: list[dict[str, Any]]
) -> None:
    """Entries are redacted already."""
    if not entries:
        return
    with db.for_all_stores(session):  # a store that a limited person connects is not yet theirs
        session.execute(
            _TRAFFIC, {"merchant": scope.merchant_id, "connection": connection_id, "entries": entries}
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


_CATEGORIES = text(
    "WITH told AS (SELECT * FROM unnest(CAST(:externals AS text[]), CAST(:parents AS text[]), CAST(:names AS text[]),"
    "  CAST(:leaves AS boolean[])) AS t(external_id, parent, name, is_leaf)),"
    " gone AS (DELETE FROM channel_category WHERE connection_id = :connection"
    "  AND external_id NOT IN (SELECT external_id FROM told))"
    " INSERT INTO channel_category (id, merchant_id, connection_id, external_id, parent_external_id, name, is_leaf,"
    "  fetched_at)"
    " SELECT gen_random_uuid(), :merchant, :connection, external_id, parent, name, is_leaf, now() FROM told"
    " ON CONFLICT (connection_id, external_id) DO UPDATE SET name = excluded.name,"
    "  parent_external_id = excluded.parent_external_id, is_leaf = excluded.is_leaf, fetched_at = now()"
)


def replace_categories(
    session: Session, scope: Scope, connection_id: UUID, rows: Sequence[tuple[str, str | None, str, bool]]
) -> None:
    """(external id, parent's, name, is a leaf); what the channel no longer has goes."""
    session.execute(
        _CATEGORIES,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "externals": [row[0] for row in rows],
            "parents": [row[1] for row in rows],
            "names": [row[2] for row in rows],
            "leaves": [row[3] for row in rows],
        },
    )


def retry_parked(session: Session, scope: Scope, connection_id: UUID) -> int:
    """Changes that kept failing are tried again, at their newest value."""
    scope.require("channels.write")
    parked = session.execute(
        text("SELECT id FROM outbox WHERE partition = :id AND parked_at IS NOT NULL"), {"id": connection_id}
    ).scalars()
    return outbox.unpark(session, list(parked))


_ATTRIBUTES = text(
    "INSERT INTO channel_attribute (id, merchant_id, connection_id, category_external_id, external_id, place, name,"
    "  is_required, allows_custom, is_variant, choices, fetched_at)"
    " SELECT gen_random_uuid(), :merchant, :connection, :category, a.external_id, a.place, a.name, a.is_required,"
    "  a.allows_custom, a.is_variant, a.choices, now() FROM jsonb_to_recordset(:rows)"
    "  AS a(external_id text, place int, name text, is_required boolean, allows_custom boolean, is_variant boolean,"
    "  choices jsonb)"
    " ON CONFLICT (connection_id, category_external_id, external_id) DO UPDATE SET place = excluded.place,"
    "  name = excluded.name, is_required = excluded.is_required, allows_custom = excluded.allows_custom,"
    "  is_variant = excluded.is_variant, choices = excluded.choices, fetched_at = now()"
).bindparams(bindparam("rows", type_=JSONB))


def replace_attributes(
    session: Session, scope: Scope, connection_id: UUID, category: str, rows: list[dict[str, Any]]
) -> None:
    """{external_id, place, name, is_required, allows_custom, is_variant, choices}; what is asked no more goes."""
    values = {"connection": connection_id, "category": category}
    session.execute(
        text(
            "DELETE FROM channel_attribute WHERE connection_id = :connection AND category_external_id = :category"
            " AND NOT external_id = ANY(CAST(:kept AS text[]))"
        ),
        {**values, "kept": [row["external_id"] for row in rows]},
    )
    session.execute(_ATTRIBUTES, {**values, "merchant": scope.merchant_id, "rows": rows})
    session.execute(
        text(
            "UPDATE channel_category SET asked_at = now() WHERE connection_id = :connection"
            " AND external_id = :category"
        ),
        values,
    )
    live.tell(session, scope.merchant_id, "mappings.changed", connection=str(connection_id))
