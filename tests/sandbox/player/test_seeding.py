"""After the past was played, the shelves show what is left and no order is without its road."""

from pathlib import Path

from prapazar.sandbox.player import seeding, stocking
from prapazar.sandbox.player.assortment import Shop, records
from prapazar.sandbox.sandbox import Sandbox

_ADDRESS = "http://127.0.0.1:8124"


def test_seed_leaves_the_stock_it_should() -> None:
    sandbox = Sandbox(None)

    seeding.seed(sandbox, _ADDRESS, orders=200)

    seller = sandbox.trendyol.seller(stocking.SELLER)
    shop = sandbox.woocommerce.shop(stocking.WEB_SHOP)
    market = {one.barcode: stocking.left_of(one.article) for one in records(Shop.TRENDYOL)}
    web = {one.sku: stocking.left_of(one.article) for one in records(Shop.WOOCOMMERCE)}
    assert {barcode: product.quantity for barcode, product in seller.products.items()} == market
    assert {sku: shop.articles[number].changed["stock_quantity"] for sku, number in shop.skus.items()} == web
    assert len(seller.packages) + len(shop.orders) == 200


def test_seed_dates_every_step_of_a_package_after_the_one_before() -> None:
    sandbox = Sandbox(None)

    seeding.seed(sandbox, _ADDRESS, orders=200)

    now_ms = sandbox.ground.now_ms()
    for package in sandbox.trendyol.seller(stocking.SELLER).packages.values():
        steps = package.body()["packageHistories"]
        moments = [step["createdDate"] for step in steps]
        assert moments == sorted(moments)
        assert moments[-1] == package.modified_ms <= now_ms
        assert (steps[0]["status"], steps[-1]["status"]) == ("Created", package.status)


def test_seed_completes_web_orders_after_they_were_made() -> None:
    sandbox = Sandbox(None)

    seeding.seed(sandbox, _ADDRESS, orders=200)

    orders = sandbox.woocommerce.shop(stocking.WEB_SHOP).orders.values()
    completed = [order for order in orders if order.status == "completed"]
    assert completed
    assert [one for one in completed if one.modified_ms <= one.created_ms] == []
    assert [one for one in completed if one.body()["date_completed"] != one.body()["date_modified"]] == []


def test_seed_survives_a_restart(tmp_path: Path) -> None:
    first = Sandbox(tmp_path / "shops.db")
    seeding.seed(first, _ADDRESS, orders=50)
    first.ground.store.close()

    second = Sandbox(tmp_path / "shops.db")

    assert stocking.is_open(second)
    before = first.trendyol.seller(stocking.SELLER).packages
    assert second.trendyol.seller(stocking.SELLER).packages == before
    second.ground.store.close()
