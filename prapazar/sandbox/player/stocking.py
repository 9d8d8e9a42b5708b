"""Fills the shelves of the two demo shops."""

from collections.abc import Mapping
from functools import cache

from prapazar.sandbox import trendyol, woocommerce
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.player.assortment import Article, Record, Shop, by_popularity, records
from prapazar.sandbox.sandbox import Sandbox
from prapazar.sandbox.trendyol.reference import category_name
from prapazar.sandbox.woocommerce.models import DEFAULT_SHOP

SELLER = 107420
SELLER_NAME = "Anadolu Lezzet"
WEB_SHOP = DEFAULT_SHOP
WEB_SHOP_NAME = "anadolulezzet"
_WEIGHT_ATTRIBUTE = 31
_LAST_UNITS = 4


def is_open(sandbox: Sandbox) -> bool:
    seller = sandbox.trendyol.sellers.get(SELLER)
    return seller is not None and bool(seller.products)


def open_shops(sandbox: Sandbox, address: str, sold: Mapping[tuple[Shop, str], int]) -> None:
    """`sold` is what the history will take off the shelves, by shop and SKU of the article."""
    trendyol.open_account(sandbox.trendyol, SELLER, name=SELLER_NAME)
    trendyol.seed_products(
        sandbox.trendyol,
        SELLER,
        [
            _trendyol_article(record, address, _filled(record, Shop.TRENDYOL, sold))
            for record in records(Shop.TRENDYOL)
        ],
    )
    woocommerce.open_shop(sandbox.woocommerce, WEB_SHOP, name=WEB_SHOP_NAME)
    woocommerce.seed_products(
        sandbox.woocommerce,
        WEB_SHOP,
        [
            _woocommerce_article(record, address, _filled(record, Shop.WOOCOMMERCE, sold))
            for record in records(Shop.WOOCOMMERCE)
        ],
    )


@cache
def _nearly_gone() -> frozenset[str]:
    """Some of what sells best is down to its last units, as in any shop."""
    return frozenset(article.sku for article in by_popularity()[6:60:7])


def left_of(article: Article) -> int:
    """What is on the shelf when the history has been played."""
    return _LAST_UNITS if article.sku in _nearly_gone() else article.stock


def _filled(record: Record, shop: Shop, sold: Mapping[tuple[Shop, str], int]) -> int:
    return left_of(record.article) + sold.get((shop, record.article.sku), 0)


def _trendyol_article(record: Record, address: str, quantity: int) -> Json:
    article = record.article
    weight = {"attributeId": _WEIGHT_ATTRIBUTE, "attributeName": "Ağırlık", "attributeValue": article.size}
    return {
        "barcode": record.barcode,
        "stockCode": record.sku,
        "title": article.title,
        "productMainId": article.variant_group or article.sku,
        "brand": article.brand,
        "categoryId": article.category_id,
        "description": _description(article),
        "quantity": quantity,
        "salePrice": article.sale_price,
        "listPrice": article.list_price,
        "vatRate": article.vat_rate,
        "dimensionalWeight": article.desi,
        "attributes": [weight],
        "images": [_picture(article, address)],
        "origin": "TR",
    }


def _woocommerce_article(record: Record, address: str, quantity: int) -> Json:
    article = record.article
    fields: Json = {
        "sku": record.sku,
        "global_unique_id": record.barcode,
        "name": article.name,
        "description": _description(article),
        "regular_price": str(article.list_price),
        "stock_quantity": quantity,
        "weight": str(article.desi),
        "categories": [category_name(article.category_id)],
        "brands": [article.brand],
        "images": [_picture(article, address)],
    }
    if article.sale_price < article.list_price:
        fields["sale_price"] = str(article.sale_price)
    return fields


def _picture(article: Article, address: str) -> str:
    return f"{address}/_images/{article.barcode}.svg"


def _description(article: Article) -> str:
    return f"<p>{article.name}. Anadolu Lezzet deposundan, aynı gün kargoda.</p>"
