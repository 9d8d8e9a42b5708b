"""Orders come when people are awake, and in baskets of a household."""

from datetime import UTC, datetime, timedelta

from prapazar.sandbox.player import rhythm
from prapazar.sandbox.player.dice import dice

_MONDAY_NOON = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
"""12:30 in İstanbul."""


def test_pace_is_quick_at_noon_and_never_stops() -> None:
    assert rhythm.pace(_MONDAY_NOON) == 1.6
    assert rhythm.pace(_MONDAY_NOON + timedelta(hours=14)) == 0.8


def test_past_moments_are_ordered_and_lie_in_the_span() -> None:
    moments = rhythm.past_moments(dice("test"), _MONDAY_NOON, 10, 300)

    assert len(moments) == 300
    assert moments == sorted(moments)
    assert moments[0] >= _MONDAY_NOON - timedelta(days=10)
    assert moments[-1] <= _MONDAY_NOON


def test_past_moments_prefer_the_day_to_the_night() -> None:
    moments = rhythm.past_moments(dice("test"), _MONDAY_NOON, 28, 1000)

    hours = [moment.astimezone(rhythm.ISTANBUL).hour for moment in moments]
    assert sum(9 <= hour < 18 for hour in hours) > 5 * sum(hour < 8 for hour in hours)


def test_basket_is_small_and_prefers_best_sellers() -> None:
    thrown = dice("test")

    baskets = [rhythm.basket(thrown, 800) for _ in range(2000)]

    units = [units for basket in baskets for units in basket.values()]
    ranks = [rank for basket in baskets for rank in basket]
    assert {len(basket) for basket in baskets} == {1, 2, 3, 4, 5}
    assert 2.0 < len(units) / len(baskets) < 3.0
    assert set(units) == {1, 2, 3, 4}
    assert sum(rank < 400 for rank in ranks) > 1.5 * sum(rank >= 400 for rank in ranks)


def test_basket_stays_within_a_small_shelf() -> None:
    thrown = dice("test")

    ranks = {rank for _ in range(300) for rank in rhythm.basket(thrown, 3)}

    assert ranks == {0, 1, 2}
