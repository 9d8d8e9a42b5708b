"""Writes to orders, one module per verb."""

from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.domain.orders.actions.manual import ManualLine, ManualOrder, create_manual
from prapazar.domain.orders.actions.park import park, resolve
from prapazar.domain.orders.actions.repair import map_found, map_line
from prapazar.domain.orders.actions.steps import add_note, add_tag, move, set_tags

__all__ = [
    "ManualLine",
    "ManualOrder",
    "add_note",
    "add_tag",
    "create_manual",
    "import_packages",
    "map_found",
    "map_line",
    "move",
    "park",
    "resolve",
    "set_tags",
]
