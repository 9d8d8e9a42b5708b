"""What the two demo shops sell: mostly the same articles, and where their records disagree."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from prapazar.sandbox.player import extracts
from prapazar.sandbox.player.dice import dice


class Shop(StrEnum):
    TRENDYOL = "trendyol"
    WOOCOMMERCE = "woocommerce"


@dataclass(frozen=True, slots=True)
class Article:
    sku: str
    barcode: str
    name: str
    brand: str
    category_id: int
    vat_rate: int
    list_price: Decimal
    sale_price: Decimal
    cost: Decimal
    desi: Decimal
    stock: int
    variant_group: str
    """Articles of one group are sizes of one product; empty for an article that stands alone."""
    size: str

    @property
    def title(self) -> str:
        """The name its sizes share."""
        return self.name.removesuffix(f" {self.size}") if self.variant_group else self.name


@dataclass(frozen=True, slots=True)
class Record:
    """How one shop keeps an article: each shop has its own codes, and they drifted apart."""

    article: Article
    sku: str
    barcode: str


_ONLY_TRENDYOL = 5
_ONLY_WOOCOMMERCE = 10
_OTHER_SKU = 13
_OTHER_BARCODE = 14
_NO_CODES = 15
"""Percent, cumulated: who is in one shop only, and whose record in the web shop differs."""


@cache
def articles() -> tuple[Article, ...]:
    return tuple(_article(row) for row in extracts.table("products"))


@cache
def records(shop: Shop) -> tuple[Record, ...]:
    kept = (_record(article, shop) for article in articles())
    return tuple(record for record in kept if record is not None)


@cache
def labels() -> dict[str, tuple[str, str]]:
    """Barcode -> brand and name, for the pictures."""
    return {article.barcode: (article.brand, article.name) for article in articles()}


@cache
def by_popularity() -> tuple[Article, ...]:
    """Best sellers first: who sells much is kept in quantity, with some luck."""
    luck = dice("popularity")
    weighed = [(article.stock * luck.randint(40, 160), article.sku, article) for article in articles()]
    return tuple(article for _, _, article in sorted(weighed, key=lambda row: (-row[0], row[1])))


def _record(article: Article, shop: Shop) -> Record | None:
    percent = dice("drift", article.barcode).randint(1, 100)
    if shop is Shop.TRENDYOL:
        apart = _ONLY_TRENDYOL < percent <= _ONLY_WOOCOMMERCE
        return None if apart else Record(article, article.sku, article.barcode)
    if percent <= _ONLY_TRENDYOL:
        return None
    if percent <= _ONLY_WOOCOMMERCE or percent > _NO_CODES:
        return Record(article, article.sku, article.barcode)
    if percent <= _OTHER_SKU:
        return Record(article, f"WEB{article.barcode[-6:]}", article.barcode)
    if percent <= _OTHER_BARCODE:
        return Record(article, article.sku, _swapped(article.barcode))
    return Record(article, f"WEB{article.barcode[-6:]}", "")


def _swapped(barcode: str) -> str:
    """Two digits in the wrong order, as a tired hand types them; the check digit no longer fits."""
    for place in range(len(barcode) - 3, 2, -1):
        if barcode[place] != barcode[place + 1]:
            return barcode[:place] + barcode[place + 1] + barcode[place] + barcode[place + 2 :]
    return barcode


def _article(row: dict[str, str]) -> Article:
    return Article(
        sku=row["sku"],
        barcode=row["barcode"],
        name=row["name"],
        brand=row["brand"],
        category_id=int(row["category_id"]),
        vat_rate=int(row["vat_rate"]),
        list_price=Decimal(row["list_price"]),
        sale_price=Decimal(row["sale_price"]),
        cost=Decimal(row["cost"]),
        desi=Decimal(row["desi"]),
        stock=int(row["stock"]),
        variant_group=row["variant_group"],
        size=row["size"],
    )
