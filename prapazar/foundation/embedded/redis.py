"""The embedded Redis: on a loopback port behind a password, every write kept in an append-only file."""

import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from prapazar.foundation.embedded import binaries, child, folders, ports, symptoms
from prapazar.foundation.embedded.errors import EmbeddedError

_HOST = "127.0.0.1"
_SPACE_TO_RUN_MB = 64
_START_SECONDS = 120.0
_STOP_STEPS = ((signal.SIGTERM, 30.0),)
_TRIES = 5


class Server:
    """`start()` gives the URL, password included. The port stays the same while it is free."""

    def __init__(self, data_dir: Path) -> None:
        self.home = data_dir.absolute() / "redis"
        self.log = self.home / "server.log"
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._password = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return _url(self._password, self._port)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> str:
        """Ready to be connected to when this returns. Call from the main thread (see `child`)."""
        folders.make_private(self.home, None)
        self._lock = folders.claim(self.home)
        try:
            folders.require_space(self.home, _SPACE_TO_RUN_MB)
            self._password = _kept_password(self.home)
            _settle_orphan(self.home)
            self._run_until_ready()
        except BaseException:
            self.stop()
            raise
        return self.url

    def is_alive(self) -> bool:
        """Answers. A process that stopped answering is not alive."""
        return (
            self._process is not None
            and self._process.poll() is None
            and _answers(self._password, self._port)
        )

    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """Redis writes its append-only file to the disk before it goes."""
        if self._process is not None:
            child.stop(self._process, *_STOP_STEPS)
            self._process = None
        if self._lock is not None:
            folders.release(self._lock)
            self._lock = None

    def _run_until_ready(self) -> None:
        server = binaries.redis_server()
        for attempt in range(_TRIES):
            self._port = ports.free_port(_kept_port(self.home) if attempt == 0 else None)
            mark = symptoms.size(self.log)
            self._spawn(server)
            if self._became_ready():
                return
            said = symptoms.tail(self.log, mark)
            # The port can be taken between choosing it and listening on it.
            if "Address already in use" not in said:
                raise symptoms.explain("Redis", self.home, said)
        raise EmbeddedError("Redis found no free port on 127.0.0.1; close programs that listen there.")

    def _spawn(self, server: Path) -> None:
        with folders.explained(self.home):
            config = self.home / "redis.conf"
            config.touch(mode=0o600)
            config.write_text(_configuration(self._port, self._password))
        self._process = child.start(
            [str(server), "redis.conf"],
            log=self.log,
            cwd=self.home,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            death_signal=signal.SIGTERM,
        )
        (self.home / "pid").write_text(f"{self._process.pid}\n{self._port}\n")

    def _became_ready(self) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while self._process is not None and self._process.poll() is None and time.monotonic() < deadline:
            if _answers(self._password, self._port):
                return True
            time.sleep(0.02)
        return False


def running_url(data_dir: Path) -> str | None:
    """The URL of the server another process runs in `data_dir` now."""
    home = data_dir.absolute() / "redis"
    port = _kept_port(home)
    if port is None or not folders.is_claimed(home):
        return None
    return _url((home / "password").read_text(), port)


def _url(password: str, port: int) -> str:
    return f"redis://:{password}@{_HOST}:{port}/0"


def _configuration(port: int, password: str) -> str:
    """Queued work survives a crash but for the last second; nothing is ever evicted."""
    return (
        f"bind {_HOST}\nport {port}\nprotected-mode yes\nrequirepass {password}\n"
        "dir ./\ndaemonize no\ndatabases 4\n"
        'appendonly yes\nappendfsync everysec\nauto-aof-rewrite-min-size 16mb\nsave ""\n'
        "maxmemory-policy noeviction\nloglevel notice\n"
    )


def _kept_password(home: Path) -> str:
    kept = home / "password"
    with folders.explained(home):
        if not kept.exists():
            kept.touch(mode=0o600)
        if not kept.read_text():
            kept.write_text(secrets.token_urlsafe(32))
        return kept.read_text()


def _kept_port(home: Path) -> int | None:
    try:
        return int((home / "pid").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _answers(password: str, port: int) -> bool:
    """Spoken by hand: the supervisor that asks stays small without the Redis client."""
    try:
        with socket.create_connection((_HOST, port), timeout=2) as line:
            line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:  # noqa: PLR2004 - one line for AUTH, one for PING
                part = line.recv(256)
                if not part:
                    return False
                answer += part
    except OSError:
        return False
    return answer == b"+OK\r\n+PONG\r\n"


def _settle_orphan(home: Path) -> None:
    """Stop a server whose supervisor was killed, so that two never write one file."""
    try:
        pid, port = (home / "pid").read_text().split()
        process = psutil.Process(int(pid))
        command = " ".join(process.cmdline())
        # redis-server and valkey-server put their address into the process list once they listen.
        if "redis.conf" not in command and f"-server {_HOST}:{port}" not in command:
            return
        child.stop_stranger(process, *_STOP_STEPS)
    except (OSError, ValueError, psutil.Error):
        return
