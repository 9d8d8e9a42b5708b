"""What a pretend buyer brings to a pretend shop, and why the shop may refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Buyer:
    first_name: str
    last_name: str
    email: str = "alici@example.com"
    phone: str = "5550000000"
    address: str = "Deneme Sokak No: 1"
    city: str = "İstanbul"
    city_code: int = 34
    """The plate number, 1 to 81."""
    district: str = "Kadıköy"
    neighborhood: str = "Caferağa"
    postal_code: str = "34710"


@dataclass(frozen=True, slots=True)
class BasketLine:
    key: str
    """Barcode at Trendyol, SKU at WooCommerce."""
    quantity: int
    unit_price: Decimal | None = None
    """Unset: the price the shop shows."""


Basket = Sequence[BasketLine]


class Refused(Exception):
    """The shop did not take the order; nothing changed."""


class SoldOut(Refused):
    def __init__(self, key: str, wanted: int, shown: int) -> None:
        super().__init__(f"{key}: {wanted} wanted, {shown} shown")
        self.key = key
        self.wanted = wanted
        self.shown = shown


class NotOnSale(Refused):
    def __init__(self, key: str) -> None:
        super().__init__(f"{key} is not on sale here")
        self.key = key


def units_by_key(basket: Basket) -> dict[str, int]:
    """The same article may stand on two lines; the shop must have enough for both."""
    wanted: dict[str, int] = {}
    for line in basket:
        wanted[line.key] = wanted.get(line.key, 0) + line.quantity
    return wanted
