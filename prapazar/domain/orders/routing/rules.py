"""Decides where a package is sent from, on plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Rule:
    id: UUID
    name: str
    warehouse_id: UUID
    channels: frozenset[UUID] = frozenset()
    provinces: frozenset[str] = frozenset()
    """Folded."""
    brands: frozenset[UUID] = frozenset()
    categories: frozenset[UUID] = frozenset()
    needs_stock: bool = False


@dataclass(frozen=True, slots=True)
class Goods:
    """One line: what it is and where it lies."""

    brand_id: UUID | None
    categories: frozenset[UUID]
    """The article's own and all above it."""
    in_stock: frozenset[UUID]
    """Warehouses that have every unit of it."""


@dataclass(frozen=True, slots=True)
class Parcel:
    channel_id: UUID | None
    province: str
    """Folded."""
    goods: tuple[Goods, ...]


def choose(parcel: Parcel, rules: Sequence[Rule]) -> Rule | None:
    """The first that fits; an empty wish of a rule means any."""
    return next((rule for rule in rules if fits(parcel, rule)), None)


def fits(parcel: Parcel, rule: Rule) -> bool:
    if rule.channels and parcel.channel_id not in rule.channels:
        return False
    if rule.provinces and parcel.province not in rule.provinces:
        return False
    return all(_takes(rule, goods) for goods in parcel.goods)


def _takes(rule: Rule, goods: Goods) -> bool:
    if rule.brands and goods.brand_id not in rule.brands:
        return False
    if rule.categories and not rule.categories & goods.categories:
        return False
    return not rule.needs_stock or rule.warehouse_id in goods.in_stock
