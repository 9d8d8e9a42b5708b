"""Faults, as a client sees them."""

from typing import Any

import httpx
import pytest

from prapazar.sandbox import provider
from prapazar.sandbox.app import AnswerCutOff

pytestmark = pytest.mark.usefixtures("tea")
_APPROVED = "/trendyol/integration/product/sellers/1001/products/approved"
_PRODUCTS = "/woocommerce/wp-json/wc/v3/products"


def _fault(client: httpx.Client, kind: str, **fields: Any) -> int:  # noqa: ANN401  any field may be given
    return int(client.post("/_control/faults", json={"kind": kind, **fields}).json()["id"])


@pytest.mark.parametrize(
    ("kind", "status", "exception"),
    [
        ("429", 429, "TooManyRequestsException"),
        ("403", 403, "ForbiddenException"),
        ("401", 401, "ClientApiAuthenticationException"),
        ("500", 500, "TrendyolSystemException"),
        ("503", 503, "TrendyolSystemException"),
    ],
)
def test_status_fault_strikes_as_often_as_told(
    seller: httpx.Client, kind: str, status: int, exception: str
) -> None:
    _fault(seller, kind, provider="trendyol", times=2)

    answers = [seller.get(_APPROVED) for _ in range(3)]

    assert [one.status_code for one in answers] == [status, status, 200]
    assert answers[0].json()["exception"] == exception


@pytest.mark.parametrize(
    ("kind", "status", "retry_after"),
    [("429", 429, "7"), ("503", 503, "7"), ("500", 500, None), ("403", 403, None)],
)
def test_host_faults_of_a_shop_say_when_to_retry(
    keeper: httpx.Client, kind: str, status: int, retry_after: str | None
) -> None:
    _fault(keeper, kind, provider="woocommerce", options={"retry_after": 7})

    answer = keeper.get(_PRODUCTS)

    assert (answer.status_code, answer.headers.get("retry-after")) == (status, retry_after)


def test_fault_strikes_only_where_it_was_aimed(seller: httpx.Client) -> None:
    _fault(seller, "500", provider="trendyol", account="1001", method="GET", path="*/approved")

    struck = seller.get(_APPROVED).status_code
    other_path = seller.get("/trendyol/integration/product/sellers/1001/products/unapproved").status_code
    other_provider = seller.get("/woocommerce/wp-json/").status_code

    assert (struck, other_path, other_provider) == (500, 200, 200)


def test_cleared_fault_is_gone(seller: httpx.Client) -> None:
    number = _fault(seller, "500")

    cleared = seller.delete(f"/_control/faults/{number}").json()

    assert (cleared, seller.get(_APPROVED).status_code) == ({"cleared": 1}, 200)


def test_html_fault_answers_no_json(seller: httpx.Client) -> None:
    _fault(seller, "html", options={"status": 200})

    answer = seller.get(_APPROVED)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.startswith("<html>")


def test_half_page_keeps_its_counts(seller: httpx.Client) -> None:
    articles = [{"barcode": f"B{number}", "quantity": 1} for number in range(3)]
    seller.post("/_control/trendyol/1001/products", json=articles)
    _fault(seller, "half_page", times=1)

    page = seller.get(_APPROVED).json()

    assert (page["totalElements"], len(page["content"])) == (4, 2)


def test_renamed_field_is_renamed_at_every_depth(seller: httpx.Client) -> None:
    _fault(seller, "renamed_field", options={"from": "quantity", "to": "qty"}, times=1)

    stock = seller.get(_APPROVED).json()["content"][0]["variants"][0]["stock"]

    assert sorted(stock) == ["lastModifiedDate", "qty"]


def test_unknown_status_stands_in_every_row(seller: httpx.Client) -> None:
    seller.post("/_control/trendyol/1001/orders", json={"lines": [{"barcode": "8690001"}]})
    _fault(seller, "unknown_status", times=1)

    rows = seller.get("/trendyol/integration/order/sellers/1001/v2/orders").json()["content"]

    assert [(row["status"], row["shipmentPackageStatus"]) for row in rows] == [("Teleported", "Teleported")]


def test_lost_answer_was_carried_out(seller: httpx.Client) -> None:
    _fault(seller, "lost_answer", times=1)
    path = "/trendyol/integration/inventory/sellers/1001/products/price-and-inventory"

    with pytest.raises(AnswerCutOff):
        seller.post(path, json={"items": [{"barcode": "8690001", "quantity": 2}]})

    assert seller.get("/_control/trendyol/1001/stock").json() == {"8690001": 2}


def test_fault_by_chance_strikes_about_that_often(seller: httpx.Client) -> None:
    seller.patch("/_control/trendyol/rules", json={"limits_on": False})
    _fault(seller, "500", probability=0.5)

    statuses = [seller.get(_APPROVED).status_code for _ in range(100)]

    assert 30 < statuses.count(500) < 70


def test_journal_shows_what_a_client_sent(seller: httpx.Client) -> None:
    _fault(seller, "503", times=1)
    seller.get(_APPROVED, params={"size": 5})

    rows = seller.get("/_control/requests", params={"provider": "trendyol"}).json()

    moment = rows[0].pop("at")
    assert isinstance(moment, int)
    assert rows == [
        {
            "provider": "trendyol",
            "account": "1001",
            "method": "GET",
            "path": _APPROVED.removeprefix("/trendyol"),
            "query": "size=5",
            "body": "",
            "userAgent": "1001 - SelfIntegration",
            "status": 503,
            "fault": "503",
        }
    ]


def test_unknown_provider_is_not_found(client: httpx.Client) -> None:
    answer = client.get("/nobody/x")

    assert (answer.status_code, answer.json()["providers"]) == (404, provider.slugs())


def test_unknown_status_may_stand_deep_in_a_row(seller: httpx.Client) -> None:
    options = {"status": "Uçtu", "field": "stock.quantity"}
    _fault(seller, "unknown_status", times=1, options=options)

    [card] = seller.get(_APPROVED).json()["content"]

    assert card["variants"][0]["stock"]["quantity"] == "Uçtu"
    assert card["variants"][0]["barcode"] == "8690001"
