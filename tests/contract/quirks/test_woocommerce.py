"""What only WooCommerce does, seen in its simulator."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.oauth1 import OAuth1
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from tests.factories.stages import Article, Stage, WooCommerceStage

_KEY = "8690000000017"


@pytest.fixture
def woocommerce(stage: Stage) -> WooCommerceStage:
    if not isinstance(stage, WooCommerceStage):
        pytest.skip("a quirk of WooCommerce's")
    return stage


@pytest.fixture
def variable(woocommerce: WooCommerceStage) -> dict[str, Any]:
    """A product with two sizes, made by the shopkeeper over the API."""
    keys = woocommerce.credentials
    api = f"{woocommerce.settings['shop_url']}/wp-json/wc/v3"
    sizes = {"name": "Beden", "variation": True, "visible": True, "options": ["M", "L"]}
    with httpx.Client(auth=OAuth1(keys["consumer_key"], keys["consumer_secret"]), trust_env=False) as shop:
        parent = shop.post(
            f"{api}/products", json={"name": "Tişört", "type": "variable", "attributes": [sizes]}
        )
        for size in ("M", "L"):
            variation = {
                "sku": f"TS-{size}",
                "regular_price": "99.90",
                "manage_stock": True,
                "stock_quantity": 3,
                "attributes": [{"name": "Beden", "option": size}],
            }
            shop.post(f"{api}/products/{parent.json()['id']}/variations", json=variation).raise_for_status()
    made: dict[str, Any] = parent.json()
    return made


def test_variations_are_listings_that_can_be_pushed(
    woocommerce: WooCommerceStage, variable: dict[str, Any]
) -> None:
    woocommerce.seed([Article(_KEY)])
    connector = woocommerce.connector()

    found = {
        one.sku: one for page in connector.fetch_listings() for one in page if isinstance(one, ListingRecord)
    }
    ids = {sku: (one.external_id, one.external_parent_id) for sku, one in found.items()}
    stock = connector.push_stock([StockOffer(*ids[sku], quantity=8) for sku in ("TS-M", _KEY, "TS-L")])
    price = connector.push_price([PriceOffer(*ids["TS-M"], Decimal("89.90"), Decimal("99.90"), "TRY")])

    assert set(found) == {_KEY, "TS-L", "TS-M"}
    assert (found["TS-M"].external_parent_id, found["TS-M"].options) == (str(variable["id"]), {"Beden": "M"})
    assert {item.state for item in (*stock.items, *price.items)} == {ItemState.ACCEPTED}
    assert [woocommerce.shelf(sku)["quantity"] for sku in ("TS-M", "TS-L", _KEY)] == [8, 8, 8]
    assert woocommerce.shelf("TS-M")["price"] == "89.90"


def test_taxed_order_adds_up_to_what_the_buyer_pays(woocommerce: WooCommerceStage) -> None:
    woocommerce.server.pull("PATCH", f"/woocommerce/accounts/{woocommerce.account}", {"tax_percent": "20"})
    woocommerce.seed([Article(_KEY, price=Decimal("129.90"))])
    number = woocommerce.package_id(woocommerce.order((_KEY, 3)))

    [package] = woocommerce.connector().fetch_package(number)

    assert package.total == sum(line.total for line in package.lines)
    assert [line.vat_rate for line in package.lines] == [Decimal(20)]


def _refund(woocommerce: WooCommerceStage, order: dict[str, Any], units: int, amount: str) -> None:
    """By the shopkeeper, over the shop's own API."""
    keys = woocommerce.credentials
    address = f"{woocommerce.settings['shop_url']}/wp-json/wc/v3/orders/{order['id']}/refunds"
    line = {"id": order["line_items"][0]["id"], "quantity": units, "refund_total": amount}
    with httpx.Client(auth=OAuth1(keys["consumer_key"], keys["consumer_secret"]), trust_env=False) as shop:
        shop.post(address, json={"amount": amount, "line_items": [line]}).raise_for_status()


def test_units_refunded_before_shipping_are_cancelled(woocommerce: WooCommerceStage) -> None:
    woocommerce.seed([Article(_KEY, price=Decimal("100.00"))])
    order = woocommerce.order((_KEY, 3))
    connector = woocommerce.connector()

    _refund(woocommerce, order, 1, "100.00")

    [package] = connector.fetch_package(woocommerce.package_id(order))
    assert isinstance(package, PackageRecord)
    assert package.status is PackageStatus.NEW
    assert [(line.quantity, line.cancelled_quantity) for line in package.lines] == [(3, 1)]


def test_shop_with_plain_permalinks_lists_sells_and_takes_stock(woocommerce: WooCommerceStage) -> None:
    woocommerce.settings = {**woocommerce.settings, "permalinks": "plain"}
    woocommerce.seed([Article(_KEY)])
    order = woocommerce.order((_KEY, 2))
    connector = woocommerce.connector()

    [listing] = [one for page in connector.fetch_listings() for one in page]
    pushed = connector.push_stock([StockOffer(listing.external_id, None, 7)])
    [package] = connector.fetch_package(woocommerce.package_id(order))

    assert [item.state for item in pushed.items] == [ItemState.ACCEPTED]
    assert woocommerce.shelf(_KEY)["quantity"] == 7
    assert (package.external_id, package.lines[0].quantity) == (woocommerce.package_id(order), 2)
