"""Reading a server's log: the sentence behind a start that failed."""

import re
from pathlib import Path

from prapazar.foundation.embedded.errors import EmbeddedError
from prapazar.foundation.embedded.folders import disk_full

_BLAME = re.compile(r"^.*(?:FATAL|PANIC|ERROR|# .*failed|Fatal error|Can't).*$", re.MULTILINE)
_TAIL = 20_000


def size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def tail(log: Path, since: int = 0) -> str:
    """The end of what was written to `log` after byte `since`."""
    try:
        with log.open("rb") as lines:
            lines.seek(max(since, log.stat().st_size - _TAIL))
            return lines.read().decode(errors="replace")
    except OSError:
        return ""


def explain(server: str, home: Path, text: str) -> EmbeddedError:
    """The sentence for a server that ended while starting."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return disk_full(home)
    if "incompatible with server" in text:
        return EmbeddedError(f"The data folder {home} was made by another version of {server}.")
    if "Address already in use" in text:
        return EmbeddedError(f"{server} cannot listen: its port is taken by another program.")
    if "Permission denied" in text or "Operation not permitted" in text:
        return EmbeddedError(f"{server} may not read or write its files in {home}; check their owner.")
    if "Bad file format reading the append only file" in text:
        return EmbeddedError(f"The append-only file of {server} in {home} is damaged; see server.log there.")
    found = _BLAME.findall(text)
    lines = found or [line for line in text.splitlines() if line.strip()]
    reason = lines[-1].strip() if lines else "it left no message"
    return EmbeddedError(f"{server} in {home} did not start: {reason}")
