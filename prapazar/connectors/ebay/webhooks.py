"""eBay's notifications: the challenge of a new destination, and signatures by a key eBay publishes."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.ebay.schemas import Raw

TOPICS = ("ORDER_CONFIRMATION", "ITEM_MARKED_SHIPPED")
KEY_KEPT_SECONDS = 3600.0
_KINDS = {
    **dict.fromkeys(TOPICS, "orders"),
    "MARKETPLACE_ACCOUNT_DELETION": "ping",
    "AUTHORIZATION_REVOCATION": "ping",
}
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {"SHA1": hashes.SHA1, "SHA256": hashes.SHA256}
_KEY_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", re.DOTALL)


class Signature(NamedTuple):
    key_id: str
    value: bytes
    digest: str


def verification_token(secret: str) -> str:
    """32 to 80 letters, digits, dashes and underscores; ours is made of the connection's own secret."""
    return hashlib.sha256(f"ebay {secret}".encode()).hexdigest()


def challenge_answer(code: str, secret: str, endpoint: str) -> dict[str, str]:
    told = f"{code}{verification_token(secret)}{endpoint}"
    return {"challengeResponse": hashlib.sha256(told.encode()).hexdigest()}


def destination(address: str, secret: str) -> dict[str, object]:
    return {
        "name": "PraPazar",
        "status": "ENABLED",
        "deliveryConfig": {"endpoint": address, "verificationToken": verification_token(secret)},
    }


def subscription(topic: str, destination_id: str) -> dict[str, object]:
    payload = {"format": "JSON", "schemaVersion": "1.0", "deliveryProtocol": "HTTPS"}
    return {"topicId": topic, "status": "ENABLED", "payload": payload, "destinationId": destination_id}


def event(delivery: WebhookDelivery, key: Callable[[str], str]) -> WebhookEvent:
    """Second tries of one notification share its id. `key` fetches the public key of an id."""
    signed = signature(delivery.headers.get("x-ebay-signature", ""))
    if signed is None or not is_signed(delivery.body, signed, key(signed.key_id)):
        raise AuthFailed("the delivery's signature does not fit", code="connector.webhook_refused")
    content = _content(delivery.body)
    topic = parsing.text(parsing.required(_part(content, "metadata"), "topic"))
    if topic not in _KINDS:
        raise UnexpectedAnswer(f"topic of {topic}"[:200], code="connector.unknown_topic")
    number = parsing.text(parsing.required(_part(content, "notification"), "notificationId"))
    return WebhookEvent(event_key=f"{topic}:{number}", kind=_KINDS[topic])


def signature(header: str) -> Signature | None:
    try:
        told = parsing.load_json(base64.b64decode(header, validate=True))
        value = base64.b64decode(told["signature"], validate=True)
        key_id, digest = str(told["kid"]), str(told.get("digest") or "SHA1")
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError):
        return None
    return Signature(key_id, value, digest) if _KEY_ID.fullmatch(key_id) and digest in _HASHES else None


def is_signed(body: bytes, signed: Signature, pem: str) -> bool:
    key = _key(pem)
    try:
        key.verify(signed.value, body, ec.ECDSA(_HASHES[signed.digest]()))
    except InvalidSignature:
        return False
    return True


def order_id(delivery: WebhookDelivery) -> str | None:
    """Whose order it is about; the documents leave open how deep its number stands."""
    data = _part(_part(_content(delivery.body), "notification"), "data")
    return _found(data, "orderId")


def _found(value: Any, name: str) -> str | None:  # noqa: ANN401 - JSON may be any shape
    if isinstance(value, dict):
        if value.get(name):
            return parsing.text(value[name])
        value = list(value.values())
    if isinstance(value, list):
        return next((found for one in value if (found := _found(one, name))), None)
    return None


def _key(pem: str) -> ec.EllipticCurvePublicKey:
    """It comes on one line; readers want its parts on lines of their own."""
    inner = _PEM.search(pem)
    if inner is None:
        raise UnexpectedAnswer("no public key", code="connector.odd_value")
    lines = ["-----BEGIN PUBLIC KEY-----", "".join(inner[1].split()), "-----END PUBLIC KEY-----", ""]
    try:
        key = serialization.load_pem_public_key("\n".join(lines).encode())
    except ValueError as error:
        raise UnexpectedAnswer("no public key", code="connector.odd_value") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise UnexpectedAnswer("a key of another kind", code="connector.odd_value")
    return key


def _content(body: bytes) -> Raw:
    try:
        return parsing.mapping(parsing.load_json(body), "body")
    except ValueError as error:
        raise UnexpectedAnswer("the delivery is not JSON", code="connector.broken_answer") from error


def _part(raw: Raw, name: str) -> Raw:
    return parsing.mapping(parsing.required(raw, name), name)
