"""Chance that is the same each time: who else sells an article, and for what."""

from decimal import Decimal

from prapazar.sandbox.rivals import asked, rank

_HOUR = 3_600_000


def _prices(key: str, at: int, share: int = 100) -> list[Decimal]:
    return asked(key, Decimal(100), at, share=share, pace_ms=_HOUR)


def test_prices_are_the_same_for_the_same_moment_and_others_later() -> None:
    now = [_prices(f"869{number}", 0) for number in range(20)]
    again = [_prices(f"869{number}", 0) for number in range(20)]
    later = [_prices(f"869{number}", 24 * _HOUR) for number in range(20)]

    assert now == again != later
    assert {92 <= price <= 109 for prices in now for price in prices} == {True}
    assert [prices == sorted(prices) for prices in now] == [True] * 20


def test_share_says_how_many_articles_have_rivals() -> None:
    counts = [
        sum(bool(_prices(f"869{number}", 0, share)) for number in range(1000)) for share in (0, 55, 100)
    ]

    assert (counts[0], 480 < counts[1] < 620, counts[2]) == (0, True, 1000)


def test_cheaper_offers_stand_before_ours_and_equal_ones_behind() -> None:
    rivals = [Decimal("9.99"), Decimal(10), Decimal(11)]

    assert [rank(Decimal(price), rivals) for price in ("9.98", "10", "12")] == [1, 2, 4]
