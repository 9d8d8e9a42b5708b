"""WooCommerce's webhook deliveries: the signature, the ping, which event, which order."""

from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parsing import dump_json
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connector_kit.signing import hmac_sha256
from prapazar.connectors.woocommerce import mapper
from tests.factories.provider import Provider, fixture

_HERE = Path(__file__).parent
_PING = WebhookDelivery({"content-type": "application/x-www-form-urlencoded"}, b"webhook_id=2")


def _connector() -> Any:  # noqa: ANN401 - the connector under test
    keys = {"consumer_key": "ck", "consumer_secret": "cs"}
    return Provider([]).connector("woocommerce", {"shop_url": "https://dukkan.example.com"}, keys)


def _delivery(topic: str, content: object) -> WebhookDelivery:
    body = dump_json(content).encode()
    headers = {
        "x-wc-webhook-topic": topic,
        "x-wc-webhook-signature": hmac_sha256("s3cret", body),
        "x-wc-webhook-delivery-id": "same-for-a-second",
    }
    return WebhookDelivery(headers, body)


def test_signed_order_is_an_orders_event() -> None:
    order = fixture(_HERE, "order")

    created = _connector().verify(_delivery("order.created", order), "s3cret")
    updated = _connector().verify(_delivery("order.updated", order), "s3cret")

    assert created.kind == "orders"
    assert created == updated


def test_two_orders_of_one_second_are_two_events() -> None:
    order = fixture(_HERE, "order")

    keys = {
        _connector().verify(_delivery("order.updated", {**order, "id": number}), "s3cret").event_key
        for number in (1, 2)
    }

    assert len(keys) == 2


def test_two_changes_of_one_second_are_two_events() -> None:
    order = fixture(_HERE, "order")

    keys = {
        _connector().verify(_delivery("order.updated", {**order, "status": status}), "s3cret").event_key
        for status in ("processing", "completed")
    }

    assert len(keys) == 2


def test_product_topics_are_products_events() -> None:
    assert _connector().verify(_delivery("product.updated", {"id": 40}), "s3cret").kind == "products"


def test_ping_is_answered_without_a_signature() -> None:
    assert _connector().verify(_PING, "s3cret") == WebhookEvent("ping:2", "ping")
    assert _connector().read_packages(_PING) == []


@pytest.mark.parametrize("secret", ["other", ""])
def test_delivery_signed_by_somebody_else_is_refused(secret: str) -> None:
    delivery = _delivery("order.updated", fixture(_HERE, "order"))

    with pytest.raises(AuthFailed) as raised:
        _connector().verify(delivery, secret)

    assert raised.value.code == "connector.webhook_refused"


def test_unsigned_order_in_the_clothes_of_a_ping_is_refused() -> None:
    delivery = WebhookDelivery({"x-wc-webhook-topic": "order.updated"}, b"webhook_id=2")

    with pytest.raises(AuthFailed):
        _connector().verify(delivery, "s3cret")


def test_topic_we_never_asked_for_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector().verify(_delivery("coupon.created", {"id": 1}), "s3cret")


def test_order_of_a_delivery_is_mapped() -> None:
    order = fixture(_HERE, "order")

    assert _connector().read_packages(_delivery("order.updated", order)) == [mapper.package(order)]
    assert _connector().read_packages(_delivery("product.updated", {"id": 40})) == []
