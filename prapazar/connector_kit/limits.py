"""Rate limits: token buckets per account and limit group, in Redis or, without one, in this process."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import redis

_BUCKET_SHARE = 0.90
_BURST_SHARE = 0.05
_ROOM_SHARE, _MOST_ROOM = 0.04, 1.0
_NOTHING = 1e-6
"""A token that lacks less than a millionth is there: rounding must not make anybody wait for nothing."""


@dataclass(frozen=True, slots=True)
class Window:
    """At most `requests` in any `seconds`; or, where a bucket is told, its size and how fast it fills."""

    requests: int
    seconds: float
    bucket: int | None = None
    """What may come at once: the provider counts in a bucket that `requests` in `seconds` refill."""

    @property
    def burst(self) -> float:
        """How many tokens the bucket holds at most."""
        if self.bucket is not None:
            return max(1.0, self.bucket * _BUCKET_SHARE)
        return max(1.0, self.requests * _BURST_SHARE)

    @property
    def room(self) -> float:
        """Seconds by which requests may come closer to each other on the way than they left."""
        return min(_MOST_ROOM, self.seconds * _ROOM_SHARE)

    @property
    def rate(self) -> float:
        """Tokens a second.

        A full bucket and what refills in a window and its room stay within `requests + 1`, whole tokens
        therefore within the limit.
        """
        if self.bucket is not None:
            return self.requests * _BUCKET_SHARE / self.seconds
        return (self.requests + 1 - self.burst) / (self.seconds + self.room)

    def beyond_room(self, late: float) -> float:
        """What of a delay on the way the room does not hold; a provider's own bucket does not mind."""
        return 0.0 if self.bucket is not None else min(self.seconds, max(0.0, late - self.room))


class Limiter(Protocol):
    def take(self, key: str, windows: Sequence[Window], leaving: float = 0.0) -> float:
        """Zero when a token was taken from every bucket, else the seconds until one is there.

        What can wait leaves a share of each bucket to what cannot.
        """
        ...

    def wait(self, key: str, windows: Sequence[Window]) -> float:
        """The seconds until a token is there; none is taken."""
        ...

    def hold(self, key: str, seconds: float) -> None:
        """The provider asked to wait: nobody gets a token of this key for so long."""
        ...

    def delayed(self, key: str, windows: Sequence[Window], late: float) -> None:
        """The provider may have seen a request `late` seconds after its token was taken.

        It counts from when it saw it, so the next one keeps its distance from then.
        """
        ...


def _needed(window: Window, leaving: float) -> float:
    return min(window.burst, 1 + leaving * window.burst)


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


@dataclass
class LocalLimiter:
    """For one process: tests, the command line, and a development machine without Redis."""

    now: Callable[[], float] = time.monotonic
    _buckets: dict[tuple[str, Window], _Bucket] = field(default_factory=dict)
    _held_until: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, windows: Sequence[Window], leaving: float = 0.0) -> float:
        with self._lock:
            wait = self._wait(key, windows, leaving)
            if wait == 0:
                for window in windows:
                    bucket = self._buckets[key, window]
                    bucket.tokens = max(0.0, bucket.tokens - 1)
            return wait

    def wait(self, key: str, windows: Sequence[Window]) -> float:
        with self._lock:
            return self._wait(key, windows, 0.0)

    def _wait(self, key: str, windows: Sequence[Window], leaving: float) -> float:
        now = self.now()
        lacking = [
            (_needed(window, leaving) - self._filled(key, window, now).tokens, window) for window in windows
        ]
        waits = [lack / window.rate for lack, window in lacking if lack > _NOTHING]
        return max([*waits, self._held_until.get(key, now) - now, 0.0])

    def hold(self, key: str, seconds: float) -> None:
        with self._lock:
            until = self.now() + seconds
            self._held_until[key] = max(until, self._held_until.get(key, until))

    def delayed(self, key: str, windows: Sequence[Window], late: float) -> None:
        with self._lock:
            for window in windows:
                back = window.beyond_room(late) * window.rate
                if back:
                    self._filled(key, window, self.now()).tokens -= back

    def _filled(self, key: str, window: Window, now: float) -> _Bucket:
        bucket = self._buckets.setdefault((key, window), _Bucket(window.burst, now))
        bucket.tokens = min(window.burst, bucket.tokens + (now - bucket.at) * window.rate)
        bucket.at = now
        return bucket


