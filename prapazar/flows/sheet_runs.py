"""Runs over a spreadsheet: where an uploaded file waits, and how one worker carries a run to its end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.actions.runs import RowError, RunStopped, Step
from prapazar.domain.catalog.enums import ImportKind, ImportStatus
from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.channels.enums import Topic
from prapazar.foundation import db, outbox
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import SheetUnreadable

log = structlog.get_logger(__name__)
_LEASE = timedelta(minutes=10)
"""A run whose worker died is taken up again after it."""

Work = Callable[[Scope, RunRow, int], None]
"""(scope of who started it, the run, rows done already)."""


def upload_path(scope: Scope, name: str) -> Path:
    """Where an uploaded file is kept until it is read; the name is ours, only its ending the person's."""
    folder = settings().data_dir / "uploads" / str(scope.merchant_id)
    folder.mkdir(parents=True, exist_ok=True)
    ending = Path(name).suffix.lower()
    return folder / f"{new_id()}{ending if ending in {'.csv', '.xlsx', '.txt', '.tsv'} else '.csv'}"


def own_upload(scope: Scope, path: Path) -> Path:
    """A path comes back from a screen, so it is checked again: this merchant's uploads and nothing else."""
    folder = (settings().data_dir / "uploads" / str(scope.merchant_id)).resolve()
    if path.resolve().parent != folder or not path.is_file():
        raise SheetUnreadable("file_missing")
    return path


def run(topic: Topic, run_id: UUID, work: Callable[[Scope, UUID], None]) -> None:
    """One worker at a time; the waiting row goes away when the run is over, whatever became of it."""
    with db.exclusive(f"{topic.value}:{run_id}") as is_mine:
        if not is_mine:
            return
        with db.system_transaction() as session:
            merchant_id = runs.merchant_of(session, run_id)
        if merchant_id is None:
            return
        scope = system_scope(merchant_id)
        with db.transaction(scope) as session:
            claims = outbox.claim(session, topic.value, run_id, 10, _LEASE)
        work(scope, run_id)
        with db.transaction(scope) as session:
            outbox.finish(session, [claim.id for claim in claims])


def carry_on(scope: Scope, run_id: UUID, work: Work, *, keeps_file: bool = False) -> None:
    """Begin a run, or go on with one whose worker died, and say how it ended."""
    with db.transaction(scope) as session:
        done = runs.begin(session, run_id)
        found = queries.run(session, scope, run_id, kinds=tuple(ImportKind))
    if done is None or found is None:
        return
    with db.transaction(scope) as session:
        actor = replace(scope, user_id=runs.user_of(session, run_id))
    try:
        work(actor, found, done)
    except RunStopped:
        _finish(actor, found, ImportStatus.CANCELLED, keeps_file=False)
    except SheetUnreadable as error:
        log.warning("spreadsheet unreadable", run=str(run_id), code=error.code)
        with db.transaction(actor) as session:
            runs.advance(session, actor, run_id, Step(), [RowError(0, "", error.code, error.value)])
        _finish(actor, found, ImportStatus.FAILED, keeps_file=False)
    else:
        _finish(actor, found, ImportStatus.DONE, keeps_file=keeps_file)


def _finish(scope: Scope, found: RunRow, status: ImportStatus, *, keeps_file: bool) -> None:
    """A file that was read is not kept: what it said is in the books or among the run's errors."""
    with db.transaction(scope) as session:
        runs.finish(session, scope, found.id, status)
    if found.file and not keeps_file:
        (settings().data_dir / found.file).unlink(missing_ok=True)
