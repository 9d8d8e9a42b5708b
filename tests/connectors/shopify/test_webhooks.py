"""Shopify's webhook deliveries: the signature, the name, which event, which order."""

import json
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connector_kit.signing import hmac_sha256
from prapazar.connectors.shopify import mapper, webhooks
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_CREDENTIALS = {"client_id": "kimlik", "client_secret": "gizli", "access_token": "shpat_1"}


def _delivery(topic: str = "orders/updated", body: bytes = b'{"id": 501}', **headers: str) -> WebhookDelivery:
    usual = {
        "x-shopify-topic": topic,
        "x-shopify-hmac-sha256": hmac_sha256("gizli", body),
        "x-shopify-name": webhooks.name("ours"),
        "x-shopify-event-id": "e-1",
    }
    return WebhookDelivery(
        {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}, body
    )


def _connector(*answers: object) -> Any:  # noqa: ANN401 - the connector under test
    return Provider([answer(one) for one in answers]).connector("shopify", {"shop": "magazam"}, _CREDENTIALS)


def test_topics_of_one_event_are_one_event() -> None:
    created, updated = (
        _connector().verify(_delivery(f"orders/{one}"), "ours") for one in ("create", "updated")
    )

    assert created == updated == WebhookEvent("orders:e-1", "orders")


def test_delivery_without_an_event_id_is_known_by_its_body() -> None:
    keys = {
        _connector().verify(_delivery(body=body, x_shopify_event_id=""), "ours").event_key
        for body in (b'{"id": 1}', b'{"id": 2}')
    }

    assert len(keys) == 2


@pytest.mark.parametrize(
    "delivery",
    [
        _delivery(x_shopify_hmac_sha256=hmac_sha256("other", b'{"id": 501}')),
        _delivery(x_shopify_hmac_sha256=""),
        _delivery(x_shopify_name=webhooks.name("theirs")),
    ],
)
def test_delivery_that_is_not_ours_is_refused(delivery: WebhookDelivery) -> None:
    with pytest.raises(AuthFailed):
        _connector().verify(delivery, "ours")


def test_topic_nobody_asked_for_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector().verify(_delivery("app/uninstalled"), "ours")


def test_name_tells_nothing_of_the_secret_and_is_short_enough() -> None:
    assert "ours" not in webhooks.name("ours")
    assert len(webhooks.name("ours")) <= 50


def test_order_is_read_as_it_stands_now() -> None:
    [order] = fixture(_HERE, "orders")["data"]["orders"]["nodes"]

    found = _connector({"data": {"order": order}}).read_packages(_delivery())

    assert found == mapper.packages([order], ships_unpaid=False)


def test_delivery_about_no_order_brings_no_packages() -> None:
    assert _connector().read_packages(_delivery("products/update")) == []


@pytest.mark.parametrize("body", [b"<html>", b"[]", json.dumps({"name": "#1"}).encode()])
def test_body_without_an_order_is_unexpected(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector().read_packages(_delivery(body=body))
