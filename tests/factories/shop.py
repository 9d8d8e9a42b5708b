"""A shop of tiny programs under the real supervisor: as quick to start as Python."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.factories.ports import held_port

_ROOT = Path(__file__).parents[2]

_UP = """
import sys
from rich.console import Console
from prapazar.cli.plan import Part, Plan
from prapazar.cli.supervisor import Supervisor

def python(script):
    return [sys.executable, "-c", script]

WEB = '''
import http.server, os
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PRAPAZAR_PORT"])), Answer).serve_forever()
'''
WORKER = 'import signal; print("worker works", flush=True); signal.pause()'
MIGRATE = '''
import json, os, pathlib
known = pathlib.Path(os.environ["PRAPAZAR_DATA_DIR"]) / "somebody"
print(json.dumps({"first_run": None if known.exists() else "http://shop/first-run?token=t"}))
'''
DEMO = '''
import os, pathlib
(pathlib.Path(os.environ["PRAPAZAR_DATA_DIR"]) / "somebody").touch()
'''

def plan(data_dir):
    return Plan(
        migrate=python(MIGRATE),
        build=python(sys.argv[2]) if sys.argv[2] else None,
        demo=python(DEMO),
        demo_logins=["a@shop.test  secret  Admin"],
        sandbox=Part("sandbox", python(WEB.replace("PRAPAZAR_PORT", "PRAPAZAR_SANDBOX_PORT"))),
        parts=[Part("web", python(WEB)), Part("worker", python(WORKER))],
    )

Supervisor(Console(), plan, empty=sys.argv[1] == "empty").run()
"""


_MARKS = {
    "web": 'environ["PRAPAZAR_PORT"]',
    "sandbox": 'environ["PRAPAZAR_SANDBOX_PORT"]',
    "worker": "worker works",
    "postgres": "bin/postgres",
    "redis": "redis-server",
}


class Shop:
    """An `up` in a process of its own."""

    def __init__(self, data_dir: Path, *, empty: bool = False, build: str = "", **environment: str) -> None:
        self.data_dir = data_dir
        self.process = subprocess.Popen(  # noqa: S603 - our own Python
            [sys.executable, "-c", _UP, "empty" if empty else "demo", build],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=_ROOT,
            env={
                **os.environ,
                "PRAPAZAR_DATA_DIR": str(data_dir),
                "PRAPAZAR_PORT": str(held_port()),
                "PRAPAZAR_SANDBOX_PORT": str(held_port()),
                **environment,
            },
        )

    def read_until(self, words: str) -> list[str]:
        """What it printed up to the line with `words`, or to its end."""
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip())
            if words in line:
                break
        return lines

    def ready(self) -> list[str]:
        return self.read_until("Ctrl-C stops everything.")

    def children(self) -> dict[str, psutil.Process]:
        """By the word that tells them apart in the process list."""
        found = {}
        for child in psutil.Process(self.process.pid).children():
            try:
                words = " ".join(child.cmdline())
            except psutil.NoSuchProcess:  # it ended since it was listed
                continue
            for name, mark in _MARKS.items():
                if mark in words:
                    found[name] = child
        return found

    def stop(self) -> str:
        """Ctrl-C; what it said from then on."""
        self.process.terminate()
        said = self.process.communicate()[0]
        return str(said)

    def end(self) -> None:
        if self.process.poll() is None:
            self.stop()
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def shop(data_dir: Path, **options: object) -> Iterator[Shop]:
    opened = Shop(data_dir, **options)  # type: ignore[arg-type]  # passed on as they are
    try:
        yield opened
    finally:
        opened.end()


def first_run_of(lines: list[str]) -> str | None:
    links = [line.strip() for line in lines if "first-run" in line]
    return links[0] if links else None
