"""Runs the whole shop on one machine: starts every part, keeps it running, stops it in order."""

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from rich.console import Console

from prapazar.cli import checkout
from prapazar.cli.leftovers import end_leftovers
from prapazar.cli.managed import Managed
from prapazar.cli.plan import Part, Plan
from prapazar.cli.steps import Steps
from prapazar.foundation.embedded import folders, ports, postgres, redis
from prapazar.foundation.embedded.errors import EmbeddedError
from prapazar.foundation.settings import settings

_TICK = 0.2
_ANSWERS_WITHIN = 120.0
_LOGS_EVERY = 60.0
_LITTLE_ROOM_MB = 100
_EMPTY_MARK = "began-empty"
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(BaseException):
    """Somebody pressed Ctrl-C or sent a signal."""


class _Bell:
    """Remembers the signal and raises `Asked` at the next `pause` only.

    Raised wherever the signal falls, Python would drop it in the midst of a fork,
    and would print once more what a half-done flush had printed already.
    """

    def __init__(self) -> None:
        self._rang = False
        for wanted in _STOP_SIGNALS:
            signal.signal(wanted, self._ring)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._rang = True

    def pause(self, seconds: float) -> None:
        time.sleep(0 if self._rang else seconds)
        if self._rang:
            raise Asked

    def silence(self) -> None:
        for wanted in _STOP_SIGNALS:
            signal.signal(wanted, signal.SIG_IGN)


