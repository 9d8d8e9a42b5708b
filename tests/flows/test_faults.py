"""Every fault a channel can have, in every direction: seen while it lasts, and nothing lost or doubled after it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders import actions
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.pricing.actions import PriceLine, set_prices
from prapazar.flows import listings, order_refetch, order_reports, orders
from prapazar.foundation import db
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
    market.trouble(shop, kind, options=LASTING[kind])

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
    market.trouble(shop, kind, path=shop.stage.orders_path, options=SPOILING[kind])

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


TOLD = (Topic.PUSH_STOCK, Topic.PUSH_PRICE, Topic.REPORT_STATUS)
NEW_PRICE = Decimal("149.90")


def _sold(market: Market, shop: Shop, key: str) -> str:
    """The number of a sale that is in the books, and that both shops know of."""
    number = shop.sell((key, 1))
    shop.import_orders()
    market.settle()
    return number


def _set_price(market: Market, price: Decimal, *keys: str) -> None:
    with db.transaction(market.scope) as session:
        lines = [PriceLine(market.variants[key], price, floor_price=Decimal("10.00")) for key in keys]
        set_prices(session, market.scope, lines)


def _cancel(market: Market, number: str) -> None:
    with db.transaction(market.scope) as session:
        found = session.execute(
            text("SELECT order_id FROM shipment_package WHERE external_id = :number"), {"number": number}
        )
        actions.move(session, market.scope, list(found.scalars()), OrderStatus.CANCELLED)


def _tell(shop: Shop) -> list[object]:
    """Stock, prices and steps, as the workers would."""
    return [
        attempt(lambda: listings.push(shop.connection_id, Topic.PUSH_STOCK)),
        attempt(lambda: listings.push(shop.connection_id, Topic.PUSH_PRICE)),
        attempt(lambda: order_reports.report_steps(shop.connection_id)),
    ]


def _waits(market: Market, shop: Shop) -> list[str]:
    """Topics of what waits for a later try."""
    found = market.rows(
        "SELECT DISTINCT topic FROM outbox WHERE partition = :id AND parked_at IS NULL AND claimed_until IS NULL"
        " AND available_at > now() ORDER BY topic",
        id=shop.connection_id,
    )
    return [row[0] for row in found]


def _cancelled_there(market: Market, shop: Shop, number: str) -> bool:
    order = market.server.pull("GET", f"/{shop.stage.slug}/{shop.stage.account}/orders/{number}")
    status = order["packages"][0]["status"] if shop.stage.slug == "trendyol" else order["status"]
    return status in {"UnSupplied", "cancelled"}


@BOTH
@pytest.mark.parametrize("kind", sorted(set(LASTING) - {"half_page"}))
def test_what_is_to_be_told_in_a_bad_hour_waits_and_is_told_after_it(
    market: Market, slug: str, kind: str
) -> None:
    shop, other = market.shop(slug), market.other(market.shop(slug))
    _set_price(market, Decimal("139.90"), *KEYS)
    number = _sold(market, shop, LAST_KEY)
    market.trouble(shop, kind, options=LASTING[kind])
    market.count(KEY, 31)
    _tell(shop)
    market.count(KEY, 32)
    _set_price(market, NEW_PRICE, NEXT_KEY)
    _cancel(market, number)

    _tell(shop)
    waits, seen = _waits(market, shop), _seen(market, shop)
    other.push()
    shown_there = other.shows(KEY)
    market.clear_faults()
    for _ in range(2):
        market.settle()

    # The marketplace's answer to a step has no body that could be cut off; being told to wait is no failure.
    is_heard = (kind, slug) == ("cut_off", "trendyol")
    expected = [topic.value for topic in TOLD if topic is not Topic.REPORT_STATUS or not is_heard]
    assert (waits, seen, shown_there) == (sorted(expected), kind != "429" and not is_heard, 32)
    assert [(one.shows(KEY), one.shows(LAST_KEY)) for one in market.shops] == [(32, 50), (32, 50)]
    assert [Decimal(one.stage.shelf(NEXT_KEY)["price"]) for one in market.shops] == [NEW_PRICE, NEW_PRICE]
    assert _cancelled_there(market, shop, number)
    assert [market.waiting(one, topic) for one in market.shops for topic in TOLD] == [[]] * 6
    assert (_seen(market, shop), market.repairs()) == (False, [])


SPOILED_ANSWERS = {
    "half_page": {},
    "unknown_status": {"status": "Işınlandı"},
    "renamed batchRequestId": {"from": "batchRequestId", "to": "batch"},
    "renamed update": {"from": "update", "to": "updated"},
    "renamed items": {"from": "items", "to": "rows"},
    "renamed requestItem": {"from": "requestItem", "to": "asked"},
}
"""Of pushes and their batches; a channel without such a field answers as ever."""


@BOTH
@pytest.mark.parametrize("spoiled", SPOILED_ANSWERS)
def test_number_whose_answer_cannot_be_read_is_told_until_it_can(
    market: Market, slug: str, spoiled: str
) -> None:
    shop = market.shop(slug)
    kind = "renamed_field" if spoiled.startswith("renamed") else spoiled
    market.trouble(shop, kind, options=SPOILED_ANSWERS[spoiled])
    for key in (KEY, NEXT_KEY):
        market.count(key, 27)
    _set_price(market, NEW_PRICE, *KEYS)
    for _ in range(3):
        market.settle()
    states = _newest_states(market, shop)
    is_clear = _seen(market, shop) or states in ({"accepted"}, {"accepted", "sent"}, {"sent"})

    market.clear_faults()
    for _ in range(3):
        market.settle()

    assert (
        is_clear
    )  # a fault, or the channel's word is awaited still, or the answer could be read all the same
    assert [(one.shows(KEY), one.shows(NEXT_KEY)) for one in market.shops] == [(27, 27), (27, 27)]
    assert [Decimal(one.stage.shelf(KEY)["price"]) for one in market.shops] == [NEW_PRICE, NEW_PRICE]
    assert (_is_settled(market, shop), _seen(market, shop)) == (True, False)


def _newest_states(market: Market, shop: Shop) -> set[str]:
    """Of every number that the shop was told."""
    newest = market.rows(
        "SELECT DISTINCT ON (listing_id, kind) state FROM publication WHERE connection_id = :id"
        " ORDER BY listing_id, kind, sent_at DESC, id DESC",
        id=shop.connection_id,
    )
    return {row[0] for row in newest}


def _is_settled(market: Market, shop: Shop) -> bool:
    """Nothing waits, no batch is open, and the newest word about every number is that it was taken."""
    open_batches = market.value(
        "SELECT count(*) FROM publication_batch WHERE connection_id = :id AND closed_at IS NULL",
        id=shop.connection_id,
    )
    waiting = [row for topic in TOLD for row in market.waiting(shop, topic)]
    return _newest_states(market, shop) == {"accepted"} and open_batches == 0 and waiting == []


@BOTH
@pytest.mark.parametrize("kind", ["403", "401"])
def test_refused_shop_is_left_alone_until_its_credentials_are_renewed(
    market: Market, slug: str, kind: str
) -> None:
    shop = market.shop(slug)
    market.trouble(shop, kind)
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

    met = attempt(lambda: order_refetch.refetch(shop.connection_id))
    waits = [error for _, error in market.waiting(shop, Topic.REFETCH)]
    market.clear_faults()
    attempt(lambda: order_refetch.refetch(shop.connection_id))

    assert isinstance(met, str)
    assert waits == ["connector.unavailable"]
    assert (market.packages(), market.waiting(shop, Topic.REFETCH)) == ([(number, "new")], [])


def _cursor(market: Market, shop: Shop) -> str:
    found: str = market.value(
        "SELECT cursor ->> 'until' FROM sync_job WHERE connection_id = :id AND kind = 'orders'",
        id=shop.connection_id,
    )
    return found
