"""Etsy's webhook deliveries: signed the Standard-Webhooks way, and hardly more in them than a receipt's address."""

import base64
import binascii
import hashlib
import hmac
from typing import Any

from prapazar.connector_kit import parsing, signing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parsing import mapping, optional, required, text
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent

_PAID = {"order.paid", "ORDER_PAID"}
_PREFIX = "whsec_"
_VERSION = "v1"


def event(delivery: WebhookDelivery, secret: str) -> WebhookEvent:
    """Second tries share the message's id, which is signed with the body."""
    headers = delivery.headers
    message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    made = base64.b64encode(
        hmac.digest(_key(secret), f"{message}.{stamp}.".encode() + delivery.body, hashlib.sha256)
    ).decode()
    given = [one.partition(",") for one in headers.get("webhook-signature", "").split()]
    if not any(version == _VERSION and signing.is_same(made, one) for version, _, one in given):
        raise AuthFailed("the delivery's signature does not fit", code="connector.webhook_refused")
    kind = text(optional(_content(delivery.body), "event_type"))
    if kind not in _PAID:
        raise UnexpectedAnswer(f"an event called {kind}"[:200], code="connector.unknown_topic")
    return WebhookEvent(event_key=f"orders:{message}", kind="orders")


def receipt(delivery: WebhookDelivery) -> tuple[str, str]:
    """Shop and receipt. The address is not called: only its number is taken, to be asked for at Etsy's own."""
    content = _content(delivery.body)
    inner = mapping(optional(content, "data") or content, "data")  # the documents once had it nested
    number = text(required(inner, "resource_url")).rstrip("/").rpartition("/")[2]
    if not number.isdecimal():
        raise UnexpectedAnswer("resource_url names no receipt", raw=content, code="connector.odd_value")
    return text(required(inner, "shop_id")), number


def _key(secret: str) -> bytes:
    """Etsy's own begin with `whsec_` and are base64; a secret of ours is taken as it is."""
    if not secret.startswith(_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise AuthFailed("the signing secret is not base64", code="connector.webhook_refused") from error


def _content(body: bytes) -> dict[str, Any]:
    try:
        return mapping(parsing.load_json(body), "body")
    except ValueError as error:
        raise UnexpectedAnswer("the delivery is not JSON", code="connector.broken_answer") from error
