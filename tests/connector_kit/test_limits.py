"""Token buckets: never above the limit in any window, never far below it."""

from dataclasses import dataclass
from time import monotonic
from uuid import uuid4

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from prapazar.connector_kit.limits import Limiter, LocalLimiter, RedisLimiter, Window

_ROUNDED = 0.05
"""Seconds; Redis keeps whole milliseconds."""
_GAPS = st.lists(st.floats(0, 20), min_size=1, max_size=120)
_WINDOWS = st.builds(Window, st.integers(1, 400), st.sampled_from([1, 10, 60]))


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def _taken_when_greedy(window: Window, seconds: float) -> list[float]:
    clock = Clock()
    limiter = LocalLimiter(now=clock)
    taken: list[float] = []
    while clock.now < seconds:
        wait = limiter.take("a", [window])
        if wait == 0:
            taken.append(clock.now)
        clock.now += wait + 1e-6
    return taken


def _most_in_any(taken: list[float], seconds: float) -> int:
    return max(sum(start <= at < start + seconds for at in taken) for start in taken)


@given(_WINDOWS, _GAPS)
def test_bucket_never_exceeds_its_limit_in_any_window(window: Window, gaps: list[float]) -> None:
    clock = Clock()
    limiter = LocalLimiter(now=clock)

    taken: list[float] = []
    for gap in gaps:
        clock.now += gap
        while limiter.take("a", [window]) == 0:
            taken.append(clock.now)

    assert _most_in_any(taken, window.seconds) <= window.requests


@given(_WINDOWS, st.lists(st.tuples(st.floats(0, 5), st.floats(0, 5), st.floats(0, 2)), max_size=30))
def test_limit_holds_where_the_provider_counts_however_long_the_way_takes(
    window: Window, ways: list[tuple[float, float, float]]
) -> None:
    """One request after the other, as pushes go: there, back, and a pause of our own."""
    clock = Clock()
    limiter = LocalLimiter(now=clock)

    arrived: list[float] = []
    for there, back, pause in ways:
        while (wait := limiter.take("a", [window])) > 0:
            clock.now += wait
        arrived.append(clock.now + there)
        clock.now += there + back
        limiter.delayed("a", [window], there + back)
        clock.now += pause

    assert not arrived or _most_in_any(arrived, window.seconds - 1e-6) <= window.requests


@pytest.mark.parametrize(("requests", "seconds"), [(1, 1), (1, 10), (5, 10), (50, 10), (120, 60), (350, 60)])
def test_bucket_uses_nearly_all_of_its_limit(requests: int, seconds: float) -> None:
    window = Window(requests, seconds)

    taken = _taken_when_greedy(window, seconds * 10)

    assert _most_in_any(taken, seconds) <= requests
    assert len(taken) >= requests * 10 * 0.93


def _is_rest_of(whole: float, wait: float, begun: float) -> bool:
    """Whether it is `whole` seconds less what has passed since then at most."""
    return whole - (monotonic() - begun) - _ROUNDED <= wait <= whole + _ROUNDED


def test_delay_beyond_the_room_moves_the_next_turn(limiter: Limiter) -> None:
    key, window, begun = uuid4().hex, Window(1, 3600), monotonic()
    limiter.take(key, [window])

    limiter.delayed(key, [window], window.room)
    in_time = limiter.wait(key, [window])
    limiter.delayed(key, [window], window.room + 100)

    assert _is_rest_of(3600 + window.room, in_time, begun)
    assert _is_rest_of(3700 + window.room, limiter.wait(key, [window]), begun)


def test_delay_costs_nothing_where_the_provider_keeps_a_bucket(limiter: Limiter) -> None:
    key, window = uuid4().hex, Window(10, 3600, bucket=2)

    limiter.delayed(key, [window], 100)

    assert limiter.take(key, [window]) == 0


@pytest.mark.parametrize(("rate", "size"), [((5, 1), 10), ((56, 10_000), 20), ((1, 60), 1)])
def test_bucket_of_the_provider_is_never_found_empty_and_mostly_used(
    rate: tuple[int, float], size: int
) -> None:
    """The provider's own bucket beside ours, asked at the same moments."""
    requests, seconds = rate
    held, last = float(size), 0.0

    taken = _taken_when_greedy(Window(requests, seconds, size), seconds / requests * 200)

    for at in taken:
        held = min(size, held + (at - last) * requests / seconds) - 1
        last = at
        assert held >= -1e-6
    assert len(taken) >= 0.85 * (size + 200)


def test_bucket_obeys_every_window_at_once() -> None:
    clock = Clock()
    limiter = LocalLimiter(now=clock)
    windows = [Window(60, 60), Window(50, 10)]

    taken = 0
    while limiter.take("a", windows) == 0:
        taken += 1

    assert taken == 2  # the burst of the tighter window
    assert Window(60, 60).burst > 2.5


@pytest.fixture(params=["local", "redis"])
def limiter(request: pytest.FixtureRequest) -> Limiter:
    if request.param == "local":
        return LocalLimiter()
    return RedisLimiter(redis.Redis.from_url(request.getfixturevalue("redis_server")))


def test_empty_bucket_says_how_long_to_wait(limiter: Limiter) -> None:
    key, window, begun = uuid4().hex, Window(10, 3600), monotonic()

    first, second = limiter.take(key, [window]), limiter.take(key, [window])

    assert first == 0
    assert _is_rest_of(1 / window.rate, second, begun)


def test_refused_request_takes_no_token_of_another_window(limiter: Limiter) -> None:
    key, tight, wide = uuid4().hex, Window(10, 3600), Window(100, 3600)
    limiter.take(key, [tight])

    limiter.take(key, [tight, wide])

    assert [limiter.take(key, [wide]) for _ in range(5)] == [0] * 5


def test_asking_how_long_to_wait_takes_no_token(limiter: Limiter) -> None:
    key, window, begun = uuid4().hex, Window(10, 3600), monotonic()

    waits = [limiter.wait(key, [window]), limiter.wait(key, [window]), limiter.take(key, [window])]

    assert waits == [0, 0, 0]
    assert _is_rest_of(1 / window.rate, limiter.wait(key, [window]), begun)


def test_what_can_wait_leaves_its_share_to_others(limiter: Limiter) -> None:
    key, window = uuid4().hex, Window(200, 3600)

    patient = [limiter.take(key, [window], leaving=0.5) for _ in range(6)]

    assert [wait == 0 for wait in patient] == [True] * 5 + [False]
    assert [limiter.take(key, [window]) for _ in range(5)] == [0] * 5


def test_what_can_wait_is_served_by_the_smallest_bucket_too(limiter: Limiter) -> None:
    assert limiter.take(uuid4().hex, [Window(1, 3600)], leaving=0.5) == 0


def test_accounts_have_buckets_of_their_own(limiter: Limiter) -> None:
    window = Window(10, 3600)
    limiter.take(f"a{uuid4().hex}", [window])

    assert limiter.take(f"b{uuid4().hex}", [window]) == 0


def test_hold_stops_everybody_for_as_long_as_asked(limiter: Limiter) -> None:
    key, begun = uuid4().hex, monotonic()

    limiter.hold(key, 600)
    limiter.hold(key, 5)

    assert _is_rest_of(600, limiter.take(key, []), begun)


def test_group_without_limits_is_never_held_up(limiter: Limiter) -> None:
    key = uuid4().hex

    assert [limiter.take(key, []) for _ in range(100)] == [0] * 100
