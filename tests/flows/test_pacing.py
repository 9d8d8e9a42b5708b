"""A push whose turn is far off begins nothing; one whose turn is near waits for it."""

import threading
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from prapazar.connector_kit.errors import RateLimited
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import Limiter, LocalLimiter, Window
from prapazar.connector_kit.manifest import Manifest
from prapazar.domain.channels import sync_runs
from prapazar.domain.channels.enums import SyncKind, Topic
from prapazar.flows import connections, listings, pacing
from prapazar.flows import sync_runs as flow
from prapazar.flows.pacing import Noting, NotYet
from prapazar.foundation import db
from tests.factories.market import KEYS, ON_SHELF, Market

TOPIC = "listings.push_stock"
SLOW, SECOND, QUICK = Window(1, 10), Window(1, 1), Window(20, 10, bucket=1)
AHEAD = 0.15
"""What it takes where nothing is known yet."""


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
    monkeypatch.setattr("prapazar.flows.pacing.time.monotonic", clock.now)
    monkeypatch.setattr(pacing, "_taken_by", {})
    monkeypatch.setattr(pacing, "_ahead_of", {})
    monkeypatch.setattr(pacing, "_lateness", pacing.Lateness())
    return clock


def test_turn_that_is_far_off_is_told_and_not_waited_for(hands: Hands) -> None:
    limiter = Noting(LocalLimiter(now=hands.now))
    limiter.take("a:stock", [SLOW])

    with pytest.raises(NotYet) as refused:
        pacing.await_turn(limiter, uuid4(), TOPIC)

    assert refused.value.retry_after == pytest.approx(1 / SLOW.rate - AHEAD - pacing.BACK_BEFORE)
    assert hands.at == 0


def test_turn_that_is_near_is_waited_for(hands: Hands) -> None:
    limiter = Noting(LocalLimiter(now=hands.now))
    while limiter.take("a:stock", [QUICK]) == 0:
        pass

    pacing.await_turn(limiter, uuid4(), TOPIC)

    assert hands.at == pytest.approx(1 / QUICK.rate - AHEAD)


def test_push_that_takes_long_to_be_read_is_begun_the_earlier(hands: Hands) -> None:
    limiter, connection = Noting(LocalLimiter(now=hands.now)), uuid4()
    left: list[float] = []

    for _ in range(20):
        pacing.await_turn(limiter, connection, TOPIC)
        hands.at += 0.4  # read and written down
        while (wait := limiter.take("a:stock", [SECOND])) > 0:
            hands.at += wait
        left.append(hands.at)
        hands.at += 0.1  # on the way

    gaps = [later - earlier for earlier, later in pairwise(left)]
    assert gaps == pytest.approx([1 / SECOND.rate] * 19)


def test_no_more_than_half_of_the_threads_sleep_before_doors(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "_spare_threads", lambda: threading.Semaphore(0))
    limiter = Noting(LocalLimiter(now=hands.now))
    limiter.take("a:stock", [SECOND])

    with pytest.raises(NotYet) as refused:
        pacing.await_turn(limiter, uuid4(), TOPIC)

    assert refused.value.retry_after == pytest.approx(1 / SECOND.rate - AHEAD - pacing.A_BLINK)
    assert hands.at == 0


def test_next_task_waits_for_what_the_last_one_took(hands: Hands) -> None:
    connection, shared = uuid4(), LocalLimiter(now=hands.now)
    first = Noting(shared)
    first.take("a:stock", [SLOW])
    with pytest.raises(NotYet):
        pacing.await_turn(first, connection, TOPIC)

    with pytest.raises(NotYet):
        pacing.await_turn(Noting(shared), connection, TOPIC)

    pacing.await_turn(Noting(shared), uuid4(), TOPIC)


def test_what_can_wait_does_not_stand_in_line_for_long(hands: Hands) -> None:
    limiter = Noting(LocalLimiter(now=hands.now), leaving=0.5)
    limiter.take("a:api", [SLOW])

    with pytest.raises(RateLimited) as refused:
        limiter.take("a:api", [SLOW])

    assert refused.value.retry_after == pytest.approx(1 / SLOW.rate)


def test_limiter_leaves_the_share_it_was_told_to(hands: Hands) -> None:
    limiter = Noting(LocalLimiter(now=hands.now), leaving=0.5)

    took = sum(limiter.take("a:api", [Window(200, 10)]) == 0 for _ in range(9))

    assert took == 5
    assert limiter.taken == {"a:api": (Window(200, 10),)}


# who gets the next request of a channel that takes one in ten seconds


STRICT = Window(1, 10)
Told = list[tuple[float, list[tuple[str, int]]]]
"""When which quantities were told, in the order of requests."""


