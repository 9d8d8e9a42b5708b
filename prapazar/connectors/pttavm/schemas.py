"""PTT AVM's shapes with PTT AVM's names; VAT is spelled differently from call to call."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class StockPriceItem(TypedDict):
    """What is left out stays as it is."""

    barcode: str
    quantity: NotRequired[int]
    priceWithVAT: NotRequired[Decimal]
    priceWithoutVAT: NotRequired[Decimal]
    vatRate: NotRequired[int]
    discount: NotRequired[int]


class Warehouse(TypedDict):
    id: int
    name: str
