"""The supervisor on real processes: ready, crashed and up again, stopped, killed, started anew."""

import io
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg
import pytest
from rich.console import Console

from prapazar.cli import plan
from prapazar.cli.managed import Managed
from prapazar.cli.plan import Part
from prapazar.cli.supervisor import Supervisor, _failure
from prapazar.foundation.embedded import postgres
from prapazar.foundation.settings import settings
from tests.factories.servers import has_gone
from tests.factories.shop import first_run_of, shop

pytestmark = pytest.mark.process


def _gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=30)
    return all(has_gone(process) for process in alive)


def test_shop_gets_ready_as_a_demo_and_stops_clean(tmp_path: Path) -> None:
    with shop(tmp_path) as opened:
        lines = opened.ready()
        running = opened.children()
        said = opened.stop()

    steps = [line.split()[1] for line in lines if "✓" in line]
    assert steps == ["PostgreSQL", "Redis", "database", "demo", "processes"]
    assert sorted(running) == ["postgres", "redis", "sandbox", "web", "worker"]
    assert first_run_of(lines) is None
    assert [line for line in lines if "@" in line] == ["  a@shop.test  secret  Admin"]
    assert (said.strip(), opened.process.returncode) == ("Stopping.", 0)
    assert _gone(list(running.values()))
    assert not (tmp_path / "postgres/data/postmaster.pid").exists()


def test_shop_that_began_empty_shows_its_link_and_never_becomes_a_demo(tmp_path: Path) -> None:
    with shop(tmp_path, empty=True) as opened:
        first = opened.ready()
    with shop(tmp_path) as opened:
        second = opened.ready()

    link = "http://shop/first-run?token=t"
    assert (first_run_of(first), first_run_of(second)) == (link, link)
    assert not (tmp_path / "somebody").exists()


def test_crashed_part_is_started_again(tmp_path: Path) -> None:
    with shop(tmp_path) as opened:
        opened.ready()
        web = opened.children()["web"]

        web.kill()

        complaint = opened.read_until("web")[-1]
        log = tmp_path / "logs/web.log"
        assert complaint == f"       web │ ended with -9; starts again in 1 s. Its log: {log}"
        while (again := opened.children().get("web")) is None:
            time.sleep(0.01)  # and leaves the core to what is waited for
        assert again.pid != web.pid


def test_crashed_database_is_started_again_with_its_data(tmp_path: Path) -> None:
    with shop(tmp_path) as opened:
        opened.ready()
        url = postgres.running_url(tmp_path)
        assert url is not None
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE fact AS SELECT 1 AS n")

        opened.children()["postgres"].kill()

        opened.read_until("postgres │ ended")
        while (again := postgres.running_url(tmp_path)) is None:
            time.sleep(0.01)  # and leaves the core to what is waited for
        with psycopg.connect(again) as connection:
            assert connection.execute("SELECT n FROM fact").fetchall() == [(1,)]


def test_killed_supervisor_takes_everything_with_it_and_the_next_starts(tmp_path: Path) -> None:
    with shop(tmp_path) as opened:
        opened.ready()
        running = list(opened.children().values())
        opened.process.kill()
        opened.process.wait()

        with shop(tmp_path) as again:
            lines = again.ready()

    assert _gone(running)
    assert lines[-1] == "Ctrl-C stops everything."


def test_second_shop_on_the_same_folder_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    with shop(tmp_path) as first:
        first.ready()
        with shop(tmp_path) as second:
            refusal = second.read_until("no such line")[-1]

        assert refusal.endswith(
            f"{tmp_path} is in use by another PraPazar (process {first.process.pid}); stop that one first."
        )
        assert sorted(first.children()) == ["postgres", "redis", "sandbox", "web", "worker"]


def test_task_that_fails_ends_the_start_with_what_it_said(tmp_path: Path) -> None:
    with shop(tmp_path, build="print('no room for screens'); raise SystemExit(3)") as opened:
        lines = opened.read_until("no such line")

    log = tmp_path / "logs/build.log"
    assert f"build failed; the end of {log}:" in lines[-2]
    assert (lines[-1], opened.process.returncode) == ("no room for screens", 1)
    assert postgres.running_url(tmp_path) is None


def test_servers_given_by_address_are_used_and_none_is_started(tmp_path: Path, server_url: str) -> None:
    given = {"PRAPAZAR_DATABASE_URL": server_url, "PRAPAZAR_REDIS_URL": "redis://127.0.0.1:1/0"}
    with shop(tmp_path, **given) as opened:
        opened.ready()
        running = sorted(opened.children())

    assert running == ["sandbox", "web", "worker"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lock", "logs", "somebody"]


def test_interrupt_while_starting_stops_what_was_started(tmp_path: Path) -> None:
    with shop(tmp_path, build="import signal; signal.pause()") as opened:
        opened.read_until("database")
        running = list(opened.children().values())
        for _ in range(3):
            opened.process.send_signal(signal.SIGINT)
        said = opened.process.communicate()[0]

    assert (said.strip().splitlines()[-1], opened.process.returncode) == ("Stopping.", 0)
    assert _gone(running)


class Disk:
    """Stands where the file system is asked for its room."""

    free_mb = 1000

    def __call__(self, _: Path) -> SimpleNamespace:
        return SimpleNamespace(free=self.free_mb * 1024 * 1024)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Disk]:
    made = Disk()
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(shutil, "disk_usage", made)
    settings.cache_clear()
    yield made
    settings.cache_clear()


def test_little_room_is_said_once_and_again_when_half_of_it_is_gone(disk: Disk, tmp_path: Path) -> None:
    said = io.StringIO()
    supervisor = Supervisor(Console(file=said, width=400), plan.product, empty=True)

    for disk.free_mb in (500, 99, 80, 49, 48, 20):
        supervisor.look_at_disk()

    assert [line.split("│ ")[1] for line in said.getvalue().splitlines()] == [
        f"only {free} MB free where {tmp_path} lies; make room before it is full." for free in (99, 48, 20)
    ]


def test_task_that_fails_on_a_full_disk_is_explained_by_it(disk: Disk, tmp_path: Path) -> None:
    task = Managed(Part("build", [sys.executable, "-c", ""]), tmp_path, {})

    disk.free_mb = 0

    assert str(_failure(task)) == (
        f"The disk that holds {tmp_path} is full; free some space or choose another place with PRAPAZAR_DATA_DIR."
    )
