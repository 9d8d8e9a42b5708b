"""What pricing refuses, item by item; `code` finds the sentence."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Refusal(StrEnum):
    UNKNOWN_VARIANT = "unknown_variant"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
    BELOW_FLOOR = "below_floor"
    LIST_BELOW_SALE = "list_below_sale"
    NO_PRICE = "no_price"
    NO_FLOOR = "no_floor"
    """The price stands in the books, but nothing says how low it may go: no channel is told."""


@dataclass(frozen=True, slots=True)
class RefusedPrice:
    """A price that was not set; the others of the same call were."""

    key: UUID | str
    """The variant or SKU as it was given."""
    code: Refusal
    sale_price: Decimal
    floor: Decimal | None = None
