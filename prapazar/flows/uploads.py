"""Uploaded files nobody imported: previewed and left, or cancelled before a worker came."""

import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from prapazar.foundation import db
from prapazar.foundation.settings import settings

_HOUR = 3600
_MADE_DAYS = 30
_EXPORT_DAYS = 2
_AWAITED = text("SELECT file FROM import_run WHERE status IN ('waiting', 'running') AND file IS NOT NULL")


def remove_abandoned() -> int:
    """How many files went. One that a run still waits for stays, however old it is."""
    oldest = time.time() - settings().abandoned_upload_hours * _HOUR
    old = [path for path in _kept(settings().data_dir) if _changed_at(path) < oldest]
    if not old:
        return 0
    with db.system_transaction() as session:
        awaited = {settings().data_dir / name for name in session.execute(_AWAITED).scalars()}
    gone = [path for path in old if path not in awaited]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def remove_made() -> int:
    """Files made for platforms, thirty days old: they can be made anew at any time."""
    oldest = time.time() - _MADE_DAYS * 24 * _HOUR
    made = (path for path in (settings().data_dir / "made").glob("*/*") if path.is_file())
    old = [path for path in made if _changed_at(path) < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def remove_exports() -> int:
    """Lists that a worker wrote, two days old: they hold personal data, and can be written anew at any time."""
    oldest = time.time() - _EXPORT_DAYS * 24 * _HOUR
    old = [path for path in (settings().data_dir / "exports").glob("*/*") if _changed_at(path) < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _kept(data_dir: Path) -> Iterator[Path]:
    """Uploads of every merchant, and exports whose process died before the browser had them."""
    yield from (path for path in (data_dir / "uploads").glob("*/*") if path.is_file())
    yield from data_dir.glob("export-*.*")


def _changed_at(path: Path) -> float:
    """A file that a worker removes meanwhile is as good as new."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
