"""The merchant's further shops: the best sellers of the first two, on three more channels, with orders of today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random
from types import MappingProxyType

from prapazar.sandbox.baskets import BasketLine, Refused
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.player import buyers, rhythm, stocking
from prapazar.sandbox.player.assortment import Article, by_popularity
from prapazar.sandbox.player.dice import between, dice
from prapazar.sandbox.sandbox import Sandbox

OWN_CARGO = "Mağaza Hesabı"
"""What Hepsiburada calls a merchant's own contract with a carrier."""
_LATEST, _OLDEST = timedelta(minutes=5), timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Branch:
    account: str
    request: Mapping[str, object]
    """What opens it."""
    size: int
    """Articles on its shelf, the best sellers first."""
    waiting: int
    """Orders of today that nobody has touched."""
    key: Callable[[Article], str]
    """By what buyers and levers know an article."""
    listed: Callable[[Article, str], Json]


def shelf(slug: str) -> tuple[Article, ...]:
    """What stands alone: sizes of one product would want a variant group each of these spells in its own way."""
    return _standing_alone()[: BRANCHES[slug].size]


@cache
def _standing_alone() -> tuple[Article, ...]:
    return tuple(article for article in by_popularity() if not article.variant_group)


def is_open(sandbox: Sandbox) -> bool:
    """A sandbox that was filled before there were branches has none."""
    return all(
        any(one["account"] == branch.account for one in sandbox.providers[slug].desk.accounts())
        for slug, branch in BRANCHES.items()
    )


def open_all(sandbox: Sandbox, address: str) -> None:
    for slug, branch in BRANCHES.items():
        desk = sandbox.providers[slug].desk
        desk.open_account(dict(branch.request))
        desk.seed(branch.account, [branch.listed(one, _picture(one, address)) for one in shelf(slug)])
        thrown = dice("branch", slug)
        ages = sorted((between(thrown, _LATEST, _OLDEST) for _ in range(branch.waiting)), reverse=True)
        for age in ages:
            buy(sandbox, slug, thrown, age)


def buy(sandbox: Sandbox, slug: str, thrown: Random, age: timedelta | None = None) -> bool:
    """False where all that was wanted is sold out."""
    branch, articles = BRANCHES[slug], shelf(slug)
    at = None if age is None else sandbox.ground.clock.now() - age
    chosen = rhythm.basket(thrown, len(articles))
    basket = [BasketLine(branch.key(articles[rank]), units) for rank, units in chosen.items()]
    try:
        sandbox.providers[slug].desk.place_order(branch.account, basket, buyers.draw(thrown), at, None)
    except Refused:
        return False
    return True


def _picture(article: Article, address: str) -> str:
    return f"{address}/_images/{article.barcode}.svg"


def _at_hepsiburada(article: Article, picture: str) -> Json:
    return {
        "merchantSku": article.sku,
        "barcode": article.barcode,
        "title": article.name,
        "brand": article.brand,
        "price": str(article.sale_price),
        "quantity": stocking.left_of(article),
        "tax": str(article.vat_rate),
        "images": [picture],
        "cargoCompany": OWN_CARGO,
    }


def _at_n11(article: Article, picture: str) -> Json:
    return {
        "stockCode": article.sku,
        "barcode": article.barcode,
        "title": article.name,
        "salePrice": str(article.sale_price),
        "listPrice": str(article.list_price),
        "quantity": stocking.left_of(article),
        "vatRate": article.vat_rate,
        "imageUrls": [picture],
        "attributes": [{"attributeId": 1, "attributeName": "Marka", "attributeValue": article.brand}],
    }


def _at_shopify(article: Article, picture: str) -> Json:  # noqa: ARG001 - it takes no addresses of pictures
    return {
        "sku": article.sku,
        "barcode": article.barcode,
        "title": article.name,
        "vendor": article.brand,
        "price": str(article.sale_price),
        "quantity": stocking.left_of(article),
    }


BRANCHES: Mapping[str, Branch] = MappingProxyType(
    {
        "hepsiburada": Branch(
            "3c0de5a1-52c4-4a8e-9d0b-6f7a10742000",
            {"merchant_id": "3c0de5a1-52c4-4a8e-9d0b-6f7a10742000", "name": stocking.SELLER_NAME},
            160,
            24,
            lambda article: article.barcode,
            _at_hepsiburada,
        ),
        "n11": Branch(
            "107420",
            {"seller_id": "107420", "name": stocking.SELLER_NAME},
            120,
            18,
            lambda article: article.sku,
            _at_n11,
        ),
        "shopify": Branch(
            "anadolu-lezzet",
            {"shop": "anadolu-lezzet", "name": stocking.SELLER_NAME},
            100,
            14,
            lambda article: article.sku,
            _at_shopify,
        ),
    }
)
