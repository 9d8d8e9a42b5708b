"""A bulletin as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """For one unit."""

    buying: Decimal
    selling: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DayRates:
    day: date
    bulletin: str
    quotes: Mapping[str, Quote]
