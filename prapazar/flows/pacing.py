"""Pushes in step with a channel's limits: what is told is read when its turn has come, and not long before."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from prapazar.connector_kit.errors import RateLimited
from prapazar.connector_kit.limits import Limiter, Window

AHEAD = 0.15
"""Seconds before its turn a push begins to read what it will tell."""
A_MOMENT = 0.5
"""So long a push holds its thread to wait; for longer it hands the thread back."""
BACK_BEFORE = 0.2
"""Seconds that being started again may take."""

Taken = dict[str, tuple[Window, ...]]
_taken_by: dict[tuple[UUID, str], Taken] = {}
"""Which limits the last push of a connection and topic ran under: the next one runs under the same."""


class NotYet(RateLimited):
    """Nothing was begun: its turn has not come."""


@dataclass
class Noting:
    """A limiter that remembers whose tokens were taken."""

    inner: Limiter
    leaving: float = 0.0
    """The share of every bucket that is left to others."""
    taken: Taken = field(default_factory=dict)

    def take(self, key: str, windows: Sequence[Window], leaving: float = 0.0) -> float:
        self.taken[key] = tuple(windows)
        return self.inner.take(key, windows, max(leaving, self.leaving))

    def wait(self, key: str, windows: Sequence[Window]) -> float:
        return self.inner.wait(key, windows)

    def hold(self, key: str, seconds: float) -> None:
        self.inner.hold(key, seconds)


def await_turn(limiter: Noting, connection_id: UUID, topic: str) -> None:
    """Raises NotYet where the turn is further off than a moment; the first push of a process does not wait."""
    if limiter.taken:
        _taken_by[connection_id, topic] = dict(limiter.taken)
    known = _taken_by.get((connection_id, topic), {})
    wait = max((limiter.wait(key, windows) for key, windows in known.items()), default=0.0) - AHEAD
    if wait > A_MOMENT:
        raise NotYet("its turn has not come", retry_after=wait - BACK_BEFORE)
    if wait > 0:
        time.sleep(wait)