_TAKE = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local wait = tonumber(redis.call('GET', KEYS[1]) or now) - now
local filled = {}
for i = 2, #KEYS do
  local burst, rate = tonumber(ARGV[3 * i - 4]), tonumber(ARGV[3 * i - 3])
  local needed = tonumber(ARGV[3 * i - 2])
  local kept = redis.call('HMGET', KEYS[i], 'tokens', 'at')
  local tokens = burst
  if kept[1] then
    tokens = math.min(burst, tonumber(kept[1]) + math.max(0, now - tonumber(kept[2])) * rate)
  end
  filled[i] = tokens
  if needed - tokens > 0.000001 then wait = math.max(wait, (needed - tokens) / rate) end
end
if wait > 0 or ARGV[1] == '0' then return tostring(wait) end
for i = 2, #KEYS do
  local burst, rate = tonumber(ARGV[3 * i - 4]), tonumber(ARGV[3 * i - 3])
  redis.call('HSET', KEYS[i], 'tokens', tostring(math.max(0, filled[i] - 1)), 'at', string.format('%.6f', now))
  redis.call('EXPIRE', KEYS[i], math.ceil(burst / rate) + 1)
end
return '0'
"""
_HOLD = """
local clock = redis.call('TIME')
local till = tonumber(clock[1]) + tonumber(clock[2]) / 1000000 + tonumber(ARGV[1])
if till > tonumber(redis.call('GET', KEYS[1]) or 0) then
  redis.call('SET', KEYS[1], string.format('%.6f', till), 'PX', math.ceil(tonumber(ARGV[1]) * 1000) + 1)
end
"""
_DELAYED = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
for i = 1, #KEYS do
  local burst, rate, back = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local kept = redis.call('HMGET', KEYS[i], 'tokens', 'at')
  local tokens = burst
  if kept[1] then
    tokens = math.min(burst, tonumber(kept[1]) + math.max(0, now - tonumber(kept[2])) * rate)
  end
  redis.call('HSET', KEYS[i], 'tokens', tostring(tokens - back), 'at', string.format('%.6f', now))
  redis.call('EXPIRE', KEYS[i], math.ceil((burst + back) / rate) + 1)
end
"""


class RedisLimiter:
    """Shared by all processes; time is the server's, so clocks of several machines need not agree."""

    def __init__(self, client: "redis.Redis") -> None:
        self._take = client.register_script(_TAKE)
        self._hold = client.register_script(_HOLD)
        self._delayed = client.register_script(_DELAYED)

    def take(self, key: str, windows: Sequence[Window], leaving: float = 0.0) -> float:
        return self._asked(1, key, windows, leaving)

    def wait(self, key: str, windows: Sequence[Window]) -> float:
        return max(0.0, self._asked(0, key, windows, 0.0))

    def _asked(self, tokens: int, key: str, windows: Sequence[Window], leaving: float) -> float:
        keys = [_held(key), *(_bucket(key, window) for window in windows)]
        sizes = [
            figure for window in windows for figure in (window.burst, window.rate, _needed(window, leaving))
        ]
        return float(self._take(keys=keys, args=[tokens, *sizes]))

    def hold(self, key: str, seconds: float) -> None:
        self._hold(keys=[_held(key)], args=[seconds])

    def delayed(self, key: str, windows: Sequence[Window], late: float) -> None:
        backs = [(window, window.beyond_room(late) * window.rate) for window in windows]
        backs = [(window, back) for window, back in backs if back]
        if backs:
            figures = [figure for window, back in backs for figure in (window.burst, window.rate, back)]
            self._delayed(keys=[_bucket(key, window) for window, _ in backs], args=figures)


def _held(key: str) -> str:
    return f"pp:limit:{{{key}}}:held"


def _bucket(key: str, window: Window) -> str:
    bucket = "" if window.bucket is None else f"/{window.bucket}"
    return f"pp:limit:{{{key}}}:{window.requests}/{window.seconds:g}{bucket}"
