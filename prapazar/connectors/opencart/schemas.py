"""OpenCart's shapes with OpenCart's names; rows come through the bridge, numbers as text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class StockItem(TypedDict):
    product_id: str
    product_option_value_id: NotRequired[str]
    quantity: int


class PriceItem(TypedDict):
    """With tax; the shop keeps it without."""

    product_id: str
    price: Decimal
