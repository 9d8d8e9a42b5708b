"""Months as filters write them."""

import pytest

from prapazar.foundation.clock import month_bounds


@pytest.mark.parametrize(
    ("said", "bounds"),
    [
        ("2026-11", ("2026-11-01T00:00:00+03:00", "2026-12-01T00:00:00+03:00")),
        ("2026-12", ("2026-12-01T00:00:00+03:00", "2027-01-01T00:00:00+03:00")),
        ("2028-02", ("2028-02-01T00:00:00+03:00", "2028-03-01T00:00:00+03:00")),
        ("9999-12", None),
        ("2026-13", None),
        ("", None),
    ],
)
def test_month_reaches_from_its_first_midnight_to_the_next(said: str, bounds: tuple[str, str] | None) -> None:
    since, until = month_bounds(said)

    assert (since and since.isoformat(), until and until.isoformat()) == (bounds or (None, None))
