"""What people look for every day, by name, and what the address of the list means."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from prapazar.domain.orders.queries import OrderFilter
from prapazar.foundation.clock import ISTANBUL, now

VIEWS: Final[dict[str, OrderFilter]] = {
    "all": OrderFilter(),
    "new": OrderFilter(statuses=("new",)),
    "to_pick": OrderFilter(statuses=("picking",), picked=False),
    "to_pack": OrderFilter(statuses=("picking",), picked=True),
    "carrier": OrderFilter(statuses=("packed",)),
    "late": OrderFilter(late=True),
    "problem": OrderFilter(problem=True),
    "returns": OrderFilter(coming_back=True),
    "shipped": OrderFilter(statuses=("shipped",)),
    "cancelled": OrderFilter(statuses=("cancelled",)),
}
_HOURS: Final = frozenset(f"{hour:02d}" for hour in range(24))
PERIODS: Final = {"today": 0, "7": 7, "30": 30}
DUE: Final = ("late", "two_hours", "today", "tomorrow", "later")
"""Parts of the time an open order has left; each ends where the next begins."""


def due_ends(at: datetime) -> dict[str, datetime]:
    """Where each of DUE but the last ends; where two hours reach past midnight, nothing is left of today."""
    night = _midnight(at) + timedelta(days=1)
    soon = at + timedelta(hours=2)
    return {
        "late": at,
        "two_hours": soon,
        "today": max(soon, night),
        "tomorrow": max(soon, night + timedelta(days=1)),
    }


def asked(
    *,
    view: str = "all",
    search: str = "",
    connection_id: UUID | None = None,
    period: str = "",
    due: str = "",
    sold: str = "",
    ids: Sequence[UUID] = (),
) -> OrderFilter:
    """An unknown view means all orders, an unknown period or time left any.

    A date as a period means that day, `2026-11-22T14` that hour; anything as `sold` leaves out what was not sold.
    """
    since, until = _span(period)
    due_since, due_until = due_span(due)
    return replace(
        VIEWS.get(view, VIEWS["all"]),
        search=search,
        connection_ids=(connection_id,) if connection_id else (),
        since=since,
        until=until,
        due_since=due_since,
        due_until=due_until,
        sold=bool(sold),
        ids=tuple(ids),
    )


def day_of(period: str) -> date | None:
    try:
        return date.fromisoformat(period)
    except ValueError:
        return None


def hour_of(period: str) -> datetime | None:
    """Where it begins: `2026-11-22T14`, in Istanbul."""
    day, _, hour = period.partition("T")
    on = day_of(day)
    if on is None or hour not in _HOURS:
        return None
    return datetime(on.year, on.month, on.day, int(hour), tzinfo=ISTANBUL)


def _span(period: str) -> tuple[datetime | None, datetime | None]:
    """Days end at midnight in Istanbul."""
    if period in PERIODS:
        return _midnight(now()) - timedelta(days=PERIODS[period]), None
    hour = hour_of(period)
    if hour is not None:
        return hour, hour + timedelta(hours=1)
    day = day_of(period)
    if day is None:
        return None, None
    since = datetime(day.year, day.month, day.day, tzinfo=ISTANBUL)
    return since, since + timedelta(days=1)


def due_span(due: str) -> tuple[datetime | None, datetime | None]:
    """Where this one of DUE begins and ends; None stands for no bound."""
    if due not in DUE:
        return None, None
    found = due_ends(now())
    before = DUE[DUE.index(due) - 1] if due != DUE[0] else ""
    return found.get(before), found.get(due)


def _midnight(at: datetime) -> datetime:
    return at.astimezone(ISTANBUL).replace(hour=0, minute=0, second=0, microsecond=0)
