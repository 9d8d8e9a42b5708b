"""Packages split where the channel is asked to: nothing lost or doubled, whatever comes first and whatever dies."""

from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.packing import actions, queries_splits
from prapazar.domain.packing.actions import asking
from prapazar.domain.packing.enums import Verdict
from prapazar.domain.packing.errors import SplitRefused
from prapazar.domain.shipping import actions as shipping
from prapazar.flows import order_reports, packing, splits
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, Shop, attempt
from tests.factories.stages.n11 import N11Stage
from tests.factories.stages.shopify import ShopifyStage

KEY, OTHER, _ = KEYS
HELD = {KEY: (50, 3), OTHER: (50, 1)}
"""On hand and reserved, before and after."""


def _sold(market: Market, shop: Shop) -> str:
    """A package of three and one, in the books."""
    market.count(KEY, 50)
    market.count(OTHER, 50)
    number = shop.sell((KEY, 3), (OTHER, 1))
    shop.import_orders()
    return number


def _package(market: Market, number: str) -> tuple[UUID, UUID]:
    """Its id, and its order's."""
    [[package_id, order_id]] = market.rows(
        "SELECT id, order_id FROM shipment_package WHERE external_id = :number", number=number
    )
    return package_id, order_id


def _ask(market: Market, number: str, units: dict[str, int]) -> splits.Begun:
    package_id, _ = _package(market, number)
    found = market.rows("SELECT sku, id FROM order_line WHERE package_id = :id", id=package_id)
    lines = {row.sku: row.id for row in found}
    with db.transaction(market.scope) as session:
        return splits.split(
            session, market.scope, package_id, {lines[key]: quantity for key, quantity in units.items()}
        )


def _move(market: Market, number: str, status: OrderStatus, tracking: str | None = None) -> None:
    package_id, order_id = _package(market, number)
    with db.transaction(market.scope) as session:
        orders.move(
            session,
            market.scope,
            [order_id],
            status,
            package_ids=[package_id],
            carrier=tracking and "Aras",
            tracking_number=tracking,
        )


def _split(shop: Shop) -> object:
    return attempt(lambda: splits.split_asked(shop.connection_id))


def _goods(market: Market) -> list[tuple[str, dict[str, int]]]:
    """Status and contents of each package, the old one first."""
    found = market.rows(
        "SELECT p.status, jsonb_object_agg(l.sku, l.quantity) FROM shipment_package p"
        " JOIN order_line l ON l.package_id = p.id GROUP BY p.id ORDER BY p.created_at, count(*) DESC, p.id"
    )
    return [(status, goods) for status, goods in found]


def _states(market: Market) -> list[str]:
    return [state for (state,) in market.rows("SELECT state FROM package_split ORDER BY id")]


def _balances(market: Market) -> dict[str, tuple[int, int]]:
    return {key: market.balance(key) for key in (KEY, OTHER)}


IN_TWO = [
    ("unpacked", {KEY: 3, OTHER: 1}),
    ("picking", {KEY: 1, OTHER: 1}),
    ("picking", {KEY: 2}),
]


def test_channel_splits_and_its_packages_take_over_what_was_settled(market: Market) -> None:
    shop = market.seller
    number = _sold(market, shop)
    _move(market, number, OrderStatus.PICKING)
    attempt(lambda: order_reports.report_steps(shop.connection_id))

    begun = _ask(market, number, {KEY: 1, OTHER: 1})
    with pytest.raises(SplitRefused) as twice:
        _ask(market, number, {KEY: 1})
    package_id, _ = _package(market, number)
    with db.transaction(market.scope) as session:
        scanned = packing.open_package(session, market.scope, None, package_id)
        opened = shipping.open_shipments(session, market.scope, [package_id], [])
    done = _split(shop)
    shop.import_orders()
    steps = attempt(lambda: order_reports.report_steps(shop.connection_id))

    [[parts]] = market.rows("SELECT parts FROM package_split")
    assert (begun.way, twice.value.code, done, steps) == (splits.Way.CHANNEL, "packing.split_asked", 1, 2)
    assert (scanned.verdict, scanned.refusal) == (Verdict.NOT_OPEN, "packing.split_asked")
    assert opened.refused == {package_id: "packing.split_asked"}
    assert (_states(market), _goods(market), _balances(market)) == (["done"], IN_TWO, HELD)
    assert all(part["package_id"] for part in parts)
    assert market.waiting(shop, Topic.SPLIT) == []


def test_poll_before_our_answer_ends_the_split_and_the_old_ones_end_alone_gives_no_unit_away(
    market: Market,
) -> None:
    """A webhook says that it is broken up while its parts, and our answer, are still on their way."""
    shop = market.seller
    number = _sold(market, shop)
    market.box.letters.clear()
    _ask(market, number, {KEY: 1, OTHER: 1})
    shop.stage.fault("lost_answer", path="*/split-packages", times=1)
    met = _split(shop)
    end = next(letter for letter in market.letters(shop) if b"UNPACKED" in letter.body.upper())

    end.hand_in()
    market.settle()
    alone = (market.packages(), _states(market), _balances(market))
    shop.import_orders()
    polled = (_states(market), _balances(market))
    market.clear_faults()
    again = _split(shop)

    assert (met, alone, again) == ("connector.unavailable", ([(number, "new")], ["asked"], HELD), 1)
    assert polled == (["done"], HELD)
    assert [goods for _, goods in _goods(market)] == [goods for _, goods in IN_TWO]


