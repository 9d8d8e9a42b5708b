"""Yurtiçi Kargo's shapes, with Yurtiçi Kargo's names."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict


@dataclass(frozen=True, slots=True)
class Login:
    """A user: each contract (sender pays, receiver pays, cash at the door) has its own."""

    user: str
    password: str = field(repr=False)


class ShippingOrder(TypedDict, total=False):
    """`ShippingOrderVO`: one parcel; those of one shipment have the same `invoiceKey`."""

    cargoKey: str
    invoiceKey: str
    receiverCustName: str
    receiverAddress: str
    receiverPhone1: str
    cityName: str
    townName: str
    desi: Decimal
    kg: Decimal
    cargoCount: int
    waybillNo: str
    specialField1: str
    ttCollectionType: str
    ttInvoiceAmount: Decimal
    ttDocumentId: int
    ttDocumentSaveType: str
    dcSelectedCredit: int
    dcCreditRule: str
    description: str
    taxNumber: str
    taxOfficeName: str
    emailAddress: str
