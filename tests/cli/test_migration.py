"""The word `migration`: what it writes is what the models say."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from prapazar.cli import checkout, migration


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout as far as migrations are concerned."""
    shutil.copy(checkout.ROOT / "alembic.ini", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(checkout.ROOT / "alembic", tmp_path / "alembic", ignore=ignored)
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.process
def test_migration_writes_the_first_one_anew_as_it_is_kept(copy: Path) -> None:
    first = copy / "alembic" / "versions" / "0001_first_tables.py"
    kept = first.read_text()
    first.write_text('"""Something older."""\n')

    result = CliRunner().invoke(migration.migration)

    assert result.exit_code == 0, result.output
    assert first.read_text() == kept


@pytest.mark.process
def test_migration_writes_nothing_where_models_and_migrations_agree(copy: Path) -> None:
    versions = copy / "alembic" / "versions"
    before = sorted(path.name for path in versions.glob("*.py"))

    result = CliRunner().invoke(migration.migration, ["nothing new"])

    assert (result.exit_code, result.output) == (0, "Models and migrations agree; nothing to write.\n")
    assert sorted(path.name for path in versions.glob("*.py")) == before


@pytest.mark.process
def test_migration_puts_back_what_was_there_when_it_cannot_be_written(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> None:
        raise OSError(path.name)

    first = copy / "alembic" / "versions" / "0001_first_tables.py"
    kept = first.read_text()
    monkeypatch.setattr(migration, "_tidy", broken)

    result = CliRunner().invoke(migration.migration)

    assert (type(result.exception), str(result.exception)) == (OSError, "0001_first_tables.py")
    assert first.read_text() == kept


def test_migration_asks_for_words_once_there_are_several(copy: Path) -> None:
    (copy / "alembic" / "versions" / "0002_next.py").write_text('"""Next."""\n')

    result = CliRunner().invoke(migration.migration)

    assert (result.exit_code, result.output.splitlines()[-1]) == (
        2,
        'Error: there are several migrations; say what the next one does: migration "..."',
    )
