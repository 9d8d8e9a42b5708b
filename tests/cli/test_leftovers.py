"""What a killed shop left behind is ended; what belongs to others is left alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from prapazar.cli.checkout import OWNER_MARK
from prapazar.cli.leftovers import end_leftovers

pytestmark = pytest.mark.process


def _left_by(data_dir: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()"],
        env={**os.environ, OWNER_MARK: data_dir},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_only_processes_of_the_same_data_folder_are_ended(tmp_path: Path) -> None:
    ours, theirs = _left_by(str(tmp_path)), _left_by(str(tmp_path / "other"))

    end_leftovers(tmp_path)

    assert (ours.wait(), theirs.poll()) == (-15, None)
    theirs.kill()
    theirs.wait()
    for process in (ours, theirs):
        assert process.stdout is not None
        process.stdout.close()
