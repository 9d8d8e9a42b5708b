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


class Image(TypedDict):
    url: str


class NewProduct(TypedDict):
    """VAT is spelled `Vat` here, and `VAT` where stock and prices are pushed."""

    categoryId: int
    barcode: str
    name: str
    productCode: str
    longDescription: str
    brand: str
    priceWithVat: Decimal
    priceWithoutVat: Decimal
    vatRate: int
    discount: int
    quantity: int
    active: bool
    images: list[Image]
    desi: NotRequired[Decimal]


class InvoicePaper(TypedDict):
    lineItemId: list[int]
    content: str | None
    """A PDF in base64, or where one lies: the address wins."""
    url: str | None
