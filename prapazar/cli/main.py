"""Every word of the command and where it is written; a word's module is loaded when it is said."""

import importlib
import sys

import click

from prapazar.foundation.embedded.errors import EmbeddedError

_WORDS = {
    "up": ("prapazar.cli.up", "Start the whole shop; --empty for a clean installation."),
    "web": ("prapazar.cli.processes", "Serve screens and API, as one process."),
    "worker": ("prapazar.cli.processes", "Do the queued work, as one process."),
    "scheduler": ("prapazar.cli.processes", "Start jobs whose time has come, as one process."),
    "relay": ("prapazar.cli.processes", "Hand the outbox to the workers, as one process."),
    "sandbox": ("prapazar.cli.processes", "Serve the pretend providers: --port N."),
    "demo": ("prapazar.cli.processes", "Load the demo shop into an empty installation."),
    "migrate": ("prapazar.cli.migrate", "Bring the database up to date."),
    "migration": ("prapazar.cli.migration", "Write what the models have become as a migration."),
    "build": ("prapazar.cli.build", "Build the screens if their sources changed."),
    "connectors": ("prapazar.cli.connectors", "Connectors and how far they are proven."),
    "routes": ("prapazar.cli.routes", "Every page, handler and path with the permission it needs."),
    "backup": ("prapazar.cli.backup", "Write database and uploads into one file."),
    "restore": ("prapazar.cli.backup", "Replace everything by a backup."),
    "ubl": ("prapazar.cli.ubl", "Bring GİB's schemas and rules: [--from FOLDER_OR_ZIP]."),
    "reports": ("prapazar.cli.reports", "Sums of reports: check them against the books, or rebuild them."),
    "shell": ("prapazar.cli.shell", "Python with the books open."),
    "check": ("prapazar.cli.quality", "Formatter, linter, types, imports, folders."),
    "test": ("prapazar.cli.quality", "Every test; more words are pytest's."),
    "bench": ("prapazar.cli.bench", "Measure: [name] [--quick] [--json]."),
    "lock": ("prapazar.cli.lock", "Write the requirements files anew."),
}


class _Words(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _WORDS:
            return None
        command: click.Command = getattr(importlib.import_module(_WORDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table: help loads none of the modules."""
        del ctx
        with formatter.section("Words"):
            formatter.write_dl([(word, said) for word, (_, said) in _WORDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except EmbeddedError as error:
            click.echo(f"{error}", err=True)
            sys.exit(1)


@click.group(cls=_Words)
def main() -> None:
    """PraPazar: one panel for every sales channel."""
