"""UPS's Track Alert: a parcel's movement, told by whoever knows the credential entered in UPS's portal."""

from typing import Any

from prapazar.connector_kit import parsing, signing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parsing import mapping, optional, required, text
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent

REFUSED = "connector.webhook_refused"
_BEARER = "bearer "
_TOLD = ("gmtActivityDate", "gmtActivityTime", "localActivityDate", "localActivityTime")


def event(delivery: WebhookDelivery, credential: str, client_id: str) -> WebhookEvent:
    """The documents do not say in which header the credential comes: both are read, and one must be right."""
    if not any(signing.is_same(credential, given) for given in _given(delivery.headers)):
        raise AuthFailed("the delivery's credential does not fit", code=REFUSED)
    if delivery.headers.get("x-api-key", client_id) != client_id:
        raise AuthFailed("the delivery names another app", code=REFUSED)
    told = _content(delivery.body)
    status = mapping(required(told, "activityStatus"), "activityStatus")
    parts = [number(delivery), *(text(optional(told, name)) for name in _TOLD)]
    parts += [text(optional(status, name)) for name in ("type", "code")]
    return WebhookEvent(event_key=f"tracking:{'|'.join(parts)}", kind="tracking")


def number(delivery: WebhookDelivery) -> str:
    return text(required(_content(delivery.body), "trackingNumber"))


def _given(headers: dict[str, str]) -> list[str]:
    bearer = headers.get("authorization", "")
    token = bearer[len(_BEARER) :] if bearer.lower().startswith(_BEARER) else ""
    return [headers.get("credential", ""), token]


def _content(body: bytes) -> dict[str, Any]:
    try:
        return mapping(parsing.load_json(body), "body")
    except ValueError as error:
        raise UnexpectedAnswer("the delivery is not JSON", code="connector.broken_answer") from error
