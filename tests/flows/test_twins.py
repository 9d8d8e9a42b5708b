"""Test mode: another environment is a store of its own, and its orders are no sales."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.channels import actions
from prapazar.domain.channels.enums import Topic
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.listings.offers import first_units
from prapazar.domain.reporting.dashboard import attention, dashboard
from prapazar.flows import catalog, channels, listings, orders, twins
from prapazar.foundation import db
from prapazar.foundation.clock import now
from tests.factories.market import KEYS, Market
from tests.factories.stages import Article, TrendyolStage


def _stage_account(market: Market) -> TrendyolStage:
    stage = TrendyolStage(market.server, "deneme")
    stage.seed([Article(KEYS[0], quantity=9)])
    return stage


def test_entering_another_environment_leaves_the_live_store_as_it_is(market: Market) -> None:
    live = market.seller.connection_id
    with db.system_transaction() as session:
        session.execute(text("UPDATE connection SET environment = 'live' WHERE id = :id"), {"id": live})
    market.count(KEYS[0], 31)
    waiting = market.waiting(market.seller)
    stage = _stage_account(market)

    twin = twins.enter(market.scope, live, "sandbox", {**stage.settings, **stage.credentials})

    statuses = dict(market.rows("SELECT id, status FROM connection WHERE connector = 'trendyol'"))
    assert statuses == {live: "paused", twin: "active"}
    assert market.waiting(market.seller) == waiting
    places = {
        place.environment: (place.connection_id, place.is_here) for place in twins.places(market.scope, twin)
    }
    assert (places["live"], places["sandbox"]) == ((live, False), (twin, True))

    twins.enter(market.scope, twin, "live")

    statuses = dict(market.rows("SELECT id, status FROM connection WHERE connector = 'trendyol'"))
    assert statuses == {live: "active", twin: "paused"}
    assert len(market.waiting(market.seller)) == 3


def _entered(market: Market) -> tuple[UUID, TrendyolStage]:
    """The twin in the sandbox, its goods known by their barcodes."""
    live, stage = market.seller.connection_id, _stage_account(market)
    with db.system_transaction() as session:
        session.execute(text("UPDATE connection SET environment = 'live' WHERE id = :id"), {"id": live})
    twin = twins.enter(market.scope, live, "sandbox", {**stage.settings, **stage.credentials})
    channels.set_up(twin)
    catalog.import_listings(twin)
    market.settle()
    return twin, stage


def test_orders_of_a_test_store_are_marked_and_not_counted(market: Market) -> None:
    twin, stage = _entered(market)
    stage.order((KEYS[0], 1))

    assert orders.import_new(twin) == 1

    with db.transaction(market.scope) as session:
        shown = dashboard(session, market.scope, now() + timedelta(minutes=1))
        waiting = attention(session, market.scope)
    assert market.rows("SELECT is_test FROM purchase_order") == [(True,)]
    assert (shown.today.orders, shown.today.units, shown.hours, shown.low_stock) == (0, 0, (), ())
    assert {name: count for name, count in asdict(waiting).items() if count} == {}
    assert market.rows("SELECT kind FROM notification WHERE kind LIKE 'orders.%'") == []


@pytest.mark.parametrize("status", ["Delivered", "Cancelled"])
def test_orders_of_a_test_store_hold_no_stock_whatever_becomes_of_them(market: Market, status: str) -> None:
    twin, stage = _entered(market)
    market.count(KEYS[0], 2)
    market.settle()
    number = stage.package_id(stage.order((KEYS[0], 5)))
    orders.import_new(twin)
    stage.move(number, status)

    orders.import_new(twin)

    assert market.packages() == [(number, status.lower())]
    assert market.balance(KEYS[0]) == (2, 0)
    assert market.waiting(market.web) == []
    assert market.rows("SELECT quantity FROM shortage") == []


def test_test_store_is_told_no_quantities_until_somebody_wants_it(market: Market) -> None:
    twin, stage = _entered(market)
    market.count(KEYS[0], 31)

    told = listings.push(twin, Topic.PUSH_STOCK)
    before = (told, stage.shelf(KEYS[0])["quantity"])
    with db.transaction(market.scope) as session:
        new = first_units(session, twin, [market.variants[KEYS[0]]])
        actions.set_sends_stock(session, market.scope, twin, sends=True)
    wanted = listings.push(twin, Topic.PUSH_STOCK)

    assert before == (0, 9)
    assert new == {market.variants[KEYS[0]]: 0}
    assert (wanted, stage.shelf(KEYS[0])["quantity"]) == (1, 31)


def test_quantities_of_a_real_store_cannot_be_kept_from_it(market: Market) -> None:
    with db.transaction(market.scope) as session:
        actions.set_sends_stock(session, market.scope, market.seller.connection_id, sends=False)
    market.count(KEYS[0], 31)

    assert market.seller.push() == 1


def test_wrong_credentials_change_nothing(market: Market) -> None:
    live = market.seller.connection_id
    with db.system_transaction() as session:
        session.execute(text("UPDATE connection SET environment = 'live' WHERE id = :id"), {"id": live})

    with pytest.raises(ConnectionInvalid):
        twins.enter(market.scope, live, "sandbox", {"seller_id": "no number"})

    assert market.rows("SELECT status FROM connection WHERE connector = 'trendyol'") == [("active",)]
