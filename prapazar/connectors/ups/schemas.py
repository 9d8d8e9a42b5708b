"""UPS's shapes with UPS's names; every scalar is text."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class Code(TypedDict):
    Code: str


class Phone(TypedDict):
    Number: str


class Place(TypedDict):
    AddressLine: list[str]
    City: str
    PostalCode: str
    CountryCode: str


class Party(TypedDict):
    Name: str
    AttentionName: str
    Address: Place
    Phone: NotRequired[Phone]
    EMailAddress: NotRequired[str]
    ShipperNumber: NotRequired[str]


class Reference(TypedDict):
    Value: str


class Size(TypedDict):
    UnitOfMeasurement: Code
    Length: str
    Width: str
    Height: str


class Weight(TypedDict):
    UnitOfMeasurement: Code
    Weight: str


class Package(TypedDict):
    Description: str
    Packaging: Code
    PackagingType: NotRequired[Code]
    Dimensions: Size
    PackageWeight: Weight


class Money(TypedDict):
    CurrencyCode: str
    MonetaryValue: str


class Account(TypedDict):
    AccountNumber: str


class Charge(TypedDict):
    Type: str
    BillShipper: Account


class Payment(TypedDict):
    ShipmentCharge: list[Charge]


class Shipment(TypedDict):
    Description: str
    Shipper: Party
    ShipTo: Party
    ShipFrom: Party
    PaymentInformation: Payment
    ReferenceNumber: list[Reference]
    Service: NotRequired[Code]
    Package: list[Package]
    InvoiceLineTotal: NotRequired[Money]
