"""Takes: recordings of reading calls, kept sealed for some days and within a size, to be replayed."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.foundation import live, secrets
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

MOST_DAYS = 30
MOST_BYTES = 100_000_000
"""Of one connection; the oldest go first."""
_MOST_IDS = 500


def pack(content: object, connection_id: UUID) -> bytes:
    """Compressed and sealed: answers hold what buyers told the channel."""
    plain = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    return secrets.box().seal(plain, connection_id.bytes)


def unpack(sealed: bytes, connection_id: UUID) -> Any:  # noqa: ANN401 - JSON as it was packed
    """Raises SecretUnreadable."""
    return json.loads(zlib.decompress(secrets.box().open(bytes(sealed), connection_id.bytes)))


def set_recording(session: Session, scope: Scope, connection_id: UUID, days: int) -> None:
    """0 stops it; what is kept already goes at the next upkeep."""
    scope.require("console.write")
    if not 0 <= days <= MOST_DAYS:
        raise ConnectionInvalid("recording_days", "console.recording_range")
    found = session.execute(
        text("UPDATE connection SET recording_days = :days WHERE id = :id RETURNING id"),
        {"days": days, "id": connection_id},
    )
    if found.scalar() is None:
        raise ConnectionMissing
    live.tell(session, scope.merchant_id, "channels.changed")


_KEEP = text(
    "INSERT INTO take (id, merchant_id, connection_id, at, operation, content, size, records, parked, error, ids)"
    " VALUES (:id, :merchant, :connection, now(), :operation, :content, :size, :records, :parked, :error, :ids)"
).bindparams(bindparam("ids", type_=JSONB))


def keep(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    *,
    operation: str,
    content: object,
    records: int,
    parked: int,
    error: str | None,
    ids: Sequence[str],
) -> UUID:
    sealed, take_id = pack(content, connection_id), new_id()
    session.execute(
        _KEEP,
        {
            "id": take_id,
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "operation": operation,
            "content": sealed,
            "size": len(sealed),
            "records": records,
            "parked": parked,
            "error": error,
            "ids": list(dict.fromkeys(ids))[:_MOST_IDS],
        },
    )
    return take_id


@dataclass(frozen=True, slots=True)
class TakeRow:
    id: UUID
    at: datetime
    operation: str
    size: int
    records: int
    parked: int
    error: str | None


@dataclass(frozen=True, slots=True)
class TakeFilter:
    operation: str = ""
    search: str = ""
    """An external id or order number it brought."""
    since: datetime | None = None
    until: datetime | None = None
    errors_only: bool = False


_LIST = text(
    "SELECT id, at, operation, size, records, parked, error FROM take WHERE connection_id = :connection"
    " AND (:operation = '' OR operation = :operation)"
    " AND (NOT :errors OR error IS NOT NULL OR parked > 0)"
    " AND (:search = '' OR ids @> jsonb_build_array(CAST(:search AS text)))"
    " AND (CAST(:since AS timestamptz) IS NULL OR at >= :since)"
    " AND (CAST(:until AS timestamptz) IS NULL OR at < :until)"
    " AND (CAST(:before_at AS timestamptz) IS NULL OR (at, id) < (CAST(:before_at AS timestamptz), :before_id))"
    " ORDER BY at DESC, id DESC LIMIT :limit"
)


def search(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    wanted: TakeFilter,
    *,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[TakeRow]:
    """Newest first; `before` is the last of the page before."""
    scope.require("console.read")
    found = session.execute(
        _LIST,
        {
            "connection": connection_id,
            "operation": wanted.operation,
            "search": wanted.search.strip(),
            "since": wanted.since,
            "until": wanted.until,
            "errors": wanted.errors_only,
            "before_at": before[0] if before else None,
            "before_id": before[1] if before else None,
            "limit": limit,
        },
    )
    return [TakeRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class OpenedTake:
    id: UUID
    connection_id: UUID
    at: datetime
    operation: str
    content: Any


def read(session: Session, scope: Scope, take_id: UUID) -> OpenedTake | None:
    """Raises SecretUnreadable."""
    scope.require("console.read")
    row = session.execute(
        text("SELECT id, connection_id, at, operation, content FROM take WHERE id = :id"), {"id": take_id}
    ).one_or_none()
    if row is None:
        return None
    return OpenedTake(
        row.id, row.connection_id, row.at, row.operation, unpack(row.content, row.connection_id)
    )


def ids_of(session: Session, connection_id: UUID, operation: str, limit: int) -> list[UUID]:
    """The newest, for a comparison."""
    found = session.execute(
        text(
            "SELECT id FROM take WHERE connection_id = :connection AND error IS NULL"
            " AND (:operation = '' OR operation = :operation) ORDER BY at DESC, id DESC LIMIT :limit"
        ),
        {"connection": connection_id, "operation": operation, "limit": limit},
    )
    return list(found.scalars())


def operations(session: Session, connection_id: UUID) -> list[str]:
    """Those that are recorded."""
    found = session.execute(
        text("SELECT DISTINCT operation FROM take WHERE connection_id = :id ORDER BY operation"),
        {"id": connection_id},
    )
    return list(found.scalars())


def kept(session: Session, connection_id: UUID) -> tuple[int, int, int]:
    """(days, recordings, bytes)."""
    row = session.execute(
        text(
            "SELECT c.recording_days, count(t.id), coalesce(sum(t.size), 0) FROM connection c"
            " LEFT JOIN take t ON t.connection_id = c.id WHERE c.id = :id GROUP BY c.recording_days"
        ),
        {"id": connection_id},
    ).one_or_none()
    if row is None:
        raise ConnectionMissing
    return int(row[0]), int(row[1]), int(row[2])


def key_of(connection_id: UUID, external_id: str) -> UUID:
    """The same package asked for twice is one errand."""
    return uuid5(connection_id, external_id)


_TOO_OLD = (
    "DELETE FROM take t USING connection c WHERE c.id = t.connection_id"
    " AND t.at < now() - make_interval(days => c.recording_days)"
)
_TOO_MUCH = (
    "DELETE FROM take WHERE id IN (SELECT id FROM (SELECT id, sum(size) OVER (PARTITION BY connection_id"
    f" ORDER BY at DESC, id DESC) AS used FROM take) kept WHERE used > {MOST_BYTES})"
)
PURGE = (_TOO_OLD, _TOO_MUCH)
"""For upkeep."""
