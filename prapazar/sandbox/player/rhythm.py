"""When people order, how much, and what goes into one basket: measured in a real shop."""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from prapazar.sandbox.player import extracts

ISTANBUL = ZoneInfo("Europe/Istanbul")
_LARGEST_BASKET = 5
_LARGEST_LINE = 4
"""The measured shop also sold to resellers; households buy less."""
_TOGETHER = 0.35
_QUIETEST, _BUSIEST = 0.8, 1.6
"""Somebody may look at the demo at three in the morning: it slows down but does not stop."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    by_hour: tuple[tuple[int, ...], ...]
    """Orders by weekday (Monday first) and hour of the day."""
    lines: tuple[int, ...]
    """Orders with 1, 2, 3 ... lines."""
    quantities: tuple[int, ...]
    """Lines with 1, 2, 3 ... units."""
    sold_up_to: tuple[int, ...]
    """Orders holding one of the best-selling items, cumulated by rank."""
    together: dict[int, tuple[int, ...]]
    """Rank -> the ranks often bought with it."""
    cancelled: float
    """Share of orders that were cancelled."""


@cache
def measured() -> Rhythm:
    held = extracts.document("rhythm")
    together: dict[int, tuple[int, ...]] = {}
    for first, second, _ in held["bought_together"]:
        together[first] = (*together.get(first, ()), second)
        together[second] = (*together.get(second, ()), first)
    return Rhythm(
        by_hour=tuple(tuple(day) for day in held["orders_by_weekday_and_hour"]),
        lines=tuple(count for size, count in held["lines_per_order"] if size <= _LARGEST_BASKET),
        quantities=tuple(count for units, count in held["quantity_per_line"] if units <= _LARGEST_LINE),
        sold_up_to=tuple(itertools.accumulate(held["orders_by_item_rank"])),
        together=together,
        cancelled=held["cancellations"] / (held["orders"] + held["cancellations"]),
    )


def pace(moment: datetime) -> float:
    """How busy this hour is beside the average one."""
    local = moment.astimezone(ISTANBUL)
    counts = measured().by_hour
    mean = sum(map(sum, counts)) / (7 * 24)
    return min(_BUSIEST, max(_QUIETEST, counts[local.weekday()][local.hour] / mean))


def past_moments(thrown: Random, until: datetime, days: int, count: int) -> list[datetime]:
    """`count` order times in the last `days`, oldest first, by weekday and hour."""
    start = until - timedelta(days=days)
    hours = [start + timedelta(hours=number) for number in range(days * 24)]
    weights = [_weight(hour) for hour in hours]
    chosen = thrown.choices(hours, weights, k=count)
    return sorted(hour + timedelta(seconds=thrown.randrange(3600)) for hour in chosen)


def basket(thrown: Random, ranks: int) -> dict[int, int]:
    """Rank of the article -> units; ranks run from 0 to `ranks` - 1."""
    known = measured()
    size = 1 + thrown.choices(range(len(known.lines)), known.lines)[0]
    chosen: dict[int, int] = {}
    for _ in range(size):
        rank = _next_rank(thrown, chosen, min(ranks, len(known.sold_up_to)))
        if rank not in chosen:
            chosen[rank] = 1 + thrown.choices(range(len(known.quantities)), known.quantities)[0]
    return chosen


def _next_rank(thrown: Random, chosen: dict[int, int], ranks: int) -> int:
    known = measured()
    partners = [one for rank in chosen for one in known.together.get(rank, ()) if one < ranks]
    if partners and thrown.random() < _TOGETHER:
        return thrown.choice(partners)
    return thrown.choices(range(ranks), cum_weights=known.sold_up_to[:ranks])[0]


def _weight(moment: datetime) -> float:
    """The measured shop never sold at night or on Saturdays; a web shop sells a little then too."""
    local = moment.astimezone(ISTANBUL)
    counts = measured().by_hour
    mean = sum(map(sum, counts)) / (7 * 24)
    evening = 0.5 if local.hour >= 9 else 0.08  # noqa: PLR2004  nine in the morning
    return max(counts[local.weekday()][local.hour], evening * mean)
