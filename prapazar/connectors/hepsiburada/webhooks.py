"""Hepsiburada's deliveries: no signature, a log-in in the header, and hardly more in them than an order's number."""

from typing import Any

from prapazar.connector_kit import parsing, signing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parsing import optional, rows, text
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.hepsiburada.schemas import folded

USER = "prapazar"
"""Any name will do; the password is what is checked."""
_OTHERS = ("claimnumber", "claims", "packagenumber")


def event(delivery: WebhookDelivery, secret: str) -> WebhookEvent:
    """A delivery has no id of its own; a repeated one has the same body.

    What names no order (a parcel on its way, a claim) is a ping: the poll tells it with its order.
    """
    given = signing.basic_password(delivery.headers.get("authorization", ""))
    if given is None or not signing.is_same(secret, given):
        raise AuthFailed("the delivery's log-in does not fit", code="connector.webhook_refused")
    content = _content(delivery.body)
    kind = "orders" if _numbers(content) else "ping"
    if kind == "ping" and not any(optional(content, name) for name in _OTHERS):
        raise UnexpectedAnswer("a delivery about nothing we know", raw=content)
    return WebhookEvent(event_key=signing.digest(delivery.body), kind=kind)


def order_numbers(delivery: WebhookDelivery) -> list[str]:
    return _numbers(_content(delivery.body))


def _numbers(content: dict[str, Any]) -> list[str]:
    """Whichever way this event names its orders; the paths they come on are not looked at."""
    named = [text(optional(content, "ordernumber"))]
    named += [text(one) for one in optional(content, "ordernumbers") or ()]
    named += [text(optional(row, "ordernumber")) for row in rows(optional(content, "items") or [], "items")]
    is_claim = optional(content, "claimnumber") is not None
    return [] if is_claim else list(dict.fromkeys(one for one in named if one))


def _content(body: bytes) -> dict[str, Any]:
    try:
        content = folded(parsing.load_json(body))
    except ValueError as error:
        raise UnexpectedAnswer("the delivery is not JSON", code="connector.broken_answer") from error
    return parsing.mapping(content, "delivery")
