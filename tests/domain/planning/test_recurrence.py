"""Series on Istanbul's clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from prapazar.domain.planning import recurrence

MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)  # 09:00 in Istanbul
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("rrule:freq=daily;count=3", "FREQ=DAILY;COUNT=3"),
        ("FREQ=HOURLY", None),
        ("FREQ=DAILY;BYHOUR=9,17", None),
        ("FREQ=WEEKLY;BYDAY=XX", None),
        ("her pazartesi", None),
        ("", None),
    ],
)
def test_rule_finer_than_a_day_or_unreadable_is_none(said: str, kept: str | None) -> None:
    assert recurrence.checked(said) == kept


def test_series_happens_in_its_window_without_the_days_left_out() -> None:
    found = recurrence.starts_between("FREQ=WEEKLY", MONDAY, MONDAY, MONDAY + 4 * WEEK, skips=("2026-11-30",))

    assert found == [MONDAY, MONDAY + 2 * WEEK, MONDAY + 3 * WEEK]


def test_series_ends_with_its_last_repetition() -> None:
    found = recurrence.starts_between("FREQ=WEEKLY", MONDAY, MONDAY, MONDAY + 9 * WEEK, last=MONDAY + WEEK)

    assert found == [MONDAY, MONDAY + WEEK]
    assert recurrence.next_start("FREQ=WEEKLY", MONDAY, MONDAY + WEEK, last=MONDAY + WEEK) is None


def test_series_of_years_fills_no_memory() -> None:
    found = recurrence.starts_between("FREQ=DAILY", MONDAY, MONDAY, MONDAY + timedelta(days=4000))

    assert len(found) == recurrence.MOST


def test_next_time_passes_over_days_left_out() -> None:
    found = recurrence.next_start("FREQ=DAILY", MONDAY, MONDAY, skips=("2026-11-24", "2026-11-25"))

    assert found == MONDAY + timedelta(days=3)


def test_day_just_after_midnight_in_istanbul_is_that_day() -> None:
    late = datetime(2026, 11, 23, 22, tzinfo=UTC)  # 01:00 on the 24th

    assert recurrence.happens_on("FREQ=WEEKLY", late, date(2026, 11, 24)) == late
    assert recurrence.happens_on("FREQ=WEEKLY", late, date(2026, 11, 23)) is None
