"""Clients written by others, in an environment of their own: never among our dependencies."""

import fcntl
import json
import os
import re
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

CLIENTS = Path(__file__).parents[1] / "foreign"
_LOCK = CLIENTS / "requirements.txt"
_LONGEST_INSTALL, _LONGEST_TALK = 240, 120


class NotInstallable(Exception):
    """Says why, in the installer's last words."""


@cache
def python() -> Path:
    """The interpreter that finds the clients; makes its environment when the list of them has changed."""
    named = os.environ.get("PRAPAZAR_FOREIGN_ENV")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    mark = sha256(version.encode() + _LOCK.read_bytes()).hexdigest()[:12]
    folder = Path(named) if named else Path(sys.prefix) / "foreign"
    folder.mkdir(parents=True, exist_ok=True)
    found = folder / mark / "bin" / "python"
    with (folder / "lock").open("w") as lock:
        # Processes of one run ask at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / mark / "installed").exists():
            _install(folder / mark)
    return found


def version(client: str) -> str:
    pinned = re.search(
        rf"^{re.escape(client)}==(\S+)", _LOCK.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE
    )
    assert pinned, f"{client} is not in {_LOCK.name}"
    return pinned.group(1)


def talk(slug: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 - what the client brought back
    """Runs `clients/<slug>.py` over there with what it is given; its last line is what it has seen."""
    done = subprocess.run(  # noqa: S603 - our own script
        [str(python()), "-I", "-X", "utf8", str(CLIENTS / "clients" / f"{slug}.py")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_LONGEST_TALK,
        check=False,
        cwd=python().parents[1],
        env={"PATH": os.environ["PATH"], "HOME": str(python().parents[1])},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def _install(folder: Path) -> None:
    steps = (
        (sys.executable, "-m", "venv", "--clear", str(folder)),
        (
            *(str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"),
            *("--prefer-binary", "--no-compile", "--require-hashes", "-r", str(_LOCK)),
        ),
    )
    for step in steps:
        try:
            done = subprocess.run(  # noqa: S603 - our own words
                step, capture_output=True, text=True, timeout=_LONGEST_INSTALL, check=False
            )
        except subprocess.TimeoutExpired as cause:
            raise NotInstallable(f"not installed within {_LONGEST_INSTALL} s") from cause
        if done.returncode != 0:
            raise NotInstallable((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    (folder / "installed").touch()
