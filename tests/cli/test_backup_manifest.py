"""What a restore refuses before it touches anything, and what it says to do."""

import json
import tarfile
from pathlib import Path
from typing import Any

import click
import pytest

from prapazar.cli import backup_manifest
from prapazar.foundation.settings import settings


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installation(tmp_path / "data", monkeypatch)


def _installation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(folder))
    settings.cache_clear()


def _packed(folder: Path, changes: dict[str, Any] | None = None, **others: bytes) -> Path:
    """A backup of a dump and an upload; `changes` to what it says of itself, `others`: files changed afterwards."""
    (folder / "uploads").mkdir(parents=True)
    (folder / "uploads/Ayşe Yılmaz.csv").write_text("Ayşe Yılmaz;0532 111 22 33")
    (folder / "database.dump").write_bytes(b"PGDMP")
    parts = {name: backup_manifest.tally(folder / name) for name in ("database.dump", "uploads")}
    told = backup_manifest.manifest(parts, tables="0001", server="16.1").model_dump(mode="json")
    (folder / "manifest.json").write_text(json.dumps(told | (changes or {})))
    for name, content in others.items():
        (folder / name).write_bytes(content)
    file = folder.parent / "shop.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        for path in sorted(folder.iterdir()):
            archive.add(path, path.name)
    return file


def _refusal(file: Path, folder: Path) -> str:
    with pytest.raises(click.ClickException) as refused:
        backup_manifest.unpacked(file, folder, from_elsewhere=False)
    return refused.value.message.replace(str(file), "FILE")


def test_whole_backup_of_this_installation_is_taken_and_names_nobody(tmp_path: Path) -> None:
    file = _packed(tmp_path / "made")

    told = backup_manifest.unpacked(file, tmp_path / "out", from_elsewhere=False)

    said = told.model_dump_json()
    assert {name: part.files for name, part in told.parts.items()} == {"database.dump": 1, "uploads": 1}
    assert (told.parts["database.dump"].bytes, told.tables, told.server) == (5, "0001", "16.1")
    assert ("Ayşe" in said, "0532" in said) == (False, False)


def test_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("no archive")

    said = _refusal(file, tmp_path / "out")

    assert said == (
        "FILE cannot be read to its end: it is no backup of PraPazar, or was cut off on its way. Copy it again, or "
        "take another backup. Nothing was changed. (ReadError)"
    )


def test_archive_without_a_manifest_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.tar.gz"
    (tmp_path / "database.dump").write_bytes(b"PGDMP")
    with tarfile.open(file, "w:gz") as archive:
        archive.add(tmp_path / "database.dump", "database.dump")

    said = _refusal(file, tmp_path / "out")

    assert said.startswith("FILE has no manifest.json: it is no backup of PraPazar, or one of a time before")


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({"product": "another"}, "manifest.json in FILE is not as a backup writes it"),
        ({"parts": {}}, "FILE does not hold what its manifest.json names"),
        ({"format": 2}, "FILE was written by a newer PraPazar (0.1.0). Upgrade this installation first"),
        (
            {"tables": "later"},
            "FILE was written by a newer PraPazar (0.1.0). Upgrade this installation first",
        ),
    ],
    ids=["other-program", "parts-missing", "newer-form", "newer-tables"],
)
def test_manifest_that_does_not_fit_is_refused(tmp_path: Path, changes: dict[str, Any], begins: str) -> None:
    file = _packed(tmp_path / "made", changes)

    said = _refusal(file, tmp_path / "out")

    assert said.startswith(begins)
    assert said.endswith("Nothing was changed.")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("database.dump", "database.dump in FILE is not as it was written (its checksum differs)"),
        ("uploads/Ayşe Yılmaz.csv", "uploads in FILE is not as it was written (its checksum differs)"),
        ("added.sql", "FILE does not hold what its manifest.json names"),
    ],
    ids=["dump", "upload", "added"],
)
def test_altered_content_is_refused(tmp_path: Path, name: str, begins: str) -> None:
    file = _packed(tmp_path / "made", None, **{name: b"PGDMQ"})

    assert _refusal(file, tmp_path / "out").startswith(begins)


def test_backup_of_another_installation_needs_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _packed(tmp_path / "made")
    _installation(tmp_path / "elsewhere", monkeypatch)

    said = _refusal(file, tmp_path / "out")
    taken = backup_manifest.unpacked(file, tmp_path / "again", from_elsewhere=True)
    (tmp_path / "elsewhere/secret.key").write_bytes((tmp_path / "data/secret.key").read_bytes())
    with_key = backup_manifest.unpacked(file, tmp_path / "third", from_elsewhere=False)

    assert said.startswith("FILE is of another installation, and its key is not in it.")
    assert taken == with_key
