"""PayTR's notification: a form whose hash covers order number, status and amount."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from prapazar.connector_kit.errors import AuthFailed
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.connector_kit.signing import is_same
from prapazar.connectors.paytr.auth import Keys

_SIGNED = ("merchant_oid", "status", "total_amount")


def read(delivery: WebhookDelivery, keys: Keys) -> Mapping[str, str]:
    form = dict(parse_qsl(delivery.body.decode(errors="replace"), keep_blank_values=True))
    expected = keys.notification_hash(*(form.get(name, "") for name in _SIGNED))
    if not all(form.get(name) for name in _SIGNED) or not is_same(expected, form.get("hash", "")):
        raise AuthFailed("the notification's hash does not fit", code="connector.webhook_refused")
    return form
