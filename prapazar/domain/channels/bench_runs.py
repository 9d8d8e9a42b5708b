"""Bench runs: what an integrator asks of one store by hand, done by a worker, kept with what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import takes
from prapazar.domain.channels.enums import BenchKind, RunStatus, Topic
from prapazar.domain.channels.models import BenchRun
from prapazar.foundation import live, outbox
from prapazar.foundation.scope import Scope

KEPT = 20
"""Of one person at one store."""


@dataclass(frozen=True, slots=True)
class BenchRow:
    id: UUID
    connection_id: UUID
    user_id: UUID | None
    kind: str
    operation: str
    status: str
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


_ROW = "id, connection_id, user_id, kind, operation, status, error, created_at, started_at, finished_at"


def start(
    session: Session, scope: Scope, connection_id: UUID, kind: BenchKind, operation: str, asked: object
) -> UUID:
    """A worker takes it within a second or so."""
    scope.require("console.write")
    run = BenchRun(
        merchant_id=scope.merchant_id,
        connection_id=connection_id,
        user_id=scope.user_id,
        kind=kind.value,
        operation=operation,
        content=takes.pack({"asked": asked}, connection_id),
    )
    session.add(run)
    session.flush()
    outbox.append(session, scope.merchant_id, Topic.BENCH.value, run.id, run.id, {})
    session.execute(
        text(
            "DELETE FROM bench_run WHERE id IN (SELECT id FROM bench_run WHERE connection_id = :connection"
            " AND kind = :kind AND user_id IS NOT DISTINCT FROM CAST(:user AS uuid) AND status NOT IN ('waiting',"
            " 'running') ORDER BY created_at DESC OFFSET :kept)"
        ),
        {"connection": connection_id, "kind": kind.value, "user": scope.user_id, "kept": KEPT},
    )
    return run.id


def merchant_of(session: Session, run_id: UUID) -> UUID | None:
    """For the system role: a worker is handed the run's id."""
    found: UUID | None = session.execute(
        text("SELECT merchant_id FROM bench_run WHERE id = :id"), {"id": run_id}
    ).scalar()
    return found


def begin(session: Session, run_id: UUID) -> tuple[BenchRow, Any] | None:
    """None where it is over, or began before: what changes something at a provider is not done twice."""
    row = session.execute(
        text(
            "UPDATE bench_run SET status = 'running', started_at = now() WHERE id = :id AND status = 'waiting'"
            f" RETURNING {_ROW}, content"
        ),
        {"id": run_id},
    ).one_or_none()
    if row is None:
        session.execute(
            text(
                "UPDATE bench_run SET status = 'failed', error = 'console.broken_off', finished_at = now()"
                " WHERE id = :id AND status = 'running'"
            ),
            {"id": run_id},
        )
        return None
    return BenchRow(*row[:-1]), takes.unpack(row.content, row.connection_id)


def keep(session: Session, scope: Scope, run: BenchRow, content: object) -> None:
    """What there is by now, while it goes on."""
    session.execute(
        text("UPDATE bench_run SET content = :content WHERE id = :id"),
        {"id": run.id, "content": takes.pack(content, run.connection_id)},
    )
    live.tell(session, scope.merchant_id, "console.changed", run=str(run.id))


def finish(session: Session, scope: Scope, run: BenchRow, content: object, error: str | None) -> None:
    session.execute(
        text(
            "UPDATE bench_run SET content = :content, status = :status, error = :error, finished_at = now()"
            " WHERE id = :id"
        ),
        {
            "id": run.id,
            "content": takes.pack(content, run.connection_id),
            "status": (RunStatus.FAILED if error else RunStatus.DONE).value,
            "error": error,
        },
    )
    live.tell(session, scope.merchant_id, "console.changed", run=str(run.id))


def history(session: Session, scope: Scope, connection_id: UUID, kind: BenchKind) -> list[BenchRow]:
    """One's own, newest first."""
    scope.require("console.read")
    found = session.execute(
        text(
            f"SELECT {_ROW} FROM bench_run WHERE connection_id = :connection AND kind = :kind"
            " AND user_id IS NOT DISTINCT FROM CAST(:user AS uuid) ORDER BY created_at DESC LIMIT :kept"
        ),
        {"connection": connection_id, "kind": kind.value, "user": scope.user_id, "kept": KEPT},
    )
    return [BenchRow(*row) for row in found]


def read(session: Session, scope: Scope, run_id: UUID) -> tuple[BenchRow, Any] | None:
    """With what it holds. Raises SecretUnreadable."""
    scope.require("console.read")
    row = session.execute(
        text(f"SELECT {_ROW}, content FROM bench_run WHERE id = :id"), {"id": run_id}
    ).one_or_none()
    return None if row is None else (BenchRow(*row[:-1]), takes.unpack(row.content, row.connection_id))
