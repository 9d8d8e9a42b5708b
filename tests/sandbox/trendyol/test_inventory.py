"""Stock and price pushes and what their batches answer."""

from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp

pytestmark = pytest.mark.usefixtures("tea")
_PUSH = "/trendyol/integration/inventory/sellers/1001/products/price-and-inventory"
_BATCH = "/trendyol/integration/product/sellers/1001/products/batch-requests/"


def _push(seller: httpx.Client, *items: dict[str, Any]) -> dict[str, Any]:
    """The batch the push ended in."""
    number = seller.post(_PUSH, json={"items": items}).json()["batchRequestId"]
    batch: dict[str, Any] = seller.get(_BATCH + number).json()
    return batch


def _shown(seller: httpx.Client) -> tuple[int, str, str]:
    stock = seller.get("/_control/trendyol/1001/stock/8690001").json()
    return stock["quantity"], stock["price"], stock["list_price"]


def test_push_changes_what_the_shop_shows(seller: httpx.Client) -> None:
    batch = _push(seller, {"barcode": "8690001", "quantity": 7, "salePrice": 30.5, "listPrice": 31})

    stamp = batch["items"][0]["requestItem"].pop("updateRequestDate")
    assert stamp.endswith("Z")
    assert batch == {
        "batchRequestId": batch["batchRequestId"],
        "items": [
            {
                "requestItem": {"quantity": 7, "salePrice": 30.5, "barcode": "8690001", "listPrice": 31},
                "status": "SUCCESS",
                "failureReasons": [],
            }
        ],
        "creationDate": batch["creationDate"],
        "lastModification": batch["lastModification"],
        "sourceType": "API",
        "itemCount": 1,
        "failedItemCount": 0,
        "batchRequestType": "ProductInventoryUpdate",
        "notes": None,
    }
    assert _shown(seller) == (7, "30.5", "31")


def test_push_of_stock_alone_leaves_prices(seller: httpx.Client) -> None:
    _push(seller, {"barcode": "8690001", "quantity": 3})

    assert _shown(seller) == (3, "39.90", "45")


@pytest.mark.parametrize(
    "item",
    [
        {"barcode": "unknown", "quantity": 1},
        {"barcode": "8690001", "quantity": 20_001},
        {"barcode": "8690001", "quantity": -1},
        {"barcode": "8690001", "salePrice": 50, "listPrice": 45},
        {"barcode": "8690001", "salePrice": 0},
    ],
)
def test_bad_item_fails_alone_and_changes_nothing(seller: httpx.Client, item: dict[str, Any]) -> None:
    batch = _push(seller, item)

    assert ([one["status"] for one in batch["items"]], batch["failedItemCount"]) == (["FAILED"], 1)
    assert _shown(seller) == (10, "39.90", "45")


def test_same_body_is_refused_for_15_minutes(seller: httpx.Client) -> None:
    body = {"items": [{"barcode": "8690001", "quantity": 5}]}
    first = seller.post(_PUSH, json=body).status_code
    second = seller.post(_PUSH, json=body)
    seller.post("/_control/clock", json={"advance_seconds": 15 * 60})

    third = seller.post(_PUSH, json=body).status_code

    assert (first, second.status_code, third) == (200, 400, 200)
    assert second.json()["errors"][0]["message"] == "Aynı isteği 15 dakika boyunca tekrarlayamazsınız."


@pytest.mark.parametrize("count", [0, 1001])
def test_push_takes_1_to_1000_items(seller: httpx.Client, count: int) -> None:
    items = [{"barcode": "8690001", "quantity": 1}] * count

    assert seller.post(_PUSH, json={"items": items}).status_code == 400


def test_thirty_first_price_change_in_a_minute_fails(seller: httpx.Client) -> None:
    items = [{"barcode": "8690001", "salePrice": 10 + step, "listPrice": 90} for step in range(31)]

    batch = _push(seller, *items)

    assert [one["status"] for one in batch["items"]] == ["SUCCESS"] * 30 + ["FAILED"]


def test_batch_is_in_progress_until_its_time(seller: httpx.Client, app: SandboxApp) -> None:
    app.sandbox.trendyol.rules.batch_ms = 60_000
    number = seller.post(_PUSH, json={"items": [{"barcode": "8690001", "quantity": 1}]}).json()[
        "batchRequestId"
    ]
    before = seller.get(_BATCH + number).json()["items"][0]["status"]

    seller.post("/_control/clock", json={"advance_seconds": 60})

    assert (before, seller.get(_BATCH + number).json()["items"][0]["status"]) == ("IN_PROGRESS", "SUCCESS")


def test_batch_is_forgotten_after_four_hours(seller: httpx.Client) -> None:
    number = seller.post(_PUSH, json={"items": [{"barcode": "8690001", "quantity": 1}]}).json()[
        "batchRequestId"
    ]

    seller.post("/_control/clock", json={"advance_seconds": 4 * 3600 + 1})

    assert seller.get(_BATCH + number).json()["status"] == "PROCESSING"


def test_unknown_batch_is_processing(seller: httpx.Client) -> None:
    answer = seller.get(f"{_BATCH}nothing-1")

    body = answer.json()
    assert (answer.status_code, body["status"], body["items"]) == (200, "PROCESSING", [])


def test_history_tells_what_was_shown_and_why(seller: httpx.Client) -> None:
    _push(seller, {"barcode": "8690001", "quantity": 4})
    seller.post("/_control/trendyol/1001/orders", json={"lines": [{"barcode": "8690001", "quantity": 3}]})

    history = seller.get("/_control/trendyol/1001/stock/8690001").json()["history"]

    assert [(row["quantity"], row["cause"].split()[0]) for row in history] == [
        (10, "seed"),
        (4, "api"),
        (1, "order"),
    ]
