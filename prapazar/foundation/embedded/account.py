"""Which user a server runs as: PostgreSQL refuses root, so root hands it to an unprivileged account."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from prapazar.foundation.embedded.errors import EmbeddedError

_CANDIDATES = ("prapazar", "nobody")


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    def can_reach(self, path: Path) -> bool:
        """Whether this account may walk down to `path` and read it."""
        resolved = path.resolve()
        needed = stat.S_IROTH | stat.S_IXOTH
        return all(self.may_enter(parent) for parent in resolved.parents) and (
            resolved.stat().st_mode & needed == needed
        )

    def may_enter(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        return bool(status.st_mode & stat.S_IXOTH)


def for_server(home: Path) -> Account | None:
    """None: as the current user. A folder that has an owner already keeps that owner."""
    if os.geteuid() != 0:
        return None
    if home.exists() and home.stat().st_uid != 0:
        return Account(home.stat().st_uid, home.stat().st_gid)
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL refuses to run as root and this machine has no user 'nobody' to run it as; "
        "start PraPazar as an ordinary user or set PRAPAZAR_DATABASE_URL."
    )
