"""Etsy's shapes with Etsy's names, as they are written."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]
Form = Mapping[str, object]
"""Fields of a form; a list becomes `name[]`, once for each value."""


class Offering(TypedDict):
    price: Decimal
    quantity: int
    is_enabled: bool
    readiness_state_id: int | None


class Value(TypedDict):
    property_id: int
    property_name: str
    scale_id: int | None
    value_ids: list[int]
    values: list[str]


class Product(TypedDict):
    sku: str
    property_values: list[Value]
    offerings: list[Offering]


class Inventory(TypedDict):
    """Always written whole; what is left out is gone."""

    products: list[Product]
    price_on_property: list[int]
    quantity_on_property: list[int]
    sku_on_property: list[int]
    readiness_state_on_property: list[int]


class Tracking(TypedDict):
    tracking_code: NotRequired[str]
    carrier_name: NotRequired[str]
