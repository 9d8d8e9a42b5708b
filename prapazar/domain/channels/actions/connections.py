"""A connection: made, given other credentials and settings, paused, taken away."""

import json
import secrets as random
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import ConnectionStatus, JobKind, Topic
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.models import Connection
from prapazar.domain.channels.schedules.models import SyncJob
from prapazar.domain.channels.schedules.rules import SHORTEST
from prapazar.foundation import live, secrets
from prapazar.foundation.scope import Scope


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
