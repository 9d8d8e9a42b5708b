"""PostgreSQL's data folder: made whole or not at all, of the right version, left by any earlier server."""

import hashlib
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

from prapazar.foundation.embedded import child, folders, symptoms
from prapazar.foundation.embedded.account import Account
from prapazar.foundation.embedded.binaries import PostgresInstall
from prapazar.foundation.embedded.errors import EmbeddedError

DATABASE = "prapazar"
OWNER = "postgres"
STOP_STEPS = ((signal.SIGINT, 40.0), (signal.SIGQUIT, 10.0))
_STATUS_LINE = 7


@dataclass(frozen=True)
class Cluster:
    home: Path
    account: Account | None
    install: PostgresInstall

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def name(self) -> str:
        """Stands in the process list and tells our server from any other, whoever asks."""
        return "prapazar-" + hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:12]

    def inside(self, folder: Path) -> str:
        """How a program started in `folder` names it.

        An unprivileged account may not be allowed to walk down to it (a checkout under /root), but
        it can be put there: the working folder is entered before the account changes.
        """
        return str(folder) if self.account is None else "/proc/self/cwd"

    def require_same_major(self) -> None:
        with folders.explained(self.home):
            try:
                made_by = (self.data / "PG_VERSION").read_text().strip()
            except FileNotFoundError:
                return
        if made_by != str(self.install.major):
            raise EmbeddedError(
                f"The data folder {self.home} was made by PostgreSQL {made_by} and this PraPazar brings "
                f"PostgreSQL {self.install.major}: make a backup with the PraPazar that made it "
                "(./dev backup), move the folder away and run ./dev restore."
            )

    def initialise(self, *, durable: bool) -> None:
        """Made beside its place and renamed at the end: a start that was cut off leaves no half cluster."""
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        folders.make_private(fresh, self.account)
        program, place = self.install.program, self.inside(fresh)
        self._run_once(
            [
                program("initdb"),
                *("-D", place, "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--no-instructions"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *([] if durable else ["--no-sync"]),
            ],
            fresh,
        )
        single = [program("postgres"), "--single", "-D", place, "postgres"]
        self._run_once(single, fresh, f"CREATE DATABASE {DATABASE}\n".encode())
        fresh.rename(self.data)

    def _run_once(self, command: list[str], cwd: Path, stdin: bytes = b"") -> None:
        mark = symptoms.size(self.log)
        with self.log.open("ab") as output:
            try:
                done = subprocess.run(  # noqa: S603 - a program of the wheel
                    command,
                    input=stdin,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    cwd=cwd,
                    env=environment(),
                    check=False,
                    user=self.account.uid if self.account else None,
                    group=self.account.gid if self.account else None,
                    extra_groups=[] if self.account else None,
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise child.cannot_start(command[0], self.account, error) from error
        if done.returncode != 0:
            raise symptoms.explain("PostgreSQL", self.home, symptoms.tail(self.log, mark))

    def settle_orphan(self) -> None:
        """Stop a server whose supervisor was killed; forget a process id that now means something else."""
        lines = postmaster_lines(self.data)
        if not lines or not lines[0].strip().isdigit():
            return
        try:
            process = psutil.Process(int(lines[0]))
            if f"cluster_name={self.name}" in process.cmdline():
                child.stop_stranger(process, *STOP_STEPS)
        except psutil.NoSuchProcess:
            pass
        # PostgreSQL itself would take a zombie, or a stranger with that number, for a living server.
        (self.data / "postmaster.pid").unlink(missing_ok=True)


def environment() -> dict[str, str]:
    """English messages, which `symptoms` reads, and nothing of ours."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def postmaster_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def has_living_server(data: Path) -> bool:
    """The file alone says nothing: a killed server leaves it behind, `ready` and all."""
    lines = postmaster_lines(data)
    try:
        return is_ready(lines) and psutil.Process(int(lines[0])).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_ready(lines: list[str]) -> bool:
    return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
