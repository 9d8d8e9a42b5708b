"""Telling shops their stock: newest first and only once, waiting when idle, told again when never answered."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from prapazar.connector_kit import registry
from prapazar.domain.channels import actions as channel_actions
from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings.actions.publish import PAUSE_AFTER_REJECTIONS
from prapazar.domain.pricing.actions import PriceLine, set_prices
from prapazar.flows import listings
from prapazar.foundation import db, outbox
from tests.factories.market import KEYS, Market, Shop
from tests.factories.stages.hepsiburada import HepsiburadaStage

KEY, NEXT_KEY, _ = KEYS
BOTH = pytest.mark.parametrize("slug", ["trendyol", "woocommerce"])


def _published(market: Market, shop: Shop, key: str) -> list[tuple[int, str]]:
    """(quantity, state) of everything a shop was told about an article, oldest first."""
    found = market.rows(
        "SELECT quantity, state FROM publication WHERE connection_id = :shop AND variant_id = :variant"
        " AND kind = 'stock' ORDER BY sent_at, id",
        shop=shop.connection_id,
        variant=market.variants[key],
    )
    return [(row[0], row[1]) for row in found]


@BOTH
def test_ten_changes_are_one_push_of_the_newest(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    before = _published(market, shop, KEY)
    for on_hand in range(30, 40):
        market.count(KEY, on_hand)

    sent = shop.push()
    market.settle()

    assert sent == 1
    assert shop.shows(KEY) == 39
    assert _published(market, shop, KEY) == [*before, (39, "accepted")]


@BOTH
def test_number_that_returns_within_minutes_still_arrives(market: Market, slug: str) -> None:
    shop = market.shop(slug)

    for on_hand in (0, 5, 0, 5, 0):
        market.count(KEY, on_hand)
        shop.push()

        assert shop.shows(KEY) == on_hand
    assert market.waiting(shop) == []


@BOTH
def test_two_pushers_at_once_tell_everything_once(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    for key in KEYS:
        market.count(key, 12)

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: listings.push(shop.connection_id, Topic.PUSH_STOCK), range(4)))

    assert sum(sent) == len(KEYS)
    assert [shop.shows(key) for key in KEYS] == [12, 12, 12]


@BOTH
def test_push_of_less_than_a_batch_leaves_what_comes_meanwhile_to_the_next(
    market: Market, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = market.shop(slug)
    claim, claims = outbox.claim, []

    def claim_and_count_another(*asked: Any, **more: Any) -> Any:  # noqa: ANN401 - what the outbox answers
        claims.append(claim(*asked, **more))
        market.count(NEXT_KEY, 21)
        return claims[-1]

    monkeypatch.setattr(outbox, "claim", claim_and_count_another)
    market.count(KEY, 20)

    sent = [shop.push(), shop.push()]

    assert (sent, [len(found) for found in claims]) == ([1, 1], [1, 1])
    assert (shop.shows(KEY), shop.shows(NEXT_KEY)) == (20, 21)


@BOTH
def test_paused_shop_keeps_what_waits_and_is_told_when_it_goes_on(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    market.count(KEY, 20)
    with db.transaction(market.scope) as session:
        channel_actions.pause(session, market.scope, shop.connection_id)
    market.count(NEXT_KEY, 21)

    idle = shop.push()
    waiting = len(market.waiting(shop))
    market.settle()
    shown = [(one.shows(KEY), one.shows(NEXT_KEY)) for one in (shop, market.other(shop))]
    with db.transaction(market.scope) as session:
        channel_actions.resume(session, market.scope, shop.connection_id)
    shop.push()

    assert (idle, waiting, shown) == (0, 2, [(50, 50), (20, 21)])
    assert (shop.shows(KEY), shop.shows(NEXT_KEY), market.waiting(shop)) == (20, 21, [])


@BOTH
def test_price_changed_during_a_pause_is_told_after_it(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    with db.transaction(market.scope) as session:
        channel_actions.pause(session, market.scope, shop.connection_id)
    with db.transaction(market.scope) as session:
        line = PriceLine(market.variants[KEY], Decimal("149.90"), floor_price=Decimal("10.00"))
        refused = set_prices(session, market.scope, [line]).refused

    market.settle()
    before = Decimal(shop.stage.shelf(KEY)["price"])
    with db.transaction(market.scope) as session:
        channel_actions.resume(session, market.scope, shop.connection_id)
    market.make_due()
    market.settle()

    assert (refused, before) == ((), Decimal("129.90"))
    assert Decimal(shop.stage.shelf(KEY)["price"]) == Decimal("149.90")


def test_offer_refused_three_times_is_paused_and_the_others_go_on(market: Market) -> None:
    shop = market.seller
    _lose_article(market, shop, KEY)

    for on_hand in range(10, 10 + PAUSE_AFTER_REJECTIONS):
        market.count(KEY, on_hand)
        market.count(NEXT_KEY, on_hand)
        market.settle()
    paused = _listing(market, KEY)
    market.count(KEY, 40)
    market.count(NEXT_KEY, 41)
    market.settle()

    assert paused == ("paused", "trendyol.item_refused", PAUSE_AFTER_REJECTIONS)
    assert [state for _, state in _published(market, shop, KEY)][-PAUSE_AFTER_REJECTIONS:] == ["rejected"] * 3
    assert (shop.shows(KEY), shop.shows(NEXT_KEY)) == (50, 41)
    assert market.waiting(shop) == []


def test_batch_that_is_never_answered_is_told_again(market: Market) -> None:
    shop = market.seller
    market.server.pull("PATCH", "/trendyol/rules", {"batch_ms": 3_600_000})
    market.count(KEY, 33)
    market.settle()
    open_ones = _published(market, shop, KEY)[-1]

    with db.system_transaction() as session:
        session.execute(text("UPDATE publication_batch SET sent_at = sent_at - interval '4 hours'"))
    market.make_due()
    listings.poll_batches(shop.connection_id)
    lost, waiting = _published(market, shop, KEY)[-1], len(market.waiting(shop))
    market.server.pull("PATCH", "/trendyol/rules", {"batch_ms": 0})
    market.settle()
    market.settle()

    assert (open_ones, lost, waiting) == ((33, "sent"), (33, "unknown"), 1)
    assert _published(market, shop, KEY)[-1] == (33, "accepted")
    assert market.waiting(shop) == []


def test_article_gone_from_one_shop_does_not_stop_the_other(market: Market) -> None:
    _lose_article(market, market.web, KEY)
    for key in KEYS:
        market.count(key, 15)

    market.settle()

    assert [market.seller.shows(key) for key in KEYS] == [15, 15, 15]
    assert [market.web.shows(key) for key in KEYS] == [50, 15, 15]
    assert _published(market, market.web, KEY)[-1] == (15, "rejected")
    assert market.waiting(market.web) == []


def _lose_article(market: Market, shop: Shop, key: str) -> None:
    """The shop no longer knows it by the name we have."""
    with db.system_transaction() as session:
        session.execute(
            text(
                "UPDATE listing SET external_id = '999999' WHERE connection_id = :id AND variant_id = :variant"
            ),
            {"id": shop.connection_id, "variant": market.variants[key]},
        )


def _listing(market: Market, key: str) -> tuple[str, str | None, int]:
    [row] = market.rows(
        "SELECT status, problem, rejections FROM listing WHERE connection_id = :id AND variant_id = :variant",
        id=market.seller.connection_id,
        variant=market.variants[key],
    )
    return row[0], row[1], row[2]


def test_batch_that_names_the_refused_alone_accepts_the_others(market: Market) -> None:
    shop = market.join(HepsiburadaStage(market.server, f"{market.seller.stage.account}h"))
    for key, on_hand in ((KEY, 9), (NEXT_KEY, 8)):
        market.count(key, on_hand)
    shop.push()
    market.make_due()

    closed = listings.poll_batches(shop.connection_id)

    assert closed >= 1
    assert [shop.shows(key) for key in (KEY, NEXT_KEY)] == [9, 8]
    assert [_published(market, shop, key)[-1] for key in (KEY, NEXT_KEY)] == [
        (9, "accepted"),
        (8, "accepted"),
    ]
    assert market.waiting(shop) == []


def test_stock_and_price_that_share_a_row_are_told_one_after_the_other(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = market.shop("trendyol")
    usual = registry.manifest("trendyol")
    sharing = usual.model_copy(update={"batches": usual.batches.model_copy(update={"shares_rows": True})})
    monkeypatch.setattr(registry, "manifest", lambda slug: sharing if slug == "trendyol" else usual)
    market.count(KEY, 31)
    with db.transaction(market.scope) as session:
        line = PriceLine(market.variants[KEY], Decimal("99.90"), floor_price=Decimal("10.00"))
        set_prices(session, market.scope, [line])

    with db.exclusive(f"{Topic.PUSH_STOCK}+{Topic.PUSH_PRICE}:{shop.connection_id}"):
        meanwhile = listings.push(shop.connection_id, Topic.PUSH_PRICE)
    after = listings.push(shop.connection_id, Topic.PUSH_PRICE)

    assert (meanwhile, after) == (0, 2)
    assert shop.shows(KEY) == 31
