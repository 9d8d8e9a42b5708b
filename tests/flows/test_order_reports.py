"""Reports to channels: a package's steps in their order, each told once, and no package stops the others."""

import pytest
from sqlalchemy import text

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders import actions, reports
from prapazar.domain.orders.enums import OrderStatus
from prapazar.flows import order_reports
from prapazar.foundation import db, outbox
from tests.factories.market import KEYS, Market, Shop, attempt
from tests.factories.stages.pttavm import PttavmStage

KEY, NEXT_KEY, _ = KEYS
BOTH = pytest.mark.parametrize("slug", ["trendyol", "woocommerce"])


def _order(market: Market, shop: Shop, key: str = KEY) -> str:
    """The number of an order that is in the books."""
    number = shop.sell((key, 1))
    shop.import_orders()
    return number


def _move(market: Market, number: str, status: OrderStatus) -> None:
    [[order_id]] = market.rows(
        "SELECT order_id FROM shipment_package WHERE external_id = :number", number=number
    )
    with db.transaction(market.scope) as session:
        actions.move(session, market.scope, [order_id], status)


def _report(shop: Shop) -> object:
    return attempt(lambda: order_reports.report_steps(shop.connection_id))


def _there(market: Market, shop: Shop, number: str) -> list[str]:
    """What Trendyol was told about a package, in the order in which it was."""
    order = market.server.pull("GET", f"/trendyol/{shop.stage.account}/orders/{number}")
    told = {"Picking", "Invoiced", "UnSupplied"}
    return [step["status"] for step in order["packages"][0]["packageHistories"] if step["status"] in told]


def _waiting(market: Market, shop: Shop) -> list[tuple[int, str | None]]:
    return market.waiting(shop, Topic.REPORT_STATUS)


def _told(market: Market, number: str) -> list[str]:
    found = market.rows(
        "SELECT e.kind FROM order_event e JOIN shipment_package p ON p.order_id = e.order_id"
        " WHERE p.external_id = :number AND e.kind IN ('reported', 'report_failed') ORDER BY e.id",
        number=number,
    )
    return [row[0] for row in found]


def test_later_step_waits_behind_one_that_is_tried_again(market: Market) -> None:
    shop = market.seller
    number = _order(market, shop)
    shop.stage.fault("503", times=1)
    _move(market, number, OrderStatus.PICKING)
    met = _report(shop)
    _move(market, number, OrderStatus.PACKED)

    too_early = _report(shop)
    with db.system_transaction() as session:
        due = outbox.due_partitions(session, outbox.waiting_partitions(session))
    market.clear_faults()
    done = _report(shop)

    assert (met, too_early, done) == ("connector.unavailable", 0, 2)
    assert [topic for topic, _ in due if topic == Topic.REPORT_STATUS] == []
    assert _there(market, shop, number) == ["Picking", "Invoiced"]
    assert (_told(market, number), market.repairs()) == (["reported", "reported"], [])


def test_package_that_is_tried_again_stops_no_other(market: Market) -> None:
    shop = market.seller
    bad, good = _order(market, shop), _order(market, shop, NEXT_KEY)
    shop.stage.fault("html", path=f"*/{bad}", options={"status": 426})
    for number in (bad, good):
        _move(market, number, OrderStatus.PICKING)
        _move(market, number, OrderStatus.PACKED)

    met = _report(shop)
    stuck = _waiting(market, shop)
    market.clear_faults()
    _report(shop)

    assert isinstance(met, str)
    assert [attempts for attempts, _ in stuck] == [1, 0]
    assert _there(market, shop, good) == ["Picking", "Invoiced"]
    assert _there(market, shop, bad) == ["Picking", "Invoiced"]
    assert _waiting(market, shop) == []


def test_step_the_channel_has_already_is_no_repair(market: Market) -> None:
    """Its answer was lost, or somebody clicked it in the channel's own panel."""
    shop = market.seller
    number = _order(market, shop)
    shop.stage.fault("lost_answer", path="*/shipment-packages/*", times=1)
    _move(market, number, OrderStatus.PICKING)

    met = _report(shop)
    market.clear_faults()
    again = _report(shop)

    assert (met, again) == ("connector.unavailable", 1)
    assert _there(market, shop, number) == ["Picking"]
    assert (_told(market, number), market.repairs()) == (["reported"], [])


def test_refused_step_is_a_repair_with_its_cause(market: Market) -> None:
    shop = market.seller
    number = _order(market, shop)
    shop.stage.move(number, "Cancelled")
    _move(market, number, OrderStatus.PICKING)

    _report(shop)

    assert (_told(market, number), _waiting(market, shop)) == (["report_failed"], [])
    assert [kind for kind, _ in market.repairs()] == ["report"]


def test_refused_steps_told_again_are_all_told_with_their_parcel(market: Market) -> None:
    shop = market.seller
    number = _order(market, shop)
    shop.stage.move(number, "Cancelled")
    for status in (OrderStatus.PICKING, OrderStatus.PACKED):
        _move(market, number, status)
    _report(shop)
    with db.system_transaction() as session:
        session.execute(text("UPDATE shipment_package SET carrier = 'Aras', tracking_number = '733'"))

    repairs = market.rows("SELECT id FROM repair WHERE resolved_at IS NULL ORDER BY id")
    with db.transaction(market.scope) as session:
        asked = [reports.report_again(session, market.scope, row[0]) for row in repairs]

    told = market.rows("SELECT payload FROM outbox WHERE topic = 'orders.report_status' ORDER BY id")
    assert asked == [True, True]
    assert sorted(row[0]["status"] for row in told) == ["packed", "picking"]
    assert {(row[0]["carrier"], row[0]["tracking_number"]) for row in told} == {("Aras", "733")}


@BOTH
def test_paused_shop_is_not_asked_again_at_once(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = _order(market, shop)
    _move(market, number, OrderStatus.CANCELLED)
    with db.system_transaction() as session:
        session.connection().exec_driver_sql("UPDATE connection SET status = 'paused'")

    told = _report(shop)

    with db.system_transaction() as session:
        due = outbox.due_partitions(session, outbox.waiting_partitions(session))
    assert told == 0
    assert [topic for topic, _ in due if topic == Topic.REPORT_STATUS] == []
    assert len(_waiting(market, shop)) == 1


def test_cancellation_taken_in_the_channel_s_panel_only_waits_as_a_repair_until_it_is_done(
    market: Market,
) -> None:
    shop = market.join(PttavmStage(market.server, "panelden"))
    number = _order(market, shop)
    _move(market, number, OrderStatus.CANCELLED)

    _report(shop)
    refused = market.repairs()
    shop.stage.move(number, shop.stage.cancelled)
    [[repair_id]] = market.rows("SELECT id FROM repair WHERE resolved_at IS NULL")
    with db.transaction(market.scope) as session:
        reports.report_again(session, market.scope, repair_id)
    _report(shop)

    assert refused == [("report", "pttavm.cancel_in_panel")]
    assert (_told(market, number), market.repairs()) == (["report_failed", "reported"], [])
