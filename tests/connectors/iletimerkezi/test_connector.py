"""İleti Merkezi's answers as our records."""

import json

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.messages import (
    AskedMessage,
    MessageReport,
    MessageState,
    OutgoingMessage,
    SentMessage,
)
from prapazar.connector_kit.records import AccountRecord, WebhookDelivery, WebhookEvent
from prapazar.foundation.clock import now
from tests.factories.provider import answer, telling

_SETTINGS, _SECRETS = {"key": "anahtar", "header": "PRAPAZAR"}, {"hash": "ozet"}
_GOOD = {"status": {"code": "200", "message": "x"}}
_PUSHED = {"report": {"id": 7, "packet_id": 12, "status": "delivered", "to": "+905321112233", "body": "x"}}


def test_credentials_are_tested_with_the_balance() -> None:
    provider = telling({"response": {**_GOOD, "balance": {"amount": "100.00", "sms": "1000"}}})

    tested = provider.connector("iletimerkezi", _SETTINGS, _SECRETS).test_credentials()

    assert tested == AccountRecord(name="İleti Merkezi", detail="PRAPAZAR, 1000 SMS")


def test_sent_message_has_the_order_as_its_id() -> None:
    provider = telling({"response": {**_GOOD, "order": {"id": "12"}}})

    sent = provider.connector("iletimerkezi", _SETTINGS, _SECRETS).send_message(
        OutgoingMessage("m1", "+905321112233", "Yolda")
    )

    assert sent == SentMessage("12")


def test_order_nobody_knows_has_no_report() -> None:
    provider = telling()
    provider.answers = [answer({"response": {"status": {"code": 455, "message": "yok"}}}, 455)]

    connector = provider.connector("iletimerkezi", _SETTINGS, _SECRETS)

    assert connector.fetch_reports([AskedMessage("1", "+905321112233", now())]) == []


def test_pushed_report_is_told_by_id_and_status() -> None:
    connector = telling().connector("iletimerkezi", _SETTINGS, _SECRETS)
    delivery = WebhookDelivery({}, json.dumps(_PUSHED).encode())

    assert connector.verify(delivery, "") == WebhookEvent("7:delivered", "messages")
    assert connector.read_reports(delivery) == [
        MessageReport("12", MessageState.DELIVERED, "delivered", to="+905321112233")
    ]
    with pytest.raises(UnexpectedAnswer):
        connector.verify(WebhookDelivery({}, b"no json"), "")
