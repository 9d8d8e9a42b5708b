"""The house rules a machine can check: who imports whom, where files stand and what they say they hold."""

import subprocess
import sys
from pathlib import Path

from prapazar.cli import house

ROOT = Path(__file__).parents[1]


def test_imports_keep_to_the_rooms() -> None:
    ran = subprocess.run(  # noqa: S603 - our own environment's linter
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]


def test_every_file_is_in_its_place() -> None:
    assert house.faults(ROOT) == []
