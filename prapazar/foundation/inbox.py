"""The inbox: what a provider sent us, kept raw before anything is made of it, once per event."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session
from sqlmodel import Field

from prapazar.foundation.ids import new_id
from prapazar.foundation.rows import TenantRow, document, moment, stamped

GIVE_UP_AFTER = 5


class InboxRow(TenantRow, table=True):
    __tablename__ = "inbox"
    __table_args__ = (
        Index("uq_inbox_event", "connection_id", "event_key", unique=True),
        Index("ix_inbox_merchant", "merchant_id", "received_at"),
        Index("ix_inbox_waiting", "connection_id", "received_at", postgresql_where=text("done_at IS NULL")),
    )

    connection_id: UUID
    event_key: str
    """The provider's event id, or a hash of what makes the delivery distinct."""
    kind: str
    headers: dict[str, Any] = document()
    body: bytes = Field(sa_type=LargeBinary, nullable=False)
    received_at: datetime = stamped()
    signature_ok: bool = True
    done_at: datetime | None = moment()
    attempts: int = Field(default=0, nullable=False, sa_column_kwargs={"server_default": text("0")})
    error: str | None = None
    repeats: int = Field(default=0, nullable=False, sa_column_kwargs={"server_default": text("0")})
    """How often the same event was told again."""
    found: list[Any] = document("[]")
    """External ids of what was read out of it."""


_RECEIVE = text(
    "INSERT INTO inbox"
    " (id, merchant_id, connection_id, event_key, kind, headers, body, received_at, signature_ok)"
    " VALUES (:id, :merchant_id, :connection_id, :event_key, :kind, :headers, :body, now(), true)"
    " ON CONFLICT (connection_id, event_key) DO UPDATE SET repeats = inbox.repeats + 1"
    " RETURNING CASE WHEN xmax = 0 THEN id END"
).bindparams(bindparam("headers", type_=JSONB))


def receive(
    session: Session,
    merchant_id: UUID,
    connection_id: UUID,
    event_key: str,
    kind: str,
    headers: dict[str, str],
    body: bytes,
) -> UUID | None:
    """The new row's id, or None when this event was received before."""
    values = {
        "id": new_id(),
        "merchant_id": merchant_id,
        "connection_id": connection_id,
        "event_key": event_key,
        "kind": kind,
        "headers": headers,
        "body": body,
    }
    found: UUID | None = session.execute(_RECEIVE, values).scalar()
    return found


@dataclass(frozen=True, slots=True)
class Delivery:
    id: UUID
    kind: str
    headers: dict[str, str]
    body: bytes


def waiting(session: Session, connection_id: UUID, limit: int = 200) -> list[Delivery]:
    """Oldest first."""
    found = session.execute(
        text(
            "SELECT id, kind, headers, body FROM inbox WHERE connection_id = :connection AND done_at IS NULL"
            " ORDER BY received_at, id LIMIT :limit"
        ),
        {"connection": connection_id, "limit": limit},
    )
    return [Delivery(*row) for row in found]


def fail(session: Session, row_id: UUID, error: str) -> None:
    """It waits for another try; the last one ends it with its cause, so that it cannot hold up the others."""
    session.execute(
        text(
            "UPDATE inbox SET attempts = attempts + 1, error = :error,"
            " done_at = CASE WHEN attempts + 1 >= :most THEN now() END WHERE id = :id"
        ),
        {"id": row_id, "error": error, "most": GIVE_UP_AFTER},
    )


def finish(
    session: Session,
    row_ids: Sequence[UUID],
    errors: Sequence[str | None],
    found: Sequence[Sequence[str]] = (),
) -> None:
    """With the cause where a delivery could not be read, and the external ids of what was in the others."""
    named = [json.dumps(list(ids)) for ids in found] or ["[]"] * len(row_ids)
    session.execute(
        text(
            "UPDATE inbox SET done_at = now(), attempts = attempts + 1, error = told.error,"
            " found = CAST(told.found AS jsonb)"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:errors AS text[]), CAST(:found AS text[]))"
            " AS told(id, error, found) WHERE inbox.id = told.id"
        ),
        {"ids": list(row_ids), "errors": list(errors), "found": named},
    )


def wait_again(session: Session, row_id: UUID) -> UUID | None:
    """Work on it once more, as if it had just come; its connection, None where there is no such delivery."""
    asked: UUID | None = session.execute(
        text(
            "UPDATE inbox SET done_at = NULL, attempts = 0, error = NULL WHERE id = :id RETURNING connection_id"
        ),
        {"id": row_id},
    ).scalar()
    return asked
