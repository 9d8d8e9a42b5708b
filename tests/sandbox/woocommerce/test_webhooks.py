"""Pings, signed events, and switching off after failures."""

import base64
import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.usefixtures("tea")
_API = "/woocommerce/wp-json/wc/v3"
Receiver = Any
"""The class stands in conftest, which tests do not import."""


def _subscribe(keeper: httpx.Client, url: str, topic: str, **fields: str) -> dict[str, Any]:
    answer = keeper.post(
        f"{_API}/webhooks", json={"topic": topic, "delivery_url": url, "name": "W", **fields}
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _deliver(keeper: httpx.Client) -> None:
    keeper.post("/_control/webhooks/deliver")


def _sell(keeper: httpx.Client) -> int:
    body = {"line_items": [{"product_id": 11, "quantity": 1}], "set_paid": True}
    number = int(keeper.post(f"{_API}/orders", json=body).json()["id"])
    _deliver(keeper)
    return number


def test_new_webhook_is_pinged_with_an_unsigned_form(keeper: httpx.Client, receiver: Receiver) -> None:
    made = _subscribe(keeper, receiver.url, "order.created", secret="s3")
    _deliver(keeper)

    ping = receiver.received[0]
    assert (ping.body, ping.headers["content-type"]) == (b"webhook_id=1", "application/x-www-form-urlencoded")
    assert [name for name in ping.headers if name.startswith("x-wc-")] == []
    assert made == {
        "id": 1,
        "name": "W",
        "status": "active",
        "topic": "order.created",
        "resource": "order",
        "event": "created",
        "hooks": ["woocommerce_new_order"],
        "delivery_url": receiver.url,
        "date_created": made["date_created"],
        "date_created_gmt": made["date_created_gmt"],
        "date_modified": made["date_created"],
        "date_modified_gmt": made["date_created_gmt"],
        "_links": made["_links"],
    }


def test_event_is_signed_over_its_raw_body(keeper: httpx.Client, receiver: Receiver) -> None:
    _subscribe(keeper, receiver.url, "order.created", secret="s3")
    number = _sell(keeper)

    event = receiver.received[1]
    expected = base64.b64encode(hmac.new(b"s3", event.body, hashlib.sha256).digest()).decode()
    headers = {name: value for name, value in event.headers.items() if name.startswith("x-wc-")}
    delivery = headers.pop("x-wc-webhook-delivery-id")
    assert json.loads(event.body) == keeper.get(f"{_API}/orders/{number}").json()
    assert (len(delivery), event.headers["user-agent"]) == (
        32,
        "WooCommerce/10.0.2 Hookshot (WordPress/6.8.8)",
    )
    assert headers == {
        "x-wc-webhook-source": "https://127.0.0.1:8124/woocommerce/",
        "x-wc-webhook-topic": "order.created",
        "x-wc-webhook-resource": "order",
        "x-wc-webhook-event": "created",
        "x-wc-webhook-signature": expected,
        "x-wc-webhook-id": "1",
    }


def test_secret_falls_back_to_that_of_the_key(keeper: httpx.Client, receiver: Receiver, key: Any) -> None:  # noqa: ANN401  a fixture
    _subscribe(keeper, receiver.url, "order.created")
    _sell(keeper)

    event = receiver.received[1]
    digest = hmac.new(key.consumer_secret.encode(), event.body, hashlib.sha256).digest()
    assert event.headers["x-wc-webhook-signature"] == base64.b64encode(digest).decode()


def test_new_order_is_told_twice_with_the_same_body_and_second(
    keeper: httpx.Client, receiver: Receiver
) -> None:
    _subscribe(keeper, receiver.url, "order.updated")
    _sell(keeper)
    _sell(keeper)

    events = receiver.received[1:]
    assert [event.headers["x-wc-webhook-topic"] for event in events] == ["order.updated"] * 2
    assert len({event.headers["x-wc-webhook-delivery-id"] for event in events}) == 1


def test_sale_tells_the_new_stock_of_the_product(keeper: httpx.Client, receiver: Receiver) -> None:
    _subscribe(keeper, receiver.url, "product.updated")

    _sell(keeper)

    assert [json.loads(event.body)["stock_quantity"] for event in receiver.received[1:]] == [9]


def test_deleted_order_is_only_its_number(keeper: httpx.Client, receiver: Receiver) -> None:
    number = _sell(keeper)
    _subscribe(keeper, receiver.url, "order.deleted")

    keeper.delete(f"{_API}/orders/{number}", params={"force": "true"})
    _deliver(keeper)

    assert [event.body for event in receiver.received[1:]] == [b'{"id":%d}' % number]


def test_action_tells_hook_and_argument(keeper: httpx.Client, receiver: Receiver) -> None:
    _subscribe(keeper, receiver.url, "action.woocommerce_new_order")

    number = _sell(keeper)

    assert json.loads(receiver.received[1].body) == {"action": "woocommerce_new_order", "arg": number}


def test_webhook_is_disabled_after_more_than_five_failures(keeper: httpx.Client, receiver: Receiver) -> None:
    _subscribe(keeper, receiver.url, "order.created")
    _deliver(keeper)
    receiver.status = 500
    statuses = []

    for _ in range(6):
        _sell(keeper)
        statuses.append(keeper.get(f"{_API}/webhooks/1").json()["status"])
    _sell(keeper)

    assert (statuses, len(receiver.received)) == (["active"] * 5 + ["disabled"], 7)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"topic": "order.eaten"}, "woocommerce_rest_shop_webhook_invalid_topic"),
        ({"delivery_url": "ftp://x"}, "woocommerce_rest_shop_webhook_invalid_delivery_url"),
    ],
)
def test_bad_webhook_is_refused(keeper: httpx.Client, fields: dict[str, str], code: str) -> None:
    body = {"topic": "order.created", "delivery_url": "http://127.0.0.1/x", **fields}

    answer = keeper.post(f"{_API}/webhooks", json=body)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert keeper.get(f"{_API}/webhooks").json() == []


def test_webhook_needs_force_to_go(keeper: httpx.Client) -> None:
    _subscribe(keeper, "http://127.0.0.1:9/x", "order.created")

    gentle = keeper.delete(f"{_API}/webhooks/1").status_code
    forced = keeper.delete(f"{_API}/webhooks/1", params={"force": "true"}).status_code

    assert (gentle, forced, keeper.get(f"{_API}/webhooks").json()) == (501, 200, [])
