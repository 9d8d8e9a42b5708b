"""Çiçeksepeti through `ciceksepeti-api` from npm: only the host it speaks to is ours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server
from tests.factories.stages.ciceksepeti import UNLIMITED

pytestmark = pytest.mark.foreign("ciceksepeti-api")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_OWN_CARRIER = 2
_CUP = {
    "productName": "Bardak",
    "mainProductCode": "BRD",
    "stockCode": "BRD-1",
    "categoryId": 13001,
    "description": "<p>Cam bardak</p>",
    "deliveryType": "with_cargo",
    "deliveryMessageType": "gift_cargo_1_3_days",
    "images": ["https://resim.example/1.jpg"],
    "stockQuantity": 3,
    "salesPrice": 20,
    "Attributes": [{"Id": 2362, "ValueId": 911, "TextLength": 0}],
}


@pytest.fixture(scope="module")
def told(server: Server, packages: None) -> dict[str, Any]:
    server.pull("PATCH", "/ciceksepeti/rules", UNLIMITED)
    keys = []
    for name, model in (("yabanci", 1), ("kargolu", _OWN_CARRIER)):
        opened = server.pull("POST", "/ciceksepeti/accounts", {"name": name, "cargo_model": model})
        keys.append((opened["account"], opened["api_key"]))
        tea = {"stockCode": "CAY-1", "productName": "Çay & Şeker", "stockQuantity": 10, "salesPrice": "39.90"}
        server.pull("POST", f"/ciceksepeti/{opened['account']}/products", [tea])
        _sell(server, opened["account"], 2)
    seller = keys[0][0]
    back = _sell(server, seller, 1)
    server.pull("POST", f"/ciceksepeti/{seller}/orders/{back}/status", {"status": "20"})
    server.pull("POST", f"/ciceksepeti/{seller}/questions", {"stockCode": "CAY-1", "text": "Organik mi?"})
    now = datetime.now(UTC)
    given = {
        "base": {"protocol": "http:", "hostname": f"{server.address.removeprefix('http://')}/ciceksepeti"},
        "key": keys[0][1],
        "carrier": keys[1][1],
        "start": f"{now - timedelta(days=7):{_MOMENT}}",
        "end": f"{now + timedelta(hours=1):{_MOMENT}}",
        "article": _CUP,
    }
    said = strangers.talk("ciceksepeti", given)
    return {
        **said,
        "shown": server.pull("GET", f"/ciceksepeti/{seller}/stock"),
        "kept": server.pull("GET", f"/ciceksepeti/{seller}/orders/{back}")["items"][0]["orderItemStatusId"],
    }


def _sell(server: Server, seller: str, quantity: int) -> str:
    lines = {"lines": [{"sku": "CAY-1", "quantity": quantity}]}
    return str(server.pull("POST", f"/ciceksepeti/{seller}/orders", lines)["orderId"])


def test_client_with_a_wrong_key_is_refused(told: dict[str, Any]) -> None:
    assert told["refused"] == "Geçersiz API Key"


def test_client_reads_categories_attributes_and_products(told: dict[str, Any]) -> None:
    assert told["categories"] == ["Giyim", "Gurme"]
    assert told["attributes"] == [True, True]
    assert told["listed"] == [1, ["CAY-1"]]
    assert told["product"] == ["Çay & Şeker", 7, 39.9]


def test_client_pushes_stock_and_price_creates_a_product_and_reads_what_became_of_it(
    told: dict[str, Any],
) -> None:
    assert told["batches"] == [["Success"], ["Success"], ["Failed"], ["Success"]]
    assert told["shown"] == {"CAY-1": 5, "BRD-1": 3}


def test_client_reads_orders_and_sends_them_either_way(told: dict[str, Any]) -> None:
    assert [row[1:] for row in told["orders"][2]] == [["CAY-1", 2, 1], ["CAY-1", 1, 20]]
    assert (told["orders"][:2], told["order"], told["counted"]) == ([2, 1], told["orders"][2][0], 2)
    assert told["ready"] == [True, True]
    assert told["gone"] == [5, "PTT", "KP1"]
    assert told["too_long"] == "Tarih aralığı 2 haftadan uzun olamaz."


def test_client_names_another_carrier_and_sends_an_invoice(told: dict[str, Any]) -> None:
    """Its desi never leaves it, so that a measurement is refused."""
    assert told["accepted"] == [True, True]
    assert told["unmeasured"] == "desi ve quantity zorunludur."


def test_client_takes_a_return_back(told: dict[str, Any]) -> None:
    assert told["returned"] == [["CAY-1", 2]]
    assert told["kept"] == 18


def test_client_reads_questions_but_answers_them_by_get_which_is_not_taken(told: dict[str, Any]) -> None:
    assert told["questions"] == [[True, "Organik mi?", False]]
    assert told["answered"] == "Not Found"
