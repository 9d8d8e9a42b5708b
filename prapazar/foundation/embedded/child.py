"""Starting a child process that dies with its parent, and stopping it with patience."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from prapazar.foundation.embedded.account import Account
from prapazar.foundation.embedded.errors import EmbeddedError

_PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def dies_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before exec, so that the kernel sends it `death_signal` when its parent is gone.

    The kernel watches the *thread* that started the child: call from the main thread only.
    """
    if _prctl is None:
        return None
    parent = os.getpid()

    def arm() -> None:
        _prctl(_PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return arm


def start(
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path,
    env: Mapping[str, str],
    death_signal: signal.Signals,
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Run `command` in a session of its own (Ctrl-C reaches only the parent), its output going to `log`."""
    try:
        with log.open("ab") as output:
            return subprocess.Popen(  # noqa: S603 - the command is ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=dict(env),
                start_new_session=True,
                preexec_fn=dies_with_parent(death_signal),  # noqa: PLW1509 - one prctl call, bound before
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
    except (OSError, subprocess.SubprocessError) as error:
        raise cannot_start(command[0], account, error) from error


def cannot_start(program: str, account: Account | None, error: Exception) -> EmbeddedError:
    if account is None:
        return EmbeddedError(f"{program} cannot be started: {error}.")
    return EmbeddedError(
        f"{program} cannot be started as uid {account.uid}: {error}; "
        "start PraPazar as an ordinary user or set PRAPAZAR_DATABASE_URL."
    )


def stop(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn and give it its seconds; SIGKILL at the end. Its whole group is meant last."""
    for step, seconds in steps:
        if process.poll() is not None:
            return
        process.send_signal(step)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        process.kill()
        process.wait()


def stop_stranger(process: psutil.Process, *steps: tuple[signal.Signals, float]) -> None:
    """The same for a process somebody else started, who may be gone and never collect it."""
    for step, seconds in (*steps, (signal.SIGKILL, 10.0)):
        try:
            process.send_signal(step)
        except psutil.NoSuchProcess:
            return
        if _has_gone(process, seconds):
            return


def _has_gone(process: psutil.Process, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def kill_group(leader: int) -> None:
    """Whoever of a session's processes outlived its leader, which `start` made."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
