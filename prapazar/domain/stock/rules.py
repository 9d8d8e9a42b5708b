"""Decisions on plain numbers: what may be sold, what a channel is shown, who gets the last unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")

MOST_UNITS = 10_000_000


def free(on_hand: int, reserved: int) -> int:
    """Units not promised to anybody."""
    return max(0, on_hand - reserved)


def available(on_hand: int, reserved: int, safety_stock: int) -> int:
    """Units a channel may show; never below zero."""
    return max(0, on_hand - reserved - safety_stock)


def offer_quantity(available_units: int, *, buffer: int, percent: int, cap: int | None) -> int:
    """What one channel is told: its percentage first, then its buffer, then its cap."""
    offered = available_units * percent // 100 - buffer
    if cap is not None:
        offered = min(offered, cap)
    return max(0, offered)


@dataclass(frozen=True, slots=True)
class Grant(Generic[Key]):
    """How much of one demand is held, and how much is missing."""

    key: Key
    held: int
    missing: int


def allocate(
    demands: Iterable[tuple[Key, int]], free_units: int, *, allows_backorder: bool
) -> list[Grant[Key]]:
    """First come, first served; a demand takes what is left and the rest of it is missing."""
    grants = []
    for key, wanted in demands:
        held = wanted if allows_backorder else min(wanted, free_units)
        free_units -= held
        grants.append(Grant(key, held, wanted - held))
    return grants
