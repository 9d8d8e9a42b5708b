"""Import runs: started by a person, advanced by a worker, asked to stop by anybody who may import."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.catalog.enums import ImportKind, ImportStatus
from prapazar.domain.catalog.models import ImportRun
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

MOST_ERRORS = 1000

_ADVANCE = text(
    "UPDATE import_run SET total = greatest(total, done + :rows), done = done + :rows,"
    " created = created + :created, updated = updated + :updated, unchanged = unchanged + :unchanged,"
    " failed = failed + :failed, errors = CASE WHEN jsonb_array_length(errors) >= :most THEN errors"
    f"  ELSE jsonb_path_query_array(errors || :errors, '$[0 to {MOST_ERRORS - 1}]') END"
    " WHERE id = :id AND status = 'running' RETURNING is_cancel_asked, done, total"
).bindparams(bindparam("errors", type_=JSONB))


@dataclass(frozen=True, slots=True)
class RowError:
    """One cell that cannot be taken: `row` as the spreadsheet program counts it, `column` its heading."""

    row: int
    column: str
    code: str
    value: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"row": self.row, "column": self.column, "code": self.code, "value": self.value[:200]}


@dataclass(slots=True)
class Step:
    """What one batch of a run did."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0


class RunStopped(Exception):
    """The run was cancelled, or is not running any more; the batch is rolled back."""


def start_run(
    session: Session,
    scope: Scope,
    kind: ImportKind,
    source: str,
    *,
    file: str | None = None,
    mapping: dict[str, str] | None = None,
    connection_id: UUID | None = None,
    total: int = 0,
    needs: str = "products.write",
) -> UUID:
    """The run waits until a worker begins it."""
    scope.require(needs)
    run = ImportRun(
        merchant_id=scope.merchant_id,
        kind=kind.value,
        source=source,
        file=file,
        mapping=mapping or {},
        connection_id=connection_id,
        user_id=scope.user_id,
        total=total,
    )
    session.add(run)
    session.flush()
    live.tell(session, scope.merchant_id, "imports.changed", run=str(run.id))
    return run.id


def begin(session: Session, run_id: UUID, total: int | None = None) -> int | None:
    """Take a waiting run, or one whose worker died. Returns how many rows are done; None when it is over."""
    found: int | None = session.execute(
        text(
            "UPDATE import_run SET status = 'running', total = coalesce(:total, total)"
            " WHERE id = :id AND status IN ('waiting', 'running') AND NOT is_cancel_asked RETURNING done"
        ),
        {"id": run_id, "total": total},
    ).scalar()
    if found is None:
        _close_cancelled(session, run_id)
    return found


def start_over(session: Session, run_id: UUID) -> None:
    """A run that makes a file and was cut off makes it anew."""
    session.execute(
        text(
            "UPDATE import_run SET done = 0, created = 0, updated = 0, unchanged = 0, failed = 0, errors = '[]'"
            " WHERE id = :id AND status = 'running'"
        ),
        {"id": run_id},
    )


def keep_file(session: Session, run_id: UUID, file: str) -> None:
    """Where a run put what it made."""
    session.execute(text("UPDATE import_run SET file = :file WHERE id = :id"), {"id": run_id, "file": file})


def merchant_of(session: Session, run_id: UUID) -> UUID | None:
    """Asked by a worker, which knows only the run's id, in a system transaction."""
    found: UUID | None = session.execute(
        text("SELECT merchant_id FROM import_run WHERE id = :id"), {"id": run_id}
    ).scalar()
    return found


def user_of(session: Session, run_id: UUID) -> UUID | None:
    """Who started it: what the run changes is that person's doing."""
    found: UUID | None = session.execute(
        text("SELECT user_id FROM import_run WHERE id = :id"), {"id": run_id}
    ).scalar()
    return found


def advance(
    session: Session, scope: Scope, run_id: UUID, step: Step, errors: Sequence[RowError] = ()
) -> None:
    """Progress, in the same transaction as the batch. Raises RunStopped when somebody cancelled."""
    row = session.execute(
        _ADVANCE,
        {
            "id": run_id,
            "rows": step.rows,
            "created": step.created,
            "updated": step.updated,
            "unchanged": step.unchanged,
            "failed": step.failed,
            "errors": [error.as_dict() for error in errors[:MOST_ERRORS]],
            "most": MOST_ERRORS,
        },
    ).one_or_none()
    if row is None or row.is_cancel_asked:
        raise RunStopped
    live.tell(session, scope.merchant_id, "imports.changed", run=str(run_id), done=row.done, total=row.total)


def finish(session: Session, scope: Scope, run_id: UUID, status: ImportStatus) -> None:
    session.execute(
        text(
            "UPDATE import_run SET status = :status, finished_at = now()"
            " WHERE id = :id AND status IN ('waiting', 'running')"
        ),
        {"id": run_id, "status": status.value},
    )
    live.tell(session, scope.merchant_id, "imports.changed", run=str(run_id))


def ask_cancel(session: Session, scope: Scope, run_id: UUID, *, needs: str = "products.write") -> None:
    """What is written stays; the batch under way is the last."""
    scope.require(needs)
    session.execute(
        text(
            "UPDATE import_run SET is_cancel_asked = true,"
            " status = CASE WHEN status = 'waiting' THEN 'cancelled' ELSE status END,"
            " finished_at = CASE WHEN status = 'waiting' THEN now() END"
            " WHERE id = :id AND status IN ('waiting', 'running')"
        ),
        {"id": run_id},
    )
    live.tell(session, scope.merchant_id, "imports.changed", run=str(run_id))


def _close_cancelled(session: Session, run_id: UUID) -> None:
    session.execute(
        text(
            "UPDATE import_run SET status = 'cancelled', finished_at = now()"
            " WHERE id = :id AND is_cancel_asked AND status = 'running'"
        ),
        {"id": run_id},
    )
