"""`etsy-python` against the pretend Etsy: its environment's three addresses are ours, nothing else."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("etsy-python")
_GOODS = {
    "taxonomy": 1101,
    "shipping_profile": 91_000_001,
    "return_policy": 92_000_001,
    "readiness_state": 93_000_001,
}


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    opened = server.pull("POST", "/etsy/accounts", {"name": "yabanci"})
    shop = opened["account"]
    articles = [
        {"sku": sku, "title": title, "price": "39.90", "quantity": 10}
        for sku, title in (("CAY-1", "Çay"), ("SAL-1", "Şal"))
    ]
    server.pull("POST", f"/etsy/{shop}/products", articles)
    order = server.pull("POST", f"/etsy/{shop}/orders", {"lines": [{"sku": "CAY-1", "quantity": 2}]})
    given = {"keystring": opened["keystring"], "secret": opened["shared_secret"], **_GOODS}
    said = strangers.talk("etsy", {"address": f"{server.address}/etsy", **given})
    shipped = server.pull("GET", f"/etsy/{shop}/orders/{order['receipt_id']}")
    kept = {"status": shipped["status"], "stock": server.pull("GET", f"/etsy/{shop}/stock")}
    return {**said, "expected": order["receipt_id"], "kept": kept}


def test_client_is_let_in_by_the_shop_and_renews_its_token(told: dict[str, Any]) -> None:
    assert (told["user"], told["shop"]) == (True, "yabanci")
    assert told["refused"] == 403


def test_client_lists_products_page_by_page(told: dict[str, Any]) -> None:
    assert (told["count"], told["pages"], told["limits"]) == (2, [1, 1], "150")


def test_client_pushes_stock_and_price(told: dict[str, Any]) -> None:
    price = {"amount": 4150, "divisor": 100, "currency_code": "TRY"}
    assert told["written"] == {"sku": "CAY-1", "stock": 7, "price": price}
    assert told["kept"]["stock"] == {"CAY-1": 7, "SAL-1": 10}


def test_client_drafts_changes_and_deletes_a_listing(told: dict[str, Any]) -> None:
    assert told["draft"] == [201, "draft", "Şal, ipek", ["şal", "ipek"]]
    assert (told["changed"], told["drafts"]) == (["Şal, yün", ["yün"]], ["Şal, yün"])
    assert told["fault"] == "400 A shipping_profile_id is required for physical listings."
    assert told["deleted"] == 204


def test_client_reads_orders_and_ships_one(told: dict[str, Any]) -> None:
    assert told["order"] == told["expected"]
    assert told["lines"] == [{"sku": "CAY-1", "units": 2}]
    assert (told["shipped"], told["kept"]["status"]) == ([True, "TR123"], "completed")


def test_client_reads_categories(told: dict[str, Any]) -> None:
    assert told["categories"] == ["Accessories", "Food & Drink", "Jewelry"]
