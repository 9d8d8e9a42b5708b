"""Aras Kargo's shapes, with Aras Kargo's names; every value is a text."""

from dataclasses import dataclass, field
from typing import TypedDict


@dataclass(frozen=True, slots=True)
class Login:
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class QueryLogin:
    user: str
    password: str = field(repr=False)
    customer_code: str


class PieceDetail(TypedDict, total=False):
    VolumetricWeight: str
    Weight: str
    BarcodeNumber: str
    Description: str


class PieceDetails(TypedDict):
    PieceDetail: list[PieceDetail]


class Order(TypedDict, total=False):
    """A shipment: `IntegrationCode` is its key, each piece has a bar code."""

    UserName: str
    Password: str
    TradingWaybillNumber: str
    InvoiceNumber: str
    IntegrationCode: str
    ReceiverName: str
    ReceiverAddress: str
    ReceiverPhone1: str
    ReceiverCityName: str
    ReceiverTownName: str
    VolumetricWeight: str
    Weight: str
    PieceCount: str
    Description: str
    PayorTypeCode: str
    IsWorldWide: str
    IsCod: str
    CodAmount: str
    CodCollectionType: str
    CodBillingType: str
    PieceDetails: PieceDetails
    SenderAccountAddressId: str
