"""What the bridge tells of orders by itself: rows as it shows them when asked, signed over the body."""

from prapazar.connector_kit import parsing, signing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.opencart.schemas import Raw


def event(delivery: WebhookDelivery, secret: str) -> WebhookEvent:
    signature = delivery.headers.get("x-prapazar-signature", "")
    if not signing.is_signed(secret, delivery.body, signature):
        raise AuthFailed("the delivery's signature does not fit", code="connector.webhook_refused")
    kind = delivery.headers.get("x-prapazar-event", "")
    if kind != "order":
        raise UnexpectedAnswer(f"event {kind}", code="connector.unknown_topic")
    return WebhookEvent(event_key=f"order:{signing.digest(delivery.body)}", kind="orders")


def raw_orders(delivery: WebhookDelivery) -> list[Raw]:
    try:
        body = parsing.mapping(parsing.load_json(delivery.body), "body")
    except ValueError as error:
        raise UnexpectedAnswer("the delivery is not JSON", code="connector.broken_answer") from error
    return list(parsing.rows(parsing.required(body, "data"), "data"))
