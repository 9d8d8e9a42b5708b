"""Magento's shapes with Magento's names."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class SourceItem(TypedDict):
    sku: str
    source_code: str
    quantity: int | Decimal
    status: int


class BasePrice(TypedDict):
    price: Decimal
    store_id: int
    sku: str


class SpecialPrice(TypedDict):
    price: Decimal
    store_id: int
    sku: str
    price_from: NotRequired[str | None]
    price_to: NotRequired[str | None]


class ShipmentItem(TypedDict):
    order_item_id: int
    qty: int


class Track(TypedDict):
    track_number: str
    title: str
    carrier_code: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Those of one group are alternatives."""

    field: str
    value: str
    condition: str = "eq"


Groups = tuple[tuple[Filter, ...], ...]
