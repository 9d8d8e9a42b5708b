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


class StatusLine(TypedDict):
    lineId: int
    quantity: int


class StatusChange(TypedDict):
    lines: list[StatusLine]
    params: dict[str, str]
    status: str


class Unsupplied(TypedDict):
    lines: list[StatusLine]
    reasonId: int


class Webhook(TypedDict):
    url: str
    authenticationType: str
    apiKey: str
    subscribedStatuses: list[str]
