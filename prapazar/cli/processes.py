"""The words that become one process of the product; production starts these, `up` starts them all."""

import os
import sys
from typing import NoReturn

import click

from prapazar.cli import checkout
from prapazar.foundation.settings import settings

# Names of Reflex 0.10.1's own for "the build is there, serve it"; a test starts this way and would notice.
WEB_ENVIRONMENT = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
}
_PASSED_ON = {"ignore_unknown_options": True, "help_option_names": []}


def web_command() -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
        *("--host", settings().host, "--port", str(settings().port)),
        *("--workers", str(settings().web_workers)),
        *("--workers-kill-timeout", "15"),  # one that was asked to stop while it started never hears of it
        *("--log-level", "warning", "prapazar.app:serve"),
    ]


def worker_command() -> list[str]:
    """All queues; the worker of one queue is started with `prapazar worker -Q outbound`."""
    return [
        *(sys.executable, "-m", "celery", "-A", "workers.app", "worker"),
        *("-P", "threads", "-c", str(settings().worker_threads)),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO"),
    ]


def module_command(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _become(command: list[str], **environment: str) -> NoReturn:
    os.chdir(checkout.ROOT)
    os.execve(command[0], command, checkout.environment(**environment))  # noqa: S606 - our own Python


@click.command(context_settings=_PASSED_ON)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def web(options: tuple[str, ...]) -> None:
    """Serve screens and API. More options are granian's."""
    _become([*web_command(), *options], **WEB_ENVIRONMENT)


@click.command(context_settings=_PASSED_ON)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def worker(options: tuple[str, ...]) -> None:
    """Do the queued work. More options are Celery's."""
    _become([*worker_command(), *options])


@click.command()
def scheduler() -> None:
    """Start jobs whose time has come; one process leads, others wait."""
    _become(module_command("workers.scheduler"))


@click.command()
def relay() -> None:
    """Hand the outbox to the workers."""
    _become(module_command("workers.relay"))


@click.command(context_settings=_PASSED_ON)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def sandbox(options: tuple[str, ...]) -> None:
    """Serve the pretend providers: --port N, --data DIR."""
    _become([*module_command("prapazar.sandbox"), *options])


@click.command(context_settings=_PASSED_ON)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def demo(options: tuple[str, ...]) -> None:
    """Load the demo shop into an empty installation."""
    _become([*module_command("prapazar.demo"), *options])
