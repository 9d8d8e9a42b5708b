"""Writes to orders, one module per verb."""

from prapazar.domain.orders.actions.address import set_district
from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.domain.orders.actions.manual import ManualLine, ManualOrder, create_manual
from prapazar.domain.orders.actions.park import park, resolve
from prapazar.domain.orders.actions.repair import map_found, map_line
from prapazar.domain.orders.actions.steps import MoveResult, add_note, add_tag, add_tag_to, move, set_tags
from prapazar.domain.orders.actions.summary import set_paid

__all__ = [
    "ManualLine",
    "ManualOrder",
    "MoveResult",
    "add_note",
    "add_tag",
    "add_tag_to",
    "create_manual",
    "import_packages",
    "map_found",
    "map_line",
    "move",
    "park",
    "resolve",
    "set_district",
    "set_paid",
    "set_tags",
]
