"""Uyumsoft's shapes with Uyumsoft's names, spelled as Uyumsoft spells them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict

from prapazar.connector_kit.wsdl import Tree

Raw = Mapping[str, Any]


class TargetCustomer(TypedDict):
    VknTckn: str
    Alias: str | None
    Title: str


class Carier(TypedDict):
    SenderTcknVkn: str
    SenderName: str


class ShipmentInfo(TypedDict):
    SendDate: datetime
    Carier: Carier


class InternetSalesInfo(TypedDict):
    WebAddress: str
    PaymentMidierName: str
    PaymentType: str
    PaymentDate: datetime
    ShipmentInfo: ShipmentInfo


class EArchiveInvoiceInfo(TypedDict):
    DeliveryType: Literal["Electronic", "Paper"]
    InternetSalesInfo: NotRequired[InternetSalesInfo]


class InvoiceInfo(TypedDict):
    LocalDocumentId: str
    Invoice: Tree
    Scenario: Literal["eInvoice", "eArchive"]
    CreateDateUtc: datetime
    TargetCustomer: NotRequired[TargetCustomer]
    EArchiveInvoiceInfo: NotRequired[EArchiveInvoiceInfo]
