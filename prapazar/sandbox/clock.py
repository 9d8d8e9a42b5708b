"""The sandbox's own time, which can be moved forward without waiting."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus what was skipped by `advance`; never runs backwards."""

    def __init__(self) -> None:
        self._skipped_ms = 0

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self._skipped_ms

    def now(self) -> datetime:
        return from_ms(self.now_ms())

    def advance(self, by: timedelta) -> None:
        if by < timedelta(0):
            raise ValueError("the sandbox clock only moves forward")
        self._skipped_ms += to_ms(by)


def to_ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


def from_ms(epoch_ms: int) -> datetime:
    """Built from whole milliseconds so that no float rounding reaches a timestamp."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=epoch_ms)


def epoch_ms(moment: datetime) -> int:
    return to_ms(moment - datetime(1970, 1, 1, tzinfo=UTC))
