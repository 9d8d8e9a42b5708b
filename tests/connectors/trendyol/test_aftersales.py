"""Trendyol's claims, questions and account lines as our records."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
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
from prapazar.connectors.trendyol import aftersales
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_NOON = datetime(2025, 11, 24, 16, 0, tzinfo=UTC)
_LINE = ClaimLine(
    external_id="u-1",
    order_line_external_id="4765000001",
    sku="TS-MAVİ-M",
    barcode="8680000000017",
    title="Pamuklu Tişört",
    quantity=1,
    reason="Bedeni küçük geldi",
    status=ClaimStatus.WAITING,
    note="Dar geldi",
    amount=Decimal("129.95"),
)


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("trendyol", {"seller_id": "1001"}, {"api_key": "k", "api_secret": "s"})


def _claim(*statuses: str) -> dict[str, Any]:
    raw: dict[str, Any] = fixture(_HERE, "claims")["content"][0]
    unit = raw["items"][0]["claimItems"][0]
    raw["items"][0]["claimItems"] = [
        {**unit, "id": f"u-{number}", "claimItemStatus": {"name": status}}
        for number, status in enumerate(statuses)
    ]
    return raw


def _row(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an account line
    return {**fixture(_HERE, "settlements")["content"][0], **changes}


def test_claim_is_mapped_whole() -> None:
    [found] = aftersales.claims(fixture(_HERE, "claims")["content"])

    assert found == ClaimRecord(
        external_id="c-1",
        kind=ClaimKind.RETURN,
        order_external_id="1236923056",
        status=ClaimStatus.WAITING,
        provider_status="WaitingInAction, Created",
        created_at=_NOON,
        modified_at=datetime(2025, 11, 24, 16, 10, tzinfo=UTC),
        lines=(
            _LINE,
            ClaimLine(
                "u-2",
                "4765000001",
                "TS-MAVİ-M",
                "8680000000017",
                "Pamuklu Tişört",
                1,
                "Bedeni küçük geldi",
                ClaimStatus.REQUESTED,
                amount=Decimal("129.95"),
            ),
        ),
        buyer_name="Ayşe Yılmaz",
        due_at=datetime(2025, 11, 26, 16, 0, tzinfo=UTC),
        carrier="Trendyol Express Marketplace",
        tracking_number="7330000000000017",
    )


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("Created",), ClaimStatus.REQUESTED),
        (("Accepted", "WaitingInAction"), ClaimStatus.WAITING),
        (("Accepted", "Unresolved"), ClaimStatus.DISPUTED),
        (("WaitingFraudCheck",), ClaimStatus.DISPUTED),
        (("InAnalysis",), ClaimStatus.DISPUTED),
        (("Accepted", "Rejected"), ClaimStatus.REJECTED),
        (("Cancelled", "Accepted"), ClaimStatus.ACCEPTED),
        (("Cancelled",), ClaimStatus.CANCELLED),
    ],
)
def test_claim_stands_where_its_most_urgent_unit_stands(
    statuses: tuple[str, ...], expected: ClaimStatus
) -> None:
    assert aftersales.claim(_claim(*statuses)).status is expected


def test_decided_claim_is_due_no_more() -> None:
    assert aftersales.claim(_claim("Accepted")).due_at is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (_claim("Uçtu"), "connector.unknown_status"),
        (_claim(), "connector.odd_value"),
        ({**_claim("Created"), "claimDate": None}, "connector.missing_field"),
    ],
)
def test_claim_that_cannot_be_read_is_parked_alone(raw: dict[str, Any], code: str) -> None:
    parked, good = aftersales.claims([raw, _claim("Created")])

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code) == ("c-1", code)
    assert isinstance(good, ClaimRecord)


def test_seller_without_claims_may_be_told_404() -> None:
    provider = Provider([answer({"errors": [{"key": "claim.not.found"}]}, 404)])

    assert list(_connector(provider).fetch_claims(_NOON, datetime.max.replace(tzinfo=UTC))) == []


def test_reasons_that_need_no_file_are_offered_first() -> None:
    raws = [{"id": 1, "name": "Sahte"}, {"id": 451, "name": "Diğer"}, {"id": 2101, "name": "Değişim"}]

    assert aftersales.claim_reasons(raws) == [("451", "Diğer"), ("2101", "Değişim"), ("1", "Sahte")]


def test_questions_are_mapped_whole() -> None:
    found = aftersales.questions(fixture(_HERE, "questions")["content"])

    assert found == [
        QuestionRecord(
            external_id="100001",
            status=QuestionStatus.WAITING,
            provider_status="WAITING_FOR_ANSWER",
            asked_at=_NOON,
            text="Boyu kaç santim?",
            customer_name="A** Y**",
            topic="Pamuklu Tişört",
        ),
        QuestionRecord(
            external_id="100002",
            status=QuestionStatus.ANSWERED,
            provider_status="ANSWERED",
            asked_at=_NOON,
            text="İpek mi?",
            topic="Pamuklu Tişört",
            answer="Hayır, pamukludur.",
            answered_at=datetime(2025, 11, 24, 17, 0, tzinfo=UTC),
            is_public=False,
        ),
    ]


@pytest.mark.parametrize(("theirs", "ours"), aftersales.QUESTION_STATUSES.items())
def test_every_known_question_status_is_mapped(theirs: str, ours: QuestionStatus) -> None:
    raw = fixture(_HERE, "questions")["content"][0]

    assert aftersales.question({**raw, "status": theirs}).status is ours


def test_question_in_an_unknown_status_is_parked_alone() -> None:
    raw = fixture(_HERE, "questions")["content"][0]

    parked, good = aftersales.questions([{**raw, "status": "?"}, raw])

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code) == ("100001", "connector.unknown_status")
    assert isinstance(good, QuestionRecord)


def test_long_period_of_questions_is_read_in_windows() -> None:
    def serve(_: httpx.Request) -> httpx.Response:
        return answer({"totalElements": 0, "content": []})

    provider = Provider([serve])

    list(
        _connector(provider).fetch_questions(
            datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)
        )
    )

    spans = [(asked.query["startDate"], asked.query["endDate"]) for asked in provider.asked]
    assert spans == [("1790812800000", "1792022399999"), ("1792022400000", "1792454399999")]


def test_sale_is_mapped_whole() -> None:
    [found] = aftersales.settlements(SettlementKind.SALE, [_row()])

    assert found == SettlementRecord(
        external_id="47650000010001",
        kind=SettlementKind.SALE,
        provider_kind="Satış",
        at=_NOON,
        amount=Decimal("110.46"),
        currency="TRY",
        order_external_id="1236923056",
        package_external_id="3330111111",
        barcode="8680000000017",
        commission=Decimal("19.49"),
        commission_rate=Decimal(15),
        due_at=datetime(2025, 12, 15, 16, 0, tzinfo=UTC),
        note="Satış",
    )


@pytest.mark.parametrize("revenue", [Decimal("110.46"), Decimal("-110.46"), None])
def test_return_is_taken_back_with_or_without_a_sign(revenue: Decimal | None) -> None:
    raw = _row(credit=0, debt=Decimal("129.95"), sellerRevenue=revenue)

    [found] = aftersales.settlements(SettlementKind.RETURN, [raw])

    assert isinstance(found, SettlementRecord)
    assert (found.amount, found.commission) == (Decimal("-110.46"), Decimal("-19.49"))


@pytest.mark.parametrize(
    ("kind", "label", "credit", "debt", "expected", "amount"),
    [
        (SettlementKind.PAYOUT, "Ödeme", 0, 500, SettlementKind.PAYOUT, 500),
        (SettlementKind.PAYOUT, "Ödeme", 500, 0, SettlementKind.PAYOUT, 500),
        (SettlementKind.WITHHOLDING, "Stopaj", 0, 5, SettlementKind.WITHHOLDING, -5),
        (SettlementKind.SERVICE_FEE, "Kargo Fatura", 0, 45, SettlementKind.SHIPPING, -45),
        (SettlementKind.SERVICE_FEE, "Platform Hizmet Bedeli", 0, 9, SettlementKind.SERVICE_FEE, -9),
        (SettlementKind.SERVICE_FEE, "Termin Gecikme Ceza Faturası", 0, 9, SettlementKind.PENALTY, -9),
        (SettlementKind.SERVICE_FEE, "Reklam", 0, 9, SettlementKind.OTHER, -9),
        (SettlementKind.OTHER, "Virman", 7, 0, SettlementKind.OTHER, 7),
    ],
)
def test_other_lines_are_ours_or_kept_back(
    kind: SettlementKind, label: str, credit: int, debt: int, expected: SettlementKind, amount: int
) -> None:
    raw = _row(transactionType=label, credit=credit, debt=debt, sellerRevenue=None, commissionAmount=None)

    [found] = aftersales.other_financials(kind, [raw])

    assert isinstance(found, SettlementRecord)
    assert (found.kind, found.amount, found.commission) == (expected, Decimal(amount), None)


def test_line_that_cannot_be_read_is_parked_alone() -> None:
    parked, good = aftersales.settlements(SettlementKind.SALE, [_row(credit="çok"), _row(id="2")])

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code) == ("47650000010001", "connector.odd_value")
    assert isinstance(good, SettlementRecord)
