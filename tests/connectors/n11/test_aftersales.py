"""N11's returns as our claims."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import (
    ClaimKind,
    ClaimLine,
    ClaimRecord,
    ClaimStatus,
    QuestionRecord,
    QuestionStatus,
)
from prapazar.connector_kit.records import (
    ParkedRecord,
)
from prapazar.connectors.n11 import aftersales
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def test_claim_is_mapped_whole() -> None:
    [found] = aftersales.READERS["claims"](fixture(_HERE, "claims"))

    assert found == ClaimRecord(
        external_id="88000001",
        kind=ClaimKind.RETURN,
        order_external_id="200123456001",
        status=ClaimStatus.ACCEPTED,
        provider_status="APPROVED",
        created_at=datetime(2026, 11, 19, 21, tzinfo=UTC),
        modified_at=datetime(2026, 11, 20, 21, tzinfo=UTC),
        lines=(
            ClaimLine(
                external_id="88000001",
                order_line_external_id=None,
                sku=None,
                barcode=None,
                title="Çiçekli Şal, İğne Oyalı",
                quantity=2,
                reason="Beden uymadı",
                status=ClaimStatus.ACCEPTED,
                note="Küçük",
                amount=Decimal("259.90"),
            ),
        ),
        buyer_name="Şule Iğdırlı",
        carrier="Yurtiçi Kargo",
        tracking_number="7788",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "?"}, "connector.unknown_status"),
        ({"requestDate": "20 Kasım 2026"}, "connector.odd_value"),
    ],
)
def test_claim_nobody_can_read_is_parked(changes: dict[str, Any], code: str) -> None:
    raw = {**fixture(_HERE, "claims")["claimReturnList"]["claimReturn"], **changes}

    [found] = aftersales.claims([raw])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("88000001", code)


def test_period_is_in_days_of_istanbul() -> None:
    late = datetime(2026, 11, 20, 22, tzinfo=UTC)

    assert aftersales.period(late, late) == {"startDate": "21/11/2026", "endDate": "21/11/2026"}


@pytest.mark.parametrize(
    "raw",
    [
        {"denyReasonTypeDataList": [{"id": "1", "value": "Kullanılmış"}, {"id": "2", "value": "Eksik"}]},
        {
            "denyReasonTypeDataList": {
                "denyReasonTypeData": [{"id": "1", "value": "Kullanılmış"}, {"id": "2", "value": "Eksik"}]
            }
        },
    ],
)
def test_reasons_are_read_in_both_shapes(raw: dict[str, Any]) -> None:
    assert aftersales.deny_reasons(raw) == [("1", "Kullanılmış"), ("2", "Eksik")]


@pytest.mark.parametrize("asked", ["2026-11-20", "20/11/2026"])
def test_question_is_mapped_whole_with_its_day_in_either_form(asked: str) -> None:
    raw = {**fixture(_HERE, "questions"), "questionDate": asked}

    assert aftersales.question(raw) == QuestionRecord(
        external_id="114646001",
        status=QuestionStatus.ANSWERED,
        provider_status="CLOSED",
        asked_at=datetime(2026, 11, 19, 21, tzinfo=UTC),
        text="Boyu kaç santim?",
        customer_name="Şule Iğdırlı",
        topic="Çiçekli Şal",
        answer="180 santim.",
        answered_at=datetime(2026, 11, 20, 21, tzinfo=UTC),
    )


def test_question_nobody_can_read_is_parked() -> None:
    raw = {**fixture(_HERE, "questions"), "status": "?"}

    assert aftersales.questions([raw]) == [ParkedRecord("114646001", "connector.unknown_status", "?", raw)]
