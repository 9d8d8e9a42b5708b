"""`ebay-rest` against the pretend eBay: it knows its hosts by heart, so its requests are led elsewhere."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("ebay-rest")
_SCOPE = "https://api.ebay.com/oauth/api_scope"


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    opened = server.pull("POST", "/ebay/accounts", {"name": "yabanci", "marketplaces": ["EBAY_DE"]})
    seller = opened["account"]
    articles = [
        {"sku": sku, "title": title, "price": "39.90", "quantity": 10}
        for sku, title in (("CAY-1", "Çay"), ("SAL-1", "Şal"))
    ]
    server.pull("POST", f"/ebay/{seller}/products", articles)
    order = server.pull("POST", f"/ebay/{seller}/orders", {"lines": [{"sku": "CAY-1", "quantity": 2}]})
    names = ("client_id", "client_secret", "ru_name", "refresh_token")
    scopes = [_SCOPE, *(f"{_SCOPE}/sell.{one}" for one in ("inventory", "fulfillment", "account"))]
    address = {"address": f"{server.address}/ebay", "scopes": scopes}
    said = strangers.talk("ebay", {**address, **{one: opened[one] for one in names}})
    return {**said, "expected": order["orderId"], "shown": server.pull("GET", f"/ebay/{seller}/stock")}


def test_client_lists_products(told: dict[str, Any]) -> None:
    assert told["items"] == ["CAY-1", "SAL-1"]
    assert told["title"] == "Çay"


def test_client_is_told_what_is_not_there(told: dict[str, Any]) -> None:
    assert told["missing"] == "Not Found"


def test_client_pushes_stock_and_price(told: dict[str, Any]) -> None:
    assert told["pushed"] == [200]
    assert told["shown"] == {"CAY-1": 7, "SAL-1": 10}


def test_client_reads_orders_and_ships_one(told: dict[str, Any]) -> None:
    assert (told["order"], told["shipped"]) == (told["expected"], "FULFILLED")
    assert told["line"] == {"sku": "CAY-1", "units": 2}


def test_client_reads_places_and_categories(told: dict[str, Any]) -> None:
    assert (told["places"], told["tree"]) == (["depo-1", "eski-depo"], "77")
