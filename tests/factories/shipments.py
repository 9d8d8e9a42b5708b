"""A shipment as it is handed to a carrier."""

import dataclasses
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.parcels import Parcel, ShipmentOrder
from prapazar.connector_kit.records import Address

SENDER = Address(
    name="Deneme Mağaza",
    company="Deneme Ticaret",
    line="Sanayi Caddesi No: 1",
    district="Kadıköy",
    city="İstanbul",
    postal_code="34710",
    phone="02161112233",
)
RECIPIENT = Address(
    name="Ali Rıza Örnek",
    line="Okul Sokak No: 7",
    district="Çankaya",
    city="Ankara",
    postal_code="06680",
    phone="05320000001",
)
SHIPMENT = ShipmentOrder(
    reference="PRZ1",
    sender=SENDER,
    recipient=RECIPIENT,
    parcels=(Parcel("PRZ1", Decimal("2.5"), Decimal("1.2"), "Şal"),),
    recipient_email="ali@example.com",
    order_number="S-1",
)


def shipment(**changes: Any) -> ShipmentOrder:  # noqa: ANN401 - any field of it
    return dataclasses.replace(SHIPMENT, **changes)
