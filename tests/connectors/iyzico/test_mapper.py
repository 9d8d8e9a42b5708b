"""iyzico's shapes as our records."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.payments import PaymentRecord, PaymentState
from prapazar.connectors.iyzico import mapper
from tests.factories.paying import request
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_TOKEN = "e828c62d-fd12-4b1a-ad5a-380f15fe6596"
_PAID = fixture(_HERE, "checkout")
_REPORT = fixture(_HERE, "report")


def test_payment_is_read_whole() -> None:
    found = mapper.payment(_PAID, _TOKEN, "gizli")

    assert found == PaymentRecord(
        reference="PRZ1",
        external_id=_TOKEN,
        state=PaymentState.PAID,
        provider_status="SUCCESS",
        amount=Decimal("1274.90"),
        currency="TRY",
        fee=Decimal("38.37"),
        installments=3,
        card="**** 0008",
        receipt="22483975",
        item_ids=(("SAL-1", "2248397501"), ("CAY-1", "2248397502")),
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"paidPrice": Decimal("1.00")},
        {"price": Decimal("1249.91")},
        {"basketId": "PRZ2"},
        {"currency": "USD"},
        {"paymentId": "1"},
        {"signature": ""},
        {"signature": None},
    ],
)
def test_answer_somebody_changed_is_no_answer(changed: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        mapper.payment({**_PAID, **changed}, _TOKEN, "gizli")

    assert raised.value.code == "iyzico.signature_wrong"


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("FAILURE", PaymentState.FAILED),
        ("INIT_THREEDS", PaymentState.OPEN),
        ("CALLBACK_THREEDS", PaymentState.OPEN),
        ("BKM_POS_SELECTED", PaymentState.OPEN),
        ("CALLBACK_PECCO", PaymentState.OPEN),
        (None, PaymentState.OPEN),
    ],
)
def test_word_is_read_as_what_it_means(word: str | None, state: PaymentState) -> None:
    assert mapper.payment({**_PAID, "paymentStatus": word}, _TOKEN, "gizli").state is state


@pytest.mark.parametrize(
    ("fraud", "state"), [(1, PaymentState.PAID), (0, PaymentState.OPEN), (-1, PaymentState.FAILED)]
)
def test_review_decides_about_a_payment_that_went_through(fraud: int, state: PaymentState) -> None:
    assert mapper.payment({**_PAID, "fraudStatus": fraud}, _TOKEN, "gizli").state is state


@pytest.mark.parametrize("changed", [{"paymentStatus": "TELEPORTED"}, {"fraudStatus": 7}])
def test_word_nobody_knows_is_unexpected(changed: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        mapper.payment({**_PAID, **changed}, _TOKEN, "gizli")

    assert raised.value.code == "connector.unknown_status"


def test_answer_about_another_form_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.payment(_PAID, "another", "gizli")


def test_declined_payment_needs_no_amount_and_no_signature() -> None:
    told = {
        "status": "failure",
        "token": _TOKEN,
        "paymentStatus": "FAILURE",
        "errorMessage": "Kart limiti yetersiz",
    }

    found = mapper.payment(told, _TOKEN, "gizli")

    assert (found.state, found.amount, found.currency, found.failure) == (
        PaymentState.FAILED,
        Decimal(0),
        "",
        "Kart limiti yetersiz",
    )


def test_report_says_what_went_back_and_leaves_out_what_did_not() -> None:
    found = mapper.with_refunds(mapper.payment(_PAID, _TOKEN, "gizli"), _REPORT)

    assert (found.state, found.refunded) == (PaymentState.PARTLY_REFUNDED, Decimal("100.05"))
    assert [mapper.is_refunded_as(_REPORT, one) for one in ("PRZ1R1", "PRZ1R2", "")] == [True, False, False]


def test_cancelled_payment_is_cancelled_whole() -> None:
    [payment] = _REPORT["payments"]
    cancel = {"refundPrice": Decimal("1274.90"), "refundStatus": 1}
    report = {"payments": [{**payment, "cancels": [cancel], "itemTransactions": []}]}

    found = mapper.with_refunds(mapper.payment(_PAID, _TOKEN, "gizli"), report)

    assert (found.state, found.refunded) == (PaymentState.CANCELLED, Decimal("1274.90"))


def test_payment_is_known_by_our_reference_alone() -> None:
    found = mapper.reported(_REPORT, "PRZ1")

    assert found is not None
    assert (found.reference, found.external_id, found.receipt) == ("PRZ1", "", "22483975")
    assert (found.state, found.amount, found.refunded) == (
        PaymentState.PARTLY_REFUNDED,
        Decimal("1274.90"),
        Decimal("100.05"),
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"buyer_name": "Cher"}, ("Cher", "Cher", "+905321112233")),
        ({"buyer_phone": "12"}, ("Ayşe Şule", "Iğdırlıoğlu", None)),
        ({"buyer_phone": "+90 (532) 111-22-33"}, ("Ayşe Şule", "Iğdırlıoğlu", "+905321112233")),
    ],
)
def test_buyer_has_a_name_in_two_parts_and_a_phone_with_its_country(
    changes: dict[str, str], expected: tuple[str, str, str | None]
) -> None:
    buyer = mapper.form(request(**changes))["buyer"]

    assert (buyer["name"], buyer["surname"], buyer.get("gsmNumber")) == expected


@pytest.mark.parametrize(
    ("most", "plans"), [(1, ["1"]), (0, ["1"]), (4, ["1", "2", "3"]), (12, ["1", "2", "3", "6", "9", "12"])]
)
def test_installments_are_those_iyzico_has(most: int, plans: list[str]) -> None:
    assert mapper.form(request(max_installments=most))["enabledInstallments"] == plans
