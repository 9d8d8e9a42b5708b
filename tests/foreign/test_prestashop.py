"""`prestapyt` against the pretend shop: only the address is ours."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("prestapyt")
_READ_ONLY = ["manufacturer_name", "quantity", "position_in_category"]
_SHIPPED = "4"


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    opened = server.pull("POST", "/prestashop/accounts", {"slug": "yabanci"})
    tea = {"reference": "CAY-1", "name": "Çay", "price": "39.90", "quantity": 10}
    server.pull("POST", "/prestashop/yabanci/products", [tea])
    order = server.pull("POST", "/prestashop/yabanci/orders", {"lines": [{"sku": "CAY-1", "quantity": 2}]})
    address = f"{server.address}/prestashop/yabanci"
    given = {"key": opened["key"], "read_only": _READ_ONLY, "shipped": _SHIPPED}
    said = strangers.talk("prestashop", {"address": address, **given})
    shown = server.pull("GET", "/prestashop/yabanci/stock/CAY-1")
    return {**said, "expected": order["id"], "shown": [shown["quantity"], shown["price"]]}


def test_client_signs_in_by_key_and_a_wrong_one_does_not(told: dict[str, Any]) -> None:
    assert told["resources"] == "true"
    assert told["refused"] == [401, None]


def test_client_lists_searches_and_sorts_products(told: dict[str, Any]) -> None:
    assert (told["products"], told["cheapest"]) == (1, True)
    assert told["product"] == ["CAY-1", "Çay", "39.900000"]
    assert told["full"] == ["CAY-1", True]


def test_client_pushes_stock_and_price(told: dict[str, Any]) -> None:
    assert told["stock"] == "7"
    assert told["shown"] == [7, "34.58"]


def test_client_fills_in_the_blank_form_and_deletes_what_it_made(told: dict[str, Any]) -> None:
    assert (told["made"], told["deleted"]) == (["SAL-1", "Şal & Atkı"], True)


def test_client_reads_orders_with_their_rows_and_ships_one(told: dict[str, Any]) -> None:
    assert told["order"] == [told["expected"], "2", "CAY-1", "2"]
    assert told["after"] == [_SHIPPED, "TR123"]


def test_client_looks_at_heads_and_is_told_its_faults(told: dict[str, Any]) -> None:
    assert told["head"] is True
    assert (told["unknown"], told["unfiltered"]) == ([400, "27"], [400, "32"])
