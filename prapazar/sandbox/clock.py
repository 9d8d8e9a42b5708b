"""The sandbox's own time, which can be moved forward without waiting."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus what was skipped by `advance`; never runs backwards. It may also be stopped."""

    def __init__(self) -> None:
        self._skipped_ms = 0
        self._stopped_ms: int | None = None

    def now_ms(self) -> int:
        return (self._stopped_ms or _real_ms()) + self._skipped_ms

    def stop(self) -> None:
        """Only `advance` moves it from now on."""
        self._stopped_ms = self._stopped_ms or _real_ms()

    def resume(self) -> None:
        if self._stopped_ms is not None:
            self._skipped_ms = max(0, self.now_ms() - _real_ms())
            self._stopped_ms = None

    def now(self) -> datetime:
        return from_ms(self.now_ms())

    def advance(self, by: timedelta) -> None:
        if by < timedelta(0):
            raise ValueError("the sandbox clock only moves forward")
        self._skipped_ms += to_ms(by)


def _real_ms() -> int:
    return time.time_ns() // 1_000_000


def to_ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


def from_ms(epoch_ms: int) -> datetime:
    """Built from whole milliseconds so that no float rounding reaches a timestamp."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=epoch_ms)


def epoch_ms(moment: datetime) -> int:
    return to_ms(moment - datetime(1970, 1, 1, tzinfo=UTC))
