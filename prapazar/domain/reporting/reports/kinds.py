"""Every report as data: its sums, what it measures, by what, and what one needs to see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from prapazar.domain.reporting.reports import cubes
from prapazar.domain.reporting.reports.cubes import Cube

Sums = Mapping[str, Decimal]
Unit = Literal["count", "money", "percent", "days", "hours"]
Chart = Literal["lines", "bars"]
TIMES: Final = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Measure:
    """Its sentence is `reports.m_<key>`."""

    key: str
    unit: Unit
    of: Callable[[Sums], Decimal | None]
    """None where there is nothing to divide by."""
    rises_well: bool | None = True
    """More of it is better; None where it is neither, such as a cost that rises because more is sold."""

    def is_well(self, moved: Decimal | None) -> bool | None:
        """Of a change; None where nobody can say."""
        return (moved > 0) == self.rises_well if moved and self.rises_well is not None else None


def _plain(key: str, unit: Unit, *, rises_well: bool | None = True) -> Measure:
    return Measure(key, unit, lambda sums: sums.get(key, Decimal(0)), rises_well)


def _ratio(key: str, unit: Unit, above: str, below: str, *, rises_well: bool = True) -> Measure:
    def of(sums: Sums) -> Decimal | None:
        under = sums.get(below, Decimal(0))
        return sums.get(above, Decimal(0)) / under if under else None

    return Measure(key, unit, of, rises_well)


def profit_of(sums: Sums) -> Decimal:
    """Of goods whose cost is known: their sale without VAT, less what is known of cost, commission and cargo."""
    return sums["costed_sold"] - sums["vat"] - sums["cost"] - sums["commission"] - sums["cargo"]


def _margin(sums: Sums) -> Decimal | None:
    net = sums["costed_sold"] - sums["vat"]
    return profit_of(sums) / net if net else None


def _cancel_rate(sums: Sums) -> Decimal | None:
    both = sums["orders"] + sums["cancelled"]
    return sums["cancelled"] / both if both else None


_UNITS = _plain("units", "count")
_SOLD = _plain("sold", "money")
_ORDERS = (
    _plain("turnover", "money"),
    _plain("orders", "count"),
    _ratio("basket", "money", "turnover", "orders"),
    _plain("cancelled", "count", rises_well=False),
    Measure("cancel_rate", "percent", _cancel_rate, rises_well=False),
    _plain("discount", "money", rises_well=False),
)
_PROFIT = (
    Measure("profit", "money", profit_of),
    Measure("margin", "percent", _margin),
    _plain("costed_sold", "money"),
    _plain("vat", "money", rises_well=None),
    _plain("cost", "money", rises_well=None),
    _plain("commission", "money", rises_well=None),
    _plain("cargo", "money", rises_well=None),
)
_RETURNS = (
    _plain("returned", "count", rises_well=False),
    _plain("claims", "count", rises_well=False),
    _plain("amount", "money", rises_well=False),
    _plain("restocked", "count"),
    _plain("refused", "count"),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A part of a figure that is known for some and not for all; its sentence is `reports.known_<key>`."""

    key: str
    known: str
    of: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Its name is `reports.<key>`, what it tells `reports.<key>_about`, how it counts `reports.<key>_note`."""

    key: str
    icon: str
    needs: tuple[str, ...]
    """Permissions beside reports.read."""
    sources: tuple[Cube, ...]
    """The first that knows everything that is asked by."""
    measures: tuple[Measure, ...]
    dimensions: tuple[str, ...]
    rows: str
    chart: Chart = "bars"
    coverage: tuple[Coverage, ...] = ()
    extra: tuple[str, ...] = ()
    """Measures of the first source alone."""
    is_snapshot: bool = False
    """How things are on a day, not what happened in a span."""

    def measure(self, key: str) -> Measure:
        return next((one for one in self.measures if one.key == key), self.measures[0])


_PLACES = (*TIMES, "channel", "brand", "category", "province")
_SALES_CUBES = (cubes.SALES, cubes.GOODS, cubes.MIX)
_COSTS = (
    Coverage("cost", "costed_lines", "lines"),
    Coverage("commission", "commission_lines", "costed_lines"),
    Coverage("cargo", "cargo_lines", "costed_lines"),
)
KINDS: Final = {
    one.key: one
    for one in (
        Kind(
            "sales",
            "chart-line",
            ("orders.read",),
            _SALES_CUBES,
            (_SOLD, _UNITS, *_ORDERS),
            _PLACES,
            "day",
            "lines",
            extra=tuple(one.key for one in _ORDERS),
        ),
        Kind(
            "profit",
            "coins",
            ("orders.read", "prices.read"),
            _SALES_CUBES,
            _PROFIT,
            _PLACES,
            "month",
            coverage=_COSTS,
        ),
        Kind(
            "channels",
            "store",
            ("orders.read",),
            _SALES_CUBES,
            (*_ORDERS[:5], _SOLD, _UNITS),
            _PLACES,
            "channel",
            extra=tuple(one.key for one in _ORDERS),
        ),
        Kind(
            "stock",
            "boxes",
            ("stock.read", "prices.read"),
            (cubes.STOCK,),
            (
                _plain("cost_value", "money"),
                _plain("units", "count"),
                _plain("sale_value", "money"),
                _plain("articles", "count"),
            ),
            ("age", "category", "brand", "warehouse"),
            "age",
            coverage=(Coverage("stock_cost", "costed_units", "units"),),
            is_snapshot=True,
        ),
        Kind(
            "returns",
            "undo-2",
            ("claims.read",),
            (),
            _RETURNS,
            (*TIMES, "channel", "reason", "brand", "category"),
            "reason",
        ),
        Kind(
            "carriers",
            "truck",
            ("fulfillment.read",),
            (cubes.PARCELS,),
            (
                _plain("parcels", "count"),
                _ratio("on_time_rate", "percent", "on_time", "promised"),
                _plain("delivered", "count"),
                _ratio("hours_on_way", "hours", "hours", "timed", rises_well=False),
                _plain("expected", "money", rises_well=False),
                _plain("billed", "money", rises_well=False),
                Measure(
                    "overbilled",
                    "money",
                    lambda sums: sums["compared_billed"] - sums["compared_expected"],
                    rises_well=False,
                ),
            ),
            ("carrier", *TIMES, "channel", "province"),
            "carrier",
            coverage=(
                Coverage("promise", "promised", "parcels"),
                Coverage("expected", "expected_parcels", "parcels"),
                Coverage("billed", "billed_parcels", "parcels"),
            ),
        ),
        Kind(
            "invoices",
            "receipt-text",
            ("invoices.read",),
            (cubes.DOCUMENTS,),
            (
                _plain("net", "money"),
                _plain("vat", "money", rises_well=None),
                _plain("payable", "money"),
                _plain("invoices", "count"),
            ),
            (*TIMES[::-1], "document", "vat_rate", "channel"),
            "month",
        ),
        Kind(
            "work",
            "users",
            ("users.read",),
            (cubes.WORK,),
            (_plain("times", "count"),),
            ("person", "work", *TIMES),
            "person",
        ),
    )
}
ABC: Final = "abc"
"""Ranks articles and is asked in its own words; see ranking.py."""
A_UP_TO, B_UP_TO = Decimal("0.80"), Decimal("0.95")
"""An article whose better ones make up less than this share of the whole is A, or B; the rest is C."""
