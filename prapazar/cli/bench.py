"""`prapazar bench`: hands over to the bench folder."""

import os
import sys

import click

from prapazar.cli import checkout


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def bench(options: tuple[str, ...]) -> None:
    """Measure: [name] [--quick] [--json]."""
    os.chdir(checkout.ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "bench", *options], checkout.environment())  # noqa: S606 - our own Python
