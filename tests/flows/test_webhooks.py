"""Webhooks as the shops send them: twice, late, forged, unreadable; kept first, worked on later."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from prapazar.connector_kit.records import PackageRecord
from prapazar.domain.channels import actions as channel_actions
from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders.records import IncomingPackage
from prapazar.flows import orders
from prapazar.flows.order_records import incoming
from prapazar.flows.webhooks import WebhookRefused
from prapazar.foundation import db
from prapazar.foundation.clock import now
from tests.factories import stages
from tests.factories.market import KEYS, Market, Shop
from tests.factories.stages import Server

KEY, NEXT_KEY, _ = KEYS
BOTH = pytest.mark.parametrize("slug", ["trendyol", "woocommerce"])


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Server]:
    """A sandbox of this file's own, whose clock may be moved: what happens there afterwards lies ahead of ours."""
    with stages.sandbox() as running:
        yield running


def _inbox(market: Market) -> list[tuple[bool, str | None]]:
    """(is done, error) of every order that was kept."""
    kept = market.rows("SELECT done_at IS NOT NULL, error FROM inbox WHERE kind = 'orders'")
    return [(row[0], row[1]) for row in kept]


def _shipped(slug: str) -> str:
    return "Shipped" if slug == "trendyol" else "completed"


def _take_in(shop: Shop) -> int:
    return orders.take_in(shop.connection_id)


@BOTH
def test_delivery_that_comes_twice_is_one_order(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = shop.sell((KEY, 2))
    letters = market.letters(shop)

    for letter in [*letters, *letters]:
        letter.hand_in()
    _take_in(shop)
    again = [letter.hand_in() for letter in letters]
    _take_in(shop)

    assert again == [False] * len(letters)
    assert (market.packages(), market.balance(KEY)) == ([(number, "new")], (50, 2))
    assert _inbox(market) == [(True, None)]


@BOTH
def test_late_delivery_does_not_undo_a_newer_one(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    number = shop.sell((KEY, 2))
    late = market.letters(shop)
    market.server.pull("POST", "/clock", {"advance_seconds": 2})
    shop.stage.move(number, _shipped(slug))
    early = market.letters(shop)[len(late) :]

    for letter in [*early, *late]:
        letter.hand_in()
    _take_in(shop)

    assert (market.packages(), market.balance(KEY)) == ([(number, "shipped")], (48, 0))


@BOTH
def test_webhook_lowers_the_other_shop_without_any_poll(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    shop.sell((KEY, 7))

    for letter in market.letters(shop):
        letter.hand_in()
    market.settle()

    assert market.other(shop).shows(KEY) == 43


@BOTH
def test_forged_delivery_is_refused_and_not_kept(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    shop.sell((KEY, 2))
    [letter, *_] = [one for one in market.letters(shop) if b"webhook_id=" not in one.body]
    wrong = {"x-api-key": "guessed", "authorization": "Basic Z3Vlc3M=", "x-wc-webhook-signature": "Z3Vlc3M="}
    forged = replace(letter, headers={**letter.headers, **wrong})
    unknown = replace(letter, key="nobody")

    for one in (forged, unknown):
        with pytest.raises(WebhookRefused):
            one.hand_in()

    assert (_inbox(market), market.packages()) == ([], [])


def test_secret_of_a_delivery_is_not_kept(market: Market) -> None:
    market.seller.sell((KEY, 1))

    for letter in market.letters(market.seller):
        letter.hand_in()

    [headers] = [row[0] for row in market.rows("SELECT headers FROM inbox")]
    assert {"x-api-key", "authorization", "cookie"} & set(headers) == set()


def test_unreadable_delivery_waits_alone(market: Market) -> None:
    number = market.seller.sell((KEY, 2))
    [letter] = market.letters(market.seller)
    torn = replace(letter, body=letter.body[: len(letter.body) // 2])

    torn.hand_in()
    letter.hand_in()
    handled = _take_in(market.seller)

    assert handled == 2
    assert (market.packages(), market.balance(KEY)) == ([(number, "new")], (50, 2))
    assert [kind for kind, _ in market.repairs()] == ["unreadable"]
    assert sorted(_inbox(market), key=str) == [(True, "connector.broken_answer"), (True, None)]


@BOTH
def test_sales_of_a_paused_shop_still_hold_stock(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    with db.transaction(market.scope) as session:
        channel_actions.pause(session, market.scope, shop.connection_id)
    shop.sell((KEY, 6))

    for letter in market.letters(shop):
        letter.hand_in()
    market.settle()

    assert market.balance(KEY) == (50, 6)
    assert market.other(shop).shows(KEY) == 44


@BOTH
@pytest.mark.parametrize("kind", ["duplicate_webhook", "reordered_webhook", "lost_webhook"])
@pytest.mark.parametrize("times", [1, None])
def test_deliveries_doubled_turned_round_or_lost_end_in_the_same_books(
    market: Market, slug: str, kind: str, times: int | None
) -> None:
    shop = market.shop(slug)
    with db.system_transaction() as session:  # the sale is no older than the connection
        session.execute(text("UPDATE connection SET created_at = created_at - interval '1 hour'"))
    market.trouble(shop, kind, times=times)
    number = shop.sell((KEY, 2), at=(now() - timedelta(seconds=10)).isoformat())
    shop.stage.move(number, _shipped(slug))

    for letter in market.letters(shop):
        letter.hand_in()
    _take_in(shop)
    market.settle()
    market.server.pull("DELETE", "/faults")
    shop.import_orders()
    market.settle()

    moved = market.rows(
        "SELECT kind, on_hand_change, reserved_change FROM movement WHERE order_id IS NOT NULL"
    )
    assert market.packages() == [(number, "shipped")]
    assert sum(row[1] for row in moved) == -2
    assert sum(row[2] for row in moved) == 0
    assert (market.balance(KEY), market.other(shop).shows(KEY)) == ((48, 0), 48)
    assert (market.repairs(), {done for done, _ in _inbox(market)} <= {True}) == ([], True)


@BOTH
@pytest.mark.parametrize("kind", ["401", "500", "timeout"])
def test_delivery_of_a_shop_that_does_not_answer_is_taken_in(market: Market, slug: str, kind: str) -> None:
    shop = market.shop(slug)
    market.trouble(shop, kind)
    shop.import_orders()
    number = shop.sell((KEY, 6))

    for letter in market.letters(shop):
        letter.hand_in()
    market.settle()

    assert (market.packages(), market.balance(KEY)) == ([(number, "new")], (50, 6))
    assert market.other(shop).shows(KEY) == 44


@BOTH
def test_delivery_that_breaks_us_waits_and_stops_no_other(
    market: Market, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = market.shop(slug)
    bad, good = shop.sell((KEY, 1)), shop.sell((NEXT_KEY, 1))
    for letter in market.letters(shop):
        letter.hand_in()

    def broken(record: PackageRecord, carriers: Mapping[str, str]) -> IncomingPackage:
        if record.external_id == bad:
            raise ZeroDivisionError
        return incoming(record, carriers)

    with monkeypatch.context() as patch:
        patch.setattr(orders, "incoming", broken)
        _take_in(shop)
    during = (market.packages(), sorted(_inbox(market), key=str), len(market.waiting(shop, Topic.TAKE_IN)))
    market.make_due()
    market.settle()

    assert during == ([(good, "new")], [(False, "ZeroDivisionError"), (True, None)], 1)
    assert market.packages() == sorted([(bad, "new"), (good, "new")])
    assert (market.waiting(shop, Topic.TAKE_IN), market.balance(KEY)) == ([], (50, 1))
