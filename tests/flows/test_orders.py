"""The same orders by webhook, poll and count check, in any order and number, end in the same books."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders import actions
from prapazar.domain.orders.enums import OrderStatus, RepairKind
from prapazar.flows import order_refetch, order_reports, orders
from prapazar.foundation import db
from prapazar.foundation.clock import now
from tests.factories.market import KEYS, Market, Shop
from tests.factories.running import awaited
from tests.factories.stages.hepsiburada import HepsiburadaStage
from tests.factories.stops import Before, Stops

KEY, NEXT_KEY, _ = KEYS
BOTH = pytest.mark.parametrize("slug", ["trendyol", "woocommerce"])


def _at_once(*works: Any) -> list[Any]:  # noqa: ANN401 - what the flows answer
    """All begin in the same moment."""
    gate = Barrier(len(works))

    def begin(work: Any) -> Any:  # noqa: ANN401 - what the flow answers
        gate.wait(120)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(begin, work) for work in works]]


@BOTH
def test_order_by_poll_holds_stock_and_lowers_the_other_shop(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = shop.sell((KEY, 2), (NEXT_KEY, 1))

    assert shop.import_orders() == 1
    market.settle()

    assert market.packages() == [(number, "new")]
    assert (market.balance(KEY), market.balance(NEXT_KEY)) == ((50, 2), (50, 1))
    assert [(one.shows(KEY), one.shows(NEXT_KEY)) for one in market.shops] == [(48, 49), (48, 49)]
    assert [market.waiting(one) for one in market.shops] == [[], []]


@BOTH
def test_order_by_webhook_and_poll_at_once_is_one_order(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = shop.sell((KEY, 3))
    for letter in market.letters(shop):
        letter.hand_in()

    _at_once(
        lambda: orders.take_in(shop.connection_id),
        lambda: orders.import_new(shop.connection_id),
        lambda: orders.import_new(shop.connection_id),
    )
    shop.import_orders()
    market.settle()

    assert market.packages() == [(number, "new")]
    assert market.balance(KEY) == (50, 3)
    assert market.other(shop).shows(KEY) == 47


@BOTH
def test_deliveries_that_waited_together_are_taken_in_together(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    numbers = [shop.sell((KEY, 1)) for _ in range(3)]
    for letter in market.letters(shop):
        letter.hand_in()

    handled = orders.take_in(shop.connection_id)

    assert (handled, market.packages()) == (3, sorted((number, "new") for number in numbers))
    assert market.rows("SELECT count(*), count(DISTINCT done_at), count(error) FROM inbox") == [(3, 1, 0)]
    assert market.balance(KEY) == (50, 3)


def test_delivery_that_breaks_off_its_reading_leaves_the_others_their_way(market: Market) -> None:
    shop = market.shop("woocommerce")
    _, *others = [shop.sell((KEY, 1)) for _ in range(3)]
    for letter in market.letters(shop):
        letter.hand_in()
    first = market.value("SELECT id FROM inbox ORDER BY received_at, id LIMIT 1")
    with db.transaction(market.scope) as session:
        session.execute(text("UPDATE inbox SET headers = '[]' WHERE id = :id"), {"id": first})

    orders.take_in(shop.connection_id)

    assert market.packages() == sorted((number, "new") for number in others)
    assert market.rows("SELECT id, attempts, error FROM inbox WHERE done_at IS NULL") == [
        (first, 1, "AttributeError")
    ]


@BOTH
def test_import_ended_by_a_deadlock_is_begun_anew(market: Market, database: str, slug: str) -> None:
    """Somebody holds the shelf and waits for the import, which then wants the shelf."""
    shop = market.shop(slug)
    number = shop.sell((KEY, 3))
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as admin, engine.connect() as other, ThreadPoolExecutor(2) as pool:
        stops = Stops(admin, market.server)
        stops.place(0, Before("INSERT", "shipment_package", "true"), shop.stage)
        importing = pool.submit(shop.import_orders)
        reached = awaited(stops.reached, {0})
        other.execute(text("SET deadlock_timeout = '1h'"))  # the import is the one that notices
        other.execute(text("BEGIN"))
        other.execute(
            text("SELECT 1 FROM stock WHERE variant_id = :id FOR UPDATE"), {"id": market.variants[KEY]}
        )
        waiting = pool.submit(_take_import_lock, other, shop)
        blocked = awaited(lambda: _blocked(admin), 2)

        stops.lift()

        waiting.result(120)
        other.execute(text("COMMIT"))
        imported = importing.result(120)
    engine.dispose()
    assert (reached, blocked, imported) == ({0}, 2, 1)
    assert (market.packages(), market.balance(KEY)) == ([(number, "new")], (50, 3))


def _take_import_lock(connection: Connection, shop: Shop) -> None:
    key = f"import:{shop.connection_id}"
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


def _blocked(connection: Connection) -> int:
    """How many wait for a lock in this database."""
    found: int = connection.execute(
        text(
            "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN"
            " (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
        )
    ).scalar_one()
    return found


@BOTH
def test_order_read_again_and_again_changes_nothing_more(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    shop.sell((KEY, 4))

    answers = [shop.import_orders() for _ in range(3)]

    assert answers == [1, 0, 0]
    assert (len(market.packages()), market.balance(KEY)) == (1, (50, 4))


def test_both_shops_at_once_sell_of_the_same_shelf(market: Market) -> None:
    for _ in range(3):
        market.seller.sell((KEY, 2), (NEXT_KEY, 1))
        market.web.sell((NEXT_KEY, 1), (KEY, 2))

    counts = _at_once(*(lambda shop=shop: orders.import_new(shop.connection_id) for shop in market.shops))
    market.settle()

    assert counts == [3, 3]
    assert (market.balance(KEY), market.balance(NEXT_KEY)) == ((50, 12), (50, 6))
    assert [(one.shows(KEY), one.shows(NEXT_KEY)) for one in market.shops] == [(38, 44), (38, 44)]


@BOTH
def test_cancelled_order_gives_its_units_back(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = shop.sell((KEY, 5))
    shop.import_orders()
    market.settle()

    shop.stage.move(number, "Cancelled" if slug == "trendyol" else "cancelled")
    shop.import_orders()
    market.settle()

    assert market.packages() == [(number, "cancelled")]
    assert market.balance(KEY) == (50, 0)
    assert [one.shows(KEY) for one in market.shops] == [50, 50]


@BOTH
def test_count_check_finds_an_order_the_poll_never_saw(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    shop.import_orders()
    yesterday = (now() - timedelta(days=1)).isoformat()
    number = shop.sell((KEY, 2), at=yesterday)
    assert shop.import_orders() == 0

    assert orders.check_count(shop.connection_id) == 0
    market.settle()

    assert market.packages() == [(number, "new")]
    assert market.balance(KEY) == (50, 2)
    assert market.other(shop).shows(KEY) == 48
    assert market.repairs() == []


def test_missing_orders_leave_the_repair_queue_when_the_count_is_right_again(market: Market) -> None:
    with db.transaction(market.scope) as session:
        actions.park(
            session,
            market.scope,
            market.web.connection_id,
            RepairKind.MISSING,
            "2026-11-19",
            code="repairs.missing",
            values={"missing": 1},
        )

    assert orders.check_count(market.web.connection_id) == 0

    assert market.repairs() == []


def test_bad_record_waits_alone_and_is_mended_by_its_next_delivery(market: Market) -> None:
    strange = market.web.sell((KEY, 2), status="on-the-moon")
    good = market.web.sell((NEXT_KEY, 1))

    assert market.web.import_orders() == 1

    assert market.packages() == [(good, "new")]
    assert market.repairs() == [("unreadable", "connector.unknown_status")]
    assert (market.balance(KEY), market.balance(NEXT_KEY)) == ((50, 0), (50, 1))

    market.web.stage.move(strange, "processing")
    market.web.import_orders()

    assert market.packages() == sorted([(good, "new"), (strange, "new")])
    assert (market.repairs(), market.balance(KEY)) == ([], (50, 2))


def test_steps_are_told_to_the_marketplace_in_their_order(market: Market) -> None:
    number = market.seller.sell((KEY, 1))
    market.seller.import_orders()

    _move(market, OrderStatus.PICKING)
    _move(market, OrderStatus.PACKED)
    order_reports.report_steps(market.seller.connection_id)

    order = market.server.pull("GET", f"/trendyol/{market.seller.stage.account}/orders/{number}")
    histories = [one["status"] for one in order["packages"][0]["packageHistories"]]
    assert [status for status in histories if status in {"Picking", "Invoiced"}] == ["Picking", "Invoiced"]
    assert market.waiting(market.seller, Topic.REPORT_STATUS) == []
    assert market.repairs() == []


def test_step_a_channel_does_not_know_is_nobodys_problem(market: Market) -> None:
    number = market.web.sell((KEY, 1))
    market.web.import_orders()

    _move(market, OrderStatus.PICKING)
    order_reports.report_steps(market.web.connection_id)

    order = market.server.pull("GET", f"/woocommerce/{market.web.stage.account}/orders/{number}")
    assert (order["status"], market.packages()) == ("processing", [(number, "picking")])
    assert market.waiting(market.web, Topic.REPORT_STATUS) == []
    assert market.repairs() == []


def test_shipped_order_is_completed_in_the_web_shop(market: Market) -> None:
    number = market.web.sell((KEY, 2))
    market.web.import_orders()
    _move(market, OrderStatus.PICKING)

    _move(market, OrderStatus.SHIPPED)
    market.settle()

    order = market.server.pull("GET", f"/woocommerce/{market.web.stage.account}/orders/{number}")
    assert (order["status"], market.packages()) == ("completed", [(number, "shipped")])
    assert market.balance(KEY) == (48, 0)
    assert [one.shows(KEY) for one in market.shops] == [48, 48]


@BOTH
def test_step_that_cannot_be_told_waits_and_is_told_later(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = shop.sell((KEY, 1))
    shop.import_orders()
    shop.stage.fault("503")
    _move(market, OrderStatus.CANCELLED)

    market.settle()
    waited = len(market.waiting(shop, Topic.REPORT_STATUS))
    market.clear_faults()
    market.settle()

    order = market.server.pull("GET", f"/{slug}/{shop.stage.account}/orders/{number}")
    packages = order["packages"] if slug == "trendyol" else [order]
    assert waited == 1
    assert {one["status"].lower() for one in packages} <= {"unsupplied", "cancelled"}
    assert market.waiting(shop, Topic.REPORT_STATUS) == []
    assert market.repairs() == []


@BOTH
def test_parked_package_is_read_again_when_a_person_asks(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = shop.sell((KEY, 1))
    shop.stage.fault("unknown_status", path=shop.stage.orders_path, options={"status": "Işınlandı"})
    shop.import_orders()
    parked = market.repairs()
    market.clear_faults()

    market.ask_again()
    order_refetch.refetch(shop.connection_id)

    assert parked == [("unreadable", "connector.unknown_status")]
    assert (market.packages(), market.repairs()) == ([(number, "new")], [])
    assert market.balance(KEY) == (50, 1)


def test_record_without_a_number_is_read_again_with_what_changed_around_it(market: Market) -> None:
    """Its number cannot be asked for, as the channel renamed the field."""
    shop = market.shop("trendyol")
    number = shop.sell((KEY, 1))
    shop.stage.fault(
        "renamed_field", path=shop.stage.orders_path, options={"from": "shipmentPackageId", "to": "paketNo"}
    )
    shop.import_orders()
    parked = market.repairs()

    market.ask_again()
    order_refetch.refetch(shop.connection_id)
    as_before = market.repairs(), market.packages()
    market.clear_faults()
    market.ask_again()
    order_refetch.refetch(shop.connection_id)

    assert parked == [("unreadable", "connector.missing_field")]
    assert as_before == (parked, [])
    assert (market.repairs(), market.packages()) == ([], [(number, "new")])
    assert market.balance(KEY) == (50, 1)


def _move(market: Market, status: OrderStatus) -> None:
    ids = [row[0] for row in market.rows("SELECT id FROM purchase_order")]
    with db.transaction(market.scope) as session:
        moved = actions.move(session, market.scope, ids, status)
    assert len(moved.moved) == len(ids)


def test_order_whose_lines_are_packed_and_unpacked_is_one_package_for_all_its_life(market: Market) -> None:
    """Hepsiburada's packages come and go; ours is the order, and its units are held once."""
    shop = market.join(HepsiburadaStage(market.server, f"{market.seller.stage.account}h"))
    number = shop.sell((KEY, 2), (NEXT_KEY, 1))
    seen = []

    for step in (None, "Packed", "Unpacked", "Packed", "InTransit", "Delivered"):
        if step:
            shop.stage.move(number, step)
        shop.import_orders()
        seen.append((market.packages(), market.balance(KEY), market.balance(NEXT_KEY)))

    held, gone = ((50, 2), (50, 1)), ((48, 0), (49, 0))
    assert seen == [
        ([(number, "new")], *held),
        ([(number, "packed")], *held),
        ([(number, "packed")], *held),  # our books do not go back: what was packed here stays so
        ([(number, "packed")], *held),
        ([(number, "shipped")], *gone),
        ([(number, "delivered")], *gone),
    ]
    assert market.repairs() == []
