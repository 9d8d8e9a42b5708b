"""`prapazar check` and `prapazar test`: what a change must pass."""

import os
import subprocess
import sys
import time
from pathlib import Path

import click

from prapazar.cli import checkout, house
from prapazar.cli.browser import ensure_chromium

_BIN = Path(sys.executable).parent
_CHECKS = {
    "format": (str(_BIN / "ruff"), "format", "--check", "--quiet", "."),
    "lint": (str(_BIN / "ruff"), "check", "--quiet", "."),
    "types": (sys.executable, "-m", "mypy", "--no-error-summary"),
    "imports": (str(_BIN / "lint-imports"), "--no-logo"),
}
_MOST_PROCESSES = 4
"""Each has servers of its own."""


@click.command()
def check() -> None:
    """Formatter, linter, types, import contracts, and the places of files."""
    failed = [name for name, command in _CHECKS.items() if not _passes(name, command)]
    faults = house.faults(checkout.ROOT)
    for fault in faults:
        click.echo(f"  {fault}")
    _report("folders", not faults, 0)
    if failed or faults:
        sys.exit(1)


def _passes(name: str, command: tuple[str, ...]) -> bool:
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own tools
        command, cwd=checkout.ROOT, env=checkout.environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        click.echo(done.stdout + done.stderr)
    _report(name, done.returncode == 0, time.monotonic() - began)
    return done.returncode == 0


def _report(name: str, passed: bool, seconds: float) -> None:
    click.echo(f"{'ok    ' if passed else 'FAILED'}  {name}  {seconds:.1f} s")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def test(options: tuple[str, ...]) -> None:
    """Install what tests need and run them all, with a process more than cores; more words are pytest's."""
    chromium = ensure_chromium()
    given = checkout.environment(PRAPAZAR_CHROMIUM=str(chromium))
    # A test that forgot its own folder must not write into the shop's.
    for name in ("PRAPAZAR_DATA_DIR", "PRAPAZAR_DATABASE_URL", "PRAPAZAR_REDIS_URL"):
        given.pop(name, None)
    os.chdir(checkout.ROOT)
    processes = len(os.sched_getaffinity(0)) + 1  # much of the time something else is waited for
    whole = ("-n", str(min(processes, _MOST_PROCESSES)), "--dist", "loadscope", "--no-loadscope-reorder")
    words = [sys.executable, "-m", "pytest", "-q", *(options or whole)]
    os.execve(sys.executable, words, given)  # noqa: S606 - our own Python
