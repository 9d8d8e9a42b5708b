"""İdefix's claims and questions as our records."""

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
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.idefix import aftersales
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _claim(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a claim
    return {**fixture(_HERE, "claims")["items"][0], **changes}


def _lines(*states: str) -> list[dict[str, Any]]:
    return [{**_claim()["items"][0], "id": number, "state": state} for number, state in enumerate(states)]


def test_claim_is_mapped_whole() -> None:
    created_at = datetime(2026, 11, 25, 7, tzinfo=UTC)

    assert aftersales.claims([_claim()]) == [
        ClaimRecord(
            external_id="410001",
            kind=ClaimKind.RETURN,
            order_external_id="IDE1002071001",
            status=ClaimStatus.WAITING,
            provider_status="approved,waiting_vendor_approve",
            created_at=created_at,
            modified_at=created_at,
            lines=(
                ClaimLine(
                    external_id="510001",
                    order_line_external_id="21440001",
                    sku="ŞAL-1",
                    barcode="8680000000017",
                    title="Çiçekli Şal, İğne Oyalı",
                    quantity=1,
                    reason="Beklentimi karşılamadı",
                    status=ClaimStatus.WAITING,
                    note="Rengi farklı",
                    amount=Decimal("119.45"),
                ),
                ClaimLine(
                    external_id="510002",
                    order_line_external_id="21440002",
                    sku="ÇAY-9",
                    barcode="8680000000024",
                    title="Siyah Çay 1 kg",
                    quantity=1,
                    reason="Hasarlı",
                    status=ClaimStatus.ACCEPTED,
                    note="Eksik",
                ),
            ),
            buyer_name="Şule Iğdırlı",
            carrier="Aras Kargo",
            tracking_number="7261234567890",
        )
    ]


@pytest.mark.parametrize(
    ("states", "status"),
    [
        (("ready",), ClaimStatus.REQUESTED),
        (("in_cargo", "approved"), ClaimStatus.REQUESTED),
        (("approved", "waiting_vendor_approve", "ready"), ClaimStatus.WAITING),
        (("vendor_decline_request", "approved"), ClaimStatus.DISPUTED),
        (("decline", "approved"), ClaimStatus.REJECTED),
        (("approved",), ClaimStatus.ACCEPTED),
    ],
)
def test_claim_stands_where_something_is_still_to_be_done(
    states: tuple[str, ...], status: ClaimStatus
) -> None:
    [found] = aftersales.claims([_claim(items=_lines(*states))])

    assert isinstance(found, ClaimRecord)
    assert found.status is status


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"items": _lines("teleported")}, "connector.unknown_status"),
        ({"items": []}, "connector.missing_field"),
        ({"cargoTypeName": "exchange"}, "connector.odd_value"),
        ({"createdAt": None}, "connector.missing_field"),
    ],
)
def test_claim_nobody_can_read_is_parked(changes: dict[str, Any], code: str) -> None:
    [found] = aftersales.claims([_claim(**changes)])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("410001", code)


def test_date_of_change_is_read_should_it_come() -> None:
    [found] = aftersales.claims([_claim(updatedAt="2026-11-26T10:00:00+03:00")])

    assert isinstance(found, ClaimRecord)
    assert found.modified_at == datetime(2026, 11, 26, 7, tzinfo=UTC)


def test_reason_that_is_no_number_is_not_told() -> None:
    with pytest.raises(UnexpectedAnswer):
        aftersales.declined(["510001"], "kullanılmış", "")


def test_questions_are_mapped_whole() -> None:
    asked_at = datetime(2026, 11, 21, 12, 22, tzinfo=UTC)

    assert aftersales.questions(fixture(_HERE, "questions")["items"]) == [
        QuestionRecord(
            external_id="88001",
            status=QuestionStatus.ANSWERED,
            provider_status="open",
            asked_at=asked_at,
            text="Boyu kaç santim?",
            customer_name="Ş** I**",
            listing_external_id="8680000000017",
            topic="Çiçekli Şal, İğne Oyalı",
            answer="180 santim.",
            answered_at=datetime(2026, 11, 21, 13, tzinfo=UTC),
        ),
        QuestionRecord(
            external_id="88002",
            status=QuestionStatus.WAITING,
            provider_status="open",
            asked_at=datetime(2026, 11, 21, 12, 30, tzinfo=UTC),
            text="Yıkanır mı?",
            customer_name="Ş** I**",
        ),
    ]


def test_question_put_away_without_an_answer_has_expired() -> None:
    raw = {**fixture(_HERE, "questions")["items"][1], "isArchived": True}

    [found] = aftersales.questions([raw])

    assert isinstance(found, QuestionRecord)
    assert (found.status, found.provider_status) == (QuestionStatus.EXPIRED, "archived")
