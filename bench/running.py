"""The whole shop as `./dev up` starts it: its processes, its levers in the sandbox, a log-in, its memory."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import psutil

from prapazar.demo.people import PASSWORD, PEOPLE
from prapazar.foundation.settings import settings

READY_WITHIN = 600
QUIET_SECONDS = 20
_PASSED_ON = {"PRAPAZAR_PORT", "PRAPAZAR_SANDBOX_PORT"}
"""Everything else of ours would make it another shop than the one a newcomer starts, but for one thing: it may
call the pretend shops at their own addresses."""


@dataclass(frozen=True)
class Shop:
    folder: Path
    process: "subprocess.Popen[str]"
    started_in: float
    """Seconds until it said that it was ready."""


@contextmanager
def started_twice() -> Iterator[Shop]:
    """A first start loads the demo and builds the screens; the second is the one that counts."""
    with tempfile.TemporaryDirectory(prefix="prapazar-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _started(folder):
            pass
        with _started(folder) as shop:
            control("PUT", "player", {"running": False})
            yield shop


@contextmanager
def _started(folder: Path) -> Iterator[Shop]:
    given = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or not name.startswith("PRAPAZAR_")
    }
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "prapazar.cli", "up"],
        env={
            **given,
            "PRAPAZAR_DATA_DIR": str(folder),
            "PRAPAZAR_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _until_ready(process)
        yield Shop(folder, process, time.perf_counter() - begun)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _until_ready(process: "subprocess.Popen[str]") -> None:
    said: list[str] = []
    ready = threading.Event()

    def read() -> None:
        for line in process.stdout or ():
            said.append(line)
            if "is ready" in line:
                ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    if not ready.wait(READY_WITHIN) or process.poll() is not None:
        raise RuntimeError("the shop did not start:\n" + "".join(said[-20:]))


def memory_at_rest(shop: Shop) -> float:
    """Megabytes of every process of the shop, PostgreSQL and Redis included, after they were left alone.

    Proportional set size: what processes share is counted once, not once for each of them.
    """
    time.sleep(QUIET_SECONDS)
    total = 0
    for one in _family(shop):
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 1_048_576


def _family(shop: Shop) -> set[psutil.Process]:
    parent = psutil.Process(shop.process.pid)
    family = {parent, *parent.children(recursive=True)}
    family |= {
        one
        for one in psutil.process_iter(["cmdline"])
        if str(shop.folder) in " ".join(one.info["cmdline"] or ())
    }
    return family | {child for one in list(family) for child in one.children(recursive=True)}


def sandbox_address() -> str:
    return f"http://127.0.0.1:{settings().sandbox_port}"


def control(method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
    """A lever of the sandbox."""
    answer = _hand().request(method, f"{sandbox_address()}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


@lru_cache(maxsize=1)
def _hand() -> httpx.Client:
    return httpx.Client(timeout=60)


@contextmanager
def logged_in() -> Iterator[httpx.Client]:
    with httpx.Client(base_url=settings().address, timeout=60) as client:
        answer = client.post("/api/login", json={"email": PEOPLE[0].email, "password": PASSWORD})
        answer.raise_for_status()
        client.headers["authorization"] = f"Bearer {answer.json()['token']}"
        yield client
