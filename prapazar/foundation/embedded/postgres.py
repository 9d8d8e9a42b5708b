"""The embedded PostgreSQL: started, watched and stopped by the process that holds its folder."""

import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from prapazar.foundation.embedded import account, binaries, child, folders, symptoms
from prapazar.foundation.embedded.cluster import (
    DATABASE,
    OWNER,
    STOP_STEPS,
    Cluster,
    environment,
    has_living_server,
    is_ready,
    postmaster_lines,
)

_SOCKET = ".s.PGSQL.5432"
_SPACE_FOR_A_NEW_ONE_MB = 300
_SPACE_TO_RUN_MB = 64
# Recovery after a crash replays at most max_wal_size, which a slow disk may need minutes for.
_START_SECONDS = 300.0
_OVERLAP_SECONDS = 15.0

_SMALL: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "100",
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
        self._durable = durable
        self._options = {**_SMALL, **({} if durable else _FORGETFUL), **(options or {})}
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._run: Path | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return _url(str(self._run))

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> str:
        """Ready to be connected to when this returns. Call from the main thread (see `child`)."""
        with folders.explained(self.home):
            self.home.parent.mkdir(parents=True, exist_ok=True)
            runs_as = account.for_server(self.home)
        folders.make_private(self.home, runs_as)
        self._cluster = Cluster(self.home, runs_as, binaries.reachable_postgres(runs_as))
        self._lock = folders.claim(self.home)
        try:
            self._prepare()
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
            [self._cluster.install.program("pg_isready"), "-q", "-h", str(self._run), "-t", "5"], check=False
        )
        return asked.returncode == 0

    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """Fast shutdown: connections are closed, everything is written, nothing needs recovery."""
        if self._process is not None:
            child.stop(self._process, *STOP_STEPS)
            self._process = None
        if self._run is not None:
            folders.remove_socket_folder(self._run)
            self._run = None
        if self._lock is not None:
            folders.release(self._lock)
            self._lock = None

    def _prepare(self) -> None:
        cluster = self._cluster
        cluster.require_same_major()
        is_new = not cluster.data.exists()
        folders.require_space(self.home, _SPACE_FOR_A_NEW_ONE_MB if is_new else _SPACE_TO_RUN_MB)
        cluster.settle_orphan()
        if is_new:
            cluster.initialise(durable=self._durable)
        self._run = folders.socket_folder(self.home, _SOCKET, cluster.account)

    def _run_until_ready(self) -> None:
        overlap = time.monotonic() + _OVERLAP_SECONDS
        while True:
            mark = symptoms.size(self.log)
            self._spawn()
            if self._became_ready():
                return
            said = symptoms.tail(self.log, mark)
            # Backends of a server that was killed need a moment to notice and go.
            if "shared memory block" in said and time.monotonic() < overlap:
                time.sleep(0.2)
                continue
            raise symptoms.explain("PostgreSQL", self.home, said)

    def _spawn(self) -> None:
        cluster = self._cluster
        options = {**self._options, "cluster_name": cluster.name, "unix_socket_directories": str(self._run)}
        self._process = child.start(
            [
                cluster.install.program("postgres"),
                *("-D", cluster.inside(cluster.data)),
                *(part for key, value in options.items() for part in ("-c", f"{key}={value}")),
            ],
            log=self.log,
            cwd=cluster.data,
            env=environment(),
            death_signal=signal.SIGINT,
            account=cluster.account,
        )

    def _became_ready(self) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        process = self._process
        while process is not None and process.poll() is None and time.monotonic() < deadline:
            lines = postmaster_lines(self._cluster.data)
            if lines[:1] == [str(process.pid)] and is_ready(lines):
                return True
            time.sleep(0.02)
        return False


def running_url(data_dir: Path) -> str | None:
    """The URL of the server another process runs in `data_dir` now."""
    home = data_dir.absolute() / "postgres"
    if not folders.is_claimed(home) or not has_living_server(home / "data"):
        return None
    return _url(postmaster_lines(home / "data")[4].strip())


def _url(socket_folder: str) -> str:
    return f"postgresql://{OWNER}@/{DATABASE}?host={quote(socket_folder, safe='/')}"
