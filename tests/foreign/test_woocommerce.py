"""WooCommerce's own Python client against the pretend shop: only the address is ours."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("WooCommerce")


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    opened = server.pull("POST", "/woocommerce/accounts", {"slug": "yabanci"})
    tea = {"sku": "CAY-1", "name": "Çay & Şeker", "regular_price": "39.90", "stock_quantity": 10}
    server.pull("POST", "/woocommerce/yabanci/products", [tea])
    server.pull("POST", "/woocommerce/yabanci/orders", {"lines": [{"sku": "CAY-1", "quantity": 2}]})
    key = opened["keys"][0]
    given = {"key": key["consumer_key"], "secret": key["consumer_secret"]}
    said = strangers.talk("woocommerce", {"address": f"{server.address}/woocommerce/yabanci", **given})
    return {**said, "shown": server.pull("GET", "/woocommerce/yabanci/stock")}


def test_client_signs_in_by_oauth_and_a_wrong_secret_does_not(told: dict[str, Any]) -> None:
    assert told["refused"] == 401


def test_client_lists_and_searches_products(told: dict[str, Any]) -> None:
    assert told["product"] == {"sku": "CAY-1", "name": "Çay & Şeker", "stock": 8}
    assert told["found"] == [{"sku": "CAY-1", "name": "Çay & Şeker"}]
    assert told["pages"] == {"x-wp-total": "1", "x-wp-totalpages": "1"}


def test_client_pushes_stock_and_price(told: dict[str, Any]) -> None:
    assert told["stock"] == {"stock": 7, "price": "41.50"}
    assert told["batch"] == [6]
    assert told["shown"] == {"CAY-1": 6}


def test_client_reads_orders_and_completes_one(told: dict[str, Any]) -> None:
    line = {"sku": "CAY-1", "quantity": 2}
    assert told["order"] == {"status": "processing", "lines": [line], "currency": "TRY"}
    assert told["completed"] == "completed"
    assert told["note"] == "Kargoya verildi: Yurtiçi 123"