@pytest.fixture
def strict(market: Market, monkeypatch: pytest.MonkeyPatch) -> Market:
    """The push sees the limiter that its calls run through, as it does at work."""
    shared = LocalLimiter(now=market.time.now)

    def wire(*given: Any, limiter: Limiter, **more: Any) -> Wire:  # noqa: ANN401 - as the wire takes it
        return replace(market.time.wire(*given, **more), limiter=limiter)

    monkeypatch.setattr(connections, "Wire", wire)
    monkeypatch.setattr(connections, "RedisLimiter", lambda _: shared)
    monkeypatch.setattr(Manifest, "windows", lambda *_: {"inventory_write": (STRICT,)})
    monkeypatch.setattr(pacing, "_taken_by", {})
    monkeypatch.setattr("prapazar.flows.pacing.time.sleep", market.time.passes)
    monkeypatch.setattr(listings, "_batch_size", lambda *_: 1)
    return market


@pytest.fixture
def told(strict: Market, monkeypatch: pytest.MonkeyPatch) -> Told:
    heard: Told = []
    call = listings._call  # noqa: SLF001 - where a request leaves

    def listen(channel: Any, topic: Topic, rows: Any) -> Any:  # noqa: ANN401 - as the flow hands them on
        answer = call(channel, topic, rows)
        heard.append((strict.time.at, [(row.external_id, row.quantity) for row in rows]))
        return answer

    monkeypatch.setattr(listings, "_call", listen)
    return heard


def _sell_elsewhere(market: Market, key: str) -> None:
    market.web.sell((key, 1))
    market.web.import_orders()


def _push(market: Market) -> None:
    """As the relay does: started again when the push said that its turn would be near."""
    try:
        listings.push(market.seller.connection_id, Topic.PUSH_STOCK)
    except NotYet as not_yet:
        market.time.passes(not_yet.retry_after)


def test_sale_leaves_with_the_very_next_request_of_a_push_of_everything(strict: Market, told: Told) -> None:
    first, middle, last = sorted(KEYS, key=lambda key: strict.variants[key])
    with db.transaction(strict.scope) as session:
        sync_runs.start(session, strict.scope, [strict.seller.connection_id], [SyncKind.STOCK])
        part = sync_runs.latest(session, strict.scope)[0].parts[0]
    flow.step(part.id)

    _push(strict)
    _sell_elsewhere(strict, last)
    while strict.waiting(strict.seller):
        _push(strict)

    begun, gap = told[0][0], STRICT.seconds + STRICT.room
    assert [offers for _, offers in told] == [
        [(first, ON_SHELF)],
        [(last, ON_SHELF - 1)],
        [(middle, ON_SHELF)],
    ]
    assert [at - begun for at, _ in told] == pytest.approx([0, gap, 2 * gap])


def test_single_sale_waits_for_nothing_where_nothing_else_is_told(strict: Market, told: Told) -> None:
    _sell_elsewhere(strict, KEYS[0])
    _push(strict)
    strict.time.passes(STRICT.seconds + STRICT.room)
    sold_at = strict.time.at

    _sell_elsewhere(strict, KEYS[1])
    _push(strict)

    assert told[1:] == [(sold_at, [(KEYS[1], ON_SHELF - 1)])]


def test_channel_with_a_tight_limit_never_queues_behind_those_with_wide_ones(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_lane = threading.Semaphore(1)
    monkeypatch.setattr(pacing, "_lanes", lambda: one_lane)
    monkeypatch.setattr(pacing, "_tight", set())
    wide, tight = uuid4(), uuid4()
    for connection_id, window in ((wide, Window(50, 10)), (tight, SECOND)):
        limiter = Noting(LocalLimiter(now=hands.now))
        limiter.taken["a:stock"] = (window,)
        pacing.await_turn(limiter, connection_id, TOPIC)

    with pacing.lane(wide):
        is_wide_free = one_lane.acquire(blocking=False)
        with pacing.lane(tight):
            pass

    assert not is_wide_free
    assert one_lane.acquire(blocking=False)


def test_channels_with_wide_limits_rest_while_a_tight_one_is_late(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "_tight", set())
    wide, tight = uuid4(), uuid4()
    limiter = Noting(LocalLimiter(now=hands.now))
    limiter.taken["a:stock"] = (SECOND,)

    with pacing.lane(wide):
        hands.at += 0.25
    unhurried = hands.at
    pacing.await_turn(limiter, tight, TOPIC)  # its turn has come, and nobody was there
    with pacing.lane(wide):
        hands.at += 0.25

    assert unhurried == 0.25
    assert hands.at == unhurried + 0.25 + 0.25
