"""A day's orders for a whole shop: five hundred buyers at five channels, by the sandbox's own levers."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from types import MappingProxyType
from typing import Any

from prapazar.sandbox.player.branches import BRANCHES
from tests.factories.running import SELLER, WEB_SHOP, RunningShop

SURNAME = "Sevkiyat"
"""Of all buyers of the day: by it the lists find them, whatever else stands there."""
SHARES: Mapping[str, int] = MappingProxyType(
    {"trendyol": 150, "woocommerce": 120, "hepsiburada": 100, "shopify": 80, "n11": 50}
)
_ACCOUNTS = MappingProxyType(
    {
        "trendyol": SELLER,
        "woocommerce": WEB_SHOP,
        **{slug: f"/{slug}/{branch.account}" for slug, branch in BRANCHES.items()},
    }
)
_PLACES = (
    ("İstanbul", 34, "Kadıköy"),
    ("Ankara", 6, "Çankaya"),
    ("Bursa", 16, "Nilüfer"),
    ("İzmir", 35, "Bornova"),
    ("Kocaeli", 41, "İzmit"),
    ("Antalya", 7, "Muratpaşa"),
)
_NAMES = ("Ayşe", "Mehmet", "Fatma", "Ali", "Zeynep", "Hasan", "Elif", "Murat", "Emine", "Can", "Deniz")
_ARTICLES = (
    "SELECT string_agg(sku, ' ' ORDER BY desi >= 1.3, sku) FROM (SELECT v.sku, v.desi,"
    " row_number() OVER (PARTITION BY v.desi >= 1.3 ORDER BY v.sku) AS place FROM variant v"
    " JOIN product g ON g.id = v.product_id AND g.supplier_id IS NULL"
    " JOIN stock s ON s.variant_id = v.id WHERE s.on_hand - s.reserved BETWEEN 140 AND 400 AND v.name = ''"
    " AND NOT EXISTS (SELECT 1 FROM order_line l JOIN shipment_package p ON p.id = l.package_id"
    "  WHERE l.variant_id = v.id AND p.status = 'picking')"
    " AND (SELECT count(DISTINCT c.connector) FROM listing l JOIN connection c ON c.id = l.connection_id"
    "  WHERE l.variant_id = v.id AND l.match = 'matched' AND l.status = 'active') = 5) found WHERE place <= 6"
)
_KEYS = (
    "SELECT string_agg(c.connector || '|' || v.sku || '|' || CASE c.connector WHEN 'woocommerce' THEN l.sku"
    "  WHEN 'shopify' THEN v.sku WHEN 'hepsiburada' THEN v.barcode ELSE l.external_id END, ' ')"
    " FROM listing l JOIN variant v ON v.id = l.variant_id JOIN connection c ON c.id = l.connection_id"
    " WHERE v.sku = ANY(string_to_array('{skus}', ' ')) AND l.match = 'matched'"
)


@dataclass(frozen=True, slots=True)
class Sold:
    channel: str
    units: tuple[tuple[str, int], ...]
    """SKUs, and how many of each."""


@dataclass(frozen=True, slots=True)
class Day:
    sales: tuple[Sold, ...]

    @property
    def scans(self) -> list[str]:
        """What the scanner reads for the orders of one article: one of it, or so many at once."""
        return [
            sku if units == 1 else f"{units}*{sku}"
            for sale in self.sales
            if len(sale.units) == 1
            for sku, units in sale.units
        ]

    @property
    def units(self) -> dict[str, int]:
        counted: dict[str, int] = {}
        for sale in self.sales:
            for sku, units in sale.units:
                counted[sku] = counted.get(sku, 0) + units
        return counted


def begin(shop: RunningShop) -> Day:
    """Of ten orders six want one unit, three want three of something heavy, and one wants two articles."""
    skus = shop.look_up(_ARTICLES).split()
    light, heavy = skus[: len(skus) // 2], skus[len(skus) // 2 :]
    keys = dict(_key_rows(shop, skus))
    sales = tuple(_sales(light, heavy))

    def sell(channel: str) -> None:
        for number, sale in enumerate(sales):
            if sale.channel == channel:
                lines = [{"key": keys[channel, sku], "quantity": units} for sku, units in sale.units]
                basket = {"lines": lines, "buyer": _buyer(number)}
                shop.channels.pull("POST", f"{_ACCOUNTS[channel]}/orders", basket)

    with ThreadPoolExecutor(len(SHARES)) as buyers:
        list(buyers.map(sell, SHARES))
    return Day(sales)


def _sales(light: Sequence[str], heavy: Sequence[str]) -> Iterator[Sold]:
    singles, pairs = cycle([*light, *heavy]), cycle(zip(light, [*light[1:], light[0]], strict=True))
    weights = cycle(heavy)
    for channel, count in SHARES.items():
        for place in range(count):
            if place % 10 < 6:
                yield Sold(channel, ((next(singles), 1),))
            elif place % 10 < 9:
                yield Sold(channel, ((next(weights), 3),))
            else:
                one, other = next(pairs)
                yield Sold(channel, ((one, 1), (other, 2)))


def _buyer(number: int) -> dict[str, Any]:
    city, code, district = _PLACES[number % len(_PLACES)]
    return {
        "first_name": _NAMES[number % len(_NAMES)],
        "last_name": SURNAME,
        "email": f"alici{number}@example.com",
        "address": f"Gül Sokak No: {number + 1}",
        "city": city,
        "city_code": code,
        "district": district,
        "neighborhood": "Merkez",
        "postal_code": f"{code:02d}100",
    }


def _key_rows(shop: RunningShop, skus: Sequence[str]) -> Iterator[tuple[tuple[str, str], str]]:
    for row in shop.look_up(_KEYS.format(skus=" ".join(skus))).split():
        channel, sku, key = row.split("|")
        yield (channel, sku), key
