"""Shopify's own Python library against the pretend shop: only its site is ours."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("ShopifyAPI")
_VERSION = "2026-07"


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    opened = server.pull("POST", "/shopify/accounts", {"shop": "yabanci", "plan": "enterprise"})
    articles = [{"sku": "CAY-1", "title": "Çay", "price": "39.90", "quantity": 10}]
    server.pull("POST", "/shopify/yabanci/products", articles)
    order = server.pull("POST", "/shopify/yabanci/orders", {"lines": [{"sku": "CAY-1", "quantity": 2}]})
    given = {
        "address": f"{server.address}/shopify/yabanci",
        "version": _VERSION,
        "token": opened["access_token"],
        "location": f"gid://shopify/Location/{opened['locations'][0]['id']}",
    }
    said = strangers.talk("shopify", given)
    return {**said, "expected": str(order["id"]), "shown": server.pull("GET", "/shopify/yabanci/stock")}


def test_client_signs_in_by_token(told: dict[str, Any]) -> None:
    domain = "yabanci.myshopify.com"
    assert told["shop"] == {"name": "Mağaza yabanci", "currencyCode": "TRY", "myshopifyDomain": domain}
    assert told["refused"] == 401


def test_client_lists_products(told: dict[str, Any]) -> None:
    assert (told["variants"], told["more"]) == ([["CAY-1", "Çay"]], False)


def test_client_pushes_stock(told: dict[str, Any]) -> None:
    assert told["faults"] == []
    assert told["shown"] == {"CAY-1": 7}


def test_client_reads_orders(told: dict[str, Any]) -> None:
    assert told["order"].rpartition("/")[2] == told["expected"]
    assert told["lines"] == [{"sku": "CAY-1", "quantity": 2}]
    assert (told["status"], told["parts"]) == ("UNFULFILLED", ["OPEN"])
