"""The folders of an embedded server: private, with room on the disk, used by one supervisor at a time."""

import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prapazar.foundation.embedded.account import Account
from prapazar.foundation.embedded.errors import EmbeddedError

_MEGABYTE = 1024 * 1024
# sockaddr_un holds 108 bytes, the last one is a zero.
LONGEST_SOCKET_PATH = 107


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns the refusals of a file system into sentences."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM}:
            raise EmbeddedError(
                f"The data folder {folder} cannot be written by this user (uid {os.geteuid()}); "
                "change its owner or choose another with PRAPAZAR_DATA_DIR."
            ) from error
        if error.errno == errno.EROFS:
            raise EmbeddedError(
                f"The data folder {folder} lies on a read-only file system; "
                "choose another with PRAPAZAR_DATA_DIR."
            ) from error
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise disk_full(folder) from error
        if error.errno in {errno.ENOTDIR, errno.EEXIST}:
            raise EmbeddedError(
                f"The data folder {folder} cannot be made: a file stands in its way."
            ) from error
        raise


def disk_full(folder: Path) -> EmbeddedError:
    return EmbeddedError(
        f"The disk that holds {folder} is full; free some space or choose another place with PRAPAZAR_DATA_DIR."
    )


def make_private(folder: Path, account: Account | None) -> None:
    """Make `folder` if it is not there, readable by its owner alone."""
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "not writable", str(folder))


def free_megabytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free // _MEGABYTE


def require_space(folder: Path, megabytes: int) -> None:
    free = free_megabytes(folder)
    if free < megabytes:
        raise EmbeddedError(
            f"The disk that holds {folder} has {free} MB free and {megabytes} MB are needed; "
            "free some space or choose another place with PRAPAZAR_DATA_DIR."
        )


def claim(home: Path) -> int:
    """Lock `home` for this process; the lock dies with the process. Returns what `release` takes."""
    with explained(home):
        lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if not _take(lock):
        holder = os.read(lock, 32).decode(errors="replace").strip() or "unknown"
        os.close(lock)
        raise EmbeddedError(f"{home} is in use by another PraPazar (process {holder}); stop that one first.")
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    return lock


def _take(lock: int) -> bool:
    for pause in (0.05, 0.2, 0.5, None):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Somebody may only be looking (`is_claimed`), for an instant.
            if pause:
                time.sleep(pause)
        else:
            return True
    return False


def is_claimed(home: Path) -> bool:
    """Whether a living supervisor, this one included, holds `home`."""
    try:
        lock = os.open(home / "lock", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def release(lock: int) -> None:
    os.close(lock)


def socket_folder(home: Path, name: str, account: Account | None) -> Path:
    """Where a socket called `name` may lie: beside the data, or a short path when that is too long."""
    beside = home / "run"
    reachable = account is None or all(account.may_enter(parent) for parent in home.parents)
    if reachable and len(os.fsencode(beside / name)) <= LONGEST_SOCKET_PATH:
        return _emptied(beside, account)
    tag = hashlib.sha256(f"{home}:{os.geteuid()}".encode()).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"prapazar-{tag}"
    owner = os.geteuid() if account is None else account.uid
    # Somebody else could have made this name first, to be handed our socket.
    if short.is_symlink() or (short.exists() and short.stat().st_uid not in {owner, 0}):
        raise EmbeddedError(
            f"{short} belongs to somebody else; remove it or choose a shorter PRAPAZAR_DATA_DIR."
        )
    return _emptied(short, account)


def _emptied(folder: Path, account: Account | None) -> Path:
    """A socket or lock file left by a killed server would be taken for a living one."""
    make_private(folder, account)
    for left in folder.iterdir():
        left.unlink()
    return folder


def remove_socket_folder(folder: Path) -> None:
    if folder.is_dir():
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
