"""eBay's shapes with eBay's names, as far as we send them."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class Amount(TypedDict):
    currency: str
    value: str
    """Amounts are texts."""


class Quantity(TypedDict):
    quantity: int


class OfferChange(TypedDict):
    offerId: str
    availableQuantity: NotRequired[int]
    price: NotRequired[Amount]


class Change(TypedDict):
    """Of one SKU, with the offers it is sold by."""

    sku: str
    shipToLocationAvailability: NotRequired[Quantity]
    offers: list[OfferChange]


class LineShipped(TypedDict):
    lineItemId: str
    quantity: int


class Shipment(TypedDict):
    lineItems: list[LineShipped]
    shippedDate: str
    shippingCarrierCode: NotRequired[str]
    trackingNumber: NotRequired[str]


class Cancellation(TypedDict):
    legacyOrderId: str
    cancelReason: str
