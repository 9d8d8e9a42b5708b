"""Every fault a channel can have, in every direction: seen while it lasts, and nothing lost or doubled after it."""

from datetime import timedelta

import pytest

from prapazar.domain.channels.enums import Topic
from prapazar.flows import listings, orders
from prapazar.foundation.clock import now
from tests.factories.market import KEYS, Market, Shop, attempt

KEY, NEXT_KEY, LAST_KEY = KEYS
BOTH = pytest.mark.parametrize("slug", ["trendyol", "woocommerce"])
LASTING = {
    "429": {"retry_after": 600},
    "403": {},
    "401": {},
    "500": {},
    "503": {},
    "timeout": {},
    "cut_off": {},
    "html": {},
    "half_page": {},
    "lost_answer": {},
}
"""Faults of whole answers, with their options."""
SPOILING = {
    "unknown_status": {"status": "Işınlandı"},
    "renamed_field": {"from": "quantity", "to": "amount"},
}
"""Faults inside records: each waits alone."""
REFUSED = {"403", "401"}
"""A person has to renew the credentials."""


def _seen(market: Market, shop: Shop) -> bool:
    """Somebody who looks at the shop's page is told."""
    [[last_error, status]] = market.rows(
        "SELECT last_error, status FROM connection WHERE id = :id", id=shop.connection_id
    )
    jobs = market.rows("SELECT last_error FROM sync_job WHERE connection_id = :id", id=shop.connection_id)
    return bool(last_error or status == "broken" or any(row[0] for row in jobs))


@BOTH
@pytest.mark.parametrize("kind", LASTING)
def test_orders_of_a_bad_hour_arrive_once_it_is_over(market: Market, slug: str, kind: str) -> None:
    shop = market.shop(slug)
    numbers = [shop.sell((KEY, 2), (NEXT_KEY, 1)), shop.sell((KEY, 1))]
    shop.stage.fault(kind, options=LASTING[kind])

    met = [shop.import_orders() for _ in range(2)]
    during = _seen(market, shop)
    market.clear_faults()
    shop.import_orders()
    market.settle()

    assert (all(isinstance(code, str) for code in met), during) == (True, True)
    assert market.packages() == sorted((number, "new") for number in numbers)
    assert (market.balance(KEY), market.balance(NEXT_KEY)) == ((50, 3), (50, 1))
    assert [(one.shows(KEY), one.shows(NEXT_KEY)) for one in market.shops] == [(47, 49), (47, 49)]
    assert (_seen(market, shop), market.repairs()) == (False, [])


@BOTH
@pytest.mark.parametrize("kind", SPOILING)
def test_spoiled_records_wait_and_arrive_well_later(market: Market, slug: str, kind: str) -> None:
    shop = market.shop(slug)
    numbers = [shop.sell((KEY, 2)), shop.sell((NEXT_KEY, 1))]
    shop.stage.fault(kind, path=shop.stage.orders_path, options=SPOILING[kind])

    shop.import_orders()
    during = (market.packages(), [kind for kind, _ in market.repairs()])
    market.clear_faults()
    shop.import_orders()
    market.settle()

    assert during == ([], ["unreadable", "unreadable"])
    assert market.packages() == sorted((number, "new") for number in numbers)
    assert (market.balance(KEY), market.balance(NEXT_KEY)) == ((50, 2), (50, 1))
    assert market.repairs() == []
    assert market.other(shop).shows(KEY) == 48


@BOTH
@pytest.mark.parametrize("kind", sorted(set(LASTING) - {"half_page"}))
def test_numbers_of_a_bad_hour_are_told_once_it_is_over(market: Market, slug: str, kind: str) -> None:
    shop = market.shop(slug)
    shop.stage.fault(kind, options=LASTING[kind])
    for on_hand in (31, 32):
        market.count(KEY, on_hand)
        market.settle()
    during = (len(market.waiting(shop)), market.other(shop).shows(KEY))

    market.clear_faults()
    market.count(NEXT_KEY, 29)
    market.settle()
    market.settle()

    assert during == (1, 32)
    assert [(one.shows(KEY), one.shows(NEXT_KEY)) for one in market.shops] == [(32, 29), (32, 29)]
    assert [market.waiting(one) for one in market.shops] == [[], []]
    assert not _seen(market, shop)


