"""A new connector begins as a folder that passes the check."""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from prapazar.cli import scaffold
from prapazar.connector_kit import evidence
from prapazar.connector_kit import manifest as manifests
from prapazar.connector_kit.evidence import Level
from prapazar.connector_kit.folder import folder_faults
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup


def test_made_folder_passes_the_check_as_declared(tmp_path: Path) -> None:
    scaffold.make("bazaar", "Bazaar", tmp_path)

    folder = tmp_path / "prapazar" / "connectors" / "bazaar"
    assert folder_faults(folder, tmp_path / "tests" / "connectors" / "bazaar") == []
    assert evidence.level(folder) is Level.DECLARED


def test_made_files_are_clean_for_the_linter(tmp_path: Path) -> None:
    scaffold.make("bazaar", "Bazaar", tmp_path)

    shutil.copy(Path(__file__).parents[2] / "pyproject.toml", tmp_path)
    command = [sys.executable, "-m", "ruff", "check", "--ignore", "INP001", "."]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own linter

    assert checked.stdout == "All checks passed!\n"


def test_made_connector_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scaffold.make("bazaar", "Bazaar", tmp_path)
    connectors = tmp_path / "prapazar" / "connectors"
    package = importlib.import_module("prapazar.connectors")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(connectors)])
    described = manifests.read(connectors / "bazaar" / "manifest.toml")
    wire = Wire(transport=httpx.MockTransport(lambda _: httpx.Response(200, json={"name": "Çarşı"})))
    setup = Setup(described, "live", {"account_id": "1"}, {"token": "t"}, "https://example.com", wire)

    connector = importlib.import_module("prapazar.connectors.bazaar.connector").Connector(setup)

    assert connector.test_credentials() == AccountRecord(name="Çarşı")


@pytest.mark.parametrize("slug", ["Bazaar", "1st", "a b", "../x", ""])
def test_slug_that_is_no_name_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(scaffold.NotANewSlug):
        scaffold.make(slug, "Bazaar", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_slug_that_is_taken_is_refused(tmp_path: Path) -> None:
    made = scaffold.make("bazaar", "Bazaar", tmp_path)
    before = [path.read_bytes() for path in made]

    with pytest.raises(scaffold.NotANewSlug):
        scaffold.make("bazaar", "Other", tmp_path)

    assert [path.read_bytes() for path in made] == before
