"""A backup brought back: the books, the uploads and, when asked for, the key."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, make_url, text

from prapazar.cli import backup_manifest
from prapazar.cli.main import main
from prapazar.domain.access import audit
from prapazar.domain.customers import actions as customers
from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.domain.privacy import actions as privacy_actions
from prapazar.domain.privacy import queries
from prapazar.domain.privacy.actions import Asked
from prapazar.domain.privacy.enums import AskedBy, Identity, RequestKind
from prapazar.flows import backups, connections, erasures_again, privacy
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings
from tests.factories import books, forgotten
from tests.factories import people as people_factory
from tests.factories.invoicing import PretendProvider

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


def test_backup_is_noted_beside_the_data_and_the_note_outlives_a_restore(
    own_data_dir: Path, tmp_path: Path
) -> None:
    file = tmp_path / "shop.tar.gz"
    before = backups.last()
    _run("backup", str(file))
    noted = backups.last()

    _run("restore", str(file), "--yes")

    assert before is None
    assert noted is not None
    assert (noted.file, noted.size) == ("shop.tar.gz", file.stat().st_size)
    assert backups.last() == noted
    (own_data_dir / backups.FILE).write_text("{")
    assert backups.last() is None


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
    common = ["database.dump", "manifest.json", "uploads", "uploads/label.txt"]
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


def test_restore_waits_for_a_shop_that_was_just_stopped(
    own_data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "shop.tar.gz"
    _run("backup", str(file))
    _add_merchant("Ege")
    monkeypatch.setattr("prapazar.cli.backup.time.sleep", lambda _seconds: db.dispose_engines())

    restored = CliRunner().invoke(main, ["restore", str(file), "--yes"])

    assert (restored.exit_code, restored.output) == (0, f"{file} is restored.\n")
    assert _merchants() == []
    assert own_data_dir.exists()


def test_dump_that_is_none_leaves_what_was_there(own_data_dir: Path, tmp_path: Path) -> None:
    del own_data_dir
    _add_merchant("Anadolu")
    (tmp_path / "database.dump").write_bytes(b"not a dump")
    parts = {"database.dump": backup_manifest.tally(tmp_path / "database.dump")}
    told = backup_manifest.manifest(parts, tables=db.tables_version(), server="16")
    (tmp_path / "manifest.json").write_text(told.model_dump_json())
    file = tmp_path / "broken.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        archive.add(tmp_path / "database.dump", "database.dump")
        archive.add(tmp_path / "manifest.json", "manifest.json")

    refused = _run("restore", str(file), "--yes")

    assert refused.exit_code == 1
    assert refused.output.splitlines()[-1].startswith("Error: pg_restore failed: ")
    assert _merchants() == ["Anadolu"]


def test_file_cut_off_on_its_way_changes_nothing(own_data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "shop.tar.gz"
    _run("backup", str(file))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    _add_merchant("Ege")
    (own_data_dir / "uploads/label.txt").write_text("changed")

    refused = _run("restore", str(file), "--yes")

    assert refused.exit_code == 1
    assert (
        "was cut off on its way. Copy it again, or take another backup. Nothing was changed."
        in refused.output
    )
    assert _merchants() == ["Ege"]
    assert (own_data_dir / "uploads/label.txt").read_text() == "changed"


@pytest.fixture
def person(
    own_data_dir: Path, redis_server: None, monkeypatch: pytest.MonkeyPatch
) -> tuple[Scope, forgotten.Everywhere]:
    """In every table and file."""
    del own_data_dir, redis_server
    provider = PretendProvider()
    monkeypatch.setattr(connections, "build", lambda *_, **__: provider)
    scope = system_scope(people_factory.merchant())
    return scope, forgotten.everywhere(scope)


def test_restore_of_an_older_backup_brings_nobody_back_who_was_erased(
    person: tuple[Scope, forgotten.Everywhere], tmp_path: Path
) -> None:
    scope, put = person
    file = tmp_path / "shop.tar.gz"
    saved = _run("backup", str(file))
    with db.transaction(scope) as session:
        faults, sums = books.faults(session), forgotten.sums(session)
    receipt = _erased(scope, put.customer_id)

    restored = _run("restore", str(file), "--yes")

    again = "Erased again, as they were since that backup: 1.\n"
    assert (saved.exit_code, restored.exit_code) == (0, 0), restored.output
    assert restored.output == f"{file} is restored.\n{again}"
    assert set(forgotten.traces(scope)) == forgotten.LEGAL
    with db.transaction(scope) as session:
        assert (books.faults(session), forgotten.sums(session)) == (faults, sums)
        assert audit.verify(session, scope) is None
        [row] = queries.requests(session, scope)
        import_packages(session, scope, put.store, [forgotten.bought("P7")])
        customers.gather(session, scope)
    assert (row.status, row.number, row.receipt, row.signature) == receipt
    assert set(forgotten.traces(scope)) == forgotten.LEGAL
    assert erasures_again.apply() == 0
    with tarfile.open(file) as archive:
        told = archive.extractfile("manifest.json")
        assert told is not None
        assert forgotten.found_in(told.read()) == set()


def _erased(scope: Scope, customer_id: UUID) -> tuple[str, str | None, dict[str, object], str]:
    with db.transaction(scope) as session:
        wanted = Asked(RequestKind.ERASURE, customer_id, AskedBy.LETTER, Identity.DOCUMENT)
        request_id = privacy_actions.ask(session, scope, wanted)
        privacy_actions.approve(session, scope, request_id)
    assert privacy.work(request_id)
    with db.transaction(scope) as session:
        row = queries.request(session, scope, request_id)
    return row.status, row.number, row.receipt, row.signature


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