class Supervisor:
    def __init__(self, console: Console, plan: Callable[[Path], Plan], *, empty: bool) -> None:
        self._console = console
        self._plan = plan
        self._data = settings().data_dir.absolute()
        self._logs = self._data / "logs"
        self._environment = checkout.environment(
            PRAPAZAR_DATA_DIR=str(self._data), **{checkout.OWNER_MARK: str(self._data)}
        )
        self._postgres = None if settings().database_url else postgres.Server(self._data)
        self._redis = None if settings().redis_url else redis.Server(self._data)
        self._running: list[Managed] = []
        self._lock: int | None = None
        self._wants_empty = empty
        self._first_run: str | None = None
        self._is_demo = False
        self._least_room_mb = _LITTLE_ROOM_MB

    def run(self) -> None:
        """Returns when it was asked to stop and everything has stopped."""
        self._bell = _Bell()
        try:
            with Steps(self._console) as steps:
                self._start(steps)
                took = steps.total
            self._announce(took)
            self._watch()
        except Asked:
            self._console.print("Stopping.")
        finally:
            self._bell.silence()
            self._stop()

    # starting

    def _start(self, steps: Steps) -> None:
        folders.make_private(self._data, None)
        self._lock = folders.claim(self._data)
        end_leftovers(self._data)
        ports.require_free(settings().port, settings().host, remedy="choose another with --port")
        plan = self._plan(self._data)
        self._demo_logins = plan.demo_logins
        self._start_servers(steps)
        building = self._begin(steps, "screens", Part("build", plan.build)) if plan.build else None
        migrating = self._begin(steps, "database", Part("migrate", plan.migrate))
        is_new = self._decide(json.loads(self._finish(steps, "database", migrating).splitlines()[-1]))
        if self._is_demo:
            ports.require_free(settings().sandbox_port, remedy="choose another with PRAPAZAR_SANDBOX_PORT")
            self._environment.setdefault(
                "PRAPAZAR_RATES_URL", f"http://127.0.0.1:{settings().sandbox_port}/tcmb"
            )
            self._spawn(plan.sandbox)
            if is_new:
                self._wait_until(lambda: not ports.is_free(settings().sandbox_port), "The sandbox")
                self._finish(steps, "demo shop", self._begin(steps, "demo shop", Part("demo", plan.demo)))
        if building:
            self._finish(steps, "screens", building)
        steps.begin("processes")
        for part in plan.parts:
            self._spawn(part)
        self._wait_until(_is_healthy, "The web process")
        steps.end("processes")

    def _start_servers(self, steps: Steps) -> None:
        if self._postgres:
            steps.begin("PostgreSQL")
            self._environment["PRAPAZAR_DATABASE_URL"] = self._postgres.start()
            steps.end("PostgreSQL")
            self._bell.pause(0)
        if self._redis:
            steps.begin("Redis")
            self._environment["PRAPAZAR_REDIS_URL"] = self._redis.start()
            steps.end("Redis")

    def _decide(self, found: dict[str, str | None]) -> bool:
        """Whether the installation is new. One that began empty never becomes a demo shop."""
        first_run = found["first_run"]
        mark = self._data / _EMPTY_MARK
        if self._wants_empty and first_run:
            mark.touch()
        self._is_demo = not mark.exists()
        self._first_run = None if self._is_demo else first_run
        return first_run is not None

    def _begin(self, steps: Steps, name: str, part: Part) -> Managed:
        steps.begin(name)
        return self._spawn(part)

    def _finish(self, steps: Steps, name: str, task: Managed) -> str:
        """What the task printed, once it ended well."""
        while (code := task.exit_code()) is None:
            self._bell.pause(0.05)
            steps.note(name, task.log.latest_line())
        if code != 0:
            raise _failure(task)
        self._running.remove(task)
        steps.end(name)
        return task.log.of_this_run()

    def _spawn(self, part: Part) -> Managed:
        process = Managed(part, self._logs, self._environment)
        process.start()
        self._running.append(process)
        return process

    def _wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + _ANSWERS_WITHIN
        while not is_so():
            for process in self._running:
                if process.exit_code() not in {None, 0}:
                    raise _failure(process)
            if time.monotonic() > deadline:
                raise EmbeddedError(f"{what} does not answer; see the logs in {self._logs}.")
            self._bell.pause(0.1)

    # running

    def _announce(self, took: float) -> None:
        def say(text: str) -> None:
            self._console.print(text, soft_wrap=True, highlight=False)

        say(f"\nPraPazar is ready after {took:.1f} s: [bold]{settings().address}[/bold]")
        if self._first_run:
            say(f"Make the first Super Admin with this link, which works once:\n  {self._first_run}")
        if self._is_demo:
            for login in self._demo_logins:
                say(f"  {login}")
            say(f"Pretend channels: http://127.0.0.1:{settings().sandbox_port}")
        say(f"Data: {self._data}   Logs: {self._logs}\nCtrl-C stops everything.\n")

    def _watch(self) -> None:
        looked_at = time.monotonic()
        while True:
            self._bell.pause(_TICK)
            for process in self._running:
                if said := process.tend():
                    self._complain(process.part.name, said)
                for line in process.log.new_errors():
                    self._complain(process.part.name, line)
            self._tend_servers()
            if time.monotonic() - looked_at > _LOGS_EVERY:
                looked_at = time.monotonic()
                self.look_at_disk()
                for process in self._running:
                    process.log.keep_small()

    def _tend_servers(self) -> None:
        for server in (self._postgres, self._redis):
            if server is not None and server.has_ended():
                self._complain(server.home.name, f"ended; starting it again. Its log: {server.log}")
                server.stop()
                server.start()

    def look_at_disk(self) -> None:
        """Said before PostgreSQL has to stop, and again each time half of the rest is gone."""
        free = folders.free_megabytes(self._data)
        if free < self._least_room_mb:
            self._least_room_mb = free // 2
            self._complain(
                "disk", f"only {free} MB free where {self._data} lies; make room before it is full."
            )

    def _complain(self, name: str, said: str) -> None:
        self._console.print(f"[red]{name:>10}[/red] │ ", end="")
        self._console.print(said, markup=False, highlight=False, soft_wrap=True)

    # stopping

    def _stop(self) -> None:
        """All are asked at once and each given its time; what they work on goes last."""
        for process in self._running:
            process.ask_to_stop()
        for process in self._running:
            process.stop()
        for server in (self._redis, self._postgres):
            if server is not None:
                server.stop()
        if self._lock is not None:
            folders.release(self._lock)


def _failure(process: Managed) -> EmbeddedError:
    """What it wrote; where the disk is full it could write nothing."""
    log = process.log
    if folders.free_megabytes(log.path.parent) == 0:
        return folders.disk_full(log.path.parent)
    return EmbeddedError(f"{process.part.name} failed; the end of {log.path}:\n{log.last_lines()}")


def _is_healthy() -> bool:
    host = "127.0.0.1" if settings().host in {"0.0.0.0", "::"} else settings().host  # noqa: S104 - a comparison
    try:
        with urllib.request.urlopen(f"http://{host}:{settings().port}/api/health", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - OK
    except (urllib.error.URLError, OSError):
        return False
