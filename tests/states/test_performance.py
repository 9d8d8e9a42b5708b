"""Rates of stores on the screen: tones beside a limit, and the trend."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from prapazar.domain.reporting.performance import Counts, Measure
from prapazar.flows.performance import Bound, judged, limit, tone
from prapazar.states.performance import trend


@pytest.mark.parametrize(
    ("rate", "below", "expected"),
    [
        ("0.04", "0.04", "bad"),
        ("0.03", "0.04", "wait"),
        ("0.029", "0.04", "good"),
        ("0.9", None, "neutral"),
        (None, "0.04", "neutral"),
    ],
)
def test_tone_is_that_of_the_limit(rate: str | None, below: str | None, expected: str) -> None:
    assert tone(Decimal(rate) if rate else None, Decimal(below) if below else None) == expected


def test_limit_is_a_dated_fact_or_none() -> None:
    known = limit("amazon", Measure.DEFECT)

    assert known is not None
    assert (known.below, known.days, known.since.year) == (Decimal("0.01"), 60, 2020)
    assert limit("trendyol", Measure.DEFECT) is limit("manual", Measure.LATE) is None


def test_worst_of_two_limits_colours_the_rate() -> None:
    published, own = Bound(Decimal("0.04"), is_own=False), Bound(Decimal("0.02"), is_own=True)

    found = [
        judged(Decimal(rate), Measure.LATE, [published, own]) for rate in ("0.05", "0.03", "0.015", "0.01")
    ]

    assert found == [("bad", published), ("bad", own), ("wait", own), ("good", published)]
    assert judged(Decimal("0.05"), Measure.LATE, []) == ("neutral", None)


@pytest.mark.parametrize(
    ("rate", "expected"), [("0.79", "bad"), ("0.8", "wait"), ("0.9", "good"), ("1", "good")]
)
def test_share_of_the_box_is_better_high(rate: str, expected: str) -> None:
    assert tone(Decimal(rate), Decimal("0.8"), is_floor=True) == expected


def test_trend_is_by_day_and_leaves_out_days_without_orders() -> None:
    days = {date(2026, 11, 2): Counts(orders=4, cancelled=1), date(2026, 11, 3): Counts(returned=1)}
    since, until = datetime(2026, 10, 31, 21, tzinfo=UTC), datetime(2026, 11, 3, 9, tzinfo=UTC)

    known = [Bound(Decimal("0.025"), is_own=False), Bound(Decimal("0.01"), is_own=True)]
    drawn = trend(days, Measure.CANCELLED, since, until, known, "tr")

    assert drawn == [
        {"label": "1 Kas", "limit": 2.5, "target": 1.0},
        {"label": "2 Kas", "rate": 25.0, "limit": 2.5, "target": 1.0},
        {"label": "3 Kas", "limit": 2.5, "target": 1.0},
    ]


def test_long_trend_is_by_seven_days() -> None:
    since, until = datetime(2026, 9, 1, 9, tzinfo=UTC), datetime(2026, 11, 3, 9, tzinfo=UTC)
    days = {date(2026, 9, 1): Counts(orders=1), date(2026, 9, 7): Counts(orders=1, cancelled=1)}

    drawn = trend(days, Measure.CANCELLED, since, until, [], "en")

    assert (len(drawn), drawn[0]["rate"], "rate" in drawn[1]) == (10, 50.0, False)
