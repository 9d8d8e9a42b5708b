"""Between Yurtiçi Kargo's shapes and ours, on plain values."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.parcels import (
    CashKind,
    Parcel,
    ParcelStatus,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.records import Address, ParkedRecord
from prapazar.connectors.yurtici import mapper
from tests.factories.provider import fixture

_REFERENCE = "PZAAAA00000001"
_PARCEL = Parcel(_REFERENCE, Decimal("2.5"), Decimal("1.2"), "Şal")
_ORDER = ShipmentOrder(
    reference=_REFERENCE,
    sender=Address(),
    recipient=Address(
        name="Deneme Alıcı",
        line="Çınar Sokağı No: 7",
        district="Çankaya",
        city="Ankara",
        phone="+90 532 111 22 33",
    ),
    parcels=(_PARCEL,),
    order_number="S#1",
    invoice_number="ARS2026000000001",
)
_SENT = {
    "cargoKey": _REFERENCE,
    "invoiceKey": _REFERENCE,
    "receiverCustName": "Deneme Alıcı",
    "receiverAddress": "Çınar Sokağı No: 7",
    "receiverPhone1": "5321112233",
    "cityName": "Ankara",
    "townName": "Çankaya",
    "desi": Decimal("2.500"),
    "kg": Decimal("1.200"),
    "cargoCount": 1,
    "description": "Şal",
    "specialField1": "3$S 1#",
    "waybillNo": "ARS2026000000001",
}
_BY_CARD = {
    "ttCollectionType": "1",
    "ttInvoiceAmount": Decimal("1249.90"),
    "ttDocumentId": 1,
    "ttDocumentSaveType": "0",
    "dcSelectedCredit": 1,
    "dcCreditRule": "1",
}


def _row(status: str, key: str = _REFERENCE, **item: Any) -> dict[str, Any]:  # noqa: ANN401 - as answered
    detail = {"docId": "1", **item} if item else None
    return {
        "cargoKey": key,
        "invoiceKey": _REFERENCE,
        "operationStatus": status,
        "shippingDeliveryItemDetailVO": detail,
    }


def test_order_is_written_as_the_carrier_names_it() -> None:
    assert mapper.orders(_ORDER) == [_SENT]


def test_each_parcel_is_an_order_and_cash_is_taken_with_the_first() -> None:
    second = dataclasses.replace(_PARCEL, barcode=f"{_REFERENCE}-2")
    order = dataclasses.replace(
        _ORDER, parcels=(_PARCEL, second), cash_on_delivery=Decimal("1249.9"), cash_kind=CashKind.CARD
    )

    assert mapper.orders(order) == [{**_SENT, **_BY_CARD}, {**_SENT, "cargoKey": f"{_REFERENCE}-2"}]


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("05321112233", "5321112233"),
        ("5321112233", "5321112233"),
        ("0090 532 111 22 33", "5321112233"),
        ("123", "123"),
        ("+49 30 1234567890", "49301234567890"),
    ],
)
def test_phone_of_turkey_is_sent_with_ten_digits_and_any_other_as_it_is(given: str, sent: str) -> None:
    recipient = dataclasses.replace(_ORDER.recipient, phone=given)

    [order] = mapper.orders(dataclasses.replace(_ORDER, recipient=recipient))

    assert order["receiverPhone1"] == sent


def test_tracking_is_read_whole() -> None:
    found = mapper.tracking(fixture(Path(__file__).parent, "tracking"), [_REFERENCE, "PZAAAA00000009"])

    moved = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    delivered = datetime(2026, 11, 21, 6, 30, 5, tzinfo=UTC)
    assert found == [
        TrackingRecord(
            reference=_REFERENCE,
            status=ParcelStatus.DELIVERED,
            provider_status="DLV",
            events=(
                TrackingEvent(moved, None, "IN", "Taşıma halinde: Hat", "KADIKÖY, İSTANBUL"),
                TrackingEvent(delivered, ParcelStatus.DELIVERED, "DLV", "Teslim edildi", "ÇANKAYA, ANKARA"),
            ),
            tracking_number="100200300401",
            tracking_url="http://selfservis.yurticikargo.com/gonderi-sorgula?code=100200300401",
            delivered_at=delivered,
            received_by="Deneme Alıcı",
            billed_desi=Decimal("2.5"),
            billed_amount=Decimal("85.40"),
        )
    ]


def test_shipment_stands_where_its_least_advanced_living_parcel_stands_and_is_billed_once() -> None:
    rows = [
        _row("DLV", "A", totalAmount="85.40", deliveryDate="20261121"),
        _row("IND", "B", totalAmount="85.40"),
        _row("CNL", "C"),
    ]

    [found] = mapper.tracking(rows, [_REFERENCE])

    assert isinstance(found, TrackingRecord)
    told = (found.status, found.provider_status, found.delivered_at, found.billed_amount)
    assert told == (ParcelStatus.IN_TRANSIT, "IND", None, Decimal("85.40"))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (_row("UFO"), "connector.unknown_status"),
        (_row("IND", rejectStatus="77"), "connector.unknown_status"),
        ({**_row(""), "errCode": 82517}, "yurtici.invalid"),
        (_row("DLV", deliveryDate="21.11.2026"), "connector.odd_value"),
        (_row("IND", totalAmount="çok"), "connector.odd_value"),
    ],
)
def test_what_cannot_be_read_is_parked_with_its_cause(row: dict[str, Any], code: str) -> None:
    [found] = mapper.tracking([row], [_REFERENCE])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == (_REFERENCE, code)
