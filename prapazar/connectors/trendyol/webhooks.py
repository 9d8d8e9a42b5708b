"""Trendyol's webhook deliveries: no signature, a key or a log-in in the header; a page or a bare package."""

from prapazar.connector_kit import parsing, signing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.trendyol.schemas import Raw, Webhook

STATUSES = [
    "CREATED",
    "PICKING",
    "INVOICED",
    "SHIPPED",
    "CANCELLED",
    "DELIVERED",
    "UNDELIVERED",
    "RETURNED",
    "UNSUPPLIED",
    "AWAITING",
    "UNPACKED",
    "AT_COLLECTION_POINT",
    "VERIFIED",
]


def registration(address: str, secret: str) -> Webhook:
    return {
        "url": address,
        "authenticationType": "API_KEY",
        "apiKey": secret,
        "subscribedStatuses": STATUSES,
    }


def event(delivery: WebhookDelivery, secret: str) -> WebhookEvent:
    """A delivery has no id of its own; a repeated one has the same body."""
    given = delivery.headers.get("x-api-key")
    if given is None:
        given = signing.basic_password(delivery.headers.get("authorization", ""))
    if given is None or not signing.is_same(secret, given):
        raise AuthFailed("the delivery's key does not fit", code="connector.webhook_refused")
    return WebhookEvent(event_key=signing.digest(delivery.body), kind="orders")


def raw_packages(body: bytes) -> list[Raw]:
    try:
        content = parsing.load_json(body)
    except ValueError as error:
        raise UnexpectedAnswer("the delivery is not JSON", code="connector.broken_answer") from error
    if isinstance(content, dict) and "content" in content:
        content = content["content"]
    return list(parsing.rows(content if isinstance(content, list) else [content], "content"))
