"""iyzico fulfilling the contract: what is asked in which order, and what is not done twice."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.payments import PaymentState
from prapazar.connector_kit.records import AccountRecord, WebhookDelivery
from tests.factories.paying import paid
from tests.factories.provider import fixture, telling

_HERE = Path(__file__).parent
_KEYS = {"api_key": "anahtar", "secret_key": "gizli"}
_TOKEN = "e828c62d-fd12-4b1a-ad5a-380f15fe6596"
_UNKNOWN = {"status": "failure", "errorCode": "5122", "errorMessage": "token bulunamadı"}
_FORM = WebhookDelivery(
    {"content-type": "application/x-www-form-urlencoded"}, urlencode({"token": _TOKEN}).encode()
)


def _webhook(signature: str | None) -> WebhookDelivery:
    event = {
        "paymentConversationId": "PRZ1",
        "token": _TOKEN,
        "status": "SUCCESS",
        "iyziEventType": "CHECKOUT_FORM_AUTH",
        "iyziPaymentId": 22483975,
    }
    signed = {} if signature is None else {"x-iyz-signature-v3": signature}
    return WebhookDelivery({"content-type": "application/json", **signed}, json.dumps(event).encode())


def _connector(*contents: object) -> Any:  # noqa: ANN401 - any connector
    return telling(*contents).connector("iyzico", {}, _KEYS)


def test_credentials_are_tried_without_telling_a_name() -> None:
    found = _connector({"status": "success", "binNumber": "552879"}).test_credentials()

    assert found == AccountRecord("iyzico")


def test_callback_says_only_which_payment_and_the_answer_is_read() -> None:
    provider = telling(fixture(_HERE, "checkout"))

    found = provider.connector("iyzico", {}, _KEYS).read_payment(_FORM)

    assert (found.reference, found.external_id, found.state) == ("PRZ1", _TOKEN, PaymentState.PAID)
    assert provider.asked[0].body == {"locale": "tr", "conversationId": _TOKEN, "token": _TOKEN}


def test_webhook_without_a_signature_is_asked_about_and_one_with_a_wrong_one_refused() -> None:
    found = _connector(fixture(_HERE, "checkout")).read_payment(_webhook(None))

    assert found.state is PaymentState.PAID
    provider = telling(fixture(_HERE, "checkout"))
    with pytest.raises(AuthFailed):
        provider.connector("iyzico", {}, _KEYS).read_payment(_webhook("0" * 64))
    assert provider.requests == []


def test_token_iyzico_does_not_know_is_a_forged_callback_and_no_payment() -> None:
    with pytest.raises(AuthFailed) as raised:
        _connector(_UNKNOWN).read_payment(_FORM)

    assert raised.value.code == "connector.webhook_refused"
    assert _connector(_UNKNOWN).fetch_payment("PRZ1", _TOKEN) is None


def test_other_refusals_of_a_question_are_told() -> None:
    with pytest.raises(Rejected):
        _connector({"status": "failure", "errorCode": "10051"}).fetch_payment("PRZ1", _TOKEN)


def test_refund_that_was_made_under_this_reference_is_not_made_again() -> None:
    provider = telling(fixture(_HERE, "report"))

    found = provider.connector("iyzico", {}, _KEYS).refund_payment(
        paid(_TOKEN, receipt="22483975"), Decimal("100.05"), "PRZ1R1"
    )

    assert (found.state, found.refunded) == (PaymentState.PARTLY_REFUNDED, Decimal("100.05"))
    assert [one.method for one in provider.asked] == ["GET"]


def test_refund_beyond_what_is_left_is_not_even_sent() -> None:
    provider = telling(fixture(_HERE, "report"))

    with pytest.raises(Rejected) as raised:
        provider.connector("iyzico", {}, _KEYS).refund_payment(
            paid(_TOKEN, receipt="22483975"), Decimal("1174.86"), "PRZ1R3"
        )

    assert (raised.value.code, len(provider.requests)) == ("iyzico.too_much", 1)


def test_number_of_the_payment_is_asked_for_where_it_was_not_kept() -> None:
    receipt = {"status": "success", "paymentId": "22483975"}
    provider = telling(fixture(_HERE, "checkout"), receipt)

    cancelled = provider.connector("iyzico", {}, _KEYS).cancel_payment(paid(_TOKEN))

    assert (cancelled.state, cancelled.refunded) == (PaymentState.CANCELLED, Decimal("1274.90"))
    assert provider.asked[1].body["paymentId"] == "22483975"
