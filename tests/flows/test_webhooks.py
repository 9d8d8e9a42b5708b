"""Webhooks as the shops send them: twice, late, forged, unreadable; kept first, worked on later."""

from dataclasses import replace

import pytest

from prapazar.domain.channels import actions as channel_actions
from prapazar.flows import orders
from prapazar.flows.webhooks import WebhookRefused
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, Shop

KEY, NEXT_KEY, _ = KEYS
BOTH = pytest.mark.parametrize("slug", ["trendyol", "woocommerce"])


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
