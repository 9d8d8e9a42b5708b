"""The invented past is repeatable and adds up."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from prapazar.sandbox.player import history
from prapazar.sandbox.player.assortment import Shop, records

_NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


def test_invent_is_the_same_every_time() -> None:
    assert history.invent(_NOW, 10, 40) == history.invent(_NOW, 10, 40)


def test_invent_sells_in_both_shops_only_what_they_keep() -> None:
    orders = history.invent(_NOW, 45, 400)

    kept = {shop: set(records(shop)) for shop in Shop}
    shares = Counter(order.shop for order in orders)
    assert [one for one in orders if not {record for record, _ in one.units} <= kept[one.shop]] == []
    assert 0.55 < shares[Shop.TRENDYOL] / 400 < 0.75


def test_invent_ends_old_orders_and_leaves_new_ones_open() -> None:
    orders = history.invent(_NOW, 45, 1500)

    old = {order.status for order in orders if order.at < _NOW - timedelta(days=5)}
    new = {order.status for order in orders if order.at > _NOW - timedelta(hours=1)}
    assert old == {"Delivered", "UnDelivered", "Returned", "Cancelled", "completed", "cancelled"}
    assert new <= {"Created", "processing", "on-hold"}


def test_taken_counts_all_but_cancelled_orders() -> None:
    orders = history.invent(_NOW, 45, 300)

    taken = history.taken(orders)

    kept = [order for order in orders if order.status not in {"Cancelled", "cancelled"}]
    assert len(kept) < len(orders)
    assert taken.total() == sum(units for order in kept for _, units in order.units)
