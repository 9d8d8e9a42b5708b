"""A backup brought back: the books, the uploads and, when asked for, the key."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, make_url, text

from prapazar.cli.main import main
from prapazar.foundation import db
from prapazar.foundation.settings import settings

pytestmark = pytest.mark.process


@pytest.fixture
def own_data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> Path:
    """Uploads of this test's own beside its own database; the key is what the run's roles were made with."""
    del database
    key = (settings().data_dir / "secret.key").read_bytes()
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data/uploads").mkdir(parents=True)
    (tmp_path / "data/uploads/label.txt").write_text("label")
    (tmp_path / "data/secret.key").write_bytes(key)
    settings.cache_clear()
    return tmp_path / "data"


def _add_merchant(name: str) -> UUID:
    merchant_id = uuid4()
    with db.system_transaction() as session:
        session.execute(
            text("INSERT INTO merchant (id, name, slug, is_active) VALUES (:id, :name, :slug, true)"),
            {"id": merchant_id, "name": name, "slug": name.lower()},
        )
    return merchant_id


def _merchants() -> list[str]:
    with db.system_transaction() as session:
        names = list(session.execute(text("SELECT name FROM merchant ORDER BY name")).scalars())
    db.dispose_engines()
    return names


def _names_in(file: Path) -> list[str]:
    with tarfile.open(file) as archive:
        return sorted(archive.getnames())


def _run(*words: str) -> Result:
    db.dispose_engines()
    result = CliRunner().invoke(main, words)
    settings.cache_clear()
    return result


def test_restore_brings_back_books_and_uploads_as_they_were(own_data_dir: Path, tmp_path: Path) -> None:
    _add_merchant("Anadolu")
    file = tmp_path / "shop.tar.gz"
    saved = _run("backup", str(file))
    _add_merchant("Ege")
    (own_data_dir / "uploads/label.txt").write_text("changed")
    (own_data_dir / "uploads/later.txt").write_text("later")

    restored = _run("restore", str(file), "--yes")

    assert (saved.exit_code, restored.exit_code, restored.output) == (0, 0, f"{file} is restored.\n")
    assert _merchants() == ["Anadolu"]
    uploads = {path.name: path.read_text() for path in (own_data_dir / "uploads").iterdir()}
    assert uploads == {"label.txt": "label"}


def test_restore_keeps_row_level_security(own_data_dir: Path, tmp_path: Path) -> None:
    del own_data_dir
    file = tmp_path / "shop.tar.gz"
    _run("backup", str(file))

    def protected() -> list[str]:
        with db.system_transaction() as session:
            rows = session.execute(
                text("SELECT tablename || '.' || policyname FROM pg_policies ORDER BY 1")
            ).scalars()
            return list(rows)

    before = protected()
    _run("restore", str(file), "--yes")

    assert before
    assert protected() == before


def test_backup_holds_the_key_only_when_asked(own_data_dir: Path, tmp_path: Path) -> None:
    without, with_key = tmp_path / "a.tar.gz", tmp_path / "b.tar.gz"

    _run("backup", str(without))
    _run("backup", str(with_key), "--with-secret-key")

    names = [_names_in(file) for file in (without, with_key)]
    common = ["database.dump", "uploads", "uploads/label.txt"]
    assert names == [common, sorted([*common, "secret.key"])]
    assert [oct(file.stat().st_mode & 0o777) for file in (without, with_key)] == ["0o600", "0o600"]
    assert own_data_dir.exists()


def test_restore_is_refused_while_the_shop_works_and_changes_nothing(
    own_data_dir: Path, tmp_path: Path
) -> None:
    del own_data_dir
    file = tmp_path / "shop.tar.gz"
    _run("backup", str(file))
    _add_merchant("Ege")

    with db.system_transaction():
        refused = CliRunner().invoke(main, ["restore", str(file), "--yes"])

    assert (refused.exit_code, refused.output) == (1, "Error: the shop is running; stop it first.\n")
    assert _merchants() == ["Ege"]


def test_damaged_backup_leaves_what_was_there(own_data_dir: Path, tmp_path: Path) -> None:
    del own_data_dir
    _add_merchant("Anadolu")
    (tmp_path / "database.dump").write_bytes(b"not a dump")
    file = tmp_path / "broken.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        archive.add(tmp_path / "database.dump", "database.dump")

    refused = _run("restore", str(file), "--yes")

    assert refused.exit_code == 1
    assert refused.output.splitlines()[-1].startswith("Error: pg_restore failed: ")
    assert _merchants() == ["Anadolu"]


@pytest.fixture
def plain_owner(server_url: str, own_data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database whose owner is no superuser, as hosts of databases give it out."""
    del own_data_dir
    name = f"plain_{uuid4().hex[:12]}"
    admin_engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with admin_engine.connect() as admin:
        admin.execute(text(f"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'plain'"))
        admin.execute(text(f"CREATE DATABASE {name} OWNER {name}"))
        url = make_url(server_url).set(username=name, password="plain", database=name)
        monkeypatch.setenv("PRAPAZAR_DATABASE_URL", url.render_as_string(hide_password=False))
        settings.cache_clear()
        db.dispose_engines()
        db.migrate()
        yield
        db.dispose_engines()
        admin.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.execute(text(f"DROP ROLE {name}"))
    admin_engine.dispose()


@pytest.mark.usefixtures("plain_owner")
def test_owner_that_is_no_superuser_saves_every_row_and_brings_them_back(tmp_path: Path) -> None:
    _add_merchant("Anadolu")
    file = tmp_path / "shop.tar.gz"
    saved = _run("backup", str(file))
    _add_merchant("Ege")

    restored = _run("restore", str(file), "--yes")

    assert (saved.exit_code, restored.exit_code, restored.output) == (0, 0, f"{file} is restored.\n")
    assert _merchants() == ["Anadolu"]
