"""Pazarama's returns, cancellations and questions as our records."""

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
from prapazar.connectors.pazarama import aftersales
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def test_claim_is_mapped_whole() -> None:
    [found] = aftersales.READERS["returns"](fixture(_HERE, "returns"))

    asked_at = datetime(2026, 10, 16, 6, 46, tzinfo=UTC)
    assert found == ClaimRecord(
        external_id="ef2affaf-fdfc-4128-b5bc-3a4c1129e662",
        kind=ClaimKind.RETURN,
        order_external_id="735071001",
        status=ClaimStatus.DISPUTED,
        provider_status="3",
        created_at=asked_at,
        modified_at=asked_at,
        lines=(
            ClaimLine(
                external_id="ef2affaf-fdfc-4128-b5bc-3a4c1129e662",
                order_line_external_id=None,
                sku="ŞAL-1",
                barcode="8680000000017",
                title="Çiçekli Şal, İğne Oyalı",
                quantity=1,
                reason="Ürünün parçası eksik",
                status=ClaimStatus.DISPUTED,
                note="Saçağı yok",
                amount=Decimal("129.95"),
            ),
        ),
        buyer_name="Şule Iğdırlı",
        carrier="MNG",
        tracking_number="54895647251356",
    )


def test_cancellation_is_known_by_its_name() -> None:
    [found] = aftersales.READERS["cancellations"](fixture(_HERE, "returns"))

    assert isinstance(found, ClaimRecord)
    assert (found.kind, found.external_id) == (
        ClaimKind.CANCELLATION,
        "cancel:ef2affaf-fdfc-4128-b5bc-3a4c1129e662",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"refundStatus": 99}, "connector.unknown_status"),
        ({"refundDate": "6 Octobre 2026 9:46"}, "connector.odd_value"),
        ({"quantity": None}, "connector.missing_field"),
    ],
)
def test_claim_nobody_can_read_is_parked(changes: dict[str, Any], code: str) -> None:
    raw = {**fixture(_HERE, "returns")["data"]["refundList"][0], **changes}

    [found] = aftersales.claims([raw], ClaimKind.RETURN)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("ef2affaf-fdfc-4128-b5bc-3a4c1129e662", code)


def test_question_is_mapped_whole() -> None:
    [found] = aftersales.READERS["questions"](fixture(_HERE, "questions"))

    assert found == QuestionRecord(
        external_id="56643287-ad2c-40be-9088-08dc076bf0d7",
        status=QuestionStatus.ANSWERED,
        provider_status="1",
        asked_at=datetime(2026, 11, 20, 12, 22, 16, 333_000, UTC),
        text="Boyu kaç santim?",
        customer_name="Ş*** I***",
        listing_external_id="8680000000017",
        topic="Çiçekli Şal",
        answer="180 santim.",
        answered_at=datetime(2026, 11, 20, 13, 17, 13, 23_000, UTC),
    )
