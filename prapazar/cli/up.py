"""`prapazar up`: the whole shop on this machine, one command."""

import os

import click
from rich.console import Console

from prapazar.cli import plan
from prapazar.cli.supervisor import Supervisor
from prapazar.foundation.settings import settings


@click.command()
@click.option("--empty", is_flag=True, help="A clean installation instead of the demo shop.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default 8123.")
def up(*, empty: bool, port: int | None) -> None:
    """Start everything and stop it with Ctrl-C."""
    if port:
        os.environ["PRAPAZAR_PORT"] = str(port)
        settings.cache_clear()
    Supervisor(Console(), plan.product, empty=empty).run()
