"""The logs of the processes of `up`: kept small, and their errors shown in the terminal."""

import json
import shutil
from pathlib import Path

_LARGEST = 20 * 1024 * 1024
_LOUD = {"error", "critical", "exception"}


class Log:
    """Reads on from where it stopped; the process that writes needs to know nothing of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        self._read_to = path.stat().st_size
        self._run_from = self._read_to

    def new_errors(self) -> list[str]:
        """One short line for each error written since the last look."""
        if self.path.stat().st_size < self._read_to:
            self._read_to = 0
        with self.path.open("rb") as lines:
            lines.seek(self._read_to)
            text = lines.read()
        whole = text[: text.rfind(b"\n") + 1]
        self._read_to += len(whole)
        return [said for line in whole.decode(errors="replace").splitlines() if (said := _error_in(line))]

    def begin_run(self) -> None:
        self._run_from = self.path.stat().st_size

    def of_this_run(self) -> str:
        """What the process wrote since it was last started."""
        with self.path.open("rb") as lines:
            lines.seek(self._run_from)
            return lines.read().decode(errors="replace")

    def latest_line(self) -> str:
        """Logged lines are for files; what is printed is meant to be read."""
        lines = [line for line in self.of_this_run().splitlines() if line.strip() and line[0] != "{"]
        return lines[-1].strip() if lines else ""

    def last_lines(self, count: int = 30) -> str:
        return "\n".join(self.of_this_run().splitlines()[-count:])

    def keep_small(self) -> None:
        """The writer appends, so it goes on at the new end after the file is cut."""
        if self.path.stat().st_size > _LARGEST:
            shutil.copyfile(self.path, self.path.with_suffix(".log.1"))
            with self.path.open("r+b") as lines:
                lines.truncate(0)
            self._read_to = self._run_from = 0


def _error_in(line: str) -> str | None:
    if not line.startswith("{"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or str(entry.get("level", "")).lower() not in _LOUD:
        return None
    reason = str(entry.get("exception", "")).strip().splitlines()[-1:]
    return ": ".join([str(entry.get("event", "error")), *reason])
