"""Shopify's webhook deliveries: signed over the raw body with the app's client secret, named after ours."""

import hashlib

from prapazar.connector_kit import parsing, signing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.shopify.schemas import Raw

TOPICS = ("ORDERS_CREATE", "ORDERS_UPDATED")
_KINDS = {"orders": "orders", "products": "products"}


def name(secret: str) -> str:
    """Shopify signs with its own secret; ours goes as the subscription's name, which comes with each delivery."""
    return f"prapazar-{hashlib.sha256(secret.encode()).hexdigest()[:32]}"


def event(delivery: WebhookDelivery, secret: str, client_secret: str) -> WebhookEvent:
    """Deliveries of one event under several topics, and second tries, share the event's id."""
    headers = delivery.headers
    is_ours = signing.is_same(name(secret), headers.get("x-shopify-name") or name(secret))
    if not is_ours or not signing.is_signed(
        client_secret, delivery.body, headers.get("x-shopify-hmac-sha256", "")
    ):
        raise AuthFailed("the delivery's signature does not fit", code="connector.webhook_refused")
    topic = headers.get("x-shopify-topic", "")
    resource = topic.partition("/")[0]
    if resource not in _KINDS:
        raise UnexpectedAnswer(f"topic of {resource}", code="connector.unknown_topic")
    happened = headers.get("x-shopify-event-id") or f"{topic}:{signing.digest(delivery.body)}"
    return WebhookEvent(event_key=f"{resource}:{happened}", kind=_KINDS[resource])


def order_id(delivery: WebhookDelivery) -> str | None:
    """Whose order it is about. The body is the shape of the older API, and may be older than the order."""
    if not delivery.headers.get("x-shopify-topic", "").startswith("orders/"):
        return None
    return parsing.text(parsing.required(_content(delivery.body), "id"))


def _content(body: bytes) -> Raw:
    try:
        return parsing.mapping(parsing.load_json(body), "body")
    except ValueError as error:
        raise UnexpectedAnswer("the delivery is not JSON", code="connector.broken_answer") from error
