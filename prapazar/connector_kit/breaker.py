"""Circuit breaker: a provider that keeps failing is left alone for a while, then tried with one call."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import redis

FAILURES_TO_OPEN = 5
FAILURE_MEMORY_SECONDS = 120
OPEN_SECONDS = 30
PROBE_SECONDS = 60
"""How long one trial call may take before another may try."""


class State(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker(Protocol):
    def wait(self, key: str) -> float:
        """Zero when a call may go out (it is then the trial call of a half-open circuit), else seconds."""
        ...

    def failed(self, key: str) -> bool:
        """True when this failure opened a circuit that was closed."""
        ...

    def worked(self, key: str) -> bool:
        """True when this success closed a circuit that was open."""
        ...

    def state(self, key: str) -> State: ...


class Shut:
    """Lets nothing out: for reading what a provider sent where nobody may be asked about it."""

    def wait(self, key: str) -> float:  # noqa: ARG002 - as every breaker
        return float(OPEN_SECONDS)

    def failed(self, key: str) -> bool:  # noqa: ARG002 - as above
        return False

    def worked(self, key: str) -> bool:  # noqa: ARG002 - as above
        return False

    def state(self, key: str) -> State:  # noqa: ARG002 - as above
        return State.OPEN


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    last_failure_at: float = 0.0
    opened_at: float | None = None
    probe_at: float | None = None


@dataclass
class LocalBreaker:
    """For one process: tests, the command line, and a development machine without Redis."""

    now: Callable[[], float] = time.monotonic
    _circuits: dict[str, _Circuit] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, key: str) -> float:
        with self._lock:
            circuit = self._circuits.get(key)
            if circuit is None or circuit.opened_at is None:
                return 0.0
            now = self.now()
            left = circuit.opened_at + OPEN_SECONDS - now
            if left <= 0 and circuit.probe_at is not None:
                left = circuit.probe_at + PROBE_SECONDS - now
            if left <= 0:
                circuit.probe_at = now
            return max(0.0, left)

    def failed(self, key: str) -> bool:
        with self._lock:
            now = self.now()
            circuit = self._circuits.setdefault(key, _Circuit())
            if now - circuit.last_failure_at > FAILURE_MEMORY_SECONDS:
                circuit.failures = 0
            circuit.failures += 1
            circuit.last_failure_at = now
            was_closed = circuit.opened_at is None
            if circuit.failures >= FAILURES_TO_OPEN or not was_closed:
                circuit.opened_at, circuit.probe_at = now, None
            return was_closed and circuit.opened_at is not None

    def worked(self, key: str) -> bool:
        with self._lock:
            circuit = self._circuits.pop(key, None)
            return circuit is not None and circuit.opened_at is not None

    def state(self, key: str) -> State:
        with self._lock:
            circuit = self._circuits.get(key)
            if circuit is None or circuit.opened_at is None:
                return State.CLOSED
            return State.OPEN if self.now() < circuit.opened_at + OPEN_SECONDS else State.HALF_OPEN


_WAIT = """
if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
local left = redis.call('PTTL', KEYS[3])
if left > 0 then return left end
if redis.call('SET', KEYS[4], '1', 'NX', 'PX', ARGV[1]) then return 0 end
return redis.call('PTTL', KEYS[4])
"""
_FAILED = """
local failures = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
local was_open = redis.call('EXISTS', KEYS[2])
if failures < tonumber(ARGV[2]) and was_open == 0 then return 0 end
redis.call('SET', KEYS[2], '1', 'PX', ARGV[4])
redis.call('SET', KEYS[3], '1', 'PX', ARGV[3])
redis.call('DEL', KEYS[4])
return 1 - was_open
"""
_WORKED = """
local was_open = redis.call('EXISTS', KEYS[2])
redis.call('DEL', unpack(KEYS))
return was_open
"""
_FORGOTTEN_SECONDS = 24 * 3600


class RedisBreaker:
    """One circuit for all processes: failures, tripped, resting and probe are keys that run out."""

    def __init__(self, client: "redis.Redis") -> None:
        self._client = client
        self._wait = client.register_script(_WAIT)
        self._failed = client.register_script(_FAILED)
        self._worked = client.register_script(_WORKED)

    def wait(self, key: str) -> float:
        return int(self._wait(keys=_keys(key), args=[PROBE_SECONDS * 1000])) / 1000

    def failed(self, key: str) -> bool:
        millis = [
            FAILURE_MEMORY_SECONDS * 1000,
            FAILURES_TO_OPEN,
            OPEN_SECONDS * 1000,
            _FORGOTTEN_SECONDS * 1000,
        ]
        return bool(self._failed(keys=_keys(key), args=millis))

    def worked(self, key: str) -> bool:
        return bool(self._worked(keys=_keys(key)))

    def state(self, key: str) -> State:
        _, tripped, resting, _ = _keys(key)
        if not self._client.exists(tripped):
            return State.CLOSED
        return State.OPEN if self._client.exists(resting) else State.HALF_OPEN


def _keys(key: str) -> list[str]:
    return [f"pp:circuit:{{{key}}}:{part}" for part in ("failures", "tripped", "resting", "probe")]
