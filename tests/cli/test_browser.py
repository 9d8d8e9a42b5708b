"""Finding a Chromium without installing one."""

from pathlib import Path

import pytest

from prapazar.cli import browser


def test_chromium_on_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.delenv("PRAPAZAR_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert browser.ensure_chromium() == program


def test_chromium_given_by_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAPAZAR_CHROMIUM", "/opt/chromium")

    assert browser.ensure_chromium() == Path("/opt/chromium")
