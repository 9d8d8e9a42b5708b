"""What Meta delivers: signed with the app's secret over the raw body; and its handshake."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parsing import load_json
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connector_kit.signing import digest, is_same

_HEADER = "x-hub-signature-256"


def verified(delivery: WebhookDelivery, app_secret: str) -> WebhookEvent:
    signed = hmac.new(app_secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    if not app_secret or not is_same(f"sha256={signed}", delivery.headers.get(_HEADER, "")):
        raise AuthFailed("the signature does not fit", code="connector.webhook_refused")
    return WebhookEvent(digest(delivery.body), "messages")


def handshake(query: Mapping[str, str], verify_token: str) -> str:
    if query.get("hub.mode") != "subscribe" or not is_same(verify_token, query.get("hub.verify_token", "")):
        raise AuthFailed("the verify token does not fit", code="connector.webhook_refused")
    return query.get("hub.challenge", "")


def content(delivery: WebhookDelivery) -> Any:  # noqa: ANN401 - whatever was sent
    try:
        return load_json(delivery.body)
    except ValueError:
        raise UnexpectedAnswer("no JSON", code="connector.odd_value") from None
