"""`my-magento` against the pretend shop: its base address is set after it was made, nothing else."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("my-magento")


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    opened = server.pull("POST", "/magento/accounts", {"slug": "yabanci"})
    articles = [
        {"sku": "CAY-1", "name": "Çay", "price": "39.90", "quantity": 10},
        {"sku": "SAL-1", "name": "Şal", "price": "129.90", "quantity": 5},
    ]
    server.pull("POST", "/magento/yabanci/products", articles)
    order = server.pull("POST", "/magento/yabanci/orders", {"lines": [{"sku": "CAY-1", "quantity": 2}]})
    given = {"user": opened["admin_user"], "password": opened["admin_password"]}
    address = f"{server.address}/magento"
    said = strangers.talk("magento", {"address": address, "order": order["increment_id"], **given})
    return {**said, "expected": order["increment_id"], "shown": server.pull("GET", "/magento/yabanci/stock")}


def test_client_signs_in_as_administrator(told: dict[str, Any]) -> None:
    assert (told["signed_in"], told["refused"]) == (True, True)


def test_client_lists_products(told: dict[str, Any]) -> None:
    assert told["product"] == {"sku": "CAY-1", "name": "Çay", "before": 10}
    assert told["cheap"] == "CAY-1"


def test_client_pushes_stock_and_price(told: dict[str, Any]) -> None:
    assert told["pushed"] == [True, 7, True, 41.5]
    assert told["shown"]["CAY-1"] == 5


def test_client_reads_orders(told: dict[str, Any]) -> None:
    items = [{"sku": "CAY-1", "units": 2}]
    assert told["order"] == {"number": told["expected"], "items": items, "to": "TR"}
    assert told["since"] == told["expected"]


def test_client_reads_categories_and_attributes(told: dict[str, Any]) -> None:
    assert (told["category"], told["attribute"]) == ("Default Category", "select")
