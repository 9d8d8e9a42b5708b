"""Subscriptions, their deliveries, and what happens when nobody listens."""

import base64
from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp

pytestmark = pytest.mark.usefixtures("tea")
Receiver = Any
"""The class stands in conftest, which tests do not import."""
_PATH = "/trendyol/integration/webhook/sellers/1001/webhooks"


def _subscribe(seller: httpx.Client, url: str, **changes: Any) -> str:  # noqa: ANN401  any field may be given
    body = {
        "url": url,
        "username": "u",
        "password": "p",
        "authenticationType": "BASIC_AUTHENTICATION",
        **changes,
    }
    return str(seller.post(_PATH, json=body).json()["id"])


def _sell(seller: httpx.Client) -> dict[str, Any]:
    body = {"lines": [{"barcode": "8690001"}]}
    package: dict[str, Any] = seller.post("/_control/trendyol/1001/orders", json=body).json()
    seller.post("/_control/webhooks/deliver")
    return package


def _status(seller: httpx.Client) -> str:
    return str(seller.get(_PATH).json()[0]["status"])


def test_order_is_delivered_in_an_envelope_with_basic_auth(seller: httpx.Client, receiver: Receiver) -> None:
    _subscribe(seller, receiver.url)

    package = _sell(seller)

    came = receiver.received[0]
    assert came.headers["authorization"] == f"Basic {base64.b64encode(b'u:p').decode()}"
    assert httpx.Response(200, content=came.body).json() == {
        "totalElements": 1,
        "totalPages": 1,
        "page": 0,
        "size": 1,
        "content": [package],
    }


def test_api_key_travels_in_its_header(seller: httpx.Client, receiver: Receiver) -> None:
    _subscribe(seller, receiver.url, authenticationType="API_KEY", apiKey="k1")

    _sell(seller)

    headers = receiver.received[0].headers
    assert (headers["x-api-key"], "authorization" in headers) == ("k1", False)


def test_only_subscribed_statuses_are_told(seller: httpx.Client, receiver: Receiver) -> None:
    _subscribe(seller, receiver.url, subscribedStatuses=["SHIPPED"])

    package = _sell(seller)
    seller.post(f"/_control/trendyol/1001/orders/{package['orderNumber']}/status", json={"status": "Shipped"})
    seller.post("/_control/webhooks/deliver")

    statuses = [
        httpx.Response(200, content=one.body).json()["content"][0]["status"] for one in receiver.received
    ]
    assert statuses == ["Shipped"]


def test_refused_delivery_comes_again_after_five_minutes(
    seller: httpx.Client, receiver: Receiver, app: SandboxApp
) -> None:
    _subscribe(seller, receiver.url)
    receiver.status = 500
    _sell(seller)
    refused, waiting = len(receiver.received), app.sandbox.ground.courier.pending()
    receiver.status = 200

    seller.post("/_control/webhooks/deliver")

    assert (refused, waiting, len(receiver.received), app.sandbox.ground.courier.pending()) == (1, 1, 2, 0)
    assert receiver.received[0].body == receiver.received[1].body


def test_webhook_becomes_passive_when_refused_too_often(
    seller: httpx.Client,
    receiver: Receiver,
    app: SandboxApp,
) -> None:
    app.sandbox.trendyol.rules.webhook_attempts = 3
    number = _subscribe(seller, receiver.url)
    receiver.status = 500
    _sell(seller)
    seller.post("/_control/webhooks/deliver")
    before = _status(seller)
    seller.post("/_control/webhooks/deliver")

    passive = _status(seller)
    seller.put(f"{_PATH}/{number}/activate")

    assert (before, passive, _status(seller)) == ("ACTIVE", "PASSIVE", "ACTIVE")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("duplicate_webhook", [0, 0, 1]), ("lost_webhook", [1]), ("reordered_webhook", [1, 0])],
)
def test_webhook_faults_strike_once(
    seller: httpx.Client,
    receiver: Receiver,
    kind: str,
    expected: list[int],
) -> None:
    _subscribe(seller, receiver.url)
    seller.post("/_control/faults", json={"kind": kind, "provider": "trendyol", "times": 1})
    body = {"lines": [{"barcode": "8690001"}]}

    numbers = [
        seller.post("/_control/trendyol/1001/orders", json=body).json()["shipmentPackageId"] for _ in range(2)
    ]
    seller.post("/_control/webhooks/deliver")

    came = [
        httpx.Response(200, content=one.body).json()["content"][0]["shipmentPackageId"]
        for one in receiver.received
    ]
    assert came == [numbers[place] for place in expected]


@pytest.mark.parametrize(
    "url", ["https://shop.example/trendyol", "http://localhost/hook", "https://DOLAP.example", "x"]
)
def test_forbidden_addresses_are_refused(seller: httpx.Client, url: str) -> None:
    assert (seller.post(_PATH, json={"url": url}).status_code, seller.get(_PATH).json()) == (400, [])


def test_sixteenth_webhook_is_refused(seller: httpx.Client) -> None:
    statuses = [seller.post(_PATH, json={"url": "http://127.0.0.1/x"}).status_code for _ in range(16)]

    assert statuses == [200] * 15 + [400]


def test_listed_webhook_hides_its_password(seller: httpx.Client) -> None:
    number = _subscribe(seller, "http://127.0.0.1:9/hook", subscribedStatuses=["CREATED"])

    listed = seller.get(_PATH).json()

    moment = listed[0]["createdDate"]
    assert listed == [
        {
            "id": number,
            "createdDate": moment,
            "lastModifiedDate": moment,
            "url": "http://127.0.0.1:9/hook",
            "username": "u",
            "authenticationType": "BASIC_AUTHENTICATION",
            "status": "ACTIVE",
            "subscribedStatuses": ["CREATED"],
        }
    ]
    assert seller.delete(f"{_PATH}/{number}").status_code == 200
    assert seller.get(_PATH).json() == []


def test_nothing_is_sent_beyond_this_machine(seller: httpx.Client) -> None:
    _subscribe(seller, "http://192.0.2.1/hook")

    _sell(seller)

    deliveries = seller.get("/_control/webhooks/deliveries").json()
    assert {(one["url"], one["status"]) for one in deliveries} == {("http://192.0.2.1/hook", None)}
