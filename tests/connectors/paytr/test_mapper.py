"""PayTR's shapes as our records."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.payments import PaymentRecord, PaymentState
from prapazar.connectors.paytr import mapper
from prapazar.foundation.clock import ISTANBUL
from tests.factories.paying import request
from tests.factories.provider import fixture

_STATUS = fixture(Path(__file__).parent, "status")


def test_status_is_read_whole() -> None:
    assert mapper.payment(_STATUS, "PRZ1") == PaymentRecord(
        reference="PRZ1",
        external_id="PRZ1",
        state=PaymentState.PARTLY_REFUNDED,
        provider_status="success",
        amount=Decimal("1274.90"),
        currency="TRY",
        at=datetime(2026, 11, 21, 18, 4, 11, tzinfo=ISTANBUL),
        refunded=Decimal("100.05"),
        fee=Decimal("30.56"),
        installments=3,
        card="**** 6747",
    )


def test_short_status_without_fee_card_and_returns_is_read_too() -> None:
    told = {
        "status": "success",
        "test_mode": 1,
        "payment_amount": "99.99",
        "payment_total": "99.99",
        "payment_date": "2026-11-21",
        "currency": "USD",
    }

    found = mapper.payment(told, "PRZ1")

    assert found == PaymentRecord("PRZ1", "PRZ1", PaymentState.PAID, "success", Decimal("99.99"), "USD")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"payment_total": "1.274,90"}, "connector.odd_value"),
        ({"payment_total": None}, "connector.missing_field"),
        ({"returns": [{"renamed": "1"}]}, "connector.missing_field"),
        ({"returns": "1"}, "connector.odd_value"),
        ({"status": "perhaps"}, "connector.unknown_status"),
    ],
)
def test_status_that_is_odd_is_unexpected(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        mapper.payment({**_STATUS, **changed}, "PRZ1")

    assert raised.value.code == code


def test_failed_notification_says_why_and_no_money_moved() -> None:
    form = {
        "merchant_oid": "PRZ1",
        "status": "failed",
        "total_amount": "124990",
        "currency": "TL",
        "failed_reason_code": "6",
        "failed_reason_msg": "Müşteri ödeme yapmaktan vazgeçti",
    }

    found = mapper.notified(form)

    assert (found.state, found.amount, found.failure) == (
        PaymentState.FAILED,
        Decimal(0),
        "Müşteri ödeme yapmaktan vazgeçti",
    )


@pytest.mark.parametrize(
    "changed", [{"status": "waiting"}, {"total_amount": "12.34"}, {"total_amount": "viel"}]
)
def test_notification_nobody_understands_is_unexpected(changed: dict[str, str]) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.notified({"merchant_oid": "PRZ1", "status": "success", "total_amount": "1234", **changed})


@pytest.mark.parametrize(("given", "sent"), [("0.05", "5"), ("10.00", "1000"), ("1249.9", "124990")])
def test_amount_is_sent_in_kurus(given: str, sent: str) -> None:
    assert mapper.kurus(Decimal(given)) == sent


@pytest.mark.parametrize(
    ("most", "expected"), [(1, ("1", "0")), (0, ("1", "0")), (2, ("0", "2")), (24, ("0", "12"))]
)
def test_installments_are_off_or_at_most_twelve(most: int, expected: tuple[str, str]) -> None:
    form = mapper.token_form(request(max_installments=most))

    assert (form["no_installment"], form["max_installment"]) == expected


def test_long_names_are_cut_to_what_paytr_takes() -> None:
    form = mapper.token_form(request(buyer_name="Ş" * 80, buyer_phone="5" * 30))

    assert (len(form["user_name"]), len(form["user_phone"])) == (60, 20)
