"""A listing as an import hands it over, in our words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from prapazar.domain.listings.enums import ListingStatus


@dataclass(frozen=True, slots=True)
class IncomingListing:
    external_id: str
    external_parent_id: str | None
    sku: str | None
    barcode: str | None
    title: str
    status: ListingStatus
    price: Decimal | None
    quantity: int | None
    url: str | None
    image: str | None
    raw: dict[str, Any]
    """What making a product of it needs; amounts as text. See actions/adopt.py."""
