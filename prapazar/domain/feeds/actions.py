"""Writes to feeds: open one, renew its address, ask for a new file, and what became of each writing."""

import hashlib
import secrets as random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.feeds.errors import FeedMissing
from prapazar.domain.feeds.models import Feed, FeedRun
from prapazar.foundation import live
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold

RUNS_KEPT = 20
CHANGED = "feeds.changed"
"""The live event."""


BASIS = "md5(concat_ws('|', c.settings, c.stock_buffer, c.stock_percent, c.stock_cap))"
"""What of a connection `c` decides about its file."""


@dataclass(frozen=True, slots=True)
class Remark:
    product_id: UUID
    sku: str
    title: str
    is_left_out: bool
    code: str
    field: str = ""
    value: str = ""


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def open_feed(session: Session, scope: Scope, connection_id: UUID, feed_format: str) -> None:
    scope.require("channels.write")
    key = random.token_urlsafe(24)
    session.add(
        Feed(
            merchant_id=scope.merchant_id,
            connection_id=connection_id,
            key=key,
            key_digest=digest_of(key),
            format=feed_format,
        )
    )
    session.flush()


def renew_key(session: Session, scope: Scope, connection_id: UUID) -> None:
    """The old address is gone at once."""
    scope.require("channels.write")
    key = random.token_urlsafe(24)
    _update(session, scope, connection_id, "key = :key, key_digest = :digest", key=key, digest=digest_of(key))
    audit.append(session, scope, "feeds.renew_key", connection_id, {})


def choose_format(session: Session, scope: Scope, connection_id: UUID, feed_format: str) -> None:
    scope.require("channels.write")
    _update(session, scope, connection_id, "format = :format, is_asked = true", format=feed_format)


def ask(session: Session, scope: Scope, connection_id: UUID) -> None:
    """The next look writes it, whether anything changed or not."""
    scope.require("channels.write")
    _update(session, scope, connection_id, "is_asked = true")


def map_category(session: Session, scope: Scope, connection_id: UUID, path: str, name: str) -> None:
    """An empty name takes the mapping away."""
    scope.require("channels.write")
    change = "categories - CAST(:path AS text)"
    if name:
        change = "categories || jsonb_build_object(CAST(:path AS text), CAST(:name AS text))"
    _update(session, scope, connection_id, f"categories = {change}, is_asked = true", path=path, name=name)


def _update(session: Session, scope: Scope, connection_id: UUID, changes: str, **values: object) -> None:
    found = session.execute(
        text(f"UPDATE feed SET {changes} WHERE connection_id = :connection RETURNING id"),
        {**values, "connection": connection_id},
    )
    if found.scalar() is None:
        raise FeedMissing
    live.tell(session, scope.merchant_id, CHANGED)


def start_run(session: Session, scope: Scope, connection_id: UUID, total: int) -> UUID:
    """A run that a killed worker left behind ends here as failed."""
    session.execute(
        text(
            "UPDATE feed_run SET status = 'failed', error = 'feeds.broken_off', finished_at = now()"
            " WHERE connection_id = :id AND status = 'running'"
        ),
        {"id": connection_id},
    )
    basis = f"(SELECT {BASIS} FROM connection c WHERE c.id = feed.connection_id)"
    _update(session, scope, connection_id, f"is_asked = false, basis = {basis}")
    run = FeedRun(merchant_id=scope.merchant_id, connection_id=connection_id, total=total)
    session.add(run)
    session.flush()
    return run.id


_REMARKS = text(
    "INSERT INTO feed_remark (merchant_id, run_id, product_id, sku, title, folded, is_left_out, code, field,"
    " value) SELECT :merchant, :run, r.product_id, r.sku, r.title, r.folded, r.is_left_out, r.code, r.field, r.value"
    " FROM jsonb_to_recordset(:remarks) AS r(product_id uuid, sku text, title text, folded text, is_left_out boolean,"
    " code text, field text, value text)"
).bindparams(bindparam("remarks", type_=JSONB))


def advance(session: Session, scope: Scope, run_id: UUID, done: int, remarks: Sequence[Remark]) -> None:
    session.execute(
        text("UPDATE feed_run SET done = done + :done WHERE id = :id"), {"done": done, "id": run_id}
    )
    if remarks:
        rows = [
            {
                "product_id": str(one.product_id),
                "sku": one.sku,
                "title": one.title,
                "folded": fold(f"{one.sku} {one.title}"),
                "is_left_out": one.is_left_out,
                "code": one.code,
                "field": one.field,
                "value": one.value,
            }
            for one in remarks
        ]
        session.execute(_REMARKS, {"merchant": scope.merchant_id, "run": run_id, "remarks": rows})
    live.tell(session, scope.merchant_id, CHANGED)


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file."""

    digest: str
    format: str
    size: int
    read_from: datetime


def finish_run(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    run_id: UUID,
    file: Written,
    counts: Mapping[str, int],
) -> bool:
    """True when the bytes are other ones than before. Remarks of earlier runs go."""
    was = session.execute(
        text(
            "WITH before AS (SELECT id, digest, file_format FROM feed WHERE connection_id = :connection FOR UPDATE),"
            " after AS (SELECT CAST(:digest AS text) AS digest, CAST(:format AS text) AS file_format)"
            " UPDATE feed f SET digest = a.digest, file_format = a.file_format, size = :size, read_from = :read_from,"
            " changed_at = CASE WHEN b.digest = a.digest AND b.file_format = a.file_format THEN f.changed_at"
            "  ELSE now() END"
            " FROM before b, after a WHERE f.id = b.id RETURNING b.digest, b.file_format"
        ),
        {
            "connection": connection_id,
            "digest": file.digest,
            "format": file.format,
            "size": file.size,
            "read_from": file.read_from,
        },
    ).one()
    is_changed = (was.digest, was.file_format) != (file.digest, file.format)
    session.execute(
        text(
            "UPDATE feed_run SET status = 'done', written = :written, left_out = :left_out, noted = :noted,"
            " is_changed = :changed, finished_at = now() WHERE id = :id"
        ),
        {**counts, "changed": is_changed, "id": run_id},
    )
    session.execute(
        text(
            "DELETE FROM feed_remark WHERE run_id IN (SELECT id FROM feed_run WHERE connection_id = :id AND id <> :run)"
        ),
        {"id": connection_id, "run": run_id},
    )
    session.execute(
        text(
            "DELETE FROM feed_run WHERE connection_id = :id AND id NOT IN (SELECT id FROM feed_run"
            " WHERE connection_id = :id ORDER BY started_at DESC, id DESC LIMIT :kept)"
        ),
        {"id": connection_id, "kept": RUNS_KEPT},
    )
    live.tell(session, scope.merchant_id, CHANGED)
    return is_changed


def fail_run(session: Session, scope: Scope, run_id: UUID, code: str) -> None:
    """The file before it stays, and the next look tries again."""
    session.execute(
        text(
            "WITH run AS (UPDATE feed_run SET status = 'failed', error = :code, finished_at = now() WHERE id = :id"
            " RETURNING connection_id)"
            " UPDATE feed SET is_asked = true WHERE connection_id IN (SELECT connection_id FROM run)"
        ),
        {"id": run_id, "code": code},
    )
    live.tell(session, scope.merchant_id, CHANGED)


def note_fetch(session: Session, feed_id: UUID) -> None:
    """To the minute: who fetches every second writes no row each time."""
    session.execute(
        text(
            "UPDATE feed SET fetched_at = now() WHERE id = :id"
            " AND (fetched_at IS NULL OR fetched_at < now() - interval '1 minute')"
        ),
        {"id": feed_id},
    )
