"""Every word of the command and where it is written; a word's module is loaded when it is said."""

import importlib
import sys

import click

from prapazar.foundation.embedded.errors import EmbeddedError

_WORDS = {
    "up": "prapazar.cli.up:up",
    "web": "prapazar.cli.processes:web",
    "worker": "prapazar.cli.processes:worker",
    "scheduler": "prapazar.cli.processes:scheduler",
    "relay": "prapazar.cli.processes:relay",
    "sandbox": "prapazar.cli.processes:sandbox",
    "demo": "prapazar.cli.processes:demo",
    "migrate": "prapazar.cli.migrate:migrate",
    "build": "prapazar.cli.build:build",
    "check": "prapazar.cli.quality:check",
    "test": "prapazar.cli.quality:test",
    "bench": "prapazar.cli.bench:bench",
    "connectors": "prapazar.cli.connectors:connectors",
    "routes": "prapazar.cli.routes:routes",
    "shell": "prapazar.cli.shell:shell",
    "backup": "prapazar.cli.backup:backup",
    "restore": "prapazar.cli.backup:restore",
    "lock": "prapazar.cli.lock:lock",
}


class _Words(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _WORDS:
            return None
        module, name = _WORDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except EmbeddedError as error:
            click.echo(f"{error}", err=True)
            sys.exit(1)


@click.group(cls=_Words)
def main() -> None:
    """PraPazar: one panel for every sales channel."""
