"""Trendyol's webhook deliveries: who sent them, which event, which packages."""

import base64
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parsing import dump_json
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.connectors.trendyol import mapper, webhooks
from tests.factories.provider import Provider, fixture

_HERE = Path(__file__).parent
_LOGIN = base64.b64encode(b"prapazar:s3cret").decode()


def _connector() -> Any:  # noqa: ANN401 - the connector under test
    return Provider([]).connector("trendyol", {"seller_id": "1"}, {"api_key": "k", "api_secret": "s"})


@pytest.mark.parametrize("headers", [{"x-api-key": "s3cret"}, {"authorization": f"Basic {_LOGIN}"}])
def test_delivery_with_our_key_or_log_in_is_taken(headers: dict[str, str]) -> None:
    event = _connector().verify(WebhookDelivery(headers, b"{}"), "s3cret")

    assert event.kind == "orders"


@pytest.mark.parametrize(
    "headers",
    [{}, {"x-api-key": "other"}, {"x-api-key": ""}, {"authorization": "Basic x"}, {"authorization": _LOGIN}],
)
def test_delivery_without_our_key_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(AuthFailed) as raised:
        _connector().verify(WebhookDelivery(headers, b"{}"), "s3cret")

    assert raised.value.code == "connector.webhook_refused"


def test_event_is_known_by_its_body() -> None:
    deliveries = [WebhookDelivery({"x-api-key": "s"}, body) for body in (b'{"a":1}', b'{"a":1}', b'{"a":2}')]

    first, again, other = (_connector().verify(delivery, "s").event_key for delivery in deliveries)

    assert first == again
    assert first != other


def test_packages_come_in_a_page_or_bare() -> None:
    page = fixture(_HERE, "packages")
    [bare] = page["content"]
    expected = [mapper.package(bare)]

    found = [
        _connector().read_packages(WebhookDelivery({}, dump_json(body).encode()))
        for body in (page, bare, [bare])
    ]

    assert found == [expected] * 3


@pytest.mark.parametrize("body", [b"", b"<html>", b'"x"'])
def test_body_that_is_no_package_is_unexpected(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        webhooks.raw_packages(body)
