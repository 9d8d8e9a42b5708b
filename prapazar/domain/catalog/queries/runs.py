"""Import runs: progress while one goes on, its result afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

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


def run(session: Session, scope: Scope, run_id: UUID) -> RunRow | None:
    scope.require("products.read")
    found = session.execute(
        text(f"SELECT {_COLUMNS} FROM import_run WHERE id = :id"), {"id": run_id}
    ).one_or_none()
    return RunRow(*found) if found else None


def runs(session: Session, scope: Scope, limit: int = 20) -> list[RunRow]:
    """The latest, newest first; without their errors, which only the run's own page shows."""
    scope.require("products.read")
    columns = _COLUMNS.replace("errors", "'[]'::jsonb AS errors")
    found = session.execute(
        text(f"SELECT {columns} FROM import_run ORDER BY created_at DESC, id DESC LIMIT :limit"),
        {"limit": limit},
    )
    return [RunRow(*row) for row in found]
