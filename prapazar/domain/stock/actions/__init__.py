"""Writes to the ledger, one module per verb."""

from prapazar.domain.stock.actions.adjust import adjust
from prapazar.domain.stock.actions.count import StockCount, set_on_hand
from prapazar.domain.stock.actions.reserve import reserve
from prapazar.domain.stock.actions.safety import set_safety_stock
from prapazar.domain.stock.actions.settle import EVERYTHING, release, ship
from prapazar.domain.stock.actions.shelf import set_shelves
from prapazar.domain.stock.actions.take_back import take_back
from prapazar.domain.stock.bundles import expand
from prapazar.domain.stock.demands import Demand

__all__ = [
    "EVERYTHING",
    "Demand",
    "StockCount",
    "adjust",
    "expand",
    "release",
    "reserve",
    "set_on_hand",
    "set_safety_stock",
    "set_shelves",
    "ship",
    "take_back",
]
