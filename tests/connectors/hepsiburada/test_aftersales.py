"""Claims, questions and account lines as our records."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import (
    ClaimKind,
    ClaimLine,
    ClaimRecord,
    ClaimStatus,
    QuestionRecord,
    QuestionStatus,
    SettlementKind,
    SettlementRecord,
)
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.hepsiburada import aftersales
from prapazar.connectors.hepsiburada.schemas import folded
from tests.connectors.hepsiburada.site import FIRST, ORDER, recorded

_AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
_DUE = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def _claim(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a claim
    line = folded(recorded("order_packed"))["items"][0]
    return {"claim": {**folded(recorded("claims"))[0], **changes}, "line": line}


def _question(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a question
    return {**folded(recorded("issues"))["data"][0], **changes}


def _transaction(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an account line
    return {**folded(recorded("transactions"))["items"][1], **changes}


def test_claim_is_mapped_whole() -> None:
    assert aftersales.claims([_claim()]) == [
        ClaimRecord(
            external_id="10000001",
            kind=ClaimKind.RETURN,
            order_external_id=ORDER,
            status=ClaimStatus.WAITING,
            provider_status="AwaitingAction",
            created_at=_AT,
            modified_at=_AT,
            lines=(
                ClaimLine(
                    external_id="10000001",
                    order_line_external_id=FIRST,
                    sku="TS-MAVI-M",
                    barcode="8680000000017",
                    title="Pamuklu Tişört",
                    quantity=1,
                    reason="ChangedMind",
                    status=ClaimStatus.WAITING,
                    note="Vazgeçtim",
                    amount=Decimal("129.90"),
                ),
            ),
            buyer_name="Ayşe Örnek",
            due_at=_DUE,
            carrier="HepsiJet",
            tracking_number="HJI10000001",
        )
    ]


def test_claim_about_a_line_nobody_knows_is_named_by_its_sku() -> None:
    [found] = aftersales.claims([{**_claim(), "line": {}}])

    assert isinstance(found, ClaimRecord)
    assert (found.lines[0].title, found.lines[0].barcode) == ("TS-MAVI-M", None)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("RenewProduct", ClaimKind.EXCHANGE),
        ("change", ClaimKind.EXCHANGE),
        ("Missingpart", ClaimKind.MISSING),
        ("MissingInvoice", ClaimKind.MISSING),
        ("WrongProduct", ClaimKind.RETURN),
    ],
)
def test_kind_of_a_claim_is_one_of_ours(kind: str, expected: ClaimKind) -> None:
    [found] = aftersales.claims([_claim(claimtype=kind)])

    assert isinstance(found, ClaimRecord)
    assert found.kind is expected


@pytest.mark.parametrize("word", aftersales.CLAIM_STATUSES)
def test_status_of_a_claim_is_its_lines(word: str) -> None:
    [found] = aftersales.claims([_claim(status=word, refunddate="2026-11-21T00:00:00Z")])

    assert isinstance(found, ClaimRecord)
    assert {found.status, found.lines[0].status} == {aftersales.CLAIM_STATUSES[word]}
    assert found.modified_at == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "Işınlandı"}, "connector.unknown_status"),
        ({"claimtype": "Işınlama"}, "connector.unknown_kind"),
        ({"pricecurrency": "EUR"}, "connector.unknown_currency"),
        ({"quantity": None}, "connector.missing_field"),
    ],
)
def test_claim_that_cannot_be_read_is_parked(changes: dict[str, Any], code: str) -> None:
    [found] = aftersales.claims([_claim(**changes)])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("10000001", code)


def test_question_is_mapped_whole() -> None:
    assert aftersales.questions([_question()]) == [
        QuestionRecord(
            external_id="500001",
            status=QuestionStatus.WAITING,
            provider_status="WaitingForAnswer",
            asked_at=_AT,
            text="Boyu kaç santim?",
            listing_external_id="HBV00000100001",
            topic="Ürün özellikleri",
            due_at=_DUE,
        )
    ]


def test_answered_question_about_an_order_is_private() -> None:
    said = [
        {"from": "Customer", "content": "Nerede kaldı?", "createdat": "2026-11-20T10:00:00Z"},
        {"from": "Merchant", "content": "Yolda.", "createdat": "2026-11-20T11:00:00Z"},
    ]

    [found] = aftersales.questions([_question(status="Answered", conversations=said, ordernumber=int(ORDER))])

    assert isinstance(found, QuestionRecord)
    assert (found.text, found.answer, found.order_external_id) == ("Nerede kaldı?", "Yolda.", ORDER)
    assert (found.answered_at, found.is_public) == (datetime(2026, 11, 20, 11, 0, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("told", "is_within"),
    [("2026-11-20T10:00:00Z", True), ("2026-11-20T11:00:00Z", False), ("dün", True)],
)
def test_question_of_another_time_is_left_out_and_an_odd_one_is_not(told: str, is_within: bool) -> None:
    until = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)

    assert aftersales.asked_within(_question(createdat=told), _AT, until) is is_within


def test_question_in_an_unknown_status_is_parked() -> None:
    [found] = aftersales.questions([_question(status="Işınlandı")])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("500001", "connector.unknown_status")


def test_account_line_is_mapped_whole() -> None:
    raw = _transaction()

    assert aftersales.settlements([raw]) == [
        SettlementRecord(
            external_id=raw["id"],
            kind=SettlementKind.COMMISSION,
            provider_kind="Commission",
            at=_AT,
            amount=Decimal("-38.97"),
            currency="TRY",
            order_external_id=ORDER,
            package_external_id=ORDER,
            due_at=datetime(2026, 12, 11, 10, 0, tzinfo=UTC),
            note="Pamuklu Tişört",
        )
    ]


@pytest.mark.parametrize(
    ("value", "is_income", "amount"), [("5", True, "5"), ("-5", False, "-5"), ("5", False, "-5")]
)
def test_sign_is_what_the_flag_says(value: str, is_income: bool, amount: str) -> None:
    raw = _transaction(amount={"value": value, "currencycode": "TRY"}, isincome=is_income)

    [found] = aftersales.settlements([raw])

    assert isinstance(found, SettlementRecord)
    assert found.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Payment", SettlementKind.SALE),
        ("Return", SettlementKind.RETURN),
        ("CommissionRefund", SettlementKind.COMMISSION),
        ("ShipmentCostSharingExpense", SettlementKind.SHIPPING),
        ("Stoppage", SettlementKind.WITHHOLDING),
        ("LateInterestExpense", SettlementKind.PENALTY),
        ("TotalPayment", SettlementKind.PAYOUT),
        ("BalanceCorrection", SettlementKind.OTHER),
    ],
)
def test_kind_of_an_account_line_is_one_of_ours(word: str, kind: SettlementKind) -> None:
    [found] = aftersales.settlements([_transaction(transactiontype=word)])

    assert isinstance(found, SettlementRecord)
    assert (found.kind, found.provider_kind) == (kind, word)


def test_account_line_in_another_currency_is_parked() -> None:
    [found] = aftersales.settlements([_transaction(amount={"value": 1, "currencycode": "EUR"})])

    assert isinstance(found, ParkedRecord)
    assert found.code == "connector.unknown_currency"


@pytest.mark.parametrize(
    ("operation", "name", "count"),
    [("claims", "claims", 1), ("questions", "issues", 1), ("settlements", "transactions", 5)],
)
def test_recorded_answer_is_replayed(operation: str, name: str, count: int) -> None:
    assert len(aftersales.READERS[operation](recorded(name))) == count
