"""Our shipments in MNG's words, and its answers in ours."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    Parcel,
    ParcelStatus,
    Payer,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.records import Address, ParkedRecord
from prapazar.connectors.mng import auth, mapper, schemas
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_ORDER = ShipmentOrder(
    reference="PRZ000000001",
    sender=Address(name="Deneme"),
    recipient=Address(
        name="Şule", line="Yol 1", district="Çankaya", city="Ankara", phone="+90 532 111 22 33"
    ),
    parcels=(Parcel("prz1a", Decimal("2.10"), Decimal("0.40"), "Şal"),),
    payer=Payer.RECEIVER,
    order_number="S-1",
    invoice_number="ARS1",
    cash_on_delivery=Decimal("249.90"),
)


def test_order_is_written_in_their_words() -> None:
    written: Any = mapper.new_order(_ORDER)

    order = {
        name: written["order"][name]
        for name in ("referenceId", "barcode", "isCOD", "codAmount", "paymentType")
    }
    assert order == {
        "referenceId": "PRZ000000001",
        "barcode": "PRZ000000001",
        "isCOD": 1,
        "codAmount": Decimal("249.90"),
        "paymentType": 2,
    }
    assert written["orderPieceList"] == [{"barcode": "PRZ1A", "desi": 3, "kg": 1, "content": "Şal"}]
    recipient = {
        name: written["recipient"][name]
        for name in ("fullName", "cityName", "districtName", "mobilePhoneNumber")
    }
    assert list(recipient.values()) == ["Şule", "Ankara", "Çankaya", "5321112233"]


def test_delivered_shipment_is_read_whole() -> None:
    kept = {"movements": fixture(_HERE, "trackshipment"), "shipment": fixture(_HERE, "getshipment")}

    found = mapper.tracking(
        "prz1", fixture(_HERE, "getshipmentstatus"), lambda: kept["movements"], lambda: kept["shipment"]
    )

    at = datetime(2026, 11, 21, 12, 4, 5, tzinfo=UTC)
    assert found == TrackingRecord(
        reference="prz1",
        status=ParcelStatus.DELIVERED,
        provider_status="5",
        events=(
            TrackingEvent(datetime(2026, 11, 20, 7, 0, tzinfo=UTC), None, "Transfer", "Yolda", "Kavacık"),
            TrackingEvent(at, ParcelStatus.DELIVERED, "5", "5", "Çankaya"),
        ),
        tracking_number="810040001",
        tracking_url="https://kargotakip.dhlecommerce.com.tr/?takipNo=810040001",
        delivered_at=at,
        received_by="Ali Veli",
        billed_desi=Decimal(3),
        billed_amount=Decimal("89.90"),
    )


def test_status_nobody_knows_is_parked_with_its_word() -> None:
    found = mapper.tracking("PRZ1", {"shipmentStatusCode": 9}, lambda: None, lambda: None)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code, found.detail) == ("PRZ1", "connector.unknown_status", "9")


@pytest.mark.parametrize("content", [None, "", [], {}])
def test_answer_that_holds_nothing_is_none(content: object) -> None:
    assert mapper.only(content) is None


@pytest.mark.parametrize(
    "told",
    ["21.11.2026 15:04:05", "2026-11-21T15:04:05", "2026-11-21T12:04:05+00:00", "2026-11-21T12:04:05Z"],
)
def test_moment_is_istanbuls_clock_unless_it_says_otherwise(told: str) -> None:
    assert schemas.moment(told, "at") == datetime(2026, 11, 21, 12, 4, 5, tzinfo=UTC)


def test_moment_that_is_none_is_said() -> None:
    with pytest.raises(UnexpectedAnswer):
        schemas.moment("yarın", "at")


@pytest.mark.parametrize(
    ("ends", "lives"), [(None, 3600), ("01.01.2020 00:00:00", 3600), ("01.01.2099 00:00:00", 86_400)]
)
def test_token_lives_to_its_end_within_reason(ends: str | None, lives: int) -> None:
    assert auth.token({"jwt": "j", "jwtExpireDate": ends}).lives_seconds == lives
