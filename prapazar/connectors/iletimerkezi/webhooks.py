"""Reports that are pushed: unsigned, so the connection's secret address is all that proves them."""

from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parsing import load_json
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.iletimerkezi import mapper


def event(delivery: WebhookDelivery) -> WebhookEvent:
    return WebhookEvent(mapper.pushed_id(content(delivery)), "messages")


def content(delivery: WebhookDelivery) -> Any:  # noqa: ANN401 - whatever was sent
    try:
        return load_json(delivery.body)
    except ValueError:
        raise UnexpectedAnswer("no JSON", code="connector.odd_value") from None
