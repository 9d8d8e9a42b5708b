"""Trendyol's shapes with Trendyol's names, and which older name each newer one replaced."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NotRequired, TypedDict

Raw = Mapping[str, Any]

PACKAGE_NAMES: Final = {
    "shipmentPackageId": "id",
    "packageGrossAmount": "grossAmount",
    "packageSellerDiscount": "totalDiscount",
    "packageTyDiscount": "totalTyDiscount",
    "packageTotalPrice": "totalPrice",
    "shipmentPackageStatus": "status",
}
LINE_NAMES: Final = {
    "lineId": "id",
    "stockCode": "merchantSku",
    "sellerId": "merchantId",
    "contentId": "productCode",
    "lineGrossAmount": "amount",
    "lineSellerDiscount": "discount",
    "lineTyDiscount": "tyDiscount",
    "lineUnitPrice": "price",
    "vatRate": "vatBaseAmount",
}
DISCOUNT_NAMES: Final = {"lineItemSellerDiscount": "lineItemDiscount"}


def renamed(raw: Raw, names: Mapping[str, str]) -> dict[str, Any]:
    """The newer names, filled from the older ones where only those are there: webhooks lag behind."""
    current = dict(raw)
    for name, older in names.items():
        if current.get(name) is None and raw.get(older) is not None:
            current[name] = raw[older]
    return current


class InventoryItem(TypedDict):
    barcode: str
    quantity: NotRequired[int]
    salePrice: NotRequired[Decimal]
    listPrice: NotRequired[Decimal]


class AttributeItem(TypedDict):
    attributeId: int
    attributeValueIds: NotRequired[list[int]]
    attributeValue: NotRequired[str]


class UnapprovedUpdate(TypedDict):
    """A whole product but for stock and prices."""

    barcode: str
    title: str
    productMainId: str
    brandId: int
    categoryId: int
    stockCode: str
    description: str
    vatRate: int | Decimal
    images: list[dict[str, str]]
    attributes: list[AttributeItem]
    origin: str
    dimensionalWeight: NotRequired[Decimal]


class NewProduct(UnapprovedUpdate):
    quantity: int
    salePrice: Decimal
    listPrice: Decimal


class ContentUpdate(TypedDict):
    contentId: int
    title: str
    description: str
    images: list[dict[str, str]]
    attributes: NotRequired[list[AttributeItem]]


class VariantUpdate(TypedDict):
    barcode: str
    stockCode: str
    vatRate: int | Decimal
    dimensionalWeight: NotRequired[Decimal]


class ClaimApproval(TypedDict):
    claimLineItemIdList: list[str]
    params: dict[str, str]


class StatusLine(TypedDict):
    lineId: int
    quantity: int


class StatusChange(TypedDict):
    lines: list[StatusLine]
    params: dict[str, str]
    status: str


class SplitLine(TypedDict):
    orderLineId: int
    quantities: int


class Split(TypedDict):
    splitPackages: list[dict[str, list[SplitLine]]]


class CarrierChange(TypedDict):
    cargoProvider: str


class Unsupplied(TypedDict):
    lines: list[StatusLine]
    reasonId: int


class Webhook(TypedDict):
    url: str
    authenticationType: str
    apiKey: str
    subscribedStatuses: list[str]


class InvoiceLink(TypedDict):
    invoiceLink: str
    shipmentPackageId: int
    invoiceDateTime: int
    invoiceNumber: str


class InvoicedPackage(TypedDict):
    serviceSourceId: int
    """Of the package."""
    channelId: int
    customerId: int
