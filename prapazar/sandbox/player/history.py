"""Invents the past orders of the demo shops: who bought what when, and how it ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.player import buyers, rhythm
from prapazar.sandbox.player.assortment import Record, Shop, by_popularity, records
from prapazar.sandbox.player.dice import dice

TRENDYOL_SHARE = 0.65
CANCELLED_SHARE = rhythm.measured().cancelled / 4
"""The measured share counts the corrections of resellers too."""
_RETURNED = 0.015
_NOT_MET = 0.005
_UNPAID = 0.06


@dataclass(frozen=True, slots=True)
class PastOrder:
    at: datetime
    shop: Shop
    buyer: Buyer
    units: tuple[tuple[Record, int], ...]
    status: str
    """As the shop calls it today."""


def shelf(shop: Shop) -> Sequence[Record]:
    """The shop's records, best sellers first."""
    kept = {record.article.sku: record for record in records(shop)}
    return [kept[article.sku] for article in by_popularity() if article.sku in kept]


def pick_shop(thrown: Random) -> Shop:
    return Shop.TRENDYOL if thrown.random() < TRENDYOL_SHARE else Shop.WOOCOMMERCE


def invent(now: datetime, days: int, count: int) -> list[PastOrder]:
    """Oldest first; the same arguments give the same past."""
    thrown = dice("history", days, count)
    shelves = {shop: shelf(shop) for shop in Shop}
    orders = []
    for at in rhythm.past_moments(thrown, now, days, count):
        shop = pick_shop(thrown)
        chosen = rhythm.basket(thrown, len(shelves[shop]))
        units = tuple((shelves[shop][rank], quantity) for rank, quantity in chosen.items())
        status = _ended(thrown, shop, now - at)
        orders.append(PastOrder(at, shop, buyers.draw(thrown), units, status))
    return orders


def taken(orders: Sequence[PastOrder]) -> Counter[tuple[Shop, str]]:
    """Units that left the shelves for good, by shop and SKU of the article."""
    sold: Counter[tuple[Shop, str]] = Counter()
    for order in orders:
        if order.status.lower() != "cancelled":
            for record, quantity in order.units:
                sold[order.shop, record.article.sku] += quantity
    return sold


def _ended(thrown: Random, shop: Shop, age: timedelta) -> str:
    chance = thrown.random()
    if age > timedelta(hours=1) and chance < CANCELLED_SHARE:
        return "Cancelled" if shop is Shop.TRENDYOL else "cancelled"
    if shop is Shop.TRENDYOL:
        return _trendyol_status(chance, age)
    return _woocommerce_status(chance, age)


def _trendyol_status(chance: float, age: timedelta) -> str:
    if age > timedelta(days=4):
        if chance > 1 - _RETURNED:
            return "Returned"
        return "UnDelivered" if chance > 1 - _RETURNED - _NOT_MET else "Delivered"
    if age > timedelta(days=1):
        return "Shipped"
    if age > timedelta(hours=8):
        return "Invoiced" if chance > 0.5 else "Picking"  # noqa: PLR2004  half of them
    return "Created"


def _woocommerce_status(chance: float, age: timedelta) -> str:
    if age > timedelta(days=2):
        return "completed"
    return "on-hold" if chance > 1 - _UNPAID else "processing"
