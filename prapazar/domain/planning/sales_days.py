"""Sales events of a year: fixed days, days that move by a rule, and days that somebody publishes."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta, weekday

_FILE = Path(__file__).with_name("sales_days.toml")


@dataclass(frozen=True, slots=True)
class SalesDay:
    """As the file describes it."""

    key: str
    rule: str = ""
    published: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[str, str] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)
    days: int = 1
    lead: int = 0
    estimate_from: int = 0
    closed: bool = False
    """A public holiday: carriers rest."""
    world: bool = False
    """Not one of Türkiye's own."""


@dataclass(frozen=True, slots=True)
class SalesEvent:
    """One of them in a year; `until` is the day after its last."""

    key: str
    since: date
    until: date
    is_expected: bool
    is_closed: bool
    is_world: bool
    lead: int
    """Days in which buyers already buy for it."""

    @property
    def lead_since(self) -> date:
        return self.since - timedelta(days=self.lead)


@lru_cache(maxsize=1)
def known() -> tuple[SalesDay, ...]:
    found: list[dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))["day"]
    return tuple(SalesDay(**one) for one in found)


def between(since: date, until: date) -> list[SalesEvent]:
    """Those that touch the days from `since` up to, not with, `until`; earliest first."""
    years = range(since.year - 1, until.year + 1)
    found = (event for year in years for event in of_year(year))
    return sorted(
        (one for one in found if one.since < until and one.until > since),
        key=lambda one: (one.since, one.key),
    )


def of_year(year: int) -> Iterator[SalesEvent]:
    for day in known():
        began, is_expected = _begins(day, year)
        if began is not None:
            length = day.lengths.get(str(year), day.days)
            yield SalesEvent(
                key=day.key,
                since=began,
                until=began + timedelta(days=length),
                is_expected=is_expected,
                is_closed=day.closed,
                is_world=day.world,
                lead=day.lead,
            )


def _begins(day: SalesDay, year: int) -> tuple[date | None, bool]:
    """A published date wins over a rule; a day that is neither published nor computed is left out."""
    for dates, is_expected in ((day.published, False), (day.expected, True)):
        if said := dates.get(str(year)):
            return date.fromisoformat(f"{year}-{said}"), is_expected
    if not day.rule:
        return None, False
    return by_rule(day.rule, year), bool(day.estimate_from and year >= day.estimate_from)


def by_rule(rule: str, year: int) -> date:
    """See the head of the file for its form."""
    parts = rule.split()
    if len(parts) == 1:
        return date.fromisoformat(f"{year}-{rule}")
    if parts[0] == "easter":
        return easter(year) + timedelta(days=int(parts[1]))
    month, day, count = (int(part) for part in parts[1:4])
    first = date(year, month, 1 if count > 0 else 28)
    found = first + relativedelta(day=1 if count > 0 else 31, weekday=weekday(day, count))
    return found + timedelta(days=int(parts[4])) if len(parts) > 4 else found  # noqa: PLR2004 - the part after the plus
