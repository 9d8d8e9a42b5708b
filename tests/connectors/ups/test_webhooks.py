"""UPS's alerts: who may tell them, and what tells one from another."""

import json
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.ups import webhooks

_TOLD = {
    "trackingNumber": "1Z204W4R0308071865",
    "localActivityDate": "20240423",
    "localActivityTime": "091519",
    "activityStatus": {"type": "I", "code": "OT", "description": "Out for Delivery"},
    "gmtActivityDate": "20240423",
    "gmtActivityTime": "131519",
}


def _delivery(headers: dict[str, str], **changes: Any) -> WebhookDelivery:  # noqa: ANN401 - any field of it
    return WebhookDelivery(headers, json.dumps({**_TOLD, **changes}).encode())


@pytest.mark.parametrize(
    "headers",
    [
        {"credential": "gizli"},
        {"authorization": "Bearer gizli"},
        {"credential": "gizli", "x-api-key": "app"},
    ],
    ids=["credential", "bearer", "with the app"],
)
def test_alert_with_the_credential_is_an_event(headers: dict[str, str]) -> None:
    key = "tracking:1Z204W4R0308071865|20240423|131519|20240423|091519|I|OT"

    assert webhooks.event(_delivery(headers), "gizli", "app") == WebhookEvent(key, "tracking")


@pytest.mark.parametrize(
    ("headers", "credential"),
    [
        ({}, "gizli"),
        ({"credential": "other"}, "gizli"),
        ({"authorization": "Basic gizli"}, "gizli"),
        ({"credential": "gizli", "x-api-key": "another app"}, "gizli"),
        ({"credential": ""}, ""),
    ],
    ids=["none", "other", "not a bearer", "another app", "nothing entered"],
)
def test_alert_of_anybody_else_is_refused(headers: dict[str, str], credential: str) -> None:
    with pytest.raises(AuthFailed):
        webhooks.event(_delivery(headers), credential, "app")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}"])
def test_what_is_no_alert_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        webhooks.event(WebhookDelivery({"credential": "gizli"}, body), "gizli", "app")
