"""eBay's notifications: signed by a published key, told apart by their id."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery, WebhookEvent
from prapazar.connectors.ebay import webhooks

_KEY = ec.generate_private_key(ec.SECP256R1())
_KEY_ID = "9936261a-7d7b-4621-a0f1-96ccb428af48"


def _pem(key: Any) -> str:  # noqa: ANN401 - a private key of any kind
    return str(
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def _body(topic: str = "ORDER_CONFIRMATION", **data: Any) -> bytes:  # noqa: ANN401 - whatever the topic tells
    notification = {"notificationId": "n-1", "data": data}
    return parsing.dump_json({"metadata": {"topic": topic}, "notification": notification}).encode()


def _header(body: bytes, *, digest: str = "SHA1", **changes: object) -> str:
    made: hashes.HashAlgorithm = hashes.SHA1() if digest == "SHA1" else hashes.SHA256()  # noqa: S303 - the provider's choice
    signed = base64.b64encode(_KEY.sign(body, ec.ECDSA(made))).decode()
    told = {"alg": "ecdsa", "kid": _KEY_ID, "signature": signed, "digest": digest, **changes}
    return base64.b64encode(parsing.dump_json(told).encode()).decode()


def _delivery(body: bytes, header: str | None = None) -> WebhookDelivery:
    return WebhookDelivery({"x-ebay-signature": _header(body) if header is None else header}, body)


@pytest.mark.parametrize("digest", ["SHA1", "SHA256"])
@pytest.mark.parametrize("form", [_pem(_KEY), _pem(_KEY).replace("\n", "")])
def test_delivery_that_ebay_signed_is_an_event(digest: str, form: str) -> None:
    body = _body(orderId="06-1")
    asked: list[str] = []

    def key(number: str) -> str:
        asked.append(number)
        return form

    found = webhooks.event(_delivery(body, _header(body, digest=digest)), key)

    assert found == WebhookEvent("ORDER_CONFIRMATION:n-1", "orders")
    assert asked == [_KEY_ID]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "kein base64!",
        base64.b64encode(b"kein JSON").decode(),
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b'{"kid":"a"}').decode(),
        _header(_body(), kid="../order"),
        _header(_body(), digest="MD5"),
        _header(_body(), signature="AAAA"),
        _header(_body(orderId="another")),
    ],
)
def test_delivery_that_does_not_fit_its_signature_is_refused(header: str) -> None:
    with pytest.raises(AuthFailed) as raised:
        webhooks.event(_delivery(_body(), header), lambda _: _pem(_KEY))

    assert raised.value.code == "connector.webhook_refused"


def test_delivery_changed_by_a_single_letter_is_refused() -> None:
    body = _body(orderId="06-1")

    with pytest.raises(AuthFailed):
        webhooks.event(_delivery(body.replace(b"06-1", b"06-2"), _header(body)), lambda _: _pem(_KEY))


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----",
        _pem(rsa.generate_private_key(65537, 2048)),
    ],
)
def test_key_that_is_none_of_ebays_kind_is_unexpected(pem: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        webhooks.event(_delivery(_body()), lambda _: pem)


def test_topic_nobody_subscribed_to_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        webhooks.event(_delivery(_body("FEEDBACK_LEFT")), lambda _: _pem(_KEY))

    assert raised.value.code == "connector.unknown_topic"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"orderId": "06-1"}, "06-1"),
        ({"order": {"orderId": "06-2", "lineItems": [{"lineItemId": "1"}]}}, "06-2"),
        ({"orders": [{"x": 1}, {"orderId": "06-3"}]}, "06-3"),
        ({"username": "alici_34"}, None),
    ],
)
def test_order_is_found_however_deep_it_is_named(data: dict[str, Any], expected: str | None) -> None:
    assert webhooks.order_id(_delivery(_body(**data))) == expected


def test_challenge_is_answered_as_documented() -> None:
    """The digest of code, token and address, joined without anything between them."""
    token = webhooks.verification_token("gizli")

    found = webhooks.challenge_answer("a71b", "gizli", "https://prapazar.example.com/webhook/to/x")

    made = hashes.Hash(hashes.SHA256())
    made.update(f"a71b{token}https://prapazar.example.com/webhook/to/x".encode())
    assert found == {"challengeResponse": made.finalize().hex()}
    assert 32 <= len(token) <= 80
