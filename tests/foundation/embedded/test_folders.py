"""Folders that cannot be used, and what the user is told about them."""

import errno
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from prapazar.foundation.embedded import folders, redis
from prapazar.foundation.embedded.errors import EmbeddedError
from tests.factories.servers import succeeds_as_ordinary_user

_Usage = namedtuple("_Usage", "total used free")  # noqa: PYI024 - the shape of shutil.disk_usage


def _said(folder: Path, number: int) -> str:
    with pytest.raises(EmbeddedError) as refused, folders.explained(folder):
        raise OSError(number, os.strerror(number))
    return str(refused.value)


def test_refusals_of_the_file_system_become_sentences() -> None:
    folder = Path("/srv/shop")

    said = [_said(folder, number) for number in (errno.EACCES, errno.EROFS, errno.ENOSPC, errno.ENOTDIR)]

    assert said == [
        (
            f"The data folder /srv/shop cannot be written by this user (uid {os.geteuid()}); "
            "change its owner or choose another with PRAPAZAR_DATA_DIR."
        ),
        "The data folder /srv/shop lies on a read-only file system; choose another with PRAPAZAR_DATA_DIR.",
        "The disk that holds /srv/shop is full; free some space or choose another place with PRAPAZAR_DATA_DIR.",
        "The data folder /srv/shop cannot be made: a file stands in its way.",
    ]


def test_disk_with_too_little_room_is_refused_before_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**9, 10**9 - 5_000_000, 5_000_000))
    server = redis.Server(tmp_path)

    with pytest.raises(EmbeddedError) as refused:
        server.start()

    assert str(refused.value) == (
        f"The disk that holds {tmp_path}/redis has 4 MB free and 64 MB are needed; "
        "free some space or choose another place with PRAPAZAR_DATA_DIR."
    )
    assert (server.pid, folders.is_claimed(server.home)) == (None, False)


def test_folder_of_somebody_else_is_refused() -> None:
    def work(folder: Path) -> None:
        locked = folder / "locked"
        locked.mkdir(mode=0o500)
        with pytest.raises(EmbeddedError) as refused:
            redis.Server(locked / "data").start()
        assert str(refused.value) == (
            f"The data folder {locked}/data/redis cannot be written by this user (uid {os.getuid()}); "
            "change its owner or choose another with PRAPAZAR_DATA_DIR."
        )

    assert succeeds_as_ordinary_user(work)


def test_claim_ends_with_its_release(tmp_path: Path) -> None:
    lock = folders.claim(tmp_path)
    during = folders.is_claimed(tmp_path)

    folders.release(lock)

    assert (during, folders.is_claimed(tmp_path)) == (True, False)


def test_socket_folder_left_by_a_killed_server_is_emptied(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run/.s.PGSQL.5432.lock").write_text("1\n")

    folder = folders.socket_folder(tmp_path, ".s.PGSQL.5432", None)

    assert (folder, list(folder.iterdir())) == (tmp_path / "run", [])
