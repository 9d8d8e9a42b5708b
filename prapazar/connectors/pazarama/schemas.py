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


class Picture(TypedDict):
    imageUrl: str


class AttributeAnswer(TypedDict):
    attributeId: str
    attributeValueId: str


class NewProduct(TypedDict):
    Name: str
    DisplayName: str
    Description: str
    BrandId: str
    Desi: int
    Code: str
    GroupCode: str
    StockCount: int
    StockCode: str
    VatRate: int
    ListPrice: Decimal
    SalePrice: Decimal
    CategoryId: str
    CurrencyType: str
    images: list[Picture]
    attributes: list[AttributeAnswer]
    deliveries: list[str]


class RefundSearch(TypedDict):
    pageSize: int
    pageNumber: int
    refundStatus: int | None
    requestStartDate: str
    requestEndDate: str


class Decision(TypedDict):
    refundId: str
    status: int
    refundRejectType: NotRequired[int]
    description: NotRequired[str]


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
