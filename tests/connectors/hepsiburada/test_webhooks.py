"""Hepsiburada's deliveries: whose they are, what they are about, and which orders they name."""

import base64
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parsing import dump_json
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.connectors.hepsiburada import webhooks
from tests.connectors.hepsiburada.site import ORDER, connector, recorded, site


def _delivery(content: Any, password: str = "gizli") -> WebhookDelivery:  # noqa: ANN401, S107 - any body; a made-up password
    packed = base64.b64encode(f"prapazar:{password}".encode()).decode()
    body = content if isinstance(content, bytes) else dump_json(content).encode()
    return WebhookDelivery({"authorization": f"Basic {packed}"}, body)


@pytest.mark.parametrize(
    ("content", "kind", "numbers"),
    [
        ({"items": [{"orderNumber": "1"}, {"OrderNumber": "1"}]}, "orders", ["1"]),
        ({"packageNumber": "7", "items": [{"orderNumber": "1"}, {"orderNumber": "2"}]}, "orders", ["1", "2"]),
        ({"id": "x", "orderNumber": "1", "cancelDate": "2026-11-20T10:00:00"}, "orders", ["1"]),
        ({"packageNumber": "7", "unpackedDate": "x", "orderNumbers": ["1", "2"]}, "orders", ["1", "2"]),
        ({"orderNumber": "1", "address": "Deneme Sokak"}, "orders", ["1"]),
        ({"packageNumber": "7", "shippedDate": "x"}, "ping", []),
        ({"claimNumber": "9", "orderNumber": "1", "status": "AwaitingAction"}, "ping", []),
        ({"packageNumber": "7", "direction": "CustomerToMerchant", "claims": []}, "ping", []),
    ],
)
def test_event_is_known_by_its_body(content: object, kind: str, numbers: list[str]) -> None:
    delivery = _delivery(content)

    assert webhooks.event(delivery, "gizli").kind == kind
    assert webhooks.order_numbers(delivery) == numbers


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer gizli"}, {"authorization": "Basic ???"}])
def test_delivery_without_our_password_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(AuthFailed):
        webhooks.event(WebhookDelivery(headers, b"{}"), "gizli")


def test_delivery_with_another_password_is_refused() -> None:
    with pytest.raises(AuthFailed):
        webhooks.event(_delivery({"orderNumber": "1"}, "baska"), "gizli")


@pytest.mark.parametrize("content", [{"weather": "fine"}, [], b"<html>"])
def test_delivery_about_nothing_we_know_is_unexpected(content: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        webhooks.event(_delivery(content), "gizli")


def test_same_body_is_the_same_event() -> None:
    first, second = (webhooks.event(_delivery({"orderNumber": "1"}), "gizli") for _ in range(2))
    other = webhooks.event(_delivery({"orderNumber": "2"}), "gizli")

    assert first.event_key == second.event_key != other.event_key


def test_order_a_delivery_names_is_read_as_it_stands() -> None:
    conn = connector(site())

    assert conn.read_packages(_delivery(recorded("open_lines"))) == conn.fetch_package(ORDER)
