"""`prapazar backup` and `prapazar restore`: the database and the uploads in one file."""

import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import URL, create_engine, text

from prapazar.cli.services import services
from prapazar.foundation import db
from prapazar.foundation.embedded import binaries
from prapazar.foundation.settings import settings
from prapazar.foundation.tenancy import APP_ROLE, SYSTEM_ROLE

_DUMP = "database.dump"
_UPLOADS = "uploads"
_KEY = "secret.key"
_WORKING = text(
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = ANY(:roles))"
)
_EMPTY_AGAIN = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-secret-key", is_flag=True, help="Put the key for channel credentials into the file too."
)
def backup(file: Path | None, *, with_secret_key: bool) -> None:
    """Write a backup; the shop may be running meanwhile."""
    target = file or Path(f"prapazar-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar.gz")
    with services(with_redis=False), tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / _DUMP
        # As the role that sees every row: the owner of a database that is no superuser sees none.
        reader = _plain(db.role_url(SYSTEM_ROLE))
        _postgres_program(
            "pg_dump", "--format=custom", "--enable-row-security", f"--file={dump}", "--dbname", reader
        )
        unfinished = target.with_name(f".{target.name}.part")
        unfinished.touch(mode=0o600)
        with tarfile.open(unfinished, "w:gz", compresslevel=1) as archive:
            archive.add(dump, _DUMP)
            if (settings().data_dir / _UPLOADS).is_dir():
                archive.add(settings().data_dir / _UPLOADS, _UPLOADS)
            if with_secret_key and (settings().data_dir / _KEY).is_file():
                archive.add(settings().data_dir / _KEY, _KEY)
        unfinished.rename(target)
    click.echo(f"{target}: {target.stat().st_size / 1_000_000:.1f} MB")
    if not with_secret_key:
        click.echo(
            f"Keep a copy of {settings().data_dir / _KEY} (or PRAPAZAR_SECRET_KEY) in another place: "
            "without it the channel credentials in this backup cannot be read."
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, *, yes: bool) -> None:
    """Replace everything in this installation by a backup; the shop must be stopped."""
    if not yes:
        click.confirm(f"Everything in {settings().data_dir} is replaced by {file}. Go on?", abort=True)
    with services(with_redis=False), tempfile.TemporaryDirectory() as folder:
        _require_stopped()
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        unpacked = Path(folder)
        if (unpacked / _KEY).is_file():
            _put_key(unpacked / _KEY)
        _replace_database(unpacked / _DUMP)
        if (unpacked / _UPLOADS).is_dir():
            _replace_uploads(unpacked / _UPLOADS)
    click.echo(f"{file} is restored.")


def _require_stopped() -> None:
    engine = create_engine(db.owner_url())
    with engine.connect() as connection:
        working = connection.execute(_WORKING, {"roles": [APP_ROLE, SYSTEM_ROLE]}).scalar()
    engine.dispose()
    if working:
        raise click.ClickException("the shop is running; stop it first.")


def _replace_database(dump: Path) -> None:
    """Migrated first, for the roles its policies name, and again after, for what came since the backup."""
    db.migrate()
    with tempfile.TemporaryDirectory() as folder:
        # One script in one transaction: a restore that fails leaves what was there.
        script = Path(folder) / "restore.sql"
        _postgres_program("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
        _postgres_program(
            "psql",
            *(
                "--quiet",
                "--no-psqlrc",
                "--single-transaction",
                "--set=ON_ERROR_STOP=1",
                "--output=/dev/null",
            ),
            *("--command", "SET client_min_messages = warning", "--command", _EMPTY_AGAIN),
            *("--file", str(script), "--dbname", _url()),
        )
    db.migrate()


def _replace_uploads(unpacked: Path) -> None:
    present = settings().data_dir / _UPLOADS
    if present.exists():
        present.rename(present.with_name(f"{_UPLOADS}-before-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
    shutil.copytree(unpacked, present)


def _put_key(key: Path) -> None:
    present = settings().data_dir / _KEY
    if present.exists() and present.read_bytes() != key.read_bytes():
        present.rename(present.with_name(f"{_KEY}-before-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
    present.touch(mode=0o600)
    present.write_bytes(key.read_bytes())


def _url() -> str:
    return _plain(db.owner_url())


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _postgres_program(name: str, *words: str) -> None:
    """Of the wheel: an older pg_dump than the server would refuse."""
    done = subprocess.run(  # noqa: S603 - a program of the wheel
        [binaries.postgres().program(name), *words], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise click.ClickException(f"{name} failed: {done.stderr.strip()}")
