"""Reads of feeds: by connection for a screen and a worker, by address for whoever fetches."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.feeds.actions import BASIS, digest_of
from prapazar.domain.feeds.errors import FeedMissing
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold


@dataclass(frozen=True, slots=True)
class FeedRow:
    id: UUID
    connection_id: UUID
    key: str
    format: str
    categories: dict[str, str]
    is_asked: bool
    digest: str | None
    file_format: str | None
    size: int
    read_from: datetime | None
    changed_at: datetime | None
    fetched_at: datetime | None


_COLUMNS = (
    "id, connection_id, key, format, categories, is_asked, digest, file_format, size, read_from, changed_at,"
    " fetched_at"
)


def feed(session: Session, connection_id: UUID) -> FeedRow:
    row = session.execute(
        text(f"SELECT {_COLUMNS} FROM feed WHERE connection_id = :id"), {"id": connection_id}
    ).one_or_none()
    if row is None:
        raise FeedMissing
    return FeedRow(*row)


def served(session: Session, key: str, feed_format: str) -> FeedRow:
    """For the system role: the key in the address is all a channel's fetch says about whose it is."""
    row = session.execute(
        text(f"SELECT {_COLUMNS} FROM feed WHERE key_digest = :digest"), {"digest": digest_of(key)}
    ).one_or_none()
    if row is None or not hmac.compare_digest(row.key.encode(), key.encode()):
        raise FeedMissing
    if row.digest is None or row.file_format != feed_format:
        raise FeedMissing
    return FeedRow(*row)


def connection_ids(session: Session) -> set[str]:
    """For the system role."""
    return {str(found) for found in session.execute(text("SELECT connection_id FROM feed")).scalars()}


# What a transaction changes it stamps with its beginning, and it may commit a little after we have begun to read.
_CHANGED = text(
    "WITH since AS (SELECT CAST(:since AS timestamptz) - interval '2 minutes' AS at)"
    " SELECT EXISTS (SELECT FROM product, since WHERE merchant_id = :merchant AND updated_at > since.at)"
    " OR EXISTS (SELECT FROM variant, since WHERE merchant_id = :merchant AND updated_at > since.at)"
    " OR EXISTS (SELECT FROM stock, since WHERE merchant_id = :merchant AND updated_at > since.at)"
    " OR EXISTS (SELECT FROM listing, since WHERE merchant_id = :merchant AND created_at > since.at)"
    " OR CAST(:since AS timestamptz) < now() - interval '1 day'"
    " OR EXISTS (SELECT FROM feed f JOIN connection c ON c.id = f.connection_id WHERE f.id = :feed"
    f"  AND f.basis IS DISTINCT FROM {BASIS})"
)


def is_due(session: Session, scope: Scope, row: FeedRow) -> bool:
    """Asked for, never written, something it tells has changed, or it is a day old.

    A day, because a renamed category and a vanished link stamp nothing.
    """
    if row.is_asked or row.read_from is None:
        return True
    return bool(
        session.execute(
            _CHANGED, {"merchant": scope.merchant_id, "since": row.read_from, "feed": row.id}
        ).scalar()
    )


@dataclass(frozen=True, slots=True)
class RunRow:
    id: UUID
    status: str
    total: int
    done: int
    written: int
    left_out: int
    noted: int
    is_changed: bool
    error: str | None
    started_at: datetime
    finished_at: datetime | None


def runs(session: Session, scope: Scope, connection_id: UUID, limit: int = 5) -> list[RunRow]:
    """Newest first."""
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT id, status, total, done, written, left_out, noted, is_changed, error, started_at, finished_at"
            " FROM feed_run WHERE connection_id = :id ORDER BY started_at DESC, id DESC LIMIT :limit"
        ),
        {"id": connection_id, "limit": limit},
    )
    return [RunRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class RemarkRow:
    id: int
    product_id: UUID
    sku: str
    title: str
    is_left_out: bool
    code: str
    field: str
    value: str


def remarks(
    session: Session, scope: Scope, run_id: UUID, *, search: str = "", offset: int = 0, limit: int = 50
) -> tuple[list[RemarkRow], int]:
    """One page, those left out first, and how many there are; `search` in SKU and title."""
    scope.require("channels.read")
    where = "run_id = :run AND strpos(folded, :search) > 0"
    asked = {"run": run_id, "search": fold(search.strip()), "offset": offset, "limit": limit}
    total = session.execute(text(f"SELECT count(*) FROM feed_remark WHERE {where}"), asked).scalar_one()
    found = session.execute(
        text(
            "SELECT id, product_id, sku, title, is_left_out, code, field, value FROM feed_remark"
            f" WHERE {where} ORDER BY is_left_out DESC, id LIMIT :limit OFFSET :offset"
        ),
        asked,
    )
    return [RemarkRow(*row) for row in found], int(total)
