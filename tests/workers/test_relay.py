"""The relay killed with -9 between its mark and its task, and a queue that is lost: the shop is told once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from tests.factories.crashes import Site
from tests.factories.gates import gate
from tests.factories.market import Shop

COUNTED = 17
POINTS = {
    "before its mark": (b"\r\nSET\r\n", False),
    "before the task is sent": (b"\r\nLPUSH\r\n", False),
    "after the task is sent": (b"\r\nLPUSH\r\n", True),
}


@pytest.fixture
def shop(site: Site) -> Iterator[Shop]:
    """A web shop that is to be told a number, and nobody who tells it."""
    [opened] = site.open_shops(["woocommerce"])
    with db.transaction(site.scope) as session:
        stock.set_on_hand(session, site.scope, [StockCount(site.article(opened)[1], COUNTED)])
        session.execute(text("DELETE FROM outbox WHERE partition = :id"), {"id": site.whole.connection_id})
    yield opened
    site.relay.kill()


def _told(site: Site, shop: Shop) -> tuple[int, int, int]:
    """(what the shop shows, how often it was told, what is left to do)."""
    key, variant = site.article(shop)
    times = site.value(
        "SELECT count(*) FROM publication WHERE connection_id = :id AND variant_id = :variant",
        id=shop.connection_id,
        variant=variant,
    )
    return shop.shows(key), times, site.left()


@pytest.mark.parametrize("point", POINTS)
def test_relay_killed_at_any_step_starts_the_task_again(
    site: Site, shop: Shop, queue_url: str, point: str
) -> None:
    command, lets_it_in = POINTS[point]
    with gate(queue_url, command, lets_it_in=lets_it_in) as door:
        site.relay.start(PRAPAZAR_REDIS_URL=door.url)
        was_there = door.await_command()
        site.relay.kill()

    site.time_passes()
    site.worker.start()
    site.settle()

    assert (was_there, _told(site, shop)) == (True, (COUNTED, 1, 0))


def test_tasks_that_the_queue_lost_are_started_again_from_the_books(site: Site, shop: Shop) -> None:
    site.worker.kill()
    site.look()
    queued = site.queue.llen("outbound")

    site.queue.flushall()
    site.worker.start()
    site.settle()

    assert (queued, _told(site, shop)) == (1, (COUNTED, 1, 0))
