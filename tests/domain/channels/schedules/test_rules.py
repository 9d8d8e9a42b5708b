"""Intervals in words."""

import pytest

from prapazar.domain.channels.schedules.rules import interval, is_within_bounds


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("5 dk", 300),
        ("2 saat 30 dakika", 9_000),
        ("90sn", 90),
        ("1 gün", 86_400),
        ("10 min", 600),
        ("1 h, 5 min", 3_900),
        ("İki saat", None),
        ("5", None),
        ("", None),
        ("5 elma", None),
        ("5 dk sonra", None),
    ],
)
def test_interval_is_read_in_both_languages(words: str, seconds: int | None) -> None:
    assert interval(words) == seconds


def test_interval_has_bounds() -> None:
    assert [is_within_bounds(seconds) for seconds in (9, 10, 604_800, 604_801)] == [False, True, True, False]
