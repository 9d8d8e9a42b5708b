"""Çiçeksepeti's shapes with Çiçeksepeti's names, whose capitals change from page to page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from prapazar.connector_kit import parsing

Raw = Mapping[str, Any]


class AnyCase(dict[str, Any]):
    """Finds `StockQuantity` under `stockQuantity` too; what it holds stays as it was sent."""

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - whatever was sent
        if key in self:
            return self[key]
        wanted = key.lower()
        return next((value for name, value in self.items() if name.lower() == wanted), default)


def read(content: bytes) -> Any:  # noqa: ANN401 - whatever the provider sent
    return any_case(parsing.load_json(content))


def any_case(value: object) -> Any:  # noqa: ANN401 - the same shape
    if isinstance(value, dict):
        return AnyCase((name, any_case(one)) for name, one in value.items())
    if isinstance(value, list):
        return [any_case(one) for one in value]
    return value


class OfferItem(TypedDict):
    stockCode: str
    stockQuantity: NotRequired[int]
    listPrice: NotRequired[Decimal]
    salesPrice: NotRequired[Decimal]


class OrderSearch(TypedDict, total=False):
    pageSize: int
    page: int
    isOrderStatusActive: bool
    startDate: str
    endDate: str
    orderNo: int


class ItemStatus(TypedDict):
    orderItemId: int
    orderItemStatusId: int
    cargoBusinessId: NotRequired[int]
    shipmentNumber: NotRequired[str]
    shipmentTrackingUrl: NotRequired[str]


class ItemCarrier(TypedDict):
    orderProductId: int
    cargoId: int


class QuestionAnswer(TypedDict):
    answer: str
    branchActionId: int


class Attribute(TypedDict):
    """Of requests; answers write the same names small."""

    Id: int
    ValueId: int
    TextLength: int


class NewProduct(TypedDict):
    productName: str
    mainProductCode: str
    stockCode: str
    categoryId: int
    stockQuantity: int
    salesPrice: Decimal
    listPrice: NotRequired[Decimal]
    description: str
    images: list[str]
    deliveryType: int
    deliveryMessageType: int
    barcode: NotRequired[str]
    Attributes: list[Attribute]


class ChangedProduct(TypedDict):
    """The whole card: what is not told again is lost."""

    productName: str
    mainProductCode: str
    stockCode: str
    categoryId: int
    description: str
    images: list[str]
    deliveryType: int
    deliveryMessageType: int
    barcode: str
    mediaLink: Any
    isActive: bool
    Attributes: list[Attribute]
    operatorContacts: Any
    safetyInfo: Any
