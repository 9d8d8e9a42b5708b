"""Queues of merchants: kept before they are emptied, whoever dies in between."""

import signal
import subprocess
import sys
from itertools import count

import pytest
from sqlalchemy import create_engine

from prapazar.domain.channels.enums import JobKind
from prapazar.flows import channels, orders, queues
from tests.factories.market import KEYS, Market, Shop
from tests.factories.stages.amazon import AmazonStage
from tests.factories.stops import is_let_go

KEY, _, _ = KEYS
_numbers = count(1)


_DIES = """
import os, signal, sys
from uuid import UUID
from prapazar.connector_kit.sqs import Queue
from prapazar.flows import queues
Queue.delete = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
queues.read(UUID(sys.argv[1]))
"""
"""A reader that is killed when all it did is committed, and nothing is taken out of the queue."""


@pytest.fixture
def shop(market: Market) -> Shop:
    joined = market.join(AmazonStage(market.server, f"kuyruk{next(_numbers)}"))
    channels.set_up(joined.connection_id)
    return joined


def _read(shop: Shop) -> int:
    return queues.read(shop.connection_id)


def _lying(market: Market, shop: Shop) -> int:
    shown: int = market.server.pull("POST", f"/amazon/{shop.stage.account}/reveal", {})["shown"]
    return shown


def test_order_told_by_queue_holds_stock_without_any_poll(market: Market, shop: Shop) -> None:
    number = shop.sell((KEY, 3))

    fresh = _read(shop)
    orders.take_in(shop.connection_id)

    assert (fresh, market.packages(), market.balance(KEY)) == (1, [(number, "new")], (50, 3))
    assert _lying(market, shop) == 0


def test_reader_killed_between_commit_and_delete_loses_nothing_and_doubles_nothing(
    market: Market, shop: Shop, database: str
) -> None:
    number = shop.sell((KEY, 2))

    died = subprocess.run([sys.executable, "-c", _DIES, str(shop.connection_id)], check=False, timeout=180)  # noqa: S603 - our own
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as admin:
        assert is_let_go(admin)
    engine.dispose()
    kept = market.value("SELECT count(*) FROM inbox")
    left = _lying(market, shop)
    again = _read(shop)
    orders.take_in(shop.connection_id)

    assert (died.returncode, kept, left, again) == (-signal.SIGKILL, 1, 1, 0)
    assert (market.packages(), market.balance(KEY)) == ([(number, "new")], (50, 2))
    assert [row[0] for row in market.rows("SELECT repeats FROM inbox")] == [1]
    assert _lying(market, shop) == 0


def test_channel_that_lets_us_wait_fails_no_message(market: Market, shop: Shop) -> None:
    number = shop.sell((KEY, 2))
    _read(shop)
    shop.stage.fault("429", path="*/orders/2026-01-01/orders/*")

    orders.take_in(shop.connection_id)
    waiting = market.rows("SELECT attempts, error, done_at FROM inbox")
    market.clear_faults()
    orders.take_in(shop.connection_id)

    assert [tuple(row) for row in waiting] == [(0, None, None)]
    assert market.packages() == [(number, "new")]


def test_queue_that_refuses_its_key_is_left_alone_and_the_channel_goes_on(market: Market, shop: Shop) -> None:
    shop.sell((KEY, 1))
    given = {"queue_secret": "another"}
    market.server.pull("PATCH", f"/amazon/accounts/{shop.stage.account}", given)

    fresh = _read(shop)

    [job] = market.rows(
        "SELECT last_error, next_run_at > now() + interval '9 minutes' FROM sync_job"
        " WHERE connection_id = :id AND kind = 'queue'",
        id=shop.connection_id,
    )
    status = market.value("SELECT status FROM connection WHERE id = :id", id=shop.connection_id)
    assert (fresh, tuple(job), status) == (0, ("connector.queue_refused", True), "active")
    assert shop.import_orders() == 1


def test_finished_feed_makes_its_answer_be_asked_for_at_once(market: Market, shop: Shop) -> None:
    body = (
        '{"notificationType": "FEED_PROCESSING_FINISHED", "payload": {}, "notificationMetadata":'
        ' {"notificationId": "n1"}}'
    )
    market.server.pull("POST", f"/amazon/{shop.stage.account}/message", {"body": body})
    market.rows("UPDATE sync_job SET next_run_at = now() + interval '1 day' RETURNING id")

    _read(shop)

    due = market.rows(
        "SELECT kind FROM sync_job WHERE connection_id = :id AND next_run_at <= now()", id=shop.connection_id
    )
    assert [row[0] for row in due] == [JobKind.BATCHES]
