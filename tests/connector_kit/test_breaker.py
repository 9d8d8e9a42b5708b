"""The circuit breaker, in one process and in Redis."""

from dataclasses import dataclass
from time import monotonic
from uuid import uuid4

import pytest
import redis

from prapazar.connector_kit import breaker
from prapazar.connector_kit.breaker import Breaker, LocalBreaker, RedisBreaker, State

_ROUNDED = 0.01
"""Seconds: Redis tells whole milliseconds."""


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["local", "redis"])
def circuit(request: pytest.FixtureRequest) -> Breaker:
    if request.param == "local":
        return LocalBreaker()
    return RedisBreaker(redis.Redis.from_url(request.getfixturevalue("redis_server")))


def test_circuit_opens_once_after_repeated_failures(circuit: Breaker) -> None:
    key = uuid4().hex

    begun = monotonic()
    opened = [circuit.failed(key) for _ in range(breaker.FAILURES_TO_OPEN + 1)]
    state, wait = circuit.state(key), circuit.wait(key)
    passed = monotonic() - begun

    assert opened == [False] * (breaker.FAILURES_TO_OPEN - 1) + [True, False]
    assert state is State.OPEN
    assert breaker.OPEN_SECONDS - passed - _ROUNDED <= wait <= breaker.OPEN_SECONDS


def test_success_forgets_failures(circuit: Breaker) -> None:
    key = uuid4().hex
    for _ in range(breaker.FAILURES_TO_OPEN - 1):
        circuit.failed(key)

    recovered = circuit.worked(key)
    reopened = circuit.failed(key)

    assert (recovered, reopened) == (False, False)
    assert circuit.state(key) is State.CLOSED


def test_success_closes_an_open_circuit_and_says_so_once(circuit: Breaker) -> None:
    key = uuid4().hex
    for _ in range(breaker.FAILURES_TO_OPEN):
        circuit.failed(key)

    assert [circuit.worked(key), circuit.worked(key)] == [True, False]
    assert circuit.wait(key) == 0


def test_half_open_circuit_lets_one_call_try() -> None:
    clock = Clock()
    circuit = LocalBreaker(now=clock)
    for _ in range(breaker.FAILURES_TO_OPEN):
        circuit.failed("a")

    clock.now += breaker.OPEN_SECONDS
    state = circuit.state("a")
    waits = [circuit.wait("a"), circuit.wait("a")]

    assert state is State.HALF_OPEN
    assert waits == [0, breaker.PROBE_SECONDS]


def test_failed_trial_opens_the_circuit_again() -> None:
    clock = Clock()
    circuit = LocalBreaker(now=clock)
    for _ in range(breaker.FAILURES_TO_OPEN):
        circuit.failed("a")
    clock.now += breaker.OPEN_SECONDS
    circuit.wait("a")

    circuit.failed("a")

    assert circuit.wait("a") == breaker.OPEN_SECONDS


def test_half_open_circuit_in_redis_lets_one_call_try(redis_server: str) -> None:
    client = redis.Redis.from_url(redis_server)
    circuit, key = RedisBreaker(client), uuid4().hex
    for _ in range(breaker.FAILURES_TO_OPEN):
        circuit.failed(key)
    client.delete(f"pp:circuit:{{{key}}}:resting")  # as if its time were over

    begun = monotonic()
    state, first, second = circuit.state(key), circuit.wait(key), circuit.wait(key)
    passed = monotonic() - begun

    assert (state, first) == (State.HALF_OPEN, 0)
    assert breaker.PROBE_SECONDS - passed - _ROUNDED <= second <= breaker.PROBE_SECONDS


def test_old_failures_are_forgotten() -> None:
    clock = Clock()
    circuit = LocalBreaker(now=clock)
    for _ in range(breaker.FAILURES_TO_OPEN - 1):
        circuit.failed("a")

    clock.now += breaker.FAILURE_MEMORY_SECONDS + 1

    assert circuit.failed("a") is False
