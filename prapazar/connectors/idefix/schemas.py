"""İdefix's shapes with İdefix's names, and how it writes moments."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.foundation.clock import ISTANBUL

Raw = Mapping[str, Any]


class InventoryItem(TypedDict):
    barcode: str
    inventoryQuantity: NotRequired[int]
    price: NotRequired[Decimal]
    comparePrice: NotRequired[Decimal]
    """0: no price that was."""


class ProductAttribute(TypedDict):
    attributeId: int
    attributeValueId: int | None
    customAttributeValue: str | None


class Product(TypedDict):
    barcode: str
    title: str
    productMainId: str
    brandId: int
    categoryId: int
    inventoryQuantity: int
    vendorStockCode: str
    description: str
    price: Decimal
    comparePrice: Decimal
    vatRate: int
    desi: Decimal
    weight: Decimal
    deliveryDuration: int
    deliveryType: str
    cargoCompanyId: int
    shipmentAddressId: int
    returnAddressId: int
    originCountryId: NotRequired[int]
    images: list[dict[str, str]]
    attributes: list[ProductAttribute]


class StatusUpdate(TypedDict):
    status: str
    """picking or invoiced."""
    invoiceNumber: NotRequired[str]


class Unsupplied(TypedDict):
    id: int
    reasonId: int


class DeclinedLine(TypedDict):
    id: int
    claimDeclineReasonId: int
    description: str
    images: list[str]


def moment(value: object, name: str) -> datetime:
    """`2026-11-21T15:22:00+03:00`; Istanbul's clock where a zone is missing."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        raise UnexpectedAnswer(f"{name} is {value!r}", raw=value, code="connector.odd_value") from None
    return (read.replace(tzinfo=ISTANBUL) if read.tzinfo is None else read).astimezone(UTC)


def told_moment(value: datetime) -> str:
    """As their questions are asked: Istanbul's clock, to the second."""
    return value.astimezone(ISTANBUL).strftime("%Y/%m/%d %H:%M:%S")
