"""Supervisors that can be killed, and work done as an ordinary user."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

_ROOT = Path(__file__).parents[2]
_NOBODY = 65534
_SUPERVISOR = """
import signal, sys
from pathlib import Path
from prapazar.foundation.embedded import postgres, redis
kind = {"postgres": postgres.Server, "redis": redis.Server}[sys.argv[1]]
server = kind(Path(sys.argv[2]))
print(server.start(), server.pid, flush=True)
signal.pause()
"""


def has_gone(process: psutil.Process) -> bool:
    """It may go, or be collected, between two questions."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class Supervisor:
    """Another process that runs a server, as `./dev up` does."""

    def __init__(self, kind: str, data_dir: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own Python
            [sys.executable, "-c", _SUPERVISOR, kind, str(data_dir)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
        )
        assert self._process.stdout is not None
        self.url, pid = self._process.stdout.readline().split()
        self.pid = self._process.pid
        self.server = psutil.Process(int(pid))

    def server_has_gone(self) -> bool:
        """A zombie that nobody collected counts as gone."""
        return has_gone(self.server)

    def kill(self) -> None:
        """The supervisor only: what its server does then is what is tested."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def kill_with_server(self) -> None:
        """Both at once; frozen first, so that the server cannot hear of its supervisor's death."""
        self.server.suspend()
        self.kill()
        self.server.kill()


@contextmanager
def supervised(kind: str, data_dir: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(kind, data_dir)
    try:
        yield supervisor
    finally:
        supervisor.kill()
        while not supervisor.server_has_gone():
            time.sleep(0.01)  # and leaves the core to what is waited for


def succeeds_as_ordinary_user(work: Callable[[Path], None]) -> bool:
    """Run `work` in a folder of its own as `nobody`, in a forked child so that our modules stay loaded.

    A run that is an ordinary user already does it as that user.
    """
    with tempfile.TemporaryDirectory(prefix="prapazar-test-") as folder:
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        pid = os.fork()
        if pid == 0:
            _finish_child(work, Path(folder))
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _finish_child(work: Callable[[Path], None], folder: Path) -> None:
    code = 1
    try:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
        work(folder)
        code = 0
    finally:
        os._exit(code)
