"""Where the code lies and what every process we start is given."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OWNER_MARK = "PRAPAZAR_RUN_BY"
"""Names the data folder in the environment of every process of `up`, so that left-overs can be found."""


def environment(**more: str) -> dict[str, str]:
    """Ours first on the module path, our environment's programs (node and npm too) on PATH, few memory arenas."""
    path = os.environ.get("PATH", os.defpath)
    return {
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), path]),
        "PYTHONPATH": os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part),
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        **more,
    }
