"""WhatsApp's answers and deliveries as our records."""

import hashlib
import hmac
import json

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.messages import OutgoingMessage, SentMessage
from prapazar.connector_kit.records import WebhookDelivery
from tests.factories.provider import telling

_SETTINGS = {"phone_number_id": "1060", "waba_id": "1020"}
_SECRETS = {"token": "anahtar", "app_secret": "gizli", "verify_token": "kod"}


def test_sent_message_has_metas_id() -> None:
    provider = telling({"messages": [{"id": "wamid.1", "message_status": "accepted"}]})
    message = OutgoingMessage("m1", "+905321112233", "x", template="siparis_yolda")

    sent = provider.connector("whatsapp", _SETTINGS, _SECRETS).send_message(message)

    assert sent == SentMessage("wamid.1", "accepted", units=1)


def test_message_without_a_template_is_never_sent() -> None:
    provider = telling({})

    with pytest.raises(Rejected) as raised:
        provider.connector("whatsapp", _SETTINGS, _SECRETS).send_message(
            OutgoingMessage("m1", "+905321112233", "x")
        )

    assert (raised.value.code, provider.requests) == ("whatsapp.template_missing", [])


def test_delivery_is_known_by_the_apps_signature() -> None:
    connector = telling({}).connector("whatsapp", _SETTINGS, _SECRETS)
    body = json.dumps({"object": "whatsapp_business_account", "entry": []}).encode()
    signed = hmac.new(b"gizli", body, hashlib.sha256).hexdigest()

    event = connector.verify(WebhookDelivery({"x-hub-signature-256": f"sha256={signed}"}, body), "")

    assert event.kind == "messages"
    for headers in ({}, {"x-hub-signature-256": signed}, {"x-hub-signature-256": "sha256="}):
        with pytest.raises(AuthFailed):
            connector.verify(WebhookDelivery(headers, body), "")


def test_handshake_is_answered_for_the_right_token_alone() -> None:
    connector = telling({}).connector("whatsapp", _SETTINGS, _SECRETS)
    asked = {"hub.mode": "subscribe", "hub.verify_token": "kod", "hub.challenge": "1158201444"}

    assert connector.answer_handshake(asked, "") == "1158201444"
    for change in ({"hub.verify_token": "baska"}, {"hub.verify_token": ""}, {"hub.mode": ""}):
        with pytest.raises(AuthFailed):
            connector.answer_handshake({**asked, **change}, "")
