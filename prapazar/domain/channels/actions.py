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
from prapazar.domain.channels.models import Connection, SyncJob
from prapazar.foundation import live, outbox, secrets
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

SHORTEST_INTERVAL = 10
"""Seconds between two runs of a job."""


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
                interval_seconds=max(SHORTEST_INTERVAL, seconds),
            )
        )
    session.flush()
    live.tell(session, scope.merchant_id, "channels.changed")
    return made.id


def renew_credentials(
    session: Session, scope: Scope, connection_id: UUID, credentials: Mapping[str, str]
) -> None:
    """Replaces them and lets a broken connection work again."""
    scope.require("channels.write")
    sealed = secrets.box().seal_json(dict(credentials), connection_id.bytes)
    _update(
        session,
        scope,
        connection_id,
        "credentials = :credentials, status = CASE status WHEN 'broken' THEN 'active' ELSE status END",
        {"credentials": sealed},
    )


def replace_credentials(session: Session, connection_id: UUID, replaced: Mapping[str, str]) -> None:
    """What the provider gave in place of some of them, such as the next refresh token."""
    sealed = session.execute(
        text("SELECT credentials FROM connection WHERE id = :id FOR UPDATE"), {"id": connection_id}
    ).scalar()
    if sealed is None:
        raise ConnectionMissing
    box, context = secrets.box(), connection_id.bytes
    newest = {**box.open_json(sealed, context), **replaced}
    session.execute(
        text("UPDATE connection SET credentials = :sealed WHERE id = :id"),
        {"sealed": box.seal_json(newest, context), "id": connection_id},
    )


def set_settings(session: Session, scope: Scope, connection_id: UUID, kept: Mapping[str, str]) -> None:
    """What the manifest's form asks for and is not secret, all of it. Raises ConnectionMissing."""
    scope.require("channels.write")
    found = session.execute(
        text("UPDATE connection SET settings = :settings WHERE id = :id RETURNING id").bindparams(
            bindparam("settings", type_=JSONB)
        ),
        {"id": connection_id, "settings": dict(kept)},
    ).one_or_none()
    if found is None:
        raise ConnectionMissing


def pause(session: Session, scope: Scope, connection_id: UUID) -> None:
    scope.require("channels.write")
    _update(session, scope, connection_id, "status = :status", {"status": ConnectionStatus.PAUSED.value})


def resume(session: Session, scope: Scope, connection_id: UUID) -> None:
    """Everything may have changed meanwhile, so every listing is told again."""
    scope.require("channels.write")
    _update(session, scope, connection_id, "status = :status", {"status": ConnectionStatus.ACTIVE.value})
    session.execute(
        text("UPDATE outbox SET available_at = now() WHERE partition = :id AND parked_at IS NULL"),
        {"id": connection_id},
    )
    fanout.append_all(session, Topic.PUSH_STOCK, connection_id)


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


def set_webhook(session: Session, connection_id: UUID, external_id: str | None) -> None:
    session.execute(
        text("UPDATE connection SET webhook_external_id = :external WHERE id = :id"),
        {"external": external_id, "id": connection_id},
    )


def record_success(session: Session, scope: Scope, connection_id: UUID, *, orders: bool = False) -> bool:
    """True when the connection had failed before: its recovery is worth telling, once."""
    was = session.execute(
        text(
            "WITH before AS (SELECT id, last_error FROM connection WHERE id = :id FOR UPDATE)"
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
            "WITH before AS (SELECT id, last_error FROM connection WHERE id = :id FOR UPDATE)"
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
            "UPDATE sync_job SET last_started_at = now(), last_status = 'running'"
            " WHERE connection_id = :id AND kind = :kind RETURNING cursor"
        ),
        {"id": connection_id, "kind": kind.value},
    ).one_or_none()
    return dict(row.cursor) if row else None


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
    """`cursor` None keeps the one before: a failed run is done again from where it began."""
    session.execute(
        text(
            "UPDATE sync_job SET last_finished_at = now(), last_status = :status, last_error = :error,"
            " last_count = :count, cursor = coalesce(CAST(:cursor AS jsonb), cursor)"
            " WHERE connection_id = :id AND kind = :kind"
        ),
        {
            "id": connection_id,
            "kind": kind.value,
            "status": "failed" if error else "done",
            "error": error,
            "count": count,
            "cursor": json.dumps(dict(cursor)) if cursor is not None else None,
        },
    )
    live.tell(session, scope.merchant_id, "jobs.changed", job=kind.value, connection=str(connection_id))


def edit_job(
    session: Session, scope: Scope, connection_id: UUID, kind: JobKind, *, seconds: int, is_enabled: bool
) -> None:
    scope.require("channels.write")
    if seconds < SHORTEST_INTERVAL:
        raise ConnectionInvalid("interval_seconds", "channels.interval_too_short")
    session.execute(
        text(
            "UPDATE sync_job SET interval_seconds = :seconds, is_enabled = :enabled,"
            " next_run_at = least(next_run_at, :next) WHERE connection_id = :id AND kind = :kind"
        ),
        {
            "seconds": seconds,
            "enabled": is_enabled,
            "next": now() + timedelta(seconds=seconds),
            "id": connection_id,
            "kind": kind.value,
        },
    )


_TRAFFIC = text(
    "INSERT INTO traffic_entry (id, merchant_id, connection_id, at, operation, method, url, status, duration_ms,"
    " error, request, answer) SELECT gen_random_uuid(), :merchant, :connection, e.at, e.operation, e.method, e.url,"
    " e.status, e.duration_ms, e.error, e.request, e.answer FROM jsonb_to_recordset(:entries)"
    " AS e(at timestamptz, operation text, method text, url text, status int, duration_ms numeric, error text,"
    " request text, answer text)"
).bindparams(bindparam("entries", type_=JSONB))


def record_traffic(
    session: Session, scope: Scope, connection_id: UUID, entries: list[dict[str, Any]]
) -> None:
    """Entries are redacted already."""
    if entries:
        session.execute(
            _TRAFFIC, {"merchant": scope.merchant_id, "connection": connection_id, "entries": entries}
        )


def call_up_jobs(session: Session, connection_ids: Sequence[UUID], kinds: Sequence[JobKind]) -> int:
    """Jobs of active connections become due at once; no connection named means all of the merchant's."""
    found = session.execute(
        text(
            "UPDATE sync_job j SET next_run_at = now() FROM connection c WHERE c.id = j.connection_id"
            " AND c.status = 'active' AND j.kind = ANY(CAST(:kinds AS text[]))"
            " AND (cardinality(CAST(:ids AS uuid[])) = 0 OR j.connection_id = ANY(CAST(:ids AS uuid[]))) RETURNING j.id"
        ),
        {"kinds": [kind.value for kind in kinds], "ids": list(connection_ids)},
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
