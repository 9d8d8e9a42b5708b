"""N11's shapes with N11's names."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class OfferSku(TypedDict):
    stockCode: str
    quantity: NotRequired[int]
    listPrice: NotRequired[Decimal]
    salePrice: NotRequired[Decimal]
    currencyType: NotRequired[str]


class AttributeAnswer(TypedDict):
    id: int
    valueId: int | None
    customValue: str | None


class Image(TypedDict):
    url: str
    order: int


class NewSku(TypedDict):
    title: str
    description: str
    categoryId: int
    currencyType: str
    productMainId: str
    preparingDay: int
    shipmentTemplate: str
    stockCode: str
    barcode: NotRequired[str]
    quantity: int
    images: list[Image]
    attributes: list[AttributeAnswer]
    salePrice: Decimal
    listPrice: Decimal
    vatRate: int


class ChangedSku(TypedDict):
    stockCode: str
    description: str
    vatRate: int


class LineNumber(TypedDict):
    lineId: int


class StatusChange(TypedDict):
    lines: list[LineNumber]
    status: str


class SplitLine(TypedDict):
    orderLineId: int
    quantities: int


class SplitPackage(TypedDict):
    packageDetails: list[SplitLine]


class CancelledItem(TypedDict):
    orderLineId: int
    quantity: int
    cancelReasonId: int


class QuantitySplit(TypedDict):
    splitPackages: list[SplitPackage]
    cancelledItems: list[CancelledItem]


class OrderItem(TypedDict):
    id: str


class Rejection(TypedDict):
    orderItemList: dict[str, list[OrderItem]]
    rejectReason: str
    rejectReasonType: str
