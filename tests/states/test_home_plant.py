"""What a home says of the installation: the last backup."""

from datetime import timedelta
from pathlib import Path

import pytest

from prapazar.flows import backups
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from prapazar.states import home_plant


def _said(scope: Scope) -> tuple[str, str, str, str]:
    with db.transaction(scope) as session:
        [row] = home_plant.backups(session, scope).rows
    return row["sub"], row["end"], row["badge"], row["tone"]


def test_last_backup_is_shown_with_its_size_and_warned_of_after_a_week(
    scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    never = _said(scope)
    (tmp_path / "shop.tar.gz").write_bytes(b"x" * 12_340_000)

    made = backups.note(tmp_path / "shop.tar.gz")
    fresh = _said(scope)
    old = made.model_copy(update={"made_at": now() - timedelta(days=8)})
    (tmp_path / backups.FILE).write_text(old.model_dump_json())
    stale = _said(scope)

    how = "Elle alınır: ./dev backup"
    assert (never, fresh, stale) == (
        (how, "", "Eksik", "bad"),
        ("shop.tar.gz", "12,3 MB", "Güncel", "good"),
        (how, "12,3 MB", "1 haftadan eski", "wait"),
    )
    settings.cache_clear()
