"""Decides where a package is sent from, on plain values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    is_supplier: bool = False
    """Its place is one: passed over where it is known to have too few."""

    @property
    def weighs(self) -> bool:
        return self.needs_stock or self.is_supplier


@dataclass(frozen=True, slots=True)
class Goods:
    """One line, or one part of a bundle's line."""

    brand_id: UUID | None
    categories: frozenset[UUID]
    """The article's own and all above it."""
    variant_id: UUID | None = None
    """None: nobody knows which article it is."""
    sku: str = ""
    units: int = 1
    held: Mapping[UUID, int] = field(default_factory=dict)
    """Units by warehouse that it holds already: moving a package does not need its goods twice."""


@dataclass(frozen=True, slots=True)
class Parcel:
    channel_id: UUID | None
    province: str
    """Folded."""
    goods: tuple[Goods, ...]
    place_id: UUID | None = None
    """Where it is sent from so far; None: nobody has said."""
    refused_by: frozenset[UUID] = frozenset()
    """Suppliers who will not send it: no rule gives it to them again."""


@dataclass(slots=True)
class Shelf:
    free: int
    """Units nobody holds; below zero where more was promised than was there."""
    is_known: bool
    """Somebody has said how many there are."""


Shelves = dict[tuple[UUID, UUID | None], Shelf]
"""By warehouse and variant; one that nobody knows lies nowhere."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a rule that fits is not taken: its place has `left` of an article, and `units` are asked for."""

    rule: Rule
    sku: str
    left: int
    units: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Choice:
    rule: Rule | None
    """None: none fits, or none has it."""
    passed: tuple[Lack, ...] = ()
    """Suppliers that would have sent it, but are known to have too few."""


def choose(parcel: Parcel, rules: Sequence[Rule], shelves: Shelves) -> Choice:
    """The first that fits and has it; an empty wish of a rule means any."""
    passed: dict[UUID, Lack] = {}
    for rule in rules:
        if not fits(parcel, rule):
            continue
        lack = _lack(parcel, rule, shelves)
        if lack is None:
            return Choice(rule, tuple(passed.values()))
        if rule.is_supplier and lack.is_known:
            passed.setdefault(rule.warehouse_id, lack)
    return Choice(None, tuple(passed.values()))


def take(parcel: Parcel, rule: Rule, shelves: Shelves) -> None:
    """What the parcel will hold there is nobody else's: the next one of the batch finds less."""
    for variant_id, units in _wanted(parcel).items():
        shelf = shelves.get((rule.warehouse_id, variant_id))
        if shelf is not None:
            shelf.free -= units - _held(parcel, rule.warehouse_id, variant_id)


def fits(parcel: Parcel, rule: Rule) -> bool:
    """All but what lies on the shelves."""
    if rule.warehouse_id in parcel.refused_by:
        return False
    if rule.channels and parcel.channel_id not in rule.channels:
        return False
    if rule.provinces and parcel.province not in rule.provinces:
        return False
    return all(_takes(rule, goods) for goods in parcel.goods)


def _takes(rule: Rule, goods: Goods) -> bool:
    if rule.brands and goods.brand_id not in rule.brands:
        return False
    return not rule.categories or bool(rule.categories & goods.categories)


def _wanted(parcel: Parcel) -> Counter[UUID | None]:
    """Units of each article: two lines of one want it together."""
    wanted: Counter[UUID | None] = Counter()
    for goods in parcel.goods:
        wanted[goods.variant_id] += goods.units
    return wanted


def _held(parcel: Parcel, warehouse_id: UUID, variant_id: UUID | None) -> int:
    return sum(goods.held.get(warehouse_id, 0) for goods in parcel.goods if goods.variant_id == variant_id)


def _lack(parcel: Parcel, rule: Rule, shelves: Shelves) -> Lack | None:
    """What a supplier has is its own word: where it has given none, or sends the package already, it is believed."""
    if not rule.weighs or (not rule.needs_stock and parcel.place_id == rule.warehouse_id):
        return None
    for variant_id, units in _wanted(parcel).items():
        shelf = shelves.get((rule.warehouse_id, variant_id), Shelf(0, is_known=False))
        left = shelf.free + _held(parcel, rule.warehouse_id, variant_id)
        if left < units and (shelf.is_known or rule.needs_stock):
            sku = next(goods.sku for goods in parcel.goods if goods.variant_id == variant_id)
            return Lack(rule, sku, max(0, left), units, shelf.is_known)
    return None
