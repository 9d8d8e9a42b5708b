"""Working hours: how long was worked between two moments, and when a span of work is over; plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from prapazar.foundation.clock import ISTANBUL

DAY = 24 * 60
_FARTHEST = 800
"""Days looked ahead for the end of a span; whoever works less has no deadline."""
Span = tuple[int, int]
"""Minutes after midnight: from, until before."""
Week = tuple[Span | None, ...]
"""Monday first; None on days without work."""
USUAL: Week = (*((9 * 60, 18 * 60),) * 5, None, None)
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    week: Week = USUAL
    closed: frozenset[date] = frozenset()
    """Holidays: no work whatever the weekday."""
    zone: ZoneInfo = ISTANBUL

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """Working time between the two; nothing where the second is not later."""
        return sum(
            (
                max(NOTHING, min(ends, until) - max(begins, since))
                for begins, ends in self._days(since, until)
            ),
            start=NOTHING,
        )

    def after(self, since: datetime, span: timedelta) -> datetime | None:
        """When that much has been worked from `since` on; None where it never is."""
        left = max(span, NOTHING)
        for begins, ends in self._days(since, since + timedelta(days=_FARTHEST)):
            start = max(begins, since)
            if start >= ends:
                continue
            if ends - start >= left:
                return start + left
            left -= ends - start
        return None

    def before(self, due: datetime, span: timedelta) -> datetime:
        """When that much work is left until `due`; at most two weeks before it."""
        begin, left = due - timedelta(days=14), span
        for begins, ends in reversed(list(self._days(begin, due))):
            stop = min(ends, due)
            if stop - begins >= left:
                return stop - left
            left -= max(NOTHING, stop - begins)
        return begin

    def _days(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working part of each day the two touch, in UTC."""
        day, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        while day <= last:
            span = self.week[day.weekday()]
            if span is not None and day not in self.closed:
                yield self._at(day, span[0]), self._at(day, span[1])
            day += timedelta(days=1)

    def _at(self, day: date, minute: int) -> datetime:
        midnight = datetime.combine(day + timedelta(days=minute // DAY), time(), tzinfo=self.zone)
        return midnight.replace(hour=minute % DAY // 60, minute=minute % 60).astimezone(UTC)


def is_week(week: Sequence[Span | None]) -> bool:
    """Seven days, each ending after it begins, some work in it."""
    return (
        len(week) == len(USUAL)
        and any(week)
        and all(span is None or 0 <= span[0] < span[1] <= DAY for span in week)
    )
