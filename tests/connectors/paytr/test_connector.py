"""PayTR fulfilling the contract: pages in a frame, notifications by their hash, refunds made once."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected, UnexpectedAnswer
from prapazar.connector_kit.payments import PaymentRecord, PaymentState
from prapazar.connector_kit.records import WebhookDelivery
from tests.factories.paying import paid, request
from tests.factories.provider import fixture, telling

_HERE = Path(__file__).parent
_STATUS = fixture(_HERE, "status")
_HASH = "LqkSMvTmozAD+zLTj21CvP20rnJxitym5tb1sypQJZ4="


def _connector(*contents: object) -> Any:  # noqa: ANN401 - any connector
    secrets = {"merchant_key": "key", "merchant_salt": "salt"}
    return telling(*contents).connector("paytr", {"merchant_id": "1"}, secrets)


def _notification(**changes: str) -> WebhookDelivery:
    """The vector of a client's tests."""
    form = {
        "merchant_oid": "transactionId",
        "status": "success",
        "total_amount": "1234",
        "hash": _HASH,
        **changes,
    }
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookDelivery(headers, urlencode(form).encode())


def test_page_is_shown_in_a_frame() -> None:
    page = _connector({"status": "success", "token": "t1"}).open_payment(request())

    assert (page.external_id, page.url, page.in_frame) == (
        "PRZ1",
        "https://www.paytr.com/odeme/guvenli/t1",
        True,
    )


def test_notification_is_known_by_its_hash() -> None:
    found = _connector({}).read_payment(_notification(currency="TL", installment_count="3"))

    assert found == PaymentRecord(
        reference="transactionId",
        external_id="transactionId",
        state=PaymentState.PAID,
        provider_status="success",
        amount=Decimal("12.34"),
        currency="TRY",
        installments=3,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"hash": ""},
        {"hash": _HASH.lower()},
        {"total_amount": "1"},
        {"status": "failed"},
        {"merchant_oid": "transactionI", "status": "dsuccess"},
    ],
)
def test_notification_whose_hash_does_not_fit_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(AuthFailed) as raised:
        _connector({}).read_payment(_notification(**changes))

    assert raised.value.code == "connector.webhook_refused"


def test_payment_nobody_made_is_none() -> None:
    told = {"status": "error", "err_no": "004", "err_msg": "merchant_oid ile basarili odeme bulunamadi"}

    assert _connector(told).fetch_payment("PRZ1", "PRZ1") is None


def test_other_refusals_of_a_question_are_told() -> None:
    with pytest.raises(Rejected):
        _connector({"status": "error", "err_no": "001", "err_msg": "x"}).fetch_payment("PRZ1", "PRZ1")


def test_refund_that_was_made_under_this_reference_is_not_made_again() -> None:
    provider = telling(_STATUS)

    found = provider.connector(
        "paytr", {"merchant_id": "1"}, {"merchant_key": "key", "merchant_salt": "salt"}
    ).refund_payment(paid(), Decimal("100.05"), "PRZ1-R1")

    assert (found.state, found.refunded) == (PaymentState.PARTLY_REFUNDED, Decimal("100.05"))
    assert len(provider.requests) == 1


def test_refund_beyond_what_is_left_is_not_even_sent() -> None:
    with pytest.raises(Rejected) as raised:
        _connector(_STATUS).refund_payment(paid(), Decimal("1174.86"), "PRZ1R2")

    assert raised.value.code == "paytr.too_much"


def test_credentials_answered_for_another_request_are_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector({"status": "success", "request_id": "other"}).test_credentials()


def test_callback_is_told_in_the_panel_and_answered_in_two_letters() -> None:
    connector = _connector({})

    found = (
        connector.callback_by_hand,
        connector.callback_answer,
        connector.comes_with_buyer(_notification()),
    )
    assert found == (True, "OK", False)
