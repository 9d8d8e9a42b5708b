"""What stands on a label, as plain values."""

from dataclasses import dataclass
from decimal import Decimal

from prapazar.foundation.scope import Locale


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    lines: tuple[str, ...]
    """Street and house; then district and city are drawn large."""
    district: str
    city: str
    postal_code: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LabelContent:
    barcode: str
    """What a scanner reads: Code 128."""
    carrier: str
    sender: Place
    recipient: Place
    parcel: int = 1
    parcels: int = 1
    order_number: str = ""
    channel: str = ""
    desi: Decimal | None = None
    weight: Decimal | None = None
    payer: str = ""
    """Who pays the carrier, in words."""
    cash_on_delivery: str = ""
    """What the buyer pays at the door, in words; drawn white on black."""
    goods: tuple[str, ...] = ()
    """`2 x title`: what lies in the box."""
    note: str = ""
    locale: Locale = "tr"
