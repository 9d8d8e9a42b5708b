"""One child process of `up`: started, started again with growing pauses when it crashes, stopped."""

import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prapazar.cli import checkout
from prapazar.cli.logs import Log
from prapazar.cli.plan import Part
from prapazar.foundation.embedded import child

_LONGEST_PAUSE = 60.0
_STEADY_AFTER = 60.0


@dataclass
class Managed:
    part: Part
    log_folder: Path
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    _started_at: float = 0.0
    _pause: float = 1.0
    _again_at: float | None = None
    log: Log = field(init=False)

    def __post_init__(self) -> None:
        self.log = Log(self.log_folder / f"{self.part.name}.log")

    def start(self) -> None:
        self.log.begin_run()
        self.process = child.start(
            self.part.command,
            log=self.log.path,
            cwd=checkout.ROOT,
            env={**self.environment, **self.part.environment},
            death_signal=self.part.death_signal,
        )
        self._started_at = time.monotonic()
        self._again_at = None

    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def tend(self) -> str | None:
        """Start it again when it is due. A sentence when it has just crashed."""
        code = self.exit_code()
        if self.process is None or code is None:
            return None
        now = time.monotonic()
        if self._again_at is None:
            if now - self._started_at > _STEADY_AFTER:
                self._pause = 1.0
            self._again_at = now + self._pause
            said = f"ended with {code}; starts again in {self._pause:.0f} s. Its log: {self.log.path}"
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            return said
        if now >= self._again_at:
            self.start()
        return None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        if self.process is not None:
            child.stop(self.process, (signal.SIGTERM, self.part.seconds_to_stop))
            child.kill_group(self.process.pid)
            self.process = None
