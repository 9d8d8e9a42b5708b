"""The command itself: its words, and sentences instead of tracebacks."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from prapazar.cli.main import main
from prapazar.foundation.settings import settings


def test_help_names_every_word() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output

    words = [line.split()[0] for line in shown.splitlines() if line.startswith("  ") and len(line) > 4]
    assert [word for word in words if word.isalpha() and word.islower()] == [
        *("up", "web", "worker", "scheduler", "relay", "sandbox", "demo", "migrate", "migration", "build"),
        *(
            "connectors",
            "routes",
            "backup",
            "restore",
            "ubl",
            "reports",
            "shell",
            "check",
            "test",
            "bench",
            "lock",
        ),
    ]


def test_unknown_word_is_refused() -> None:
    result = CliRunner().invoke(main, ["uo"])

    assert (result.exit_code, result.output.splitlines()[-1]) == (2, "Error: No such command 'uo'.")


def test_trouble_with_the_data_folder_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file")
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(in_the_way))
    monkeypatch.delenv("PRAPAZAR_DATABASE_URL", raising=False)
    settings.cache_clear()

    result = CliRunner().invoke(main, ["migrate"])
    settings.cache_clear()

    assert (result.exit_code, result.output) == (
        1,
        f"The data folder {in_the_way}/postgres cannot be made: a file stands in its way.\n",
    )
