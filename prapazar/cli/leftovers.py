"""Processes of an `up` that was killed: found by a mark in their environment and ended."""

import os
import signal
from pathlib import Path

import psutil

from prapazar.cli.checkout import OWNER_MARK
from prapazar.foundation.embedded import child


def end_leftovers(data_dir: Path) -> list[str]:
    """Call while holding the lock of `data_dir`: then whoever bears its mark belongs to nobody. Their names."""
    found = [process for process in psutil.process_iter(["name"]) if _is_marked(process, str(data_dir))]
    for process in found:
        child.stop_stranger(process, (signal.SIGTERM, 5.0))
    return [process.info["name"] for process in found]


def _is_marked(process: psutil.Process, data_dir: str) -> bool:
    try:
        return process.pid != os.getpid() and process.environ().get(OWNER_MARK) == data_dir
    except psutil.Error:
        return False
