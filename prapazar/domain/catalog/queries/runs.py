"""Import runs: progress while one goes on, its result afterwards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.enums import CATALOG_KINDS, FILE_KINDS, ImportKind
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class RunRow:
    id: UUID
    kind: str
    source: str
    status: str
    total: int
    done: int
    created: int
    updated: int
    unchanged: int
    failed: int
    errors: list[dict[str, Any]]
    mapping: dict[str, str]
    file: str | None
    connection_id: UUID | None
    is_cancel_asked: bool
    created_at: datetime
    finished_at: datetime | None


_COLUMNS = (
    "id, kind, source, status, total, done, created, updated, unchanged, failed, errors, mapping, file,"
    " connection_id, is_cancel_asked, created_at, finished_at"
)

_BRIEF = _COLUMNS.replace("errors", "'[]'::jsonb AS errors")


def run(
    session: Session,
    scope: Scope,
    run_id: UUID,
    *,
    kinds: Collection[ImportKind] = CATALOG_KINDS,
    needs: str = "products.read",
) -> RunRow | None:
    """None also for one of another kind: whoever may see products may not see orders for that."""
    scope.require(needs)
    found = session.execute(
        text(f"SELECT {_COLUMNS} FROM import_run WHERE id = :id AND kind = ANY(CAST(:kinds AS text[]))"),
        {"id": run_id, "kinds": [kind.value for kind in kinds]},
    ).one_or_none()
    return RunRow(*found) if found else None


def runs(session: Session, scope: Scope, limit: int = 20) -> list[RunRow]:
    """The latest, newest first; without their errors, which only the run's own page shows."""
    scope.require("products.read")
    found = session.execute(
        text(
            f"SELECT {_BRIEF} FROM import_run WHERE kind = ANY(CAST(:kinds AS text[]))"
            " ORDER BY created_at DESC, id DESC LIMIT :limit"
        ),
        {"limit": limit, "kinds": [kind.value for kind in CATALOG_KINDS]},
    )
    return [RunRow(*row) for row in found]


def file_runs(session: Session, scope: Scope, connection_id: UUID, limit: int = 5) -> list[RunRow]:
    """The latest of each kind at one channel, newest first; without their errors."""
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT r.* FROM unnest(CAST(:kinds AS text[])) k(kind) CROSS JOIN LATERAL ("
            f"SELECT {_BRIEF} FROM import_run WHERE connection_id = :connection AND kind = k.kind"
            " ORDER BY created_at DESC, id DESC LIMIT :limit) r ORDER BY r.created_at DESC, r.id DESC"
        ),
        {"connection": connection_id, "limit": limit, "kinds": [kind.value for kind in FILE_KINDS]},
    )
    return [RunRow(*row) for row in found]


def last_done(session: Session, connection_id: UUID, kind: ImportKind) -> RunRow | None:
    """The newest that ended well: what it was asked for is remembered by it."""
    found = session.execute(
        text(
            f"SELECT {_BRIEF} FROM import_run WHERE connection_id = :connection AND kind = :kind"
            " AND status = 'done' ORDER BY created_at DESC, id DESC LIMIT 1"
        ),
        {"connection": connection_id, "kind": kind.value},
    ).one_or_none()
    return RunRow(*found) if found else None