def test_answer_before_any_poll_and_old_news_after_it_change_nothing_more(market: Market) -> None:
    shop = market.seller
    number = _sold(market, shop)
    market.box.letters.clear()
    _ask(market, number, {KEY: 1, OTHER: 1})
    _split(shop)
    before = (_goods(market), _balances(market))

    for letter in reversed(market.letters(shop)):
        letter.hand_in()
        market.settle()
    shop.import_orders()

    assert (_goods(market), _balances(market)) == before
    assert len(before[0]) == 3


def test_worker_that_dies_after_the_channel_said_yes_is_followed_by_one_that_looks(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = market.seller
    number = _sold(market, shop)
    _ask(market, number, {KEY: 1, OTHER: 1})

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(asking, "told", die)
        with pytest.raises(KeyboardInterrupt):
            splits.split_asked(shop.connection_id)
    with db.system_transaction() as session:
        session.execute(text("UPDATE outbox SET claimed_until = now() - interval '1 second'"))
    again = _split(shop)

    account = shop.stage.account
    asked = market.server.pull("GET", f"/requests?account={account}")
    assert (again, _states(market), _balances(market)) == (1, ["done"], HELD)
    assert sum(one["path"].endswith("split-packages") for one in asked) == 1
    assert len(_goods(market)) == 3


def test_refusal_is_shown_with_the_channels_words_and_can_be_tried_again_or_left(market: Market) -> None:
    shop = market.seller
    number = _sold(market, shop)
    begun = _ask(market, number, {OTHER: 1})
    shop.stage.move(number, "Invoiced")
    done = _split(shop)
    _, order_id = _package(market, number)

    with db.transaction(market.scope) as session:
        [shown] = queries_splits.open_of(session, order_id)
        tried = actions.ask_again(session, market.scope, begun.id)
    _split(shop)
    with db.transaction(market.scope) as session:
        left = [actions.drop(session, market.scope, begun.id) for _ in range(2)]

    assert (done, shown.state, shown.code) == (1, "refused", "trendyol.rejected")
    assert "bölünemez" in shown.detail
    assert (tried, left, _states(market)) == (True, [True, False], ["dropped"])
    assert (len(_goods(market)), _balances(market)) == (1, HELD)


def test_parts_that_do_not_say_where_they_come_from_are_known_by_what_they_hold(market: Market) -> None:
    shop = market.join(N11Stage(market.server, "n11bolen"))
    number = _sold(market, shop)
    _move(market, number, OrderStatus.PICKING)
    attempt(lambda: order_reports.report_steps(shop.connection_id))
    _ask(market, number, {KEY: 1, OTHER: 1})
    shop.stage.fault("lost_answer", path="*/splitPackageByQuantity", times=1)

    _split(shop)
    shop.import_orders()
    market.clear_faults()
    _split(shop)
    shop.import_orders()

    assert (_states(market), _goods(market), _balances(market)) == (["done"], IN_TWO, HELD)


def test_channel_that_ships_in_parts_is_told_each_parcel_with_what_lies_in_it(market: Market) -> None:
    shop = market.join(ShopifyStage(market.server, "parcali"))
    number = _sold(market, shop)
    begun = _ask(market, number, {KEY: 1, OTHER: 1})
    _move(market, number, OrderStatus.PICKING)
    _move(market, f"{number}/2", OrderStatus.PICKING)
    _move(market, f"{number}/2", OrderStatus.SHIPPED, "726100")
    attempt(lambda: order_reports.report_steps(shop.connection_id))
    [half] = shop.stage.connector().fetch_package(number)
    _move(market, number, OrderStatus.SHIPPED, "726101")
    attempt(lambda: order_reports.report_steps(shop.connection_id))
    [whole] = shop.stage.connector().fetch_package(number)
    shop.import_orders()

    assert (begun.way, half.status.value, whole.status.value) == (splits.Way.PARTS, "picking", "shipped")
    assert _goods(market) == [("shipped", {KEY: 2, OTHER: 0}), ("shipped", {KEY: 1, OTHER: 1})]
    assert (_balances(market), market.repairs()) == ({KEY: (47, 0), OTHER: (49, 0)}, [])


def test_part_the_channel_cannot_see_is_not_told_and_cannot_be_cancelled_silently(market: Market) -> None:
    shop = market.web
    number = _sold(market, shop)
    begun = _ask(market, number, {KEY: 1})
    _move(market, f"{number}/2", OrderStatus.PICKING)
    attempt(lambda: order_reports.report_steps(shop.connection_id))
    quiet = market.repairs()

    _move(market, f"{number}/2", OrderStatus.CANCELLED)
    attempt(lambda: order_reports.report_steps(shop.connection_id))

    [[code]] = market.rows("SELECT code FROM repair WHERE resolved_at IS NULL")
    assert (begun.way, quiet, code) == (splits.Way.OWN, [], "packing.part_cancelled")
