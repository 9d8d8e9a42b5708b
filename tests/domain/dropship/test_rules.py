"""How well a supplier sends, and when what it told is too old."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from prapazar.domain.dropship import rules
from prapazar.domain.dropship.rules import Score


def test_score_gives_shares_of_enough_packages_alone() -> None:
    enough = Score(30, routed=40, due=20, on_time=19, wanting=1)
    few = Score(30, routed=19, due=19, on_time=19, wanting=0)

    assert (enough.on_time_share, enough.wanting_share) == (Decimal("0.95"), Decimal("0.025"))
    assert (few.on_time_share, few.wanting_share) == (None, None)


def test_told_stock_is_stale_after_a_day() -> None:
    told = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    day = timedelta(days=1)

    assert [rules.is_stale(told, told + one) for one in (day, day + timedelta(seconds=1))] == [False, True]
