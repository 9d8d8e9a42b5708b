"""Sales events of the year: fixed, by a rule, published, expected."""

from datetime import date

import pytest

from prapazar.domain.planning import sales_days
from prapazar.foundation.texts import names


@pytest.mark.parametrize(
    ("key", "year", "since", "last", "is_expected"),
    [
        ("ramadan_feast", 2026, "2026-03-20", "2026-03-22", False),
        ("sacrifice_feast", 2025, "2025-06-06", "2025-06-09", False),
        ("sacrifice_feast", 2027, "2027-05-16", "2027-05-19", True),
        ("ramadan", 2026, "2026-02-19", "2026-03-19", False),
        ("mothers", 2026, "2026-05-10", "2026-05-10", False),
        ("fathers", 2026, "2026-06-21", "2026-06-21", False),
        ("eleven_eleven", 2026, "2026-11-11", "2026-11-11", False),
        ("black_friday", 2024, "2024-11-29", "2024-11-29", False),
        ("black_friday", 2026, "2026-11-27", "2026-11-27", False),
        ("cyber_monday", 2026, "2026-11-30", "2026-11-30", False),
        ("school", 2025, "2025-09-08", "2025-09-08", False),
        ("school", 2028, "2028-09-11", "2028-09-11", True),
        ("easter", 2026, "2026-04-05", "2026-04-05", False),
        ("uk_mothers", 2026, "2026-03-15", "2026-03-15", False),
        ("prime_day", 2025, "2025-07-08", "2025-07-11", False),
    ],
)
def test_event_falls_on_its_day(key: str, year: int, since: str, last: str, *, is_expected: bool) -> None:
    found = next(one for one in sales_days.of_year(year) if one.key == key)

    assert (found.since.isoformat(), date.fromordinal(found.until.toordinal() - 1).isoformat()) == (
        since,
        last,
    )
    assert found.is_expected is is_expected


def test_event_nobody_announced_is_left_out() -> None:
    assert [one.key for one in sales_days.of_year(2040) if one.key in ("ramadan_feast", "prime_day")] == []


def test_window_holds_what_touches_it_earliest_first() -> None:
    found = sales_days.between(date(2026, 11, 24), date(2026, 12, 1))

    assert [one.key for one in found] == ["teachers", "thanksgiving", "black_friday", "cyber_monday"]


def test_window_finds_what_began_before_it() -> None:
    found = sales_days.between(date(2027, 1, 1), date(2027, 1, 2))

    assert [one.key for one in found] == ["new_year"]
    assert [one.key for one in sales_days.between(date(2026, 12, 30), date(2027, 1, 1))] == [
        "new_year_shopping"
    ]


def test_every_event_has_a_name() -> None:
    assert sorted(names("sales_days")) == sorted(one.key for one in sales_days.known())
