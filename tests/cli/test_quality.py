"""`check` runs everything, says what failed, and fails then."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from prapazar.cli import checkout, quality
from prapazar.cli.main import main


def _prints(words: str, code: int) -> tuple[str, ...]:
    return (sys.executable, "-c", f"print({words!r}); raise SystemExit({code})")


def _without_times(output: str) -> list[str]:
    return [line.rsplit("  ", 1)[0] if line.endswith(" s") else line for line in output.splitlines()]


def test_check_shows_what_failed_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prapazar").mkdir()
    (tmp_path / "prapazar/utils.py").write_text('"""Things."""\n')
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    checks = {"lint": _prints("a fault", 1), "types": _prints("said by who passes", 0)}
    monkeypatch.setattr(quality, "_CHECKS", checks)

    result = CliRunner().invoke(main, ["check"])

    assert (result.exit_code, _without_times(result.output)) == (
        1,
        [
            *("a fault", "", "FAILED  lint", "ok      types"),
            *("  prapazar/utils.py: its name says nothing about what it holds", "FAILED  folders"),
        ],
    )


def test_check_passes_when_everything_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    monkeypatch.setattr(quality, "_CHECKS", {"lint": _prints("", 0)})

    result = CliRunner().invoke(main, ["check"])

    assert (result.exit_code, _without_times(result.output)) == (0, ["ok      lint", "ok      folders"])
