"""Test mode: another environment is a store of its own, and its orders are no sales."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.reporting.dashboard import dashboard
from prapazar.flows import channels, orders, twins
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


def test_orders_of_a_test_store_are_marked_and_not_counted(market: Market) -> None:
    live, stage = market.seller.connection_id, _stage_account(market)
    with db.system_transaction() as session:
        session.execute(text("UPDATE connection SET environment = 'live' WHERE id = :id"), {"id": live})
    twin = twins.enter(market.scope, live, "sandbox", {**stage.settings, **stage.credentials})
    channels.set_up(twin)
    stage.order((KEYS[0], 1))

    assert orders.import_new(twin) == 1

    with db.transaction(market.scope) as session:
        shown = dashboard(session, market.scope, now() + timedelta(minutes=1))
    assert market.rows("SELECT is_test FROM purchase_order") == [(True,)]
    assert (shown.today.orders, shown.today.units, shown.hours) == (0, 0, ())


def test_wrong_credentials_change_nothing(market: Market) -> None:
    live = market.seller.connection_id
    with db.system_transaction() as session:
        session.execute(text("UPDATE connection SET environment = 'live' WHERE id = :id"), {"id": live})

    with pytest.raises(ConnectionInvalid):
        twins.enter(market.scope, live, "sandbox", {"seller_id": "no number"})

    assert market.rows("SELECT status FROM connection WHERE connector = 'trendyol'") == [("active",)]
