"""What `up` starts: each part of the product with its command, and the tasks that come before."""

import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prapazar.cli import build, processes
from prapazar.demo import people
from prapazar.foundation.settings import settings


@dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    death_signal: signal.Signals = signal.SIGKILL
    """What the kernel sends it when `up` itself is killed. Nothing is lost by SIGKILL: tasks are
    acknowledged late and everything else is a transaction."""
    seconds_to_stop: float = 10.0


@dataclass(frozen=True)
class Plan:
    migrate: list[str]
    """Prints one JSON object as its last line; `first_run` in it is a link while nobody has an account."""
    build: list[str] | None
    demo: list[str]
    demo_logins: list[str]
    sandbox: Part
    parts: list[Part]


def _own(*words: str) -> list[str]:
    return [sys.executable, "-m", "prapazar.cli", *words]


def product(data_dir: Path) -> Plan:
    keeps = ["--port", str(settings().sandbox_port), "--data", str(data_dir / "sandbox")]
    return Plan(
        migrate=_own("migrate", "--json"),
        build=None if build.is_built(build.fingerprint()) else _own("build"),
        demo=_own("demo"),
        demo_logins=[f"{person.email}  {people.PASSWORD}  {person.name}" for person in people.PEOPLE],
        sandbox=Part("sandbox", [*processes.module_command("prapazar.sandbox"), *keeps, "--demo"]),
        parts=[
            # Granian's own workers have to hear of it, so it is asked and not killed.
            Part("web", processes.web_command(), processes.WEB_ENVIRONMENT, signal.SIGTERM),
            Part("worker", processes.worker_command(), seconds_to_stop=30.0),
            Part("relay", processes.module_command("workers.relay")),
            Part("scheduler", processes.module_command("workers.scheduler")),
        ],
    )
