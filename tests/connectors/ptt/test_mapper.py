"""Our shipments in PTT's words, and its answers in ours."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    Parcel,
    ParcelStatus,
    Payer,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.records import Address, ParkedRecord
from prapazar.connectors.ptt import mapper, schemas
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def test_check_digit_is_the_documents() -> None:
    assert schemas.with_check_digit("275036569845") == "2750365698456"


def test_movements_are_read_in_their_order() -> None:
    found = mapper.tracking("PRZ1", fixture(_HERE, "gonderiSorgu"))

    at = datetime(2026, 11, 21, 12, 4, 5, tzinfo=UTC)
    handed_in = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    assert found == TrackingRecord(
        reference="PRZ1",
        status=ParcelStatus.DELIVERED,
        provider_status="100",
        events=(
            TrackingEvent(handed_in, ParcelStatus.PICKED_UP, "1", "Kabul edildi", "KADIKÖY"),
            TrackingEvent(at, ParcelStatus.DELIVERED, "100", "Teslim edildi", "ÇANKAYA"),
        ),
        tracking_number="2750365698456",
        tracking_url="https://gonderitakip.ptt.gov.tr/Track/Verify?q=2750365698456",
        delivered_at=at,
        received_by="Ali Veli",
    )


@pytest.mark.parametrize(
    ("told", "code", "detail"),
    [
        (
            {"sonucKodu": 10, "BARNO": "1", "dongu": [{"siraNo": 1, "IKODU": 555}]},
            "connector.unknown_status",
            "555",
        ),
        ({"sonucKodu": -9, "sonucAciklama": "Sistem hatası"}, "connector.odd_value", "Sistem hatası"),
        ({"sonucKodu": 10}, "connector.missing_field", "BARNO is missing"),
    ],
)
def test_parcel_that_cannot_be_read_is_parked_alone(told: dict[str, object], code: str, detail: str) -> None:
    found = mapper.tracking("PRZ1", told)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code, found.detail) == ("PRZ1", code, detail)


def test_wrong_password_is_no_parcels_fault() -> None:
    with pytest.raises(AuthFailed):
        mapper.tracking("PRZ1", {"sonucKodu": -1, "sonucAciklama": "Kullanıcı adı veya şifre hatalı"})


@pytest.mark.parametrize("clock", ["15:04:00", "15:04"])
def test_moment_is_istanbuls(clock: str) -> None:
    assert schemas.moment("21/11/2026", clock) == datetime(2026, 11, 21, 12, 4, tzinfo=UTC)


def test_moment_that_is_none_is_said() -> None:
    with pytest.raises(UnexpectedAnswer):
        schemas.moment("dün", None)


def test_platform_that_pays_is_refused() -> None:
    order = ShipmentOrder("PRZ1", Address(), Address(), (Parcel("1", Decimal(1), Decimal(1)),), Payer.CHANNEL)

    with pytest.raises(Rejected) as raised:
        mapper.new_parcels(order, "")

    assert raised.value.code == "ptt.payer"
