"""Percentiles out of buckets, and when a channel is silent."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from prapazar.domain.channels.health import rules
from prapazar.domain.channels.health.rules import SilenceRule
from prapazar.foundation.clock import ISTANBUL

MONDAY = datetime(2026, 11, 16, tzinfo=ISTANBUL)
EVERY_HOUR = {(day, hour): Decimal(2) for day in range(7) for hour in range(9, 21)}


def test_percentile_stands_within_its_bucket() -> None:
    fast, slow = rules.BUCKETS.index(100), rules.BUCKETS.index(1_000)
    buckets = {fast: 90, slow: 10}

    assert rules.percentile(buckets, rules.MEDIAN) == 75 + round(25 * 50 / 90)
    assert rules.percentile(buckets, rules.SLOW) == 750 + round(250 * 5 / 10)
    assert rules.percentile({}, rules.MEDIAN) is None
    assert rules.percentile({len(rules.BUCKETS): 1}, rules.SLOW) is not None


def test_success_of_nothing_is_unknown() -> None:
    assert (rules.success(0, 0), rules.success(4, 1)) == (None, Decimal("0.75"))


@pytest.mark.parametrize(
    ("since", "until", "orders"),
    [
        (timedelta(hours=10), timedelta(hours=13), 6),
        (timedelta(hours=10, minutes=30), timedelta(hours=11), 1),
        (timedelta(hours=22), timedelta(days=1, hours=8), 0),
        (timedelta(hours=20), timedelta(days=1, hours=10), 4),
    ],
    ids=["by day", "half an hour", "at night", "over the night"],
)
def test_expected_orders_follow_the_hours_of_the_week(
    since: timedelta, until: timedelta, orders: int
) -> None:
    assert rules.expected_orders(EVERY_HOUR, MONDAY + since, MONDAY + until) == orders


def test_long_silence_is_one_week_of_orders() -> None:
    assert rules.expected_orders(EVERY_HOUR, MONDAY, MONDAY + timedelta(days=70)) == 7 * 12 * 2


@pytest.mark.parametrize(
    ("rule", "silent"),
    [
        (SilenceRule(), True),
        (SilenceRule(missing_orders=7), False),
        (SilenceRule(shortest=timedelta(hours=4)), False),
        (SilenceRule(is_enabled=False), False),
    ],
)
def test_channel_is_silent_when_enough_is_missing_for_long_enough(rule: SilenceRule, silent: bool) -> None:
    since, until = MONDAY + timedelta(hours=10), MONDAY + timedelta(hours=13)
    expected = rules.expected_orders(EVERY_HOUR, since, until)

    assert rules.is_silent(rule, expected, since, until) is silent


def test_week_is_the_mean_of_what_was_counted() -> None:
    counts = {(0, 9): 8}

    assert rules.usual_week(counts, Decimal(28)) == {(0, 9): Decimal(2)}
    assert rules.usual_week(counts, Decimal(14)) == {(0, 9): Decimal(4)}
    assert rules.usual_week(counts, Decimal(6)) == {}
