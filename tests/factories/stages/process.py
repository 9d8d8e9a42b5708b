"""The sandbox in a process of its own."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx

from tests.factories.ports import held_port
from tests.factories.stages.stage import Server

_LONGEST_START = 180.0


@contextlib.contextmanager
def sandbox() -> Iterator[Server]:
    port = held_port()
    command = [sys.executable, "-m", "prapazar.sandbox", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module
    server = Server(f"http://127.0.0.1:{port}")
    try:
        _await(server, process)
        yield server
    finally:
        server.http.close()
        process.terminate()
        process.wait(_LONGEST_START)


def _await(server: Server, process: "subprocess.Popen[bytes]") -> None:
    """Until it listens; a sandbox that ends instead is not waited for."""
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            server.pull("GET", "/")
            return
        if process.poll() is not None:
            raise RuntimeError(f"the sandbox ended with {process.returncode}")
        time.sleep(0.05)
    raise RuntimeError("the sandbox does not listen")
