"""Runs the whole shop on one machine: starts every part, keeps it running, stops it in order."""

import json
import signal
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from rich.console import Console

from prapazar.cli import checkout, processes
from prapazar.cli.build import fingerprint, is_built
from prapazar.cli.leftovers import end_leftovers
from prapazar.cli.managed import Managed
from prapazar.cli.steps import Steps
from prapazar.foundation.embedded import folders, ports, postgres, redis
from prapazar.foundation.embedded.errors import EmbeddedError
from prapazar.foundation.settings import settings

_TICK = 0.2
_HEALTHY_WITHIN = 120.0
_LOGS_EVERY = 60.0
_EMPTY_MARK = "began-empty"


class Asked(BaseException):
    """Somebody pressed Ctrl-C or sent a signal."""


class Supervisor:
    def __init__(self, console: Console, *, empty: bool) -> None:
        self._console = console
        self._data = settings().data_dir.absolute()
        self._logs = self._data / "logs"
        self._environment = checkout.environment(
            PRAPAZAR_DATA_DIR=str(self._data), **{checkout.OWNER_MARK: str(self._data)}
        )
        self._postgres = None if settings().database_url else postgres.Server(self._data)
        self._redis = None if settings().redis_url else redis.Server(self._data)
        self._running: list[Managed] = []
        self._under_way: dict[str, Managed] = {}
        self._lock: int | None = None
        self._wants_empty = empty
        self.first_run: str | None = None
        self.has_demo = False

    def run(self) -> None:
        """Returns when it was asked to stop and everything has stopped."""
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wanted, _ask)
        try:
            with Steps(self._console) as steps:
                self._start(steps)
                took = steps.total
            self._announce(took)
            self._watch()
        except Asked:
            self._console.print("Stopping.")
        finally:
            for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(wanted, signal.SIG_IGN)
            self._stop()

    # starting

    def _start(self, steps: Steps) -> None:
        folders.make_private(self._data, None)
        self._lock = folders.claim(self._data)
        end_leftovers(self._data)
        self._require_ports()
        self._start_servers(steps)
        must_build = not is_built(fingerprint())
        if must_build:
            self._begin(steps, "screens", "build")
        self._begin(steps, "database", "migrate", "--json")
        found = json.loads(self._finish(steps, "database").splitlines()[-1])
        self._decide(found["first_run"])
        if self.has_demo:
            self._spawn("sandbox", self._sandbox_command())
        if self.has_demo and found["first_run"]:
            self._begin(steps, "demo shop", "demo")
            self._finish(steps, "demo shop")
        if must_build:
            self._finish(steps, "screens")
        steps.begin("processes")
        self._spawn("web", processes.web_command(), death_signal=signal.SIGTERM, **processes.WEB_ENVIRONMENT)
        self._spawn("worker", processes.worker_command())
        self._spawn("relay", processes.module_command("workers.relay"))
        self._spawn("scheduler", processes.module_command("workers.scheduler"))
        self._wait_until_healthy()
        steps.end("processes")

    def _require_ports(self) -> None:
        ports.require_free(settings().port, settings().host, remedy="choose another with --port")
        ports.require_free(settings().sandbox_port, remedy="choose another with PRAPAZAR_SANDBOX_PORT")

    def _start_servers(self, steps: Steps) -> None:
        for name, server in (("PostgreSQL", self._postgres), ("Redis", self._redis)):
            if server is not None:
                steps.begin(name)
                url = server.start()
                self._environment[
                    "PRAPAZAR_DATABASE_URL" if server is self._postgres else "PRAPAZAR_REDIS_URL"
                ] = url
                steps.end(name)

    def _decide(self, first_run: str | None) -> None:
        """Whether this is a demo shop. An installation that began empty stays so."""
        mark = self._data / _EMPTY_MARK
        if self._wants_empty and first_run:
            mark.touch()
        self.has_demo = not mark.exists()
        self.first_run = None if self.has_demo else first_run

    def _sandbox_command(self) -> list[str]:
        return [
            *processes.module_command("prapazar.sandbox"),
            *("--port", str(settings().sandbox_port), "--data", str(self._data / "sandbox"), "--demo"),
        ]

    def _begin(self, steps: Steps, name: str, *words: str) -> None:
        steps.begin(name)
        task = Managed(
            words[0], [sys.executable, "-m", "prapazar.cli", *words], self._logs, self._environment
        )
        task.start()
        self._under_way[name] = task

    def _finish(self, steps: Steps, name: str) -> str:
        """What the task printed, once it ended well."""
        task = self._under_way[name]
        while (code := task.exit_code()) is None:
            time.sleep(0.05)
        del self._under_way[name]
        if code != 0:
            raise EmbeddedError(f"{name} failed; the end of {task.log.path}:\n{task.log.last_lines()}")
        steps.end(name)
        return task.log.of_this_run()

    def _spawn(
        self,
        name: str,
        command: list[str],
        death_signal: signal.Signals = signal.SIGKILL,
        **environment: str,
    ) -> None:
        process = Managed(name, command, self._logs, {**self._environment, **environment}, death_signal)
        process.start()
        self._running.append(process)

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + _HEALTHY_WITHIN
        while not _is_healthy():
            for process in self._running:
                if process.exit_code() is not None:
                    raise EmbeddedError(
                        f"{process.name} ended while starting; the end of {process.log.path}:\n"
                        f"{process.log.last_lines()}"
                    )
            if time.monotonic() > deadline:
                raise EmbeddedError(f"The shop did not become healthy; see the logs in {self._logs}.")
            time.sleep(0.1)

    # running

    def _announce(self, took: float) -> None:
        say = self._console.print
        say(f"\nPraPazar is ready after {took:.1f} s: [bold]{settings().address}[/bold]")
        if self.first_run:
            say(
                f"Make the first Super Admin with this link, which works once:\n  {self.first_run}",
                soft_wrap=True,
            )
        if self.has_demo:
            say(f"Pretend channels: http://127.0.0.1:{settings().sandbox_port}")
        say(f"Data: {self._data}   Logs: {self._logs}\nCtrl-C stops everything.\n", soft_wrap=True)

    def _watch(self) -> None:
        small_at = time.monotonic()
        while True:
            time.sleep(_TICK)
            for process in self._running:
                if said := process.tend():
                    self._complain(process.name, said)
                for line in process.log.new_errors():
                    self._complain(process.name, line)
            self._tend_servers()
            if time.monotonic() - small_at > _LOGS_EVERY:
                small_at = time.monotonic()
                for process in self._running:
                    process.log.keep_small()

    def _tend_servers(self) -> None:
        for server in (self._postgres, self._redis):
            if server is not None and server.has_ended():
                self._complain(server.home.name, f"ended; starting it again. Its log: {server.log}")
                server.stop()
                server.start()

    def _complain(self, name: str, said: str) -> None:
        self._console.print(f"[red]{name:>10}[/red] │ ", end="")
        self._console.print(said, markup=False, highlight=False, soft_wrap=True)

    # stopping

    def _stop(self) -> None:
        """Nothing new comes in first; who works last is given time to finish; then what they work on."""
        for task in self._under_way.values():
            task.stop(2)
        for process in self._running:
            process.ask_to_stop()
        for process in self._running:
            process.stop(30 if process.name == "worker" else 10)
        for server in (self._redis, self._postgres):
            if server is not None:
                server.stop()
        if self._lock is not None:
            folders.release(self._lock)


def _ask(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise Asked


def _is_healthy() -> bool:
    host = "127.0.0.1" if settings().host in {"0.0.0.0", "::"} else settings().host  # noqa: S104 - a comparison
    try:
        with urllib.request.urlopen(f"http://{host}:{settings().port}/api/health", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - OK
    except (urllib.error.URLError, OSError):
        return False
