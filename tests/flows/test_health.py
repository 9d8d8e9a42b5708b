"""A store that breaks: what the health page says of it, and what it says after the repair."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.channels.actions.jobs import finish_job
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.shapes.rules import ENOUGH, Change
from prapazar.flows import health
from prapazar.flows.health import ChannelHealth, Overview
from prapazar.foundation import db
from prapazar.foundation.clock import now
from tests.factories.market import KEYS, Market, Shop

KEY, *_ = KEYS
RENAMED = {"from": "packageTotalPrice", "to": "packageGrandTotal"}


def _of(market: Market, shop: Shop) -> tuple[Overview, ChannelHealth]:
    found = health.overview(market.scope, shop.connection_id)
    [one] = found.channels
    return found, one


def _told(market: Market, kind: str) -> list[str]:
    return [row[0] for row in market.rows("SELECT group_key FROM notification WHERE kind = :kind", kind=kind)]


def _learn(shop: Shop) -> None:
    """Polls until every path of an answer with an order in it is trusted."""
    shop.sell((KEY, 1))
    for _ in range(ENOUGH + 1):
        shop.import_orders()


def test_calls_are_counted_by_hour_and_outcome(market: Market) -> None:
    _, before = _of(market, market.seller)
    market.trouble(market.seller, "500", times=3)

    market.seller.import_orders()

    found, one = _of(market, market.seller)
    assert (before.day.errors, one.day.errors, one.day.calls - before.day.calls) == (0, 3, 3)
    assert one.by_hour[-1][1].calls == one.day.calls
    assert one.day.median is not None
    assert [(cause.source, cause.code, cause.count) for cause in found.causes] == [
        ("call", "connector.unavailable", 3)
    ]
    assert one.row.calls_minute >= one.day.calls - before.day.calls


def test_an_hour_tells_what_each_store_asked_and_nothing_of_other_hours(market: Market) -> None:
    market.trouble(market.seller, "500", times=3)
    market.seller.import_orders()
    _, one = _of(market, market.seller)
    hour, counted = one.by_hour[-1]

    found = {row.row.id: (row.calls, row.errors) for row in health.of_hour(market.scope, hour)}

    assert found[market.seller.connection_id] == (counted.calls, 3)
    assert health.of_hour(market.scope, hour - timedelta(hours=1)) == []


def test_last_good_order_stock_and_price_are_known(market: Market) -> None:
    market.seller.sell((KEY, 1))
    market.seller.import_orders()
    market.count(KEY, 30)
    market.settle()

    _, one = _of(market, market.seller)

    assert one.row.last_order_at is not None
    assert one.row.last_stock_at is not None
    assert now() - one.row.last_stock_at < timedelta(minutes=5)


def test_renamed_field_is_told_once_with_its_paths_and_ends_by_itself(market: Market) -> None:
    shop = market.seller
    _learn(shop)
    quiet = _of(market, shop)[0].drifts
    market.trouble(shop, "renamed_field", options=RENAMED)

    for _ in range(3):
        shop.import_orders()

    [drift] = _of(market, shop)[0].drifts
    told = _told(market, "channels.drift")
    assert quiet == ()
    assert {(change.kind, change.path.rpartition(".")[2]) for change in drift.changes} == {
        ("gone", "packageTotalPrice"),
        ("new", "packageGrandTotal"),
    }
    assert told == []  # nobody works here yet
    assert isinstance(drift.first_entry_id, UUID)
    shown = health.entry(market.scope, drift.first_entry_id)
    assert shown is not None
    assert "packageGrandTotal" in shown.answer

    market.server.pull("DELETE", "/faults")
    shop.import_orders()

    [ended] = _of(market, shop)[0].drifts
    assert (ended.id, ended.closed_at is not None, ended.closed_by) == (drift.id, True, None)


def test_accepted_shape_is_the_shape_from_now_on(market: Market) -> None:
    shop = market.seller
    _learn(shop)
    market.trouble(shop, "renamed_field", options=RENAMED)
    shop.import_orders()
    [drift] = _of(market, shop)[0].drifts

    done = [health.accept_shape(market.scope, drift.id) for _ in range(2)]
    shop.import_orders()

    assert done == [True, False]
    assert [one.closed_at is not None for one in _of(market, shop)[0].drifts] == [True]
    assert Change(**market.value("SELECT changes FROM payload_drift")[0]) in drift.changes


def test_known_shape_is_not_written_again(market: Market) -> None:
    shop = market.seller
    _learn(shop)
    stamp = market.rows("SELECT operation, updated_at FROM payload_shape ORDER BY operation")

    shop.import_orders()

    assert market.rows("SELECT operation, updated_at FROM payload_shape ORDER BY operation") == stamp


def test_another_merchant_sees_nothing_of_it(market: Market, other_scope: object) -> None:
    market.trouble(market.seller, "500", times=1)
    market.seller.import_orders()

    found = health.overview(other_scope)  # type: ignore[arg-type]  # a scope

    assert (found.channels, found.causes, found.drifts) == ((), (), ())
    with db.transaction(market.scope) as session:
        assert session.execute(text("SELECT count(*) FROM traffic_hour")).scalar_one() > 0


def test_job_that_was_told_to_wait_rings_no_alarm_and_one_that_failed_does(market: Market) -> None:
    seen = []

    for error in ("connector.rate_limited", "connector.unavailable"):
        with db.transaction(market.scope) as session:
            finish_job(session, market.scope, market.seller.connection_id, JobKind.ORDERS, error=error)
        seen.append(_of(market, market.seller)[1].row.job_error)

    assert seen == [None, "connector.unavailable"]
