"""Writes of prices, one module per verb."""

from prapazar.domain.pricing.actions.set_floors import FloorLine, set_floors, tell_prices
from prapazar.domain.pricing.actions.set_prices import PriceLine, PriceOutcome, set_prices
from prapazar.domain.pricing.actions.step_prices import step_prices

__all__ = [
    "FloorLine",
    "PriceLine",
    "PriceOutcome",
    "set_floors",
    "set_prices",
    "step_prices",
    "tell_prices",
]
