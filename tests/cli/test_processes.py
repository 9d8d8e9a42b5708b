"""The words that become processes, and the deployment files that use them."""

import re
from pathlib import Path

import click

from prapazar.cli import processes
from prapazar.cli.main import main

_ROOT = Path(__file__).parents[2]
_PROCESSES = {"web", "worker", "relay", "scheduler", "migrate"}


def test_deployment_files_start_every_process_by_its_word() -> None:
    compose = (_ROOT / "deploy/docker-compose.yml").read_text()
    kubernetes = "\n".join(path.read_text() for path in (_ROOT / "deploy/kubernetes").glob("*.yaml"))

    assert set(re.findall(r"^    command: (\w+)$", compose, re.MULTILINE)) == _PROCESSES
    assert set(re.findall(r"^ +args: \[(\w+)\]$", kubernetes, re.MULTILINE)) == _PROCESSES
    assert set(main.list_commands(click.Context(main))) >= _PROCESSES


def test_worker_runs_threads_over_all_queues() -> None:
    command = processes.worker_command()

    assert command[1:6] == ["-m", "celery", "-A", "workers.app", "worker"]
    assert command[command.index("-P") + 1] == "threads"
    assert "-Q" not in command


def test_web_workers_that_do_not_stop_are_ended() -> None:
    command = processes.web_command()

    assert command[command.index("--workers-kill-timeout") + 1] == "15"
