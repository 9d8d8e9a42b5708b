"""Pushes in step with a channel's limits: what is told is read when its turn has come, and not long before."""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from prapazar.connector_kit.errors import RateLimited
from prapazar.connector_kit.limits import Limiter, Window
from prapazar.foundation.settings import settings

LEAST_AHEAD, MOST_AHEAD = 0.05, 1.0
"""Seconds before its turn a push begins to read what it will tell: as many as the last times took, within these."""
_AHEAD_AT_FIRST = 0.15
_OF_THE_LATEST, _ROOM = 0.3, 1.5
A_MOMENT = 1.5
"""So long a push holds its thread to wait; for longer it hands the thread back."""
BACK_BEFORE = 1.0
"""Seconds before its turn it is started again, which may take some of them."""
A_BLINK = 0.2
"""So long it waits even where no thread can be spared."""
IN_LINE, IN_LINE_WHILE_LATE = 0.5, 3.0
"""So long a push queues behind others before it reads or writes a batch all the same."""
TIGHT = 0.5
"""Seconds from one request to the next from which on a limit, not our own work, decides how long a push takes."""

Taken = dict[str, tuple[Window, ...]]
_taken_by: dict[tuple[UUID, str], Taken] = {}
"""Which limits the last push of a connection and topic ran under: the next one runs under the same."""
_tight: set[UUID] = set()
LATE_FOR = 2.0
"""So long a channel with a tight limit is taken to be late once its turn had come before its push asked for it."""
MOST_REST = 1.0

_ahead_of: dict[tuple[UUID, str], float] = {}
"""How long the pushes of a connection and topic take to be read and written down, in the mean."""


class NotYet(RateLimited):
    """Nothing was begun: its turn has not come."""


@dataclass
class Noting:
    """A limiter that remembers whose tokens were taken, and how long a push took until it asked for the first."""

    inner: Limiter
    leaving: float = 0.0
    """The share of every bucket that is left to others."""
    taken: Taken = field(default_factory=dict)
    begun_at: float | None = None
    prepared_in: float | None = None

    def take(self, key: str, windows: Sequence[Window], leaving: float = 0.0) -> float:
        """Raises RateLimited at once where others go first and that takes more than a moment."""
        if self.begun_at is not None:
            self.prepared_in, self.begun_at = time.monotonic() - self.begun_at, None
        self.taken[key] = tuple(windows)
        wait = self.inner.take(key, windows, max(leaving, self.leaving))
        if self.leaving and wait > A_MOMENT:
            raise RateLimited("pushes go first", retry_after=wait)
        return wait

    def wait(self, key: str, windows: Sequence[Window]) -> float:
        return self.inner.wait(key, windows)

    def hold(self, key: str, seconds: float) -> None:
        self.inner.hold(key, seconds)

    def delayed(self, key: str, windows: Sequence[Window], late: float) -> None:
        self.inner.delayed(key, windows, late)


@lru_cache(maxsize=1)
def _spare_threads() -> threading.Semaphore:
    """Half of a worker may sleep before its channels' doors; the rest goes on with what can be done."""
    return threading.Semaphore(max(1, settings().worker_threads // 2))


def await_turn(limiter: Noting, connection_id: UUID, topic: str) -> None:
    """Raises NotYet where the turn is further off than a moment; the first push of a process does not wait."""
    place = connection_id, topic
    if limiter.taken:
        _taken_by[place] = dict(limiter.taken)
    known = _taken_by.get(place, {})
    if any(window.seconds / window.requests >= TIGHT for windows in known.values() for window in windows):
        _tight.add(connection_id)
    wait = max((limiter.wait(key, windows) for key, windows in known.items()), default=0.0)
    if wait <= 0 and known and connection_id in _tight:
        _lateness.note()
    wait -= _ahead(limiter, place)
    if wait > A_MOMENT:
        raise _not_yet(wait, BACK_BEFORE)
    if wait > A_BLINK:
        if not _spare_threads().acquire(blocking=False):
            raise _not_yet(wait, A_BLINK)
        try:
            time.sleep(wait)
        finally:
            _spare_threads().release()
    elif wait > 0:
        time.sleep(wait)
    limiter.begun_at = time.monotonic()


class Lateness:
    """Whether this process is too busy to use up a tight limit."""

    def __init__(self) -> None:
        self._noted_at = -LATE_FOR

    def note(self) -> None:
        self._noted_at = time.monotonic()

    @property
    def is_late(self) -> bool:
        return time.monotonic() - self._noted_at < LATE_FOR


_lateness = Lateness()


@lru_cache(maxsize=1)
def _lanes() -> threading.Semaphore:
    return threading.Semaphore(max(1, (os.cpu_count() or 2) // 2))


@contextmanager
def lane(connection_id: UUID) -> Iterator[None]:
    """To read or write a batch: half of the cores for all channels with wide limits together.

    They would otherwise slow down those with tight limits, whose pushes end last, and end no sooner themselves.
    While one of these is late the others rest as long as they work. Nobody queues for long: whoever is stuck in it
    stops nobody.
    """
    in_line = IN_LINE_WHILE_LATE if _lateness.is_late else IN_LINE
    is_queued = connection_id not in _tight and _lanes().acquire(timeout=in_line)
    begun = time.monotonic()
    try:
        yield
    finally:
        if is_queued:
            if _lateness.is_late:
                time.sleep(min(MOST_REST, time.monotonic() - begun))
            _lanes().release()


def _ahead(limiter: Noting, place: tuple[UUID, str]) -> float:
    mean = _ahead_of.get(place)
    if limiter.prepared_in is not None:
        latest, limiter.prepared_in = limiter.prepared_in, None
        mean = latest if mean is None else mean + (latest - mean) * _OF_THE_LATEST
        _ahead_of[place] = mean
    return _AHEAD_AT_FIRST if mean is None else min(MOST_AHEAD, max(LEAST_AHEAD, mean * _ROOM))


def _not_yet(wait: float, before: float) -> NotYet:
    return NotYet("its turn has not come", retry_after=wait - before)
