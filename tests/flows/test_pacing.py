"""A push whose turn is far off begins nothing; one whose turn is near waits for it."""

from uuid import uuid4

import pytest

from prapazar.connector_kit.limits import LocalLimiter, Window
from prapazar.flows import pacing
from prapazar.flows.pacing import Noting, NotYet

TOPIC = "listings.push_stock"
SLOW, QUICK = Window(1, 10), Window(20, 10, bucket=1)


class Hands:
    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    clock = Hands()
    monkeypatch.setattr("prapazar.flows.pacing.time.sleep", clock.sleep)
    monkeypatch.setattr(pacing, "_taken_by", {})
    return clock


def test_turn_that_is_far_off_is_told_and_not_waited_for(hands: Hands) -> None:
    limiter = Noting(LocalLimiter(now=hands.now))
    limiter.take("a:stock", [SLOW])

    with pytest.raises(NotYet) as refused:
        pacing.await_turn(limiter, uuid4(), TOPIC)

    assert refused.value.retry_after == pytest.approx(1 / SLOW.rate - pacing.AHEAD - pacing.BACK_BEFORE)
    assert hands.at == 0


def test_turn_that_is_near_is_waited_for(hands: Hands) -> None:
    limiter = Noting(LocalLimiter(now=hands.now))
    while limiter.take("a:stock", [QUICK]) == 0:
        pass

    pacing.await_turn(limiter, uuid4(), TOPIC)

    assert hands.at == pytest.approx(1 / QUICK.rate - pacing.AHEAD)


def test_next_task_waits_for_what_the_last_one_took(hands: Hands) -> None:
    connection, shared = uuid4(), LocalLimiter(now=hands.now)
    first = Noting(shared)
    first.take("a:stock", [SLOW])
    with pytest.raises(NotYet):
        pacing.await_turn(first, connection, TOPIC)

    with pytest.raises(NotYet):
        pacing.await_turn(Noting(shared), connection, TOPIC)

    pacing.await_turn(Noting(shared), uuid4(), TOPIC)


def test_limiter_leaves_the_share_it_was_told_to(hands: Hands) -> None:
    limiter = Noting(LocalLimiter(now=hands.now), leaving=0.5)

    took = sum(limiter.take("a:api", [Window(100, 10)]) == 0 for _ in range(9))

    assert took == 4
    assert limiter.taken == {"a:api": (Window(100, 10),)}
