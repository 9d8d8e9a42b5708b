"""How soon the relay starts a partition's task again: what comes meanwhile gathers to one call."""

from math import ceil
from time import monotonic
from typing import cast
from uuid import uuid4

import pytest
import redis
from celery.signals import worker_init

from workers import app as workers
from workers.app import GATHER_MS, PAUSE_AFTER_FAULT_MS, RESEND_AFTER_MS, SWITCH_SECONDS, relay_key
from workers.tasks.listings import push_stock

_ROUNDED = 3
"""Milliseconds: Redis tells whole ones, and of a key that is gone -2."""


def test_worker_lets_short_work_through_between_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []
    monkeypatch.setattr("sys.setswitchinterval", told.append)

    worker_init.send(sender=None)

    assert told == [SWITCH_SECONDS]


@pytest.fixture
def client(redis_server: str, monkeypatch: pytest.MonkeyPatch) -> redis.Redis:
    monkeypatch.setattr(workers, "_client", lambda: redis.Redis.from_url(redis_server))
    return redis.Redis.from_url(redis_server)


@pytest.mark.parametrize(
    ("worked_for", "answer", "rests_for"),
    [
        (50, True, GATHER_MS - 50),
        (2 * GATHER_MS, True, 1),
        (50, False, PAUSE_AFTER_FAULT_MS),
    ],
    ids=["a quick task", "a task that took longer than it gathers", "a task that met a fault"],
)
def test_partition_rests_after_its_task(
    client: redis.Redis, worked_for: int, answer: bool, rests_for: int
) -> None:
    partition = str(uuid4())
    key = relay_key(push_stock.name, partition)
    begun = monotonic()
    client.set(key, 1, px=RESEND_AFTER_MS - worked_for)

    workers.let_relay_look_again(task=push_stock, args=(partition,), retval=answer, state="SUCCESS")

    left = cast("int", client.pttl(key))
    passed = ceil((monotonic() - begun) * 1000)
    assert rests_for - passed - _ROUNDED <= left <= rests_for
