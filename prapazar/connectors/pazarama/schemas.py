"""Pazarama's shapes with Pazarama's names; requests mix two ways of writing them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class StockItem(TypedDict):
    code: str
    stockCount: int


class PriceItem(TypedDict):
    code: str
    listPrice: Decimal
    salePrice: Decimal


class ItemStatus(TypedDict):
    orderItemId: str
    status: int
    deliveryType: int
    shippingTrackingNumber: NotRequired[str]
    trackingUrl: NotRequired[str]
    cargoCompanyId: NotRequired[str]


class OrderSearch(TypedDict):
    pageSize: int
    pageNumber: int
    startDate: NotRequired[str]
    endDate: NotRequired[str]
    orderNumber: NotRequired[int]
