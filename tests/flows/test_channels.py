"""Connecting a shop: tested first, set up once, and usable even where it cannot reach us."""

from collections.abc import Mapping

import pytest

from prapazar.domain.channels import actions as channel_actions
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.flows import channels, orders
from prapazar.flows.faults import ProviderFault
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, Shop, attempt

KEY = KEYS[0]
BOTH = pytest.mark.parametrize("slug", ["trendyol", "woocommerce"])


def _values(shop: Shop, **changed: str) -> Mapping[str, str]:
    return {**shop.stage.settings, **shop.stage.credentials, **changed}


def _second(market: Market, shop: Shop) -> Shop:
    with db.transaction(market.scope) as session:
        connection_id = channels.connect(
            session,
            market.scope,
            connector=shop.stage.slug,
            name="İkinci",
            environment=shop.stage.environment,
            values=_values(shop),
        )
    return Shop(shop.stage, connection_id)


@BOTH
def test_right_credentials_name_the_shop(market: Market, slug: str) -> None:
    shop = market.shop(slug)

    account = channels.test_credentials(slug, shop.stage.environment, _values(shop))

    assert account.listing_count == len(KEYS)


@BOTH
def test_wrong_credentials_are_a_fault_and_nothing_is_kept(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    wrong = dict.fromkeys(shop.stage.credentials, "wrong")

    with pytest.raises(ProviderFault) as raised:
        channels.test_credentials(slug, shop.stage.environment, _values(shop, **wrong))

    assert raised.value.code.rpartition(".")[2] in {"auth_failed", "forbidden"}
    assert market.value("SELECT count(*) FROM connection") == 2


def test_form_that_does_not_fit_names_its_field(market: Market) -> None:
    with db.transaction(market.scope) as session, pytest.raises(ConnectionInvalid) as raised:
        channels.connect(
            session,
            market.scope,
            connector="trendyol",
            name="Ege",
            environment="sandbox",
            values=_values(market.seller, seller_id="no number"),
        )

    assert raised.value.field == "seller_id"
    assert market.value("SELECT count(*) FROM connection") == 2


@BOTH
def test_set_up_registers_one_webhook_however_often_it_runs(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    question = "SELECT webhook_external_id FROM connection WHERE id = :id"
    before = market.value(question, id=shop.connection_id)

    channels.set_up(shop.connection_id)
    shop.sell((KEY, 1))

    assert before is not None
    assert market.value(question, id=shop.connection_id) == before
    orders = [one for one in market.letters(shop) if one.hand_in()]
    assert market.value("SELECT count(*) FROM inbox WHERE kind = 'orders'") == 1
    assert orders != []


@BOTH
def test_shop_whose_webhooks_fail_is_polled(market: Market, slug: str) -> None:
    market.shop(slug).stage.fault("503", path="*webhooks*")
    second = _second(market, market.shop(slug))

    met = attempt(lambda: channels.set_up(second.connection_id))
    second.sell((KEY, 2))
    imported = second.import_orders()

    assert isinstance(met, str)
    assert imported == 1
    assert len(market.waiting(second, Topic.SET_UP)) == 1


@BOTH
def test_sync_now_makes_the_jobs_due(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    due = (
        "SELECT count(*) FROM sync_job WHERE connection_id = :id AND next_run_at <= now() AND kind = 'orders'"
    )
    with db.system_transaction() as session:
        session.connection().exec_driver_sql("UPDATE sync_job SET next_run_at = now() + interval '1 day'")
    before = market.value(due, id=shop.connection_id)

    with db.transaction(market.scope) as session:
        called = channels.sync_now(session, market.scope, [shop.connection_id], [JobKind.ORDERS])

    assert (before, called, market.value(due, id=shop.connection_id)) == (0, 1, 1)


def _next_try(market: Market, shop: Shop) -> float:
    """In how many seconds a connection is set up again."""
    question = (
        "SELECT extract(epoch FROM available_at - now()) FROM outbox WHERE partition = :id AND topic = :topic"
    )
    return float(market.value(question, id=shop.connection_id, topic=Topic.SET_UP.value))


@BOTH
def test_set_up_that_failed_is_tried_soon_and_then_less_often(market: Market, slug: str) -> None:
    market.shop(slug).stage.fault("503", path="*webhooks*")
    second = _second(market, market.shop(slug))

    attempt(lambda: channels.set_up(second.connection_id))
    soon = _next_try(market, second)
    with db.system_transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox SET created_at = created_at - interval '1 hour', available_at = now()"
        )
    market.time.passes(60)
    attempt(lambda: channels.set_up(second.connection_id))
    later = _next_try(market, second)
    market.clear_faults()
    attempt(lambda: channels.set_up(second.connection_id))

    made = market.value("SELECT webhook_external_id FROM connection WHERE id = :id", id=second.connection_id)
    assert (0 < soon <= 5, 500 < later <= 600) == (True, True)
    assert made is not None
    assert market.waiting(second, Topic.SET_UP) == []


def test_paused_connection_is_set_up_when_it_goes_on(market: Market) -> None:
    second = _second(market, market.web)
    with db.transaction(market.scope) as session:
        channel_actions.pause(session, market.scope, second.connection_id)
    channels.set_up(second.connection_id)
    waits = _next_try(market, second)
    with db.transaction(market.scope) as session:
        channel_actions.resume(session, market.scope, second.connection_id)

    channels.set_up(second.connection_id)

    assert waits > 0
    assert market.waiting(second, Topic.SET_UP) == []


@BOTH
@pytest.mark.parametrize("kind", ["429", "500", "timeout", "cut_off", "lost_answer", "html"])
def test_shop_connected_in_a_bad_hour_is_set_up_after_it(market: Market, slug: str, kind: str) -> None:
    shop = market.shop(slug)
    second = _second(market, shop)
    market.trouble(second, kind, path="*webhooks*")

    met = attempt(lambda: channels.set_up(second.connection_id))
    waits = _next_try(market, second)
    market.clear_faults()
    attempt(lambda: channels.set_up(second.connection_id))
    number = second.sell((KEY, 2))
    for letter in market.letters(second):
        letter.hand_in()
    orders.take_in(second.connection_id)

    taken = market.rows(
        "SELECT external_id FROM shipment_package WHERE connection_id = :id", id=second.connection_id
    )
    assert (isinstance(met, str), waits > 0) == (True, True)
    assert market.waiting(second, Topic.SET_UP) == []
    assert [row[0] for row in taken] == [number]
