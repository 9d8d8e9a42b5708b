"""When a series happens: RFC 5545 rules of days and longer, counted on Istanbul's clock, on plain values."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta

from dateutil.rrule import rrule, rrulestr

from prapazar.foundation.clock import ISTANBUL

MOST = 400
"""Of one series in one window: more than a year of days."""
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "WKST"})
_LONGEST = 200


def checked(rule: str) -> str | None:
    """The rule in one spelling; None where it is none, or finer than a day."""
    said = rule.strip().upper().removeprefix("RRULE:")
    if len(said) > _LONGEST:
        return None
    parts = dict(part.split("=", 1) for part in said.split(";") if "=" in part)
    if parts.get("FREQ") not in _FREQUENCIES or not set(parts) <= _PARTS:
        return None
    try:
        rrulestr(said, dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 - only read, on no clock at all
    except (ValueError, TypeError):
        return None
    return ";".join(f"{name}={value}" for name, value in parts.items())


def local(moment: datetime) -> datetime:
    """What the clock on Istanbul's wall shows, without a zone."""
    return moment.astimezone(ISTANBUL).replace(tzinfo=None)


def absolute(wall: datetime) -> datetime:
    return wall.replace(tzinfo=ISTANBUL).astimezone(UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ISTANBUL).date()


def starts_between(
    rule: str,
    first: datetime,
    since: datetime,
    until: datetime,
    *,
    last: datetime | None = None,
    skips: Collection[str] = (),
) -> list[datetime]:
    """Beginnings from `since` on and before `until`, at most MOST, days in `skips` left out."""
    found: list[datetime] = []
    for start in _from(rule, first, since):
        if start >= until or (last is not None and start > last) or len(found) == MOST:
            break
        if day_of(start).isoformat() not in skips:
            found.append(start)
    return found


def next_start(
    rule: str,
    first: datetime,
    after: datetime,
    *,
    last: datetime | None = None,
    skips: Collection[str] = (),
) -> datetime | None:
    """The first beginning later than `after`; None where the series is over."""
    for place, start in enumerate(_from(rule, first, after)):
        if (last is not None and start > last) or place > MOST:
            return None
        if start > after and day_of(start).isoformat() not in skips:
            return start
    return None


def happens_on(rule: str, first: datetime, day: date) -> datetime | None:
    """When it begins on this day, skipped or not."""
    midnight = absolute(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - a clock on the wall
    found = starts_between(rule, first, midnight, midnight + timedelta(days=1))
    return found[0] if found else None


def _from(rule: str, first: datetime, since: datetime) -> Iterator[datetime]:
    series = rrulestr(rule, dtstart=local(first))
    if isinstance(series, rrule):
        for wall in series.xafter(local(since), inc=True):
            yield absolute(wall)
