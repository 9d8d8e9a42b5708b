"""iyzico's two callbacks: the buyer's browser brings a token, its server tells of a payment in JSON."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parsing import load_json
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.connectors.iyzico.auth import is_webhook_signed

REFUSED = "connector.webhook_refused"
_SIGNED = ("iyziEventType", "iyziPaymentId", "token", "paymentConversationId", "status")


def is_form(delivery: WebhookDelivery) -> bool:
    return delivery.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


def token(delivery: WebhookDelivery, secret: str) -> str:
    """Of the form that is meant. A webhook may come unsigned: what it says is asked for in any case."""
    if is_form(delivery):
        return _present(parse_qs(delivery.body.decode(errors="replace")).get("token", [""])[0])
    told = _read(delivery.body)
    if "token" not in told:
        raise UnexpectedAnswer("not about a form", raw=told, code="connector.odd_value")
    signature = delivery.headers.get("x-iyz-signature-v3")
    parts = tuple(str(told.get(name, "")) for name in _SIGNED)
    if signature is not None and not is_webhook_signed(secret, parts, signature):
        raise AuthFailed("the webhook's signature does not fit", code=REFUSED)
    return _present(str(told["token"]))


def _read(body: bytes) -> Mapping[str, object]:
    try:
        told = load_json(body)
    except ValueError:
        told = None
    if not isinstance(told, Mapping):
        raise AuthFailed("no callback of iyzico's", code=REFUSED)
    return told


def _present(token: str) -> str:
    if not token:
        raise AuthFailed("a callback without a token", code=REFUSED)
    return token
