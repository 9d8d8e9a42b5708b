"""Working hours: spans over nights, weekends, holidays and summer time, forwards and backwards."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from prapazar.domain.support.hours import DAY, USUAL, WorkingHours, is_week
from prapazar.foundation.clock import ISTANBUL

HOURS = WorkingHours()
HOUR = timedelta(hours=1)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """Of November 2026 in Istanbul; the 2nd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ISTANBUL).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (_at(2, 9), _at(2, 18), 9),
        (_at(2, 7), _at(2, 10), 1),
        (_at(2, 17), _at(3, 10), 2),
        (_at(6, 17), _at(9, 10), 2),
        (_at(7, 10), _at(8, 20), 0),
        (_at(2, 20), _at(3, 8), 0),
        (_at(2, 12), _at(2, 11), 0),
        (_at(2, 9), _at(9, 9), 45),
    ],
    ids=["a day", "before work", "a night", "a weekend", "within it", "an evening", "backwards", "a week"],
)
def test_worked_counts_working_time_alone(since: datetime, until: datetime, hours: int) -> None:
    assert HOURS.worked(since, until) == hours * HOUR


@pytest.mark.parametrize(
    ("since", "span", "end"),
    [
        (_at(2, 9), 4, _at(2, 13)),
        (_at(2, 16), 4, _at(3, 11)),
        (_at(6, 17), 2, _at(9, 10)),
        (_at(7, 12), 1, _at(9, 10)),
        (_at(2, 22), 1, _at(3, 10)),
        (_at(2, 9), 9, _at(2, 18)),
        (_at(2, 11), 0, _at(2, 11)),
        (_at(2, 9), 90, _at(13, 18)),
    ],
    ids=[
        "same day",
        "next day",
        "weekend",
        "on a Saturday",
        "at night",
        "to the minute",
        "nothing",
        "two weeks",
    ],
)
def test_after_ends_when_so_much_was_worked(since: datetime, span: int, end: datetime) -> None:
    assert HOURS.after(since, span * HOUR) == end
    assert HOURS.worked(since, end) == span * HOUR


def test_holiday_is_no_working_day() -> None:
    closed = WorkingHours(closed=frozenset({date(2026, 11, 3), date(2026, 11, 4)}))

    assert closed.worked(_at(2, 17), _at(5, 10)) == 2 * HOUR
    assert closed.after(_at(2, 17), 2 * HOUR) == _at(5, 10)


@pytest.mark.parametrize(
    ("due", "span", "begin"),
    [(_at(2, 13), 1, _at(2, 12)), (_at(3, 10), 2, _at(2, 17)), (_at(9, 10), 2, _at(6, 17))],
    ids=["same day", "over a night", "over a weekend"],
)
def test_before_is_the_way_back(due: datetime, span: int, begin: datetime) -> None:
    assert HOURS.before(due, span * HOUR) == begin
    assert HOURS.after(begin, span * HOUR) == due


def test_before_goes_two_weeks_back_at_most() -> None:
    assert HOURS.before(_at(20, 12), timedelta(hours=500)) == _at(20, 12) - timedelta(days=14)


def test_who_never_works_has_no_deadline() -> None:
    never = WorkingHours(week=(None,) * 7)

    assert never.after(_at(2, 9), HOUR) is None
    assert never.worked(_at(2, 9), _at(9, 9)) == timedelta(0)


def test_round_the_clock_counts_every_hour() -> None:
    always = WorkingHours(week=((0, DAY),) * 7)

    assert always.worked(_at(6, 12), _at(9, 12)) == 72 * HOUR
    assert always.after(_at(6, 12), 72 * HOUR) == _at(9, 12)


def test_day_of_summer_time_is_an_hour_shorter() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = WorkingHours(week=((0, 6 * 60),) * 7, zone=berlin)
    midnight = datetime(2026, 3, 29, tzinfo=berlin)

    assert night.worked(midnight, midnight.replace(hour=6)) == 5 * HOUR


@pytest.mark.parametrize(
    ("week", "fits"),
    [
        (USUAL, True),
        (((0, DAY),) * 7, True),
        ((None,) * 7, False),
        (USUAL[:6], False),
        (((600, 600), *USUAL[1:]), False),
        (((600, DAY + 1), *USUAL[1:]), False),
    ],
    ids=["usual", "always", "never", "six days", "no time", "past midnight"],
)
def test_week_has_seven_days_and_some_work(week: tuple[tuple[int, int] | None, ...], fits: bool) -> None:
    assert is_week(week) is fits
