"""Deliveries: whose they are, and which receipt they are about."""

import base64
import hashlib
import hmac
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, ConnectorError, UnexpectedAnswer
from prapazar.connector_kit.parsing import dump_json
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.etsy import webhooks
from tests.connectors.etsy.shop import ME, shop

_KEY = b"anahtar"
_SECRET = f"whsec_{base64.b64encode(_KEY).decode()}"
_ADDRESS = "https://openapi.etsy.com/v3/application/shops/12000001/receipts/3021745515"
_EVENT = {"event_type": "order.paid", "resource_url": _ADDRESS, "shop_id": 12000001}


def _delivery(event: object = _EVENT, **headers: str) -> WebhookDelivery:
    body = event if isinstance(event, bytes) else dump_json(event).encode()
    made = hmac.new(_KEY, b"msg_1.1763600000." + body, hashlib.sha256).digest()
    signature = f"v1,AAAA v1a,BBBB v1,{base64.b64encode(made).decode()}"
    usual = {"webhook-id": "msg_1", "webhook-timestamp": "1763600000", "webhook-signature": signature}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return WebhookDelivery({**usual, **named}, body)


@pytest.mark.parametrize("secret", [_SECRET, "anahtar"])
def test_one_good_signature_among_several_is_enough(secret: str) -> None:
    assert webhooks.event(_delivery(), secret) == WebhookEvent("orders:msg_1", "orders")


@pytest.mark.parametrize(
    ("delivery", "secret"),
    [
        (_delivery(), "whsec_AAAA"),
        (_delivery(), "whsec_no base64"),
        (_delivery(webhook_id="msg_2"), _SECRET),
        (_delivery(webhook_timestamp="1763600001"), _SECRET),
        (_delivery(webhook_signature=""), _SECRET),
        (WebhookDelivery({}, b"{}"), _SECRET),
    ],
)
def test_delivery_that_is_not_etsys_is_refused(delivery: WebhookDelivery, secret: str) -> None:
    with pytest.raises(AuthFailed) as raised:
        webhooks.event(delivery, secret)

    assert raised.value.code == "connector.webhook_refused"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({**_EVENT, "event_type": "listing.sold"}, "connector.unknown_topic"),
        (b"<x/>", "connector.broken_answer"),
    ],
)
def test_delivery_of_another_kind_is_unexpected(event: object, code: str) -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        webhooks.event(_delivery(event), _SECRET)

    assert raised.value.code == code


@pytest.mark.parametrize("event", [_EVENT, {"event_type": "order.paid", "data": _EVENT}])
def test_receipt_is_taken_from_both_forms(event: dict[str, Any]) -> None:
    assert webhooks.receipt(_delivery(event)) == ("12000001", "3021745515")


def test_address_without_a_receipt_is_unexpected() -> None:
    with pytest.raises(ConnectorError):
        webhooks.receipt(_delivery({**_EVENT, "resource_url": "https://evil.example/?x=1"}))


def test_delivery_about_another_shop_of_the_app_asks_for_nothing() -> None:
    connector, provider = shop(ME)

    assert connector.read_packages(_delivery({**_EVENT, "shop_id": 7})) == []
    assert provider.requests == []
