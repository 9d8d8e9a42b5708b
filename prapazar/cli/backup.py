"""`prapazar backup` and `prapazar restore`: the database and the uploads in one file."""

import io
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import URL, create_engine, text

from prapazar.cli import backup_manifest
from prapazar.cli.backup_manifest import DUMP, KEY, UPLOADS, Counted, Part, Tally
from prapazar.cli.services import services
from prapazar.flows import backups, erasure_list, erasures_again
from prapazar.foundation import db, secrets
from prapazar.foundation.embedded import binaries
from prapazar.foundation.settings import settings
from prapazar.foundation.tenancy import ROLES, SYSTEM_ROLE

_WORKING = text(
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = ANY(:roles))"
)
_LEAVING = 5.0
"""Seconds the database may take to see that a shop just stopped is gone."""
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
        dump = Path(folder) / DUMP
        tables = db.tables_version()
        # As the role that sees every row: the owner of a database that is no superuser sees none.
        reader = _plain(db.role_url(SYSTEM_ROLE))
        _postgres_program(
            "pg_dump", "--format=custom", "--enable-row-security", f"--file={dump}", "--dbname", reader
        )
        unfinished = target.with_name(f".{target.name}.part")
        unfinished.touch(mode=0o600)
        with tarfile.open(unfinished, "w:gz", compresslevel=1) as archive:
            parts = {DUMP: _add(archive, Path(folder), [dump])}
            if (settings().data_dir / UPLOADS).is_dir():
                parts[UPLOADS] = _add_uploads(archive)
            if with_secret_key and (settings().data_dir / KEY).is_file():
                parts[KEY] = _add(archive, settings().data_dir, [settings().data_dir / KEY])
            told = backup_manifest.manifest(parts, tables=tables, server=_server_version())
            _add_bytes(archive, backup_manifest.FILE, told.model_dump_json(indent=2).encode())
        unfinished.rename(target)
        made = backups.note(target)
        erasure_list.complete()
    click.echo(f"{target}: {made.size / 1_000_000:.1f} MB")
    beside = erasure_list.copy_beside(target.absolute().parent)
    if beside is not None:
        click.echo(
            f"Keep {beside.name} with your backups: a restore goes by it, so that nobody erased comes back."
        )
    if not with_secret_key:
        click.echo(
            f"Keep a copy of {settings().data_dir / KEY} (or PRAPAZAR_SECRET_KEY) in another place: "
            "without it the channel credentials in this backup cannot be read."
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--from-elsewhere",
    is_flag=True,
    help="Accept a backup of another installation without its key: credentials of channels are entered anew.",
)
def restore(file: Path, *, yes: bool, from_elsewhere: bool) -> None:
    """Replace everything in this installation by a backup; the shop must be stopped."""
    with services(with_redis=False), tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder)
        told = backup_manifest.unpacked(file, unpacked, from_elsewhere=from_elsewhere)
        if not yes:
            click.confirm(
                f"Everything in {settings().data_dir} is replaced by {file} of {told.made_at:%Y-%m-%d %H:%M} UTC, "
                f"written by PraPazar {told.version}. Go on?",
                abort=True,
            )
        _require_stopped()
        _list_erasures()
        if (unpacked / KEY).is_file():
            _put_key(unpacked / KEY)
        _replace_database(unpacked / DUMP)
        if (unpacked / UPLOADS).is_dir():
            _replace_uploads(unpacked / UPLOADS)
        again = erasures_again.apply(file.absolute().parent / erasure_list.BESIDE)
        db.dispose_engines()
    click.echo(f"{file} is restored.")
    if again:
        click.echo(f"Erased again, as they were since that backup: {again}.")


def _add(archive: tarfile.TarFile, base: Path, paths: Iterable[Path]) -> Part:
    tally = Tally()
    for path in paths:
        try:
            _add_one(archive, path, path.relative_to(base).as_posix(), tally)
        except FileNotFoundError:
            continue  # removed since it was listed
    return tally.part()


def _add_one(archive: tarfile.TarFile, path: Path, name: str, tally: Tally) -> None:
    with path.open("rb") as file:
        counted = Counted(file)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=file), counted)
    tally.add(name, counted)


def _add_uploads(archive: tarfile.TarFile) -> Part:
    base = settings().data_dir
    archive.add(base / UPLOADS, UPLOADS, recursive=False)
    return _add(archive, base, sorted(one for one in (base / UPLOADS).rglob("*") if one.is_file()))


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _server_version() -> str:
    engine = create_engine(db.owner_url())
    with engine.connect() as connection:
        found: str = connection.execute(text("SHOW server_version")).scalar_one()
    engine.dispose()
    return found


def _list_erasures() -> None:
    """Of the books that go now, as far as there are any."""
    db.migrate()
    erasure_list.complete()
    db.dispose_engines()


def _require_stopped() -> None:
    until = time.monotonic() + _LEAVING
    # What is seen of others stays the same within a transaction.
    engine = create_engine(db.owner_url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        while working := connection.execute(_WORKING, {"roles": list(ROLES)}).scalar():
            if time.monotonic() > until:
                break
            time.sleep(0.1)
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
    present = settings().data_dir / UPLOADS
    if present.exists():
        present.rename(present.with_name(f"{UPLOADS}-before-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
    shutil.copytree(unpacked, present)


def _put_key(key: Path) -> None:
    present = settings().data_dir / KEY
    if present.exists() and present.read_bytes() != key.read_bytes():
        present.rename(present.with_name(f"{KEY}-before-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
    present.touch(mode=0o600)
    present.write_bytes(key.read_bytes())
    secrets.box.cache_clear()


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
