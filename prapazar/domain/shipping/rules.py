"""Which carrier takes a package and what that should cost: plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.search import fold, words

USUAL_DAYS = 3
"""Working days to the buyer where nobody has said otherwise."""
_SUNDAY = 6
DESI_CM3 = Decimal(3000)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Load:
    """What a package is to whoever carries it."""

    channel_id: UUID | None
    province: str
    desi: Decimal
    total: Decimal
    cash_on_delivery: bool = False
    zones: frozenset[str] = frozenset()
    """In which its address lies; see regions.py."""
    zone: str = ""
    """How far it goes, as tariffs know it: `city`, `near` or `far`; empty: nobody knows."""


@dataclass(frozen=True, slots=True)
class Rule:
    id: UUID
    connection_id: UUID | None
    """None: the cheapest."""
    payer: str = "sender"
    channels: frozenset[UUID] = frozenset()
    provinces: frozenset[str] = frozenset()
    """Folded."""
    zones: frozenset[str] = frozenset()
    least_desi: Decimal | None = None
    most_desi: Decimal | None = None
    least_total: Decimal | None = None
    most_total: Decimal | None = None
    cash_on_delivery: bool | None = None

    def fits(self, load: Load) -> bool:
        return not self.misses(load)

    def misses(self, load: Load) -> tuple[str, ...]:
        """The conditions that keep it from such a package."""
        holds = {
            "channel": not self.channels or load.channel_id in self.channels,
            "region": not (self.provinces or self.zones)
            or fold(load.province) in self.provinces
            or bool(self.zones & load.zones),
            "desi": _within(load.desi, self.least_desi, self.most_desi),
            "total": _within(load.total, self.least_total, self.most_total),
            "cash": self.cash_on_delivery in (None, load.cash_on_delivery),
        }
        return tuple(name for name, is_met in holds.items() if not is_met)


@dataclass(frozen=True, slots=True)
class Step:
    up_to_desi: Decimal
    amount: Decimal
    per_further_desi: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tariff:
    """A carrier's prices of one day, its steps from the lightest on."""

    since: date
    currency: str
    zones: Mapping[str, Sequence[Step]] = field(default_factory=dict)
    """By zone; the empty one holds where none is named."""

    def cost(self, desi: Decimal, zone: str = "") -> Decimal | None:
        """VAT included; None where the tariff says nothing of such a parcel."""
        steps = self.zones.get(zone) or self.zones.get("")
        if not steps:
            return None
        for step in steps:
            if desi <= step.up_to_desi:
                return step.amount
        last = steps[-1]
        if not last.per_further_desi:
            return None
        further = (desi - last.up_to_desi).to_integral_value(rounding="ROUND_CEILING")
        return (last.amount + further * last.per_further_desi).quantize(_CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Choice:
    connection_id: UUID
    payer: str
    expected: Decimal | None
    rule_id: UUID | None
    """None: no rule fitted, and there was a usual carrier."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule that was asked, and what kept it from the package: its conditions, or its carrier."""

    rule_id: UUID
    misses: tuple[str, ...]
    """`channel`, `region`, `desi`, `total`, `cash`; `tariff`: no price fits; `carrier`: it cannot be used now."""


def choose(
    load: Load, rules: Sequence[Rule], tariffs: Mapping[UUID, Tariff], usable: Sequence[UUID]
) -> Choice | None:
    """The first rule that fits and whose carrier can be used now; None where nobody takes it.

    `usable` are the carriers' accounts in the order of preference.
    """
    return explained(load, rules, tariffs, usable)[0]


def explained(
    load: Load, rules: Sequence[Rule], tariffs: Mapping[UUID, Tariff], usable: Sequence[UUID]
) -> tuple[Choice | None, list[Tried]]:
    """The choice, and every rule that was asked before it was made, in their order."""
    tried: list[Tried] = []
    for rule in rules:
        misses = rule.misses(load)
        taken = rule.connection_id or cheapest(load.desi, tariffs, usable, zone=load.zone)
        if not misses and taken is None:
            misses = ("tariff",)
        elif not misses and taken not in usable:
            misses = ("carrier",)
        tried.append(Tried(rule.id, misses))
        if taken is not None and not misses:
            return Choice(taken, rule.payer, expected(load, tariffs.get(taken), rule.payer), rule.id), tried
    if len(usable) == 1:
        [only] = usable
        return Choice(only, "sender", expected(load, tariffs.get(only), "sender"), None), tried
    return None, tried


def cheapest(
    desi: Decimal, tariffs: Mapping[UUID, Tariff], usable: Sequence[UUID], *, zone: str = ""
) -> UUID | None:
    """Of those whose tariff knows such a parcel; the preferred one where two cost the same."""
    priced = [
        (cost, place, one)
        for place, one in enumerate(usable)
        if (tariff := tariffs.get(one)) and (cost := tariff.cost(desi, zone)) is not None
    ]
    return min(priced)[2] if priced else None


def desi(width_cm: Decimal, height_cm: Decimal, depth_cm: Decimal) -> Decimal:
    return (width_cm * height_cm * depth_cm / DESI_CM3).quantize(_CENT, rounding=ROUND_HALF_UP)


def due(start: datetime, days: int) -> datetime:
    """The end of the last of so many working days after the day of `start`; no carrier works on Sundays."""
    day = start.astimezone(ISTANBUL).replace(hour=23, minute=59, second=0, microsecond=0)
    left = max(days, 0)
    while left or day.weekday() == _SUNDAY:
        day += timedelta(days=1)
        left -= left > 0 and day.weekday() != _SUNDAY
    return day


def cost_differs(expected: Decimal | None, billed: Decimal | None) -> bool:
    """By more than a kuruş: both sides round by themselves."""
    return expected is not None and billed is not None and abs(expected - billed) > _CENT


def billable(parcel_desi: Decimal, weight: Decimal) -> Decimal:
    """Carriers bill the larger of both."""
    return max(parcel_desi, weight)


def expected(load: Load, tariff: Tariff | None, payer: str) -> Decimal | None:
    """Nothing where somebody else pays."""
    if payer != "sender":
        return Decimal(0)
    return tariff.cost(load.desi, load.zone) if tariff else None


def _within(value: Decimal, least: Decimal | None, most: Decimal | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


_CONTRACTS = frozenset({"kargo", "cargo", "marketplace", "ecommerce", "e", "commerce", "as", "lojistik"})
"""What channels put behind a carrier's name; the driver is the same."""


def driver_key(name: str) -> str:
    """`Yurtiçi Kargo`, `Yurtiçi Kargo Marketplace` and `YURTICI` are one driver's."""
    found = words(name)
    return " ".join(one for one in found if one not in _CONTRACTS) or " ".join(found)


def driver(name: str, known: Mapping[str, str]) -> str:
    """By whom a parcel is fetched: the carrier's connector where there is one of that name, else the name itself."""
    return known.get(driver_key(name), name)
