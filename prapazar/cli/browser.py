"""A Chromium for the tests: the machine's, Playwright's, or one installed now."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as p\nwith p() as a: print(a.chromium.executable_path)"
)


def ensure_chromium() -> Path:
    """Where it is; it is installed when there is none."""
    found = find_chromium()
    if found is None:
        click.echo("Installing Chromium for the browser tests (once).")
        _install()
        found = find_chromium()
    if found is None:
        raise click.ClickException(
            "the browser tests need Chromium and it could not be installed; "
            "install chromium or google-chrome with your system's package manager."
        )
    return found


def find_chromium() -> Path | None:
    given = os.environ.get("PRAPAZAR_CHROMIUM")
    if given:
        return Path(given)
    for name in _NAMES:
        on_path = shutil.which(name)
        if on_path:
            return Path(on_path)
    asked = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", _ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    path = Path(asked.stdout.strip())
    return path if asked.returncode == 0 and path.is_file() else None


def _install() -> None:
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0 and _runs(apt, "update", "-q"):
        quietly = {"DEBIAN_FRONTEND": "noninteractive"}
        if _runs(apt, "install", "-y", "-q", "--no-install-recommends", "chromium", **quietly):
            return
    as_root = ["--with-deps"] if os.geteuid() == 0 else []
    _runs(sys.executable, "-m", "playwright", "install", *as_root, "chromium")


def _runs(*command: str, **environment: str) -> bool:
    done = subprocess.run(  # noqa: S603 - package managers, with our own words
        command, env={**os.environ, **environment}, stdout=sys.stderr, check=False
    )
    return done.returncode == 0
