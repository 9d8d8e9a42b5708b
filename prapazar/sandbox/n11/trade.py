"""What happens at the pretend N11 without the API: sellers list, buyers buy, parcels arrive."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import Basket, BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.n11 import packing
from prapazar.sandbox.n11.mall import PROVIDER, Mall
from prapazar.sandbox.n11.packing import Sold
from prapazar.sandbox.n11.products import new_product

_ON_THE_ROAD = {"Shipped", "Delivered"}


def seed(mall: Mall, account: Account, articles: Sequence[Json]) -> int:
    """Articles need a `stockCode`; other fields are those of `product-query`."""
    for article in articles:
        product = new_product(mall, account, article)
        mall.offer(account, product, "seed", quantity=product["quantity"])
    mall.ground.store.flush()
    return len(articles)


def place_order(
    mall: Mall, account: Account, basket: Basket, buyer: Buyer, at: datetime | None, status: str
) -> Json:
    """A buyer buys what the shop shows; refused with `SoldOut` or `NotOnSale`, and then nothing changed."""
    for key, wanted in units_by_key(basket).items():
        product = account["product"].get(key)
        if product is None or product["status"] != "Active":
            raise NotOnSale(key)
        if product["quantity"] < wanted:
            raise SoldOut(key, wanted, product["quantity"])
    sold = [_sold(mall, account, line) for line in basket]
    at_ms = mall.ground.now_ms() if at is None else epoch_ms(at)
    package = packing.new_package(mall, account, sold, buyer, status, at_ms)
    for one in sold:
        left = one.product["quantity"] - one.quantity
        mall.offer(account, one.product, f"order {package['orderNumber']}", quantity=left)
    mall.ground.store.flush()
    for heard in mall.ground.sales:
        heard(PROVIDER, account.number, package["orderNumber"])
    return package


def move(mall: Mall, account: Account, order: str, status: str) -> list[Json]:
    """Buyer or carrier moves the living packages of an order."""
    found = [
        one
        for one in account["package"].values()
        if one["orderNumber"] == order and one["shipmentPackageStatus"] != "UnPacked"
    ]
    for package in found:
        if status in {"Cancelled", "UnSupplied"} and package["shipmentPackageStatus"] not in _ON_THE_ROAD:
            lines = [(line, line["quantity"]) for line in package["lines"]]
            packing.put_back(mall, account, lines, f"cancel {order}")
        if status == "Shipped":
            package["cargoSenderNumber"] = f"99{package['id']}"
            package["cargoTrackingLink"] = f"https://kargo.example/{package['id']}"
        packing.restate(mall, account, package, status)
    mall.ground.store.flush()
    return found


def _sold(mall: Mall, account: Account, line: BasketLine) -> Sold:
    product = account["product"][line.key]
    price = line.unit_price if line.unit_price is not None else decimal(product["salePrice"])
    discounts = decimal(mall.rules.seller_discount), decimal(mall.rules.mall_discount)
    return Sold(product, line.quantity, price, *discounts)
