"""`prapazar migration`: writes what the models have become as a migration, compared in a database of its own."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from alembic import command
from prapazar.cli import checkout
from prapazar.foundation.embedded import postgres

# SQLModel's own name for a string would make every migration depend on it.
_AUTO_STRING = re.compile(r"sqlmodel\.sql\.sqltypes\.AutoString\((?:length=\d+)?\)")


@click.command()
@click.argument("message", required=False)
def migration(message: str | None) -> None:
    """Without words: write the first migration anew. With words: add the next one, `migration "add colours"`.

    Until the first release there is one migration only; a released one is never written anew.
    """
    folder = checkout.ROOT / "alembic" / "versions"
    kept = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
    if message is None and len(kept) > 1:
        raise click.UsageError('there are several migrations; say what the next one does: migration "..."')
    if message is None:
        for path in kept:
            path.unlink()
    try:
        made = write(checkout.ROOT, message or "first tables", f"{len(kept) + 1:04}" if message else "0001")
    except BaseException:
        for path in folder.glob("*.py"):
            path.unlink()
        for path, text in kept.items():
            path.write_text(text, encoding="utf-8")
        raise
    click.echo(made.relative_to(checkout.ROOT) if made else "Models and migrations agree; nothing to write.")


def write(root: Path, message: str, number: str) -> Path | None:
    """The difference between the migrations there are and the models, as a file of the checkout at `root`."""
    config = Config(str(root / "alembic.ini"))
    with tempfile.TemporaryDirectory() as folder, postgres.Server(Path(folder), durable=False) as server:
        engine = create_engine(server.url)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            command.revision(
                config,
                message=message,
                autogenerate=True,
                rev_id=number,
                process_revision_directives=_none_where_nothing_differs,
            )
        engine.dispose()
    made = next((root / "alembic" / "versions").glob(f"{number}_*.py"), None)
    if made:
        made.write_text(_AUTO_STRING.sub("sa.String()", made.read_text(encoding="utf-8")), encoding="utf-8")
        _tidy(made)
    return made


def _none_where_nothing_differs(_context: MigrationContext, _revision: object, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        directives.clear()


def _tidy(path: Path) -> None:
    ruff = Path(sys.executable).parent / "ruff"
    for words in (("check", "--quiet", "--fix-only"), ("format", "--quiet")):
        subprocess.run([ruff, *words, path], check=True)  # noqa: S603 - our own tool
