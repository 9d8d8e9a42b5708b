"""Uploaded spreadsheets: removed once they are abandoned, kept while anybody may still need them."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.enums import ImportKind
from prapazar.flows import catalog_sheets, upkeep, uploads
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings


@pytest.fixture(autouse=True)
def own_folder(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Other tests of the run leave files in the folder they share."""
    del database
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    return tmp_path


def uploaded(scope: Scope, *, hours_ago: int) -> Path:
    path = catalog_sheets.upload_path(scope, "ürünler.csv")
    path.write_text("Stok kodu;Ürün adı\nCAY;Çay\n", encoding="utf-8")
    then = time.time() - timedelta(hours=hours_ago).total_seconds()
    os.utime(path, (then, then))
    return path


def run_of(scope: Scope, path: Path) -> UUID:
    name = str(path.relative_to(settings().data_dir))
    with db.transaction(scope) as session:
        return runs.start_run(session, scope, ImportKind.SPREADSHEET, "ürünler.csv", file=name, total=1)


def test_upload_nobody_imported_goes_after_a_day(scope: Scope, other_scope: Scope) -> None:
    old, others, fresh = (
        uploaded(scope, hours_ago=25),
        uploaded(other_scope, hours_ago=90),
        uploaded(scope, hours_ago=23),
    )

    upkeep.clean_up()

    assert [path.exists() for path in (old, others, fresh)] == [False, False, True]


def test_upload_a_run_waits_for_stays_until_the_run_is_over(scope: Scope) -> None:
    path = uploaded(scope, hours_ago=200)
    run_id = run_of(scope, path)

    waiting = (uploads.remove_abandoned(), path.exists())
    with db.transaction(scope) as session:
        runs.ask_cancel(session, scope, run_id)
    cancelled = (uploads.remove_abandoned(), path.exists())

    assert (waiting, cancelled) == ((0, True), (1, False))


def test_age_is_the_installations_to_choose(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    path = uploaded(scope, hours_ago=3)

    before = uploads.remove_abandoned()
    monkeypatch.setenv("PRAPAZAR_ABANDONED_UPLOAD_HOURS", "2")
    settings.cache_clear()
    after = uploads.remove_abandoned()

    assert (before, after, path.exists()) == (0, 1, False)


def test_export_left_by_a_dead_process_goes_and_nothing_else_of_the_folder(own_folder: Path) -> None:
    kept = [own_folder / "notes.txt", own_folder / "uploads" / "notes.txt"]
    left = own_folder / "export-0190.xlsx"
    (own_folder / "uploads").mkdir()
    for path in (*kept, left):
        path.write_text("x")
        os.utime(path, (0, 0))

    removed = uploads.remove_abandoned()

    assert (removed, left.exists(), [path.exists() for path in kept]) == (1, False, [True, True])


def test_file_made_for_a_platform_goes_after_thirty_days(own_folder: Path) -> None:
    folder = own_folder / "made" / "merchant"
    folder.mkdir(parents=True)
    old, fresh = folder / "old.csv", folder / "fresh.csv"
    for path, days in ((old, 31), (fresh, 29)):
        path.touch()
        then = time.time() - timedelta(days=days).total_seconds()
        os.utime(path, (then, then))

    assert uploads.remove_made() == 1
    assert [path.name for path in folder.iterdir()] == ["fresh.csv"]
