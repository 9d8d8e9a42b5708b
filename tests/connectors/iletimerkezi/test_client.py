"""İleti Merkezi's endpoints as they are called: address and body of every operation."""

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.messages import AskedMessage, OutgoingMessage
from prapazar.foundation.clock import now
from tests.factories.provider import Asked, telling

_SETTINGS, _SECRETS = {"key": "anahtar", "header": "PRAPAZAR"}, {"hash": "ozet"}
_LOGIN = {"key": "anahtar", "hash": "ozet"}
_GOOD = {"status": {"code": 200, "message": "İşlem başarılı"}}
_MESSAGE = OutgoingMessage("m1", "+905321112233", "Siparişiniz yolda")


def test_message_is_sent_as_news() -> None:
    provider = telling({"response": {**_GOOD, "order": {"id": "12"}}})

    provider.connector("iletimerkezi", _SETTINGS, _SECRETS).send_message(_MESSAGE)

    order = {
        "sender": "PRAPAZAR",
        "sendDateTime": [],
        "iys": "0",
        "message": {"text": "Siparişiniz yolda", "receipents": {"number": ["5321112233"]}},
    }
    body = {"request": {"authentication": _LOGIN, "order": order}}
    assert provider.asked == [Asked("POST", "/v1/send-sms/json", {}, body)]


def test_report_is_asked_for_each_order_once() -> None:
    provider = telling({"response": {**_GOOD, "order": {"id": "12", "status": 113, "message": []}}})
    asked = [AskedMessage(one, "+905321112233", now()) for one in ("12", "13", "12")]

    provider.connector("iletimerkezi", _SETTINGS, _SECRETS).fetch_reports(asked)

    assert [(one.path, one.body["request"]["order"]["id"]) for one in provider.asked] == [
        ("/v1/get-report/json", "12"),
        ("/v1/get-report/json", "13"),
    ]


def test_answer_without_an_order_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        telling({"response": _GOOD}).connector("iletimerkezi", _SETTINGS, _SECRETS).send_message(_MESSAGE)
