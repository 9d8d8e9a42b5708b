"""The parts a home is made of: what each needs to be seen, and with which of them a role begins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from prapazar.domain.access.permissions import PLATFORM

COLUMNS: Final = 3
"""Of a home on a wide screen; a part takes one, two or all of them."""


class Shape(StrEnum):
    """How a part is drawn."""

    FIGURES = "figures"
    COUNTS = "counts"
    LINES = "lines"
    BARS = "bars"
    SPANS = "spans"
    """Bars beneath each other, each with its name and its number beside it."""
    PAIRS = "pairs"
    """Bars beside each other, to be compared."""


@dataclass(frozen=True, slots=True)
class Widget:
    permission: str
    shape: Shape
    size: int = 1
    """Columns it begins with."""
    news: tuple[str, ...] = ()
    """Subjects whose live events make it look again."""
    also: tuple[str, ...] = ()
    """Permissions it needs besides."""


_LINES, _BARS, _COUNTS, _FIGURES, _SPANS = Shape.LINES, Shape.BARS, Shape.COUNTS, Shape.FIGURES, Shape.SPANS

WIDGETS: Final[Mapping[str, Widget]] = {
    "sales": Widget("reports.read", _FIGURES, 3, ("orders",)),
    "attention": Widget("dashboard.read", _COUNTS, 1, ("orders", "stock", "channels")),
    "week": Widget("reports.read", Shape.PAIRS, 2, ("orders",)),
    "hours": Widget("orders.read", _BARS, 2, ("orders",)),
    "margin": Widget("prices.read", _FIGURES, 3, ("orders",)),
    "goals": Widget("reports.read", _LINES, 1, ("orders",)),
    "stores_today": Widget("channels.read", _LINES, 1, ("orders", "channels")),
    "low_stock": Widget("stock.read", _LINES, 2, ("stock",)),
    "stock_value": Widget("stock.read", _FIGURES, 3, ("stock",)),
    "store_health": Widget("channels.read", _LINES, 1, ("channels",)),
    "performance": Widget("channels.read", _LINES, 2),
    "worklists": Widget("orders.read", _COUNTS, 1, ("orders",)),
    "late_clock": Widget("orders.read", _SPANS, 2, ("orders",)),
    "next_due": Widget("orders.read", _LINES, 1, ("orders",)),
    "claims_due": Widget("claims.read", _LINES, 1, ("claims",)),
    "causes": Widget("channels.read", _LINES, 2, ("channels",)),
    "limits": Widget("channels.read", _LINES, 1),
    "calls": Widget("channels.read", _BARS, 2, ("channels",)),
    "listings": Widget("listings.read", _FIGURES, 3, ("channels",)),
    "queues": Widget("console.read", _LINES, 1, ("channels",)),
    "slow_calls": Widget("console.read", _LINES, 1),
    "storage": Widget("system.read", _FIGURES, 2),
    "backups": Widget("system.read", _LINES, 1),
    "prices": Widget("prices.read", _FIGURES, 3, ("stock",)),
    "routed": Widget("supplies.read", _LINES, 2, ("orders",), ("orders.read",)),
    "orders_today": Widget("orders.read", _FIGURES, 3, ("orders",)),
    "customers": Widget("customers.read", _FIGURES, 3),
    "best_customers": Widget("customers.read", _LINES, 1),
    "questions_due": Widget("messages.read", _LINES, 1, ("questions",)),
    "answer_clock": Widget("messages.read", _SPANS, 2, ("questions",)),
    "tickets_due": Widget("tickets.read", _LINES, 1, ("tickets",)),
    "pipeline": Widget("customers.read", _SPANS, 2),
    "tasks": Widget("calendar.read", _LINES, 1, ("tasks",)),
    "supply_clock": Widget("supplies.read", _SPANS, 2, ("orders",)),
    "supply_next": Widget("supplies.read", _LINES, 1, ("orders",)),
    "supply_score": Widget("supplies.read", _FIGURES, 3, ("orders",)),
    "supply_stock": Widget("supplies.read", _FIGURES, 2, ("stock",)),
    "supply_feed": Widget("supplies.read", _LINES, 1, ("stock",)),
    "picks": Widget("supplies.read", _FIGURES, 3, ("stock",), ("prices.read", "products.read")),
    "pick_margins": Widget("supplies.read", _LINES, 2, (), ("prices.read", "products.read")),
    "merchants": Widget(PLATFORM, _LINES, 2),
    "people": Widget(PLATFORM, _FIGURES, 3),
    "processes": Widget(PLATFORM, _FIGURES, 3),
    "all_queues": Widget(PLATFORM, _LINES, 1),
    "connectors": Widget(PLATFORM, _LINES, 1),
    "growth": Widget(PLATFORM, Shape.PAIRS, 2),
}
"""Every part there is. A new one: a line here, in STARTS, in states.home_widgets.READS and in texts.homes."""

STARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "super_admin": (
        *("people", "processes", "growth", "connectors", "merchants", "all_queues", "storage", "backups"),
    ),
    "admin": (
        *("sales", "week", "attention", "margin", "hours", "stores_today", "low_stock", "goals"),
        *("stock_value", "performance", "store_health"),
    ),
    "operator": ("late_clock", "worklists", "hours", "next_due", "claims_due", "questions_due", "tasks"),
    "integrator": ("listings", "calls", "store_health", "causes", "limits", "performance", "queues"),
    "tech_service": ("storage", "backups", "calls", "queues", "causes", "slow_calls"),
    "dropshipper": (
        *("orders_today", "picks", "pick_margins", "worklists", "hours", "next_due", "margin"),
        *("low_stock", "stores_today", "listings"),
    ),
    "supplier": ("supply_clock", "supply_next", "supply_score", "supply_stock", "supply_feed"),
    "sales_rep": (
        *("sales", "week", "tasks", "pipeline", "best_customers", "customers", "low_stock", "questions_due"),
    ),
    "support_rep": (*("answer_clock", "tickets_due", "questions_due", "claims_due", "tasks", "customers"),),
}
"""The parts a role begins with, in order; a role of the merchant's own begins with what it may see of an admin's."""


@dataclass(frozen=True, slots=True)
class Place:
    """One part on a person's home."""

    key: str
    size: int
    is_hidden: bool = False


