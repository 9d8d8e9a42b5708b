"""Who may enter the pretend Pazarama, how long a token lives, and how the envelope refuses."""

from pathlib import Path

import httpx
import pytest

from prapazar.sandbox import ground
from prapazar.sandbox.pazarama import desk
from tests.sandbox.pazarama.conftest import FORM, LogIn

_LIST = "/pazarama/product/products/approved"


@pytest.mark.parametrize(
    ("login", "form"),
    [
        (("sandbox-client", "wrong"), FORM),
        (("sandbox-client", "sandbox-client-secret"), {**FORM, "scope": "other"}),
        (("sandbox-client", "sandbox-client-secret"), {}),
    ],
)
def test_log_in_is_refused_in_the_envelope(
    client: httpx.Client, login: tuple[str, str], form: dict[str, str]
) -> None:
    answer = client.post("/pazarama/login/connect/token", auth=login, data=form)

    body = answer.json()
    assert (answer.status_code, body["success"], body["messageCode"]) == (400, False, "invalid_token")


def test_token_lives_an_hour(pazarama: httpx.Client, log_in: LogIn) -> None:
    before = pazarama.get(_LIST).status_code
    pazarama.post("/_control/clock", json={"advance_seconds": 3600})
    after = pazarama.get(_LIST)
    renewed = pazarama.get(_LIST, headers={"authorization": f"Bearer {log_in()}"}).status_code

    assert (before, after.status_code, after.content, renewed) == (200, 401, b"", 200)


def test_tokens_are_ended_by_a_lever(pazarama: httpx.Client) -> None:
    ended = pazarama.post("/_control/pazarama/7001/tokens", json={}).json()

    assert (ended, pazarama.get(_LIST).status_code) == ({"forgotten": 1}, 401)


def test_second_push_within_ten_seconds_is_too_many(pazarama: httpx.Client) -> None:
    pazarama.patch("/_control/pazarama/rules", json={"push_gap_ms": 10_000})
    stock = {"items": [{"code": "869", "stockCount": 4}]}
    price = {"items": [{"code": "869", "listPrice": 9, "salePrice": 9}]}

    first = pazarama.post("/pazarama/product/updateStock-v2", json=stock).status_code
    second = pazarama.post("/pazarama/product/updatePrice-v2", json=price).status_code
    pazarama.post("/_control/clock", json={"advance_seconds": 10})
    third = pazarama.post("/pazarama/product/updatePrice-v2", json=price).status_code

    assert (first, second, third) == (200, 429, 200)


def test_products_are_read_along_the_cursor(pazarama: httpx.Client) -> None:
    more = [{"code": f"87{number}", "stockCount": 1} for number in range(4)]
    pazarama.post("/_control/pazarama/7001/products", json=more)

    found: list[str] = []
    cursor: str | None = ""
    for _ in range(3):
        data = pazarama.get(_LIST, params={"Size": "2", "Cursor": cursor or ""}).json()["data"]
        found += [row["code"] for row in data["sellerProducts"]]
        cursor = data["nextCursor"]

    assert (found, cursor) == (["869", "870", "871", "872", "873"], None)


def test_created_product_waits_for_approval(pazarama: httpx.Client) -> None:
    product = {
        "Name": "Çay",
        "Description": "<p>Rize</p>",
        "BrandId": "b0a0d000-2222-4f0e-9a10-000000000001",
        "Desi": 1,
        "Code": "900",
        "GroupCode": "900",
        "StockCount": 3,
        "StockCode": "CAY",
        "VatRate": 1,
        "ListPrice": 60,
        "SalePrice": 50,
        "CategoryId": "0c7a1f7e-1111-4f0e-9a10-000000000021",
        "images": [{"imageUrl": "https://img.example/1.jpg"}],
        "attributes": [
            {
                "attributeId": "a77a1b00-3333-4f0e-9a10-000000000002",
                "attributeValueId": "a77a1b00-3333-4f0e-9a10-000000000201",
            }
        ],
    }
    made = pazarama.post("/pazarama/product/create", json={"products": [product, {"Code": "901"}]}).json()

    path = "/pazarama/product/getProductBatchResult"
    result = pazarama.get(path, params={"BatchRequestId": made["data"]["batchRequestId"]}).json()["data"]
    waiting = pazarama.get("/pazarama/product/products/unapproved").json()["data"]["sellerProducts"]

    assert (result["status"], result["successfulCount"], result["failedCount"]) == (2, 1, 1)
    assert [row["code"] for row in waiting] == ["900"]


def test_killed_mall_remembers_tokens_and_stock(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite"
    laid = ground.lay(path)
    first = desk.open_provider(laid, "")
    first.desk.seed("7001", [{"code": "869", "stockCount": 10}])
    token = first.memory.give_token(first.memory.files.account("7001"))
    laid.store.flush()

    again = desk.open_provider(ground.lay(path), "")

    assert (again.desk.all_stock("7001"), again.memory.tokens.holder(token).number) == ({"869": 10}, "7001")
