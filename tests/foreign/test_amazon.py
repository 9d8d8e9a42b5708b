"""`python-amazon-sp-api` against the pretend Amazon: its marketplace and its log-in are told other addresses."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("python-amazon-sp-api")
_TURKEY = "A33AVAJ2PDY3EV"


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    server.pull("PATCH", "/amazon/rules", {"plans": "off", "feed_ms": 0, "settled_ms": 0, "report_ms": 0})
    opened = server.pull("POST", "/amazon/accounts", {"name": "yabanci"})
    seller = opened["account"]
    articles = [{"sku": sku, "price": "129.90", "quantity": 10} for sku in ("ŞAL 1/A", "CAY-1")]
    server.pull("POST", f"/amazon/{seller}/products", articles)
    order = server.pull(
        "POST",
        f"/amazon/{seller}/orders",
        {"lines": [{"sku": "ŞAL 1/A", "quantity": 2}], "status": "UNSHIPPED"},
    )
    returned = {"order": order["orderId"], "lines": [{"sku": "ŞAL 1/A", "quantity": 1}]}
    server.pull("POST", f"/amazon/{seller}/return", returned)
    given = {
        "queue": f"arn:aws:sqs:{opened['queue_region']}:{opened['queue'].replace('/', ':')}",
        "address": f"{server.address}/amazon/eu",
        "login": f"{server.address}/amazon/lwa",
        "seller": seller,
        "refresh_token": opened["refresh_token"],
        "lwa_app_id": opened["client_id"],
        "lwa_client_secret": opened["client_secret"],
    }
    said = strangers.talk("amazon", given)
    letters = server.pull("POST", f"/amazon/{seller}/written", {"order": order["orderId"]})["letters"]
    queued = server.pull("POST", f"/amazon/{seller}/reveal", {})["shown"]
    said |= {"letters": letters, "queued": queued}
    return {**said, "expected": order["orderId"], "shown": server.pull("GET", f"/amazon/{seller}/stock")}


def test_client_signs_in_and_knows_its_marketplace(told: dict[str, Any]) -> None:
    assert (told["shop"], told["kinds"]) == (_TURKEY, ["SCARF"])


def test_client_lists_products(told: dict[str, Any]) -> None:
    assert told["listings"] == ["CAY-1", "ŞAL 1/A"]
    assert told["missing"] == 404


def test_client_pushes_stock_by_patch_and_by_feed(told: dict[str, Any]) -> None:
    assert told["patched"] == "ACCEPTED"
    assert told["feed"]["messagesAccepted"] == 1
    assert told["shown"] == {"CAY-1": 7, "ŞAL 1/A": 7}


def test_client_reads_orders_of_both_versions(told: dict[str, Any]) -> None:
    assert (told["order"], told["same"]) == (told["expected"], told["expected"])
    assert told["items"] == [{"sku": "ŞAL 1/A", "units": 2}]


def test_client_confirms_a_shipment(told: dict[str, Any]) -> None:
    assert told["shipped"] == "Shipped"


def test_client_subscribes_a_queue_that_hears_of_the_shipment(told: dict[str, Any]) -> None:
    assert (told["subscribed"], told["queued"]) == (True, 1)


def test_client_writes_to_the_buyer_what_is_allowed(told: dict[str, Any]) -> None:
    assert "confirmOrderDetails" in told["actions"]
    assert told["letters"] == [{"kind": "confirmOrderDetails", "text": "Renk mavi mi?"}]


def test_client_fetches_the_report_of_returns(told: dict[str, Any]) -> None:
    assert told["returns"] == 1
