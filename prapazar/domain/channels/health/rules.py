"""Percentiles out of counted durations, and when a channel is silent; on plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from prapazar.foundation.clock import ISTANBUL

BUCKETS = (
    10,
    25,
    50,
    75,
    100,
    150,
    200,
    300,
    400,
    500,
    750,
    1_000,
    1_500,
    2_000,
    3_000,
    5_000,
    10_000,
    30_000,
)
"""Milliseconds where one bucket ends and the next begins."""
MEDIAN, SLOW = Decimal("0.5"), Decimal("0.95")
HOUR = timedelta(hours=1)
WEEKS = 4
"""So many weeks back say what is usual."""
LEAST_DAYS = 7
"""Of history, below which nothing is usual yet."""


def percentile(buckets: Mapping[int, int], share: Decimal) -> int | None:
    """Milliseconds below which that share of the calls stayed, evenly spread within a bucket; None without calls."""
    total = sum(buckets.values())
    if not total:
        return None
    wanted, passed = total * share, 0
    for place in sorted(buckets):
        count = buckets[place]
        if passed + count >= wanted:
            low = BUCKETS[place - 1] if place else 0
            high = BUCKETS[place] if place < len(BUCKETS) else 2 * BUCKETS[-1]
            return low + round((high - low) * (wanted - passed) / count)
        passed += count
    return BUCKETS[-1]


def success(calls: int, errors: int) -> Decimal | None:
    """Share of the calls that went well; None without calls."""
    return None if calls == 0 else Decimal(calls - errors) / calls


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """A channel is silent when orders that usually come did not."""

    is_enabled: bool = True
    missing_orders: int = 5
    """So many would usually have come since the last one."""
    shortest: timedelta = timedelta(hours=2)
    """A pause shorter than this is none."""


Week = Mapping[tuple[int, int], Decimal]
"""Orders that usually come in an hour of the week: (Monday is 0, hour on Istanbul's clock) to their mean."""


def usual_week(counts: Mapping[tuple[int, int], int], days: Decimal) -> Week:
    """From what was counted in the last `days`, at most WEEKS weeks. Empty where that is too short to tell."""
    if days < LEAST_DAYS:
        return {}
    weeks = min(Decimal(WEEKS), days / 7)
    return {hour: Decimal(count) / weeks for hour, count in counts.items()}


def expected_orders(week: Week, since: datetime, until: datetime) -> Decimal:
    """How many orders usually come between two moments; a part of an hour counts as such."""
    at, expected = since, Decimal(0)
    if until - since > timedelta(weeks=1):
        return expected_orders(week, until - timedelta(weeks=1), until)
    while at < until:
        local = at.astimezone(ISTANBUL)
        ends = min(
            until, at + HOUR - timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
        )
        part = Decimal((ends - at) // timedelta(microseconds=1)) / (HOUR // timedelta(microseconds=1))
        expected += week.get((local.weekday(), local.hour), Decimal(0)) * part
        at = ends
    return expected


def is_silent(rule: SilenceRule, expected: Decimal, since: datetime, until: datetime) -> bool:
    return rule.is_enabled and until - since >= rule.shortest and expected >= rule.missing_orders
