"""What became of the calls of a connection: success, failure, traffic, and changes that are tried again."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation import db, live, outbox
from prapazar.foundation.scope import Scope

_TRAFFIC = text(
    "INSERT INTO traffic_entry (id, merchant_id, connection_id, at, operation, method, url, status, duration_ms,"
    " error, request, answer, take_id) SELECT e.id, :merchant, :connection, e.at, e.operation, e.method, e.url,"
    " e.status, e.duration_ms, e.error, e.request, e.answer, e.take_id FROM jsonb_to_recordset(:entries)"
    " AS e(id uuid, at timestamptz, operation text, method text, url text, status int, duration_ms numeric, error text,"
    " request text, answer text, take_id uuid)"
).bindparams(bindparam("entries", type_=JSONB))


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


def retry_parked(session: Session, scope: Scope, connection_id: UUID) -> int:
    """Changes that kept failing are tried again, at their newest value."""
    scope.require("channels.write")
    parked = session.execute(
        text("SELECT id FROM outbox WHERE partition = :id AND parked_at IS NOT NULL"), {"id": connection_id}
    ).scalars()
    return outbox.unpark(session, list(parked))
