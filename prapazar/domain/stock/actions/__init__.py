"""Writes to the ledger, one module per verb."""

from prapazar.domain.stock.actions.adjust import adjust
from prapazar.domain.stock.actions.count import StockCount, set_on_hand
from prapazar.domain.stock.actions.reserve import reserve
from prapazar.domain.stock.actions.safety import set_safety_stock
from prapazar.domain.stock.actions.settle import EVERYTHING, release, ship
from prapazar.domain.stock.demands import Demand

__all__ = [
    "EVERYTHING",
    "Demand",
    "StockCount",
    "adjust",
    "release",
    "reserve",
    "set_on_hand",
    "set_safety_stock",
    "ship",
]
