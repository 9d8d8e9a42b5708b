"""UPS's shapes as our records, and a shipment as UPS wants it."""

import copy
import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import Parcel, ParcelStatus, RateRecord, TrackingEvent, TrackingRecord
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.ups import mapper
from tests.factories.provider import fixture
from tests.factories.shipments import RECIPIENT, shipment

_TRACKED: Any = fixture(Path(__file__).parent, "tracking")["trackResponse"]
_LINK = "https://www.ups.com/track?loc=tr_TR&tracknum=1Z12345E0305271640"


def test_tracking_is_read_oldest_event_first_in_utc() -> None:
    at = datetime(2026, 11, 20, 12, 4, 5, tzinfo=UTC)

    [found] = mapper.tracking(_TRACKED, "PRZ1")

    assert found == TrackingRecord(
        reference="PRZ1",
        status=ParcelStatus.DELIVERED,
        provider_status="FS",
        events=(
            TrackingEvent(
                datetime(2026, 11, 20, 5, tzinfo=UTC),
                ParcelStatus.OUT_FOR_DELIVERY,
                "OT",
                "Out For Delivery",
                "BERLIN, DE",
            ),
            TrackingEvent(at, ParcelStatus.DELIVERED, "FS", "DELIVERED", "BERLIN, DE"),
        ),
        tracking_number="1Z12345E0305271640",
        tracking_url=_LINK,
        delivered_at=at,
        received_by="KOMSU",
    )


def _with(**package: object) -> dict[str, Any]:
    """A second package beside the delivered one."""
    told: dict[str, Any] = copy.deepcopy(_TRACKED)
    told["shipment"][0]["package"].append({"trackingNumber": "1Z2", **package})
    return told


def _activity(kind: str, code: str) -> dict[str, Any]:
    return {"status": {"type": kind, "code": code}, "date": "20261119", "time": "080000"}


def test_several_packages_stand_where_the_least_advanced_living_one_stands() -> None:
    behind = mapper.tracking(_with(activity=[_activity("I", "DP")]), "PRZ1")
    voided = mapper.tracking(_with(activity=[_activity("MV", "VD")]), "PRZ1")

    statuses = [one.status for one in (*behind, *voided) if isinstance(one, TrackingRecord)]
    assert statuses == [ParcelStatus.IN_TRANSIT, ParcelStatus.DELIVERED]


def test_finer_code_wins_over_its_type_and_an_unknown_code_leaves_the_type() -> None:
    read = [mapper._event(_activity("I", code)).status for code in ("OT", "ZZ")]  # noqa: SLF001 - the reading itself

    assert read == [ParcelStatus.OUT_FOR_DELIVERY, ParcelStatus.IN_TRANSIT]


def test_word_nobody_knows_parks_the_shipment() -> None:
    [parked] = mapper.tracking(_with(activity=[_activity("ZZ", "YY")]), "PRZ1")

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code, parked.detail) == ("PRZ1", "connector.unknown_status", "YY")


def test_package_without_activities_stands_where_its_current_status_says() -> None:
    [found] = mapper.tracking(_with(currentStatus={"code": "M"}, activity=[]), "PRZ1")

    assert isinstance(found, TrackingRecord)
    assert (found.status, found.provider_status) == (ParcelStatus.CREATED, "M")


def test_warning_alone_means_that_nobody_knows_it() -> None:
    assert mapper.tracking({"shipment": [{"warnings": [{"code": "TW0001"}]}]}, "PRZ1") == []


def test_shipment_is_all_text_and_a_parcel_is_a_cube_of_its_volume() -> None:
    order = shipment(parcels=(Parcel("PRZ1", Decimal(9), Decimal("1.26")),), declared_value=Decimal(250))

    body = mapper.shipment(order, "PP0001", "65")

    [package] = body["Package"]
    assert package["Dimensions"]["Length"] == "30"
    assert package["PackageWeight"]["Weight"] == "1.3"
    assert body["ShipTo"]["Address"]["AddressLine"] == ["Okul Sokak No: 7", "Çankaya"]
    assert body["InvoiceLineTotal"] == {"CurrencyCode": "TRY", "MonetaryValue": "250.00"}
    assert body["ReferenceNumber"] == [{"Value": "PRZ1"}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"recipient": dataclasses.replace(RECIPIENT, name="A" * 36)}, ("ups.too_long", "name")),
        ({"recipient": dataclasses.replace(RECIPIENT, line="Sokak " * 30)}, ("ups.too_long", "line")),
        ({"cash_on_delivery": Decimal(10)}, ("ups.sender_pays", None)),
    ],
)
def test_shipment_ups_cannot_take_is_refused(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    with pytest.raises(Rejected) as raised:
        mapper.shipment(shipment(**changes), "PP0001", "11")

    assert (raised.value.code, raised.value.field) == expected


def test_rate_is_the_shippers_own_with_taxes_where_it_is_told() -> None:
    listed = {"CurrencyCode": "TRY", "MonetaryValue": "900.00"}
    own = {"TotalChargesWithTaxes": {"CurrencyCode": "TRY", "MonetaryValue": "840.50"}}
    raw = {
        "RatedShipment": [
            {"Service": {"Code": "07"}, "TotalCharges": listed, "NegotiatedRateCharges": own},
            {
                "Service": {"Code": "11"},
                "TotalCharges": listed,
                "GuaranteedDelivery": {"BusinessDaysInTransit": "2"},
            },
        ]
    }

    assert mapper.rates(raw) == [
        RateRecord("Express", Decimal("840.50"), "TRY"),
        RateRecord("Standard", Decimal("900.00"), "TRY", 2),
    ]


def test_label_that_is_no_base64_is_odd() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.label({"LabelResults": {"LabelImage": {"GraphicImage": "ş"}}})