def arranged(kept: Sequence[Place], role: str, can: Callable[[str], bool]) -> list[Place]:
    """What a person sees, in order, the hidden ones last; `kept` is what they have arranged so far.

    A part that came with a later version stands at the end; one that may not be seen any more is left out.
    """
    seen = {
        key: widget for key, widget in WIDGETS.items() if all(map(can, (widget.permission, *widget.also)))
    }
    begin = [key for key in STARTS.get(role, STARTS["admin"]) if key in seen]
    mine = list({one.key: one for one in kept if one.key in seen}.values())
    known = {one.key for one in mine}
    mine += [Place(key, seen[key].size) for key in begin if key not in known]
    rest = [Place(key, seen[key].size, is_hidden=True) for key in seen if key not in {o.key for o in mine}]
    found = [*mine, *rest]
    return [one for one in found if not one.is_hidden] + [one for one in found if one.is_hidden]


def moved(places: Sequence[Place], key: str, to: int) -> list[Place]:
    """The part stands at place `to` among those that are shown."""
    held = next((one for one in places if one.key == key and not one.is_hidden), None)
    if held is None:
        return list(places)
    rest = [one for one in places if one.key != key]
    shown = sum(not one.is_hidden for one in rest)
    at = max(0, min(to, shown))
    return [*rest[:at], held, *rest[at:]]


def resized(places: Sequence[Place], key: str, size: int) -> list[Place]:
    wanted = max(1, min(size, COLUMNS))
    return [replace(one, size=wanted) if one.key == key else one for one in places]


def hidden(places: Sequence[Place], key: str) -> list[Place]:
    gone = [replace(one, is_hidden=True) for one in places if one.key == key]
    return [one for one in places if one.key != key] + gone


def shown(places: Sequence[Place], key: str) -> list[Place]:
    """The part stands after all that are shown."""
    back = [replace(one, is_hidden=False) for one in places if one.key == key and one.is_hidden]
    rest = [one for one in places if one.key != key or not one.is_hidden]
    at = sum(not one.is_hidden for one in rest)
    return [*rest[:at], *back, *rest[at:]]
