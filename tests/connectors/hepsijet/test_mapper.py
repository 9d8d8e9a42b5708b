"""HepsiJet's shapes as our records, and a shipment as HepsiJet wants it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    Label,
    LabelFormat,
    Parcel,
    ParcelStatus,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.hepsijet import mapper
from tests.factories.provider import fixture
from tests.factories.shipments import RECIPIENT, shipment

_SETTINGS = {"company_name": "D", "company_code": "DNM", "xdock_code": "IST", "address_id": "DNM-1"}
_TRACKED = fixture(Path(__file__).parent, "tracking")["data"]
_AT = datetime(2026, 11, 20, 12, 4, 5, tzinfo=UTC)
_URL = "https://takip.hepsijet.com/HJTPRZ1"


def _followed(word: str, at: str) -> list[dict[str, object]]:
    detail = {"integrationStatus": word, "transactionDate": at, "deliveredPerson": "Komşu"}
    return [{"barcode": "HJTPRZ1", "trackingUrl": _URL, "details": [detail]}]


def test_tracking_is_put_together_from_both_lists_oldest_event_first() -> None:
    followed = _followed("DELIVERED", "2026-11-20T15:04:05.000")

    found = mapper.tracking(_TRACKED, followed, {"HJTPRZ1": "PRZ1"})

    assert found == [
        TrackingRecord(
            reference="PRZ1",
            status=ParcelStatus.DELIVERED,
            provider_status="DELIVERED",
            events=(
                TrackingEvent(
                    datetime(2026, 11, 19, 7, tzinfo=UTC),
                    ParcelStatus.CREATED,
                    "NEO",
                    "Receive Order",
                    "İstanbul",
                ),
                TrackingEvent(_AT, ParcelStatus.DELIVERED, "DELIVERED", "Delivery Attempt", "Ankara"),
            ),
            tracking_number="HJTPRZ1",
            tracking_url=_URL,
            delivered_at=_AT,
            received_by="Komşu",
        )
    ]


@pytest.mark.parametrize(("word", "status"), mapper.INTEGRATION_STATUSES.items())
def test_newer_word_of_the_simpler_list_tells_where_it_stands(word: str, status: ParcelStatus | None) -> None:
    found = mapper.tracking(_TRACKED, _followed(word, "2026-11-20T16:00:00"), {"HJTPRZ1": "PRZ1"})

    [record] = found
    assert isinstance(record, TrackingRecord)
    expected = (word, status) if status else ("DELIVERED", ParcelStatus.DELIVERED)
    assert (record.provider_status, record.status) == expected


def test_unknown_word_of_the_simpler_list_is_parked() -> None:
    [parked] = mapper.tracking(_TRACKED, _followed("BEAMED", "2026-11-20T16:00:00"), {"HJTPRZ1": "PRZ1"})

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code, parked.detail) == ("PRZ1", "connector.unknown_status", "BEAMED")


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-20T15:04:05",
        "2026-11-20T12:04:05Z",
        "2026-11-20 15:04:05",
        "20-11-2026 15:04:05",
        "20.11.2026 15:04:05",
        1795176245000,
    ],
)
def test_moment_is_read_however_it_is_written(told: object) -> None:
    assert mapper.moment(told, "at") == _AT


def test_moment_nobody_can_read_is_odd() -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        mapper.moment("gestern", "at")

    assert raised.value.code == "connector.odd_value"


def test_delivery_order_counts_parcels_and_their_desi() -> None:
    parcels = (Parcel("A", Decimal("2.5"), Decimal(1)), Parcel("B", Decimal(3), Decimal(1)))
    order = shipment(parcels=parcels, declared_value=Decimal("99.90"))

    body = mapper.delivery_order(order, _SETTINGS, "HJTPRZ1", date(2026, 11, 21))

    delivery = body["delivery"]
    assert (delivery["totalParcels"], delivery["desi"]) == (2, Decimal("5.5"))
    assert (delivery["receiver"]["firstName"], delivery["receiver"]["lastName"]) == ("Ali Rıza", "Örnek")
    assert delivery["deliveryDateOriginal"] == "2026-11-21"
    assert delivery["recipientAddress"]["town"] == {"name": "Çankaya"}
    assert body["deliveryAmountList"] == [
        {"amount": Decimal("99.90"), "currency": "TRY", "type": "PRODUCT_AMOUNT"}
    ]


def test_cash_at_the_door_and_a_missing_phone_are_refused() -> None:
    wrong = [shipment(cash_on_delivery=Decimal(5)), shipment(recipient=type(RECIPIENT)(name="A B"))]
    codes = []

    for order in wrong:
        with pytest.raises(Rejected) as raised:
            mapper.delivery_order(order, _SETTINGS, "HJTPRZ1", date(2026, 11, 21))
        codes.append((raised.value.code, raised.value.field))

    assert codes == [("hepsijet.no_cash", None), ("hepsijet.phone_needed", "phone")]


def test_labels_of_several_parcels_are_one_file_in_their_order() -> None:
    raw = [{"zplBarcode": "^XA2^XZ", "parcelNo": 2}, {"zplBarcode": "^XA1^XZ", "parcelNo": 1}]

    assert mapper.label(raw) == Label(LabelFormat.ZPL, b"^XA1^XZ\n^XA2^XZ")
    assert mapper.label(raw[0]) == Label(LabelFormat.ZPL, b"^XA2^XZ")
