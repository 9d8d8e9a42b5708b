"""WooCommerce's webhook deliveries: signed over the raw body, but for the ping before the first."""

from urllib.parse import parse_qs

from prapazar.connector_kit import parsing, signing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.woocommerce.schemas import Raw

TOPICS = ("order.created", "order.updated")
_KINDS = {"order": "orders", "product": "products"}


def event(delivery: WebhookDelivery, secret: str) -> WebhookEvent:
    """Told apart by resource, change and body.

    The delivery id is the same for all events of one second, and a new order is delivered twice with
    the same body, as created and as updated.
    """
    if is_ping(delivery):
        number = parse_qs(delivery.body.decode())["webhook_id"][0]
        return WebhookEvent(event_key=f"ping:{number}", kind="ping")
    signature = delivery.headers.get("x-wc-webhook-signature", "")
    if not signing.is_signed(secret, delivery.body, signature):
        raise AuthFailed("the delivery's signature does not fit", code="connector.webhook_refused")
    resource = delivery.headers.get("x-wc-webhook-topic", "").partition(".")[0]
    if resource not in _KINDS:
        raise UnexpectedAnswer(f"topic of {resource}", code="connector.unknown_topic")
    raw = content(delivery.body)
    changed = raw.get("date_modified_gmt", "")
    key = f"{resource}:{raw.get('id')}:{changed}:{signing.digest(delivery.body)}"
    return WebhookEvent(event_key=key, kind=_KINDS[resource])


def is_ping(delivery: WebhookDelivery) -> bool:
    """The unsigned call by which a shop tries the address; it says nothing and is trusted with nothing."""
    return "x-wc-webhook-topic" not in delivery.headers and delivery.body.startswith(b"webhook_id=")


def raw_orders(delivery: WebhookDelivery) -> list[Raw]:
    if not delivery.headers.get("x-wc-webhook-topic", "").startswith("order."):
        return []
    return [content(delivery.body)]


def content(body: bytes) -> Raw:
    try:
        return parsing.mapping(parsing.load_json(body), "body")
    except ValueError as error:
        raise UnexpectedAnswer("the delivery is not JSON", code="connector.broken_answer") from error
