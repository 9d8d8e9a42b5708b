"""Trendyol through `@rexven-tech/trendyol-api` from npm: only the hosts it speaks to are ours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("@rexven-tech/trendyol-api")
_HOOK = "https://dukkan.example/haber"


@pytest.fixture(scope="module")
def told(server: Server, packages: None) -> dict[str, Any]:
    opened = server.pull("POST", "/trendyol/accounts", {"name": "yabanci"})
    seller = opened["account"]
    tea = {"barcode": "8690001", "title": "Çay & Şeker", "quantity": 10, "salePrice": "39.90"}
    server.pull("POST", f"/trendyol/{seller}/products", [tea])
    sold = [_sell(server, seller, quantity) for quantity in (2, 1)]
    for status in ("Shipped", "Delivered"):
        server.pull("POST", f"/trendyol/{seller}/orders/{sold[0]}/status", {"status": status})
    now = datetime.now(UTC)
    given = {
        "address": f"{server.address}/trendyol",
        "seller": seller,
        "key": opened["api_key"],
        "secret": opened["api_secret"],
        "start": int((now - timedelta(days=7)).timestamp() * 1000),
        "end": int((now + timedelta(hours=1)).timestamp() * 1000),
        "hook": _HOOK,
    }
    return {**strangers.talk("trendyol", given), "sold": sold}


def _sell(server: Server, seller: str, quantity: int) -> str:
    lines = {"lines": [{"barcode": "8690001", "quantity": quantity}]}
    return str(server.pull("POST", f"/trendyol/{seller}/orders", lines)["orderNumber"])


def test_client_with_a_wrong_secret_is_refused(told: dict[str, Any]) -> None:
    assert told["refused"] == 401


def test_client_finds_a_product_by_its_barcode(told: dict[str, Any]) -> None:
    assert told["product"] == [["8690001", "Çay & Şeker", 7, 39.9]]


def test_client_reads_orders_by_period_and_by_status(told: dict[str, Any]) -> None:
    delivered, created = told["sold"]
    total, rows = told["orders"]
    assert total == 2
    assert sorted(rows) == [
        [delivered, "Delivered", [["8690001", 2, "Çay & Şeker"]]],
        [created, "Created", [["8690001", 1, "Çay & Şeker"]]],
    ]
    assert (told["created"], told["shipped"]) == (1, 0)


def test_client_reads_what_was_settled_unit_by_unit(told: dict[str, Any]) -> None:
    assert told["settled"] == [[told["sold"][0], "Satış"]] * 2


def test_client_asks_for_webhooks_and_no_longer(told: dict[str, Any]) -> None:
    assert told["hooks"] == [[[True, _HOOK, ["CREATED"]]], 0]


def test_what_the_client_asks_of_the_closed_gateway_is_not_there(told: dict[str, Any]) -> None:
    assert told["retired"] == [404, 404]