@BOTH
@pytest.mark.parametrize("kind", ["403", "401"])
def test_refused_shop_is_left_alone_until_its_credentials_are_renewed(
    market: Market, slug: str, kind: str
) -> None:
    shop = market.shop(slug)
    shop.stage.fault(kind)
    first = shop.import_orders()
    market.server.pull("DELETE", "/requests")

    answers = [shop.import_orders(), attempt(lambda: orders.check_count(shop.connection_id)), shop.push()]

    asked = market.server.pull("GET", f"/requests?provider={slug}&account={shop.stage.account}")
    status = market.value("SELECT status FROM connection WHERE id = :id", id=shop.connection_id)
    assert isinstance(first, str)
    assert (answers, asked, status) == (["idle", "idle", 0], [], "broken")


@BOTH
def test_fault_of_one_shop_is_no_fault_of_the_other(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    other = market.other(shop)
    shop.stage.fault("500")
    number = other.sell((KEY, 4))

    other.import_orders()
    market.settle()

    assert (market.packages(), market.balance(KEY)) == ([(number, "new")], (50, 4))
    assert (other.shows(KEY), _seen(market, other)) == (46, False)
    assert len(market.waiting(shop)) == 1


@BOTH
def test_poll_that_breaks_off_in_the_middle_goes_on_where_it_began(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    shop.import_orders()
    reached = _cursor(market, shop)
    number = shop.sell((KEY, 2))
    shop.stage.fault("503")

    shop.import_orders()
    kept = _cursor(market, shop)
    market.clear_faults()
    shop.import_orders()

    assert kept == reached
    assert _cursor(market, shop) > reached
    assert market.packages() == [(number, "new")]


@BOTH
def test_count_check_that_fails_is_seen_and_done_again(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    shop.import_orders()
    shop.sell((KEY, 2), at=(now() - timedelta(days=1)).isoformat())
    shop.stage.fault("500")

    met = attempt(lambda: orders.check_count(shop.connection_id))
    during = _seen(market, shop)
    market.clear_faults()
    done = attempt(lambda: orders.check_count(shop.connection_id))

    assert (isinstance(met, str), during, done) == (True, True, 0)
    assert market.balance(KEY) == (50, 2)
    assert not _seen(market, shop)


def test_lost_answers_of_batches_are_asked_for_again(market: Market) -> None:
    market.count(KEY, 22)
    market.seller.push()
    market.seller.stage.fault("500", path="*/batch-requests/*")
    market.make_due()

    met = attempt(lambda: listings.poll_batches(market.seller.connection_id))
    market.clear_faults()
    attempt(lambda: listings.poll_batches(market.seller.connection_id))

    assert isinstance(met, str)
    state = (
        "SELECT state FROM publication WHERE kind = 'stock' AND connection_id = :id ORDER BY id DESC LIMIT 1"
    )
    assert market.value(state, id=market.seller.connection_id) == "accepted"


@BOTH
def test_refetch_during_an_outage_is_done_after_it(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = shop.sell((KEY, 1))
    shop.stage.fault("unknown_status", path=shop.stage.orders_path, options={"status": "Işınlandı"})
    shop.import_orders()
    market.clear_faults()
    market.ask_again()
    shop.stage.fault("503")

    met = attempt(lambda: orders.refetch(shop.connection_id))
    waits = [error for _, error in market.waiting(shop, Topic.REFETCH)]
    market.clear_faults()
    attempt(lambda: orders.refetch(shop.connection_id))

    assert isinstance(met, str)
    assert waits == ["connector.unavailable"]
    assert (market.packages(), market.waiting(shop, Topic.REFETCH)) == ([(number, "new")], [])


def _cursor(market: Market, shop: Shop) -> str:
    found: str = market.value(
        "SELECT cursor ->> 'until' FROM sync_job WHERE connection_id = :id AND kind = 'orders'",
        id=shop.connection_id,
    )
    return found
