"""Kolay Gelsin's shapes with Kolay Gelsin's names."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class SenderAddress(TypedDict):
    AddressId: int


class Sender(TypedDict):
    CustomerId: int
    Address: SenderAddress


class Place(TypedDict):
    CityId: int
    TownName: str
    AddressTypeId: int
    AddressText: str
    PostalCode: str


class Recipient(TypedDict):
    RecipientType: int
    RecipientName: NotRequired[str]
    RecipientSurname: NotRequired[str]
    RecipientTitle: NotRequired[str]
    RecipientTaxIdentityNumber: NotRequired[str]
    Address: Place
    Gsm: str
    Email: str
    OnlyDeliverToRecipient: bool
    SaveOutOfCoverage: bool


class Item(TypedDict):
    Width: int
    Length: int
    Height: int
    Weight: Decimal
    ContentText: str
    HasCommercialValue: bool
    CustomerBarcode: str


class Shipment(TypedDict):
    SenderCustomer: Sender
    Recipient: Recipient
    ShipmentItemList: list[Item]
    PackageType: int
    PayingParty: int
    OnlyDeliverToRecipient: bool
    CustomerSpecificCode: str
    SenderInvoiceAmount: NotRequired[Decimal]
