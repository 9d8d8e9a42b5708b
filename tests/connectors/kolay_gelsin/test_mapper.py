"""Kolay Gelsin's shapes as our records, and a shipment as it wants it."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import Parcel, ParcelStatus, Payer, TrackingEvent, TrackingRecord
from prapazar.connectors.kolay_gelsin import mapper
from tests.factories.provider import fixture
from tests.factories.shipments import RECIPIENT, shipment

_ROWS: Any = fixture(Path(__file__).parent, "status")["Payload"]
_AT = datetime(2026, 11, 20, 12, 4, 5, tzinfo=UTC)


def _row(barcode: str, *events: int) -> dict[str, Any]:
    steps = [
        {"CargoEventType": one, "TimeStamp": f"19.11.2026 10:00:{at:02d}"} for at, one in enumerate(events)
    ]
    return {"ShipmentId": "9442", "CustomerBarcode": barcode, "CargoEventLogModelList": steps}


def test_status_is_read_oldest_event_first_in_utc_and_belongs_to_its_bar_code() -> None:
    first = TrackingEvent(
        datetime(2026, 11, 19, 7, tzinfo=UTC), ParcelStatus.CREATED, "1", "Kaydedildi", "İSTANBUL"
    )
    last = TrackingEvent(_AT, ParcelStatus.DELIVERED, "29", "Gönderi teslim edildi", "ANKARA")

    found = mapper.tracking(_ROWS, ["PRZ", "PRZ1"])

    assert found == [
        TrackingRecord(
            reference="PRZ1",
            status=ParcelStatus.DELIVERED,
            provider_status="29",
            events=(first, last),
            tracking_number="9442",
            delivered_at=_AT,
            received_by="Komşu",
        )
    ]


@pytest.mark.parametrize(
    ("events", "status"),
    [((1, 31), ParcelStatus.CANCELLED), ((1, 12, 31), ParcelStatus.RETURNING)],
)
def test_stopped_parcel_comes_back_where_it_was_collected(
    events: tuple[int, ...], status: ParcelStatus
) -> None:
    [found] = mapper.tracking([_row("PRZ1", *events)], ["PRZ1"])

    assert isinstance(found, TrackingRecord)
    assert (found.status, found.provider_status) == (status, "31")


def test_shipment_of_two_parcels_stands_where_the_later_one_stands() -> None:
    rows = {"ShipmentModelList": [_row("PRZ1", 1, 12, 18), _row("PRZ1B", 1, 12)]}

    [found] = mapper.tracking(rows, ["PRZ1"])

    assert isinstance(found, TrackingRecord)
    assert (found.reference, found.status) == ("PRZ1", ParcelStatus.PICKED_UP)


def test_row_of_nobody_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.tracking([_row("OTHER", 1)], ["PRZ1"])


def test_moment_with_a_zone_is_read_too() -> None:
    assert mapper.moment("2026-11-20T15:04:05.000+03:00") == _AT


def test_shipment_names_the_city_by_its_plate_and_a_parcel_as_a_cube() -> None:
    order = shipment(
        parcels=(Parcel("PRZ1", Decimal(9), Decimal("1.2"), "Şal"),),
        cash_on_delivery=Decimal("1249.90"),
        payer=Payer.RECEIVER,
    )

    body = mapper.shipment(order, "20", "28")

    [item] = body["ShipmentItemList"]
    assert body["Recipient"]["Address"]["CityId"] == 6
    assert (item["Width"], item["Weight"], item["CustomerBarcode"]) == (30, Decimal("1.2"), "PRZ1")
    assert (body["PayingParty"], body["SenderInvoiceAmount"]) == (2, Decimal("1249.90"))
    assert (body["Recipient"]["RecipientName"], body["Recipient"]["RecipientSurname"]) == (
        "Ali Rıza",
        "Örnek",
    )


def test_company_is_told_by_its_title_and_tax_number() -> None:
    company = dataclasses.replace(RECIPIENT, company="Örnek A.Ş.", tax_number="1234567808")

    told = mapper.shipment(shipment(recipient=company), "20", "28")["Recipient"]

    assert (told["RecipientType"], told["RecipientTitle"], told["RecipientTaxIdentityNumber"]) == (
        2,
        "Örnek A.Ş.",
        "1234567808",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"recipient": dataclasses.replace(RECIPIENT, city="X")}, ("kolay_gelsin.address", "city")),
        ({"recipient": dataclasses.replace(RECIPIENT, phone=None)}, ("kolay_gelsin.phone_needed", "phone")),
        ({"payer": Payer.CHANNEL}, ("kolay_gelsin.payer", None)),
    ],
)
def test_shipment_it_cannot_take_is_refused(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    with pytest.raises(Rejected) as raised:
        mapper.shipment(shipment(**changes), "20", "28")

    assert (raised.value.code, raised.value.field) == expected
