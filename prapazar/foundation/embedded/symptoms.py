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


_SENTENCES = (
    ("incompatible with server", "The data folder {home} was made by another version of {server}."),
    ("pg_control", "The data folder {home} is incomplete; restore it from a backup."),
    ("Address already in use", "{server} cannot listen: its port is taken by another program."),
    ("Permission denied", "{server} may not read or write its files in {home}; check their owner."),
    ("Operation not permitted", "{server} may not read or write its files in {home}; check their owner."),
    (
        "Bad file format reading the append only file",
        "The append-only file of {server} in {home} is damaged; see server.log there.",
    ),
)


def explain(server: str, home: Path, text: str) -> EmbeddedError:
    """The sentence for a server that ended while starting."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return disk_full(home)
    for symptom, sentence in _SENTENCES:
        if symptom in text:
            return EmbeddedError(sentence.format(server=server, home=home))
    found = _BLAME.findall(text)
    lines = found or [line for line in text.splitlines() if line.strip()]
    reason = lines[-1].strip() if lines else "it left no message"
    return EmbeddedError(f"{server} in {home} did not start: {reason}")
