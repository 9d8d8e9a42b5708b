"""Decisions on plain prices: the floor, what may leave, and changes by percent."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from prapazar.domain.pricing.errors import Refusal
from prapazar.foundation.money import rounded

MOST_PRICE = Decimal("99999999999.99")


class Ending(StrEnum):
    """How a computed price ends."""

    EXACT = "exact"
    NINETY = "ninety"
    """`,90`, rounded up to the next."""
    WHOLE = "whole"


def effective_floor(floor_price: Decimal | None, cost: Decimal | None) -> Decimal | None:
    """The floor somebody set, or else the cost; None means no price may leave. A cost of 0 is no floor."""
    return floor_price if floor_price is not None else cost or None


def why_not_pushed(
    sale_price: Decimal | None, floor_price: Decimal | None, cost: Decimal | None
) -> Refusal | None:
    """Asked before any price is told to a channel; None where it may be told."""
    if sale_price is None:
        return Refusal.NO_PRICE
    floor = effective_floor(floor_price, cost)
    if floor is None:
        return Refusal.NO_FLOOR
    return Refusal.BELOW_FLOOR if sale_price < floor else None


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A change of many prices at once: by percent, then by an amount, then the ending."""

    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    ending: Ending = Ending.EXACT

    def applied(self, price: Decimal) -> Decimal:
        moved = rounded(price * (1 + self.percent / 100) + self.amount)
        if self.ending is Ending.WHOLE:
            return moved.quantize(Decimal(1), ROUND_HALF_UP).quantize(Decimal("0.01"))
        if self.ending is Ending.NINETY:
            return (moved - Decimal("0.90")).to_integral_value(ROUND_CEILING) + Decimal("0.90")
        return moved
