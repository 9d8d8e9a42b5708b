"""The shelves show what the extract says, under each shop's own codes."""

from collections import Counter
from decimal import Decimal

from prapazar.sandbox.player import stocking
from prapazar.sandbox.player.assortment import Shop, records
from prapazar.sandbox.sandbox import Sandbox


def test_open_shops_fills_the_marketplace() -> None:
    sandbox = Sandbox(None)
    record = next(one for one in records(Shop.TRENDYOL) if one.article.variant_group)

    stocking.open_shops(sandbox, "http://there", Counter({(Shop.TRENDYOL, record.article.sku): 3}))

    seller = sandbox.trendyol.seller(stocking.SELLER)
    product = seller.products[record.barcode]
    assert len(seller.products) == len(records(Shop.TRENDYOL))
    assert (product.title, product.stock_code) == (record.article.title, record.sku)
    assert product.quantity == record.article.stock + 3
    assert product.images == [f"http://there/_images/{record.barcode}.svg"]
    assert len(seller.contents[product.content_id]) > 1


def test_open_shops_fills_the_web_shop() -> None:
    sandbox = Sandbox(None)
    record = next(one for one in records(Shop.WOOCOMMERCE) if one.article.sale_price < one.article.list_price)

    stocking.open_shops(sandbox, "http://there", {})

    shop = sandbox.woocommerce.shop(stocking.WEB_SHOP)
    article = shop.articles[shop.skus[record.sku]].changed
    assert len(shop.articles) == len(records(Shop.WOOCOMMERCE))
    assert article["stock_quantity"] == record.article.stock
    assert Decimal(article["sale_price"]) == record.article.sale_price
    assert article["global_unique_id"] == record.barcode


def test_is_open_tells_empty_from_filled() -> None:
    sandbox = Sandbox(None)

    before = stocking.is_open(sandbox)
    stocking.open_shops(sandbox, "http://there", {})

    assert (before, stocking.is_open(sandbox)) == (False, True)
