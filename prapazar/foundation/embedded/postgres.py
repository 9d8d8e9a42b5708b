"""The embedded PostgreSQL: made, started, watched and stopped by the process that holds its folder."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psutil

from prapazar.foundation.embedded import account, binaries, child, folders, symptoms
from prapazar.foundation.embedded.errors import EmbeddedError

_SOCKET = ".s.PGSQL.5432"
_SPACE_FOR_A_NEW_ONE_MB = 300
_SPACE_TO_RUN_MB = 64
# Recovery after a crash replays at most max_wal_size, which a slow disk may need minutes for.
_START_SECONDS = 300.0
_OVERLAP_SECONDS = 15.0
_STOP_STEPS = ((signal.SIGINT, 40.0), (signal.SIGQUIT, 10.0))
DATABASE = "prapazar"
OWNER = "postgres"

_SMALL: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "io_method": "sync",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "synchronous_commit": "on",
}
_FORGETFUL: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server:
    """`start()` gives the owner's URL of a database called prapazar; only a unix socket is opened.

    `durable=False` is for tests: a power cut may then lose data.
    """

    def __init__(
        self, data_dir: Path, *, durable: bool = True, options: Mapping[str, str] | None = None
    ) -> None:
        self.home = data_dir.absolute() / "postgres"
        self.log = self.home / "server.log"
        self._data = self.home / "data"
        self._durable = durable
        self._options = {**_SMALL, **({} if durable else _FORGETFUL), **(options or {})}
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@/{DATABASE}?host={quote(str(self._run), safe='/')}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> str:
        """Ready to be connected to when this returns. Call from the main thread (see `child`)."""
        self._prepare()
        try:
            _settle_orphan(self._data, self._name)
            if not self._data.exists():
                self._initialise()
            self._run_until_ready()
        except BaseException:
            self.stop()
            raise
        return self.url

    def is_alive(self) -> bool:
        """Accepts connections. A process that stopped answering is not alive."""
        if self._process is None or self._process.poll() is not None:
            return False
        asked = subprocess.run(  # noqa: S603 - a program of the wheel
            [self._install.program("pg_isready"), "-q", "-h", str(self._run), "-t", "5"], check=False
        )
        return asked.returncode == 0

    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """Fast shutdown: connections are closed, everything is written, nothing needs recovery."""
        if self._process is not None:
            child.stop(self._process, *_STOP_STEPS)
            self._process = None
        if self._lock is not None:
            folders.release(self._lock)
            self._lock = None

    def _prepare(self) -> None:
        with folders.explained(self.home):
            self.home.parent.mkdir(parents=True, exist_ok=True)
            self._account = account.for_server(self.home)
        folders.make_private(self.home, self._account)
        self._install = binaries.reachable_postgres(self._account)
        self._lock = folders.claim(self.home)
        try:
            self._require_same_major()
            folders.require_space(
                self.home, _SPACE_TO_RUN_MB if self._data.exists() else _SPACE_FOR_A_NEW_ONE_MB
            )
            self._run = folders.socket_folder(self.home, _SOCKET, self._account)
        except BaseException:
            self.stop()
            raise

    @property
    def _name(self) -> str:
        """Stands in the process list and tells our server from any other, whoever asks."""
        return "prapazar-" + hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:12]

    def _require_same_major(self) -> None:
        with folders.explained(self.home):
            try:
                made_by = (self._data / "PG_VERSION").read_text().strip()
            except FileNotFoundError:
                return
        if made_by != str(self._install.major):
            raise EmbeddedError(
                f"The data folder {self.home} was made by PostgreSQL {made_by} and this PraPazar brings "
                f"PostgreSQL {self._install.major}: make a backup with the PraPazar that made it "
                "(./dev backup), move the folder away and run ./dev restore."
            )

    def _initialise(self) -> None:
        """Made beside its place and renamed at the end: a start that was cut off leaves no half cluster."""
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        folders.make_private(fresh, self._account)
        mark = self._log_size()
        command = [
            self._install.program("initdb"),
            *("-D", self._inside(fresh), "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--no-instructions"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *([] if self._durable else ["--no-sync"]),
        ]
        self._run_once(command, fresh, mark)
        single = [self._install.program("postgres"), "--single", "-D", self._inside(fresh)]
        self._run_once([*single, "postgres"], fresh, mark, f"CREATE DATABASE {DATABASE}\n".encode())
        fresh.rename(self._data)

    def _run_once(self, command: list[str], cwd: Path, mark: int, stdin: bytes = b"") -> None:
        with self.log.open("ab") as output:
            try:
                done = subprocess.run(  # noqa: S603 - a program of the wheel
                    command,
                    input=stdin,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    cwd=cwd,
                    env=self._environment(),
                    check=False,
                    user=self._account.uid if self._account else None,
                    group=self._account.gid if self._account else None,
                    extra_groups=[] if self._account else None,
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise child.cannot_start(command[0], self._account, error) from error
        if done.returncode != 0:
            raise symptoms.explain("PostgreSQL", self.home, symptoms.tail(self.log, mark))

    def _run_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        overlap = time.monotonic() + _OVERLAP_SECONDS
        while True:
            mark = self._log_size()
            self._spawn()
            if self._became_ready(deadline):
                return
            said = symptoms.tail(self.log, mark)
            # Backends of a server that was killed need a moment to notice and go.
            if "shared memory block" in said and time.monotonic() < overlap:
                time.sleep(0.2)
                continue
            raise symptoms.explain("PostgreSQL", self.home, said)

    def _spawn(self) -> None:
        for left in self._run.glob(f"{_SOCKET}*"):
            left.unlink()
        options = {**self._options, "cluster_name": self._name, "unix_socket_directories": str(self._run)}
        self._process = child.start(
            [
                self._install.program("postgres"),
                *("-D", self._inside(self._data)),
                *(part for key, value in options.items() for part in ("-c", f"{key}={value}")),
            ],
            log=self.log,
            cwd=self._data,
            env=self._environment(),
            death_signal=signal.SIGINT,
            account=self._account,
        )

    def _became_ready(self, deadline: float) -> bool:
        process = self._process
        while process is not None and process.poll() is None and time.monotonic() < deadline:
            lines = _postmaster_lines(self._data)
            if lines[:1] == [str(process.pid)] and len(lines) > 7 and lines[7].strip() == "ready":  # noqa: PLR2004 - postmaster.pid, line 8
                return True
            time.sleep(0.02)
        return False

    def _inside(self, folder: Path) -> str:
        """How the server names its data folder.

        An unprivileged account may not be allowed to walk down to it (a checkout under /root), but
        it can be put there: the working folder is entered before the account changes.
        """
        return str(folder) if self._account is None else "/proc/self/cwd"

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0


def running_url(data_dir: Path) -> str | None:
    """The URL of the server another process runs in `data_dir` now."""
    home = data_dir.absolute() / "postgres"
    lines = _postmaster_lines(home / "data")
    if not folders.is_claimed(home) or len(lines) < 8 or lines[7].strip() != "ready":  # noqa: PLR2004 - postmaster.pid, line 8
        return None
    return f"postgresql://{OWNER}@/{DATABASE}?host={quote(lines[4].strip(), safe='/')}"


def _postmaster_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _settle_orphan(data: Path, name: str) -> None:
    """Stop a server whose supervisor was killed; forget a process id that now means something else."""
    lines = _postmaster_lines(data)
    if not lines or not lines[0].strip().isdigit():
        return
    try:
        process = psutil.Process(int(lines[0]))
        if f"cluster_name={name}" in process.cmdline():
            process.send_signal(signal.SIGINT)
            try:
                process.wait(40)
            except psutil.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(20)
        elif process.is_running():
            (data / "postmaster.pid").unlink(missing_ok=True)
    except psutil.NoSuchProcess:
        return
