"""What a backup says of itself: when, by which version and installation, how large, with which checksums."""

import hashlib
import hmac
import importlib.metadata
import tarfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

import click
from pydantic import BaseModel, ValidationError

from prapazar.cli.checkout import ROOT
from prapazar.foundation import db
from prapazar.foundation.secrets import derived_tokens

FILE = "manifest.json"
DUMP, UPLOADS, KEY = "database.dump", "uploads", "secret.key"
_FORMAT = 1
_PIECE = 1 << 20


class Part(BaseModel):
    """A file, or a folder with everything in it; what files of people are called stands nowhere."""

    files: int
    bytes: int
    sha256: str


class Manifest(BaseModel):
    product: Literal["prapazar"] = "prapazar"
    format: int
    version: str
    """Of the product that wrote it."""
    made_at: datetime
    tables: str
    """The newest migration of its tables."""
    server: str
    installation: str
    """The same for all backups under one secret key, and nothing that could be turned back into it."""
    parts: dict[str, Part]


class Counted:
    """A file that is weighed while somebody reads it: the shop may write meanwhile."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest, self.bytes = file, hashlib.sha256(), 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._file.read(size)
        self._digest.update(piece)
        self.bytes += len(piece)
        return piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Tally:
    """Adds up the files of one part."""

    def __init__(self) -> None:
        self._digest, self._files, self._bytes = hashlib.sha256(), 0, 0

    def add(self, name: str, read: Counted) -> None:
        self._files, self._bytes = self._files + 1, self._bytes + read.bytes
        self._digest.update(f"{name}\0{read.sha256}\n".encode())

    def part(self) -> Part:
        return Part(files=self._files, bytes=self._bytes, sha256=self._digest.hexdigest())


def manifest(parts: dict[str, Part], *, tables: str, server: str) -> Manifest:
    return Manifest(
        format=_FORMAT,
        version=_version(),
        made_at=datetime.now(UTC),
        tables=tables,
        server=server,
        installation=_installations()[0],
        parts=parts,
    )


def unpacked(file: Path, folder: Path, *, from_elsewhere: bool) -> Manifest:
    """Everything of a backup, looked through before anything here is touched. Raises ClickException."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as broken:
        raise click.ClickException(
            f"{file} cannot be read to its end: it is no backup of PraPazar, or was cut off on its way. "
            f"Copy it again, or take another backup. Nothing was changed. ({type(broken).__name__})"
        ) from broken
    told = _read(file, folder / FILE)
    _require_whole(file, folder, told)
    _require_ours(file, folder, told, from_elsewhere=from_elsewhere)
    return told


def tally(path: Path) -> Part:
    """Of a file, or a folder."""
    found = Tally()
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    for one in files:
        with one.open("rb") as file:
            counted = Counted(file)
            while counted.read(_PIECE):
                pass
        found.add(one.relative_to(path.parent).as_posix(), counted)
    return found.part()


def _read(file: Path, path: Path) -> Manifest:
    if not path.is_file():
        raise click.ClickException(
            f"{file} has no {FILE}: it is no backup of PraPazar, or one of a time before backups told what is in "
            "them. Restore it with the version that wrote it, and make a new one. Nothing was changed."
        )
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except ValidationError as broken:
        raise click.ClickException(
            f"{FILE} in {file} is not as a backup writes it: the file is damaged, or of another program. "
            "Take another backup. Nothing was changed."
        ) from broken


def _require_whole(file: Path, folder: Path, told: Manifest) -> None:
    if told.format > _FORMAT or not db.knows(told.tables):
        raise click.ClickException(
            f"{file} was written by a newer PraPazar ({told.version}). Upgrade this installation first, then "
            "restore. Nothing was changed."
        )
    present = {one.name for one in folder.iterdir()} - {FILE}
    if DUMP not in told.parts or present != set(told.parts):
        raise click.ClickException(
            f"{file} does not hold what its {FILE} names: something was taken out or added. "
            "Take another backup. Nothing was changed."
        )
    for name, part in told.parts.items():
        if tally(folder / name) != part:
            raise click.ClickException(
                f"{name} in {file} is not as it was written (its checksum differs): the file is damaged. "
                "Copy it again, or take another backup. Nothing was changed."
            )


def _require_ours(file: Path, folder: Path, told: Manifest, *, from_elsewhere: bool) -> None:
    if from_elsewhere or (folder / KEY).is_file():
        return
    if not any(hmac.compare_digest(told.installation, one) for one in _installations()):
        raise click.ClickException(
            f"{file} is of another installation, and its key is not in it. Put the {KEY} of that installation into "
            "the data folder (or set PRAPAZAR_SECRET_KEY) and restore again; or restore with --from-elsewhere, and "
            "enter the credentials of every channel anew. Nothing was changed."
        )


def _version() -> str:
    """As the checkout says, which is how it runs; else as it was installed."""
    project = ROOT / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return importlib.metadata.version("prapazar")


def _installations() -> tuple[str, ...]:
    """As the present key tells it, then earlier ones."""
    return tuple(hashlib.sha256(one.encode()).hexdigest()[:32] for one in derived_tokens("backups"))
