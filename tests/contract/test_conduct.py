"""How every connector behaves: within the limits under load, silent about secrets and people."""

import dataclasses
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib import import_module
from math import ceil
from typing import Any

import pytest
import redis
from structlog.testing import capture_logs

from prapazar.connector_kit import registry
from prapazar.connector_kit.contract import ReadsOrders, ReceivesWebhooks
from prapazar.connector_kit.errors import ConnectorError, RateLimited
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter, RedisLimiter
from prapazar.connector_kit.manifest import LimitGroup
from prapazar.connector_kit.records import StockOffer
from prapazar.connector_kit.tokens import LocalTokens
from prapazar.connector_kit.traffic import TrafficRecord
from prapazar.foundation.clock import now
from tests.factories import stages
from tests.factories.stages import Article, Server, Stage

_KEY = "8690000000017"
_REQUESTS, _SECONDS, _CALLS = 10, 1, 15
_USED = 0.85
"""So much of a limit at least is used while there is work."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A sandbox of this file's own, whose clock may be moved."""
    with stages.sandbox() as running:
        yield running


def _tightened(stage: Stage, wire: Wire, requests: int = _REQUESTS) -> Any:  # noqa: ANN401 - any connector
    """The connector with every limit set to what its simulator is told to enforce."""
    manifest = registry.manifest(stage.slug)
    groups = {limit.group for limit in manifest.limits}
    limits = tuple(
        LimitGroup(group=group, seconds=_SECONDS, requests=requests, since=date(2026, 1, 1), source="test")
        for group in groups
    )
    setup = registry.setup(
        stage.slug,
        stage.settings,
        stage.credentials,
        stage.environment,
        stage.wired(wire),
        sandbox_url=stage.server.address,
    )
    tight = dataclasses.replace(setup, manifest=manifest.model_copy(update={"limits": limits}))
    return import_module(f"{registry.PACKAGE}.{stage.slug}.connector").Connector(tight)


@pytest.mark.proves("limits_kept")
def test_limit_is_obeyed_under_load_from_several_workers(stage: Stage, redis_server: str) -> None:
    if not stage.tighten(_REQUESTS, _SECONDS):
        pytest.skip("the provider has no limit of its own")
    stage.seed([Article(_KEY)])
    client = redis.Redis.from_url(redis_server)
    tokens = (
        LocalTokens()
    )  # shared and there already: a request that waits for its log-in comes later than it was let go
    workers = [
        _tightened(stage, Wire(limiter=RedisLimiter(client), tokens=tokens, max_wait=60)) for _ in range(4)
    ]
    workers[0].test_credentials()

    with ThreadPoolExecutor(len(workers)) as pool:
        answers = list(pool.map(lambda n: workers[n % len(workers)].test_credentials(), range(_CALLS)))

    stage.loosen()
    assert (len(answers), stage.refusals()) == (_CALLS, 0)
    assert {one.listing_count for one in answers} == {1 if stage.counts_listings else None}


@pytest.mark.proves("limits_kept")
def test_limit_is_used_to_the_full_while_there_is_work(stage: Stage) -> None:
    """Both clocks stand still but for what is slept, so the figure is the same on every machine."""
    requests, calls = 4 * _REQUESTS, 100
    if not stage.tighten(requests, _SECONDS):
        pytest.skip("the provider has no limit of its own")
    stage.seed([Article(_KEY)])
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        stage.server.pull("POST", "/clock", {"advance_ms": ceil(seconds * 1_000)})

    def now_slept() -> float:
        return sum(slept)

    wire = Wire(sleep=sleep, limiter=LocalLimiter(now=now_slept), max_wait=60, clock=now_slept)
    connector = _tightened(stage, wire, requests)

    stage.server.pull("POST", "/clock", {"stopped": True})
    try:
        for _ in range(calls):
            connector.test_credentials()
    finally:
        stage.server.pull("POST", "/clock", {"stopped": False})

    stage.loosen()
    assert stage.refusals() == 0
    assert calls * stage.log_in_requests / (sum(slept) * requests / _SECONDS) >= _USED


def test_worker_is_never_kept_waiting_for_long(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    slept: list[float] = []
    connector = _tightened(stage, Wire(sleep=slept.append, max_wait=0))

    with pytest.raises(RateLimited) as raised:
        [connector.test_credentials() for _ in range(_REQUESTS)]

    assert slept == []
    assert 0 < raised.value.retry_after <= _SECONDS


@pytest.mark.needs("push_stock")
@pytest.mark.proves("secrets_hidden")
def test_secrets_and_people_are_in_no_log_and_no_traffic_record(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    records: list[TrafficRecord] = []
    stage.seed([Article(_KEY)])
    slept: list[float] = []
    limiter = LocalLimiter(now=lambda: sum(slept))
    connector = stage.connector(
        Wire(recorder=records.append, sleep=slept.append, limiter=limiter, max_wait=60)
    )

    with capture_logs() as logs:
        connector.test_credentials()
        if isinstance(connector, ReadsOrders):
            stage.order((_KEY, 1))
            list(connector.fetch_packages(now() - timedelta(hours=1), now() + timedelta(minutes=1)))
        connector.push_stock([StockOffer(stage.unknown_id, None, 1)])
        if isinstance(connector, ReceivesWebhooks):
            stage.hook(connector, "http://127.0.0.1:9/hook", "s3cret-of-the-hook")
        stage.fault("401")
        with pytest.raises(ConnectorError):
            connector.test_credentials()

    kept = f"{[dataclasses.asdict(record) for record in records]} {logs} {caplog.text}"
    hidden = [*stage.secrets, "s3cret-of-the-hook", "Şule", "Iğdırlıoğlu", "5321112233", "Deneme Sokak"]
    assert len(records) >= 3
    assert [word for word in hidden if word in kept] == []


def test_connector_that_was_closed_leaves_others_working(stage: Stage) -> None:
    stage.fill(_KEY)
    first, second = stage.connector(), stage.connector()
    first.test_credentials()

    first.close()

    assert len(stage.records(second)) == 1
