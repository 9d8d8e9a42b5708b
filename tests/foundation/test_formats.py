"""Numbers, money and time in both languages."""

from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from prapazar.foundation import clock as clocks
from prapazar.foundation import formats

NOW = datetime(2026, 11, 21, 11, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "now", lambda: NOW)


def test_money_is_written_by_locale() -> None:
    amounts = [formats.money(Decimal("1234.5")), formats.money(Decimal("-1234.5"), "TRY", "en")]

    assert amounts == ["₺1.234,50", "−₺1,234.50"]


def test_number_groups_thousands_and_fixes_places() -> None:
    numbers = [
        formats.number(12408),
        formats.number(12408, "en"),
        formats.number(Decimal("1.5"), places=2),
        formats.signed(3),
        formats.signed(-3),
        formats.signed(0),
    ]

    assert numbers == ["12.408", "12,408", "1,50", "+3", "−3", "0"]


def test_percent_rounds_and_signs() -> None:
    shares = [
        formats.percent(Decimal("0.125")),
        formats.percent(Decimal("0.1254"), "en", places=1),
        formats.percent(Decimal("-0.04"), sign=True),
        formats.percent(Decimal("0.04"), sign=True),
        *(formats.percent(Decimal("-0.2"), locale, places=1, fixed=True) for locale in ("tr", "en")),
    ]

    assert shares == ["%12", "12.5%", "−%4", "+%4", "−%20,0", "−20.0%"]


def test_short_shows_as_much_of_the_date_as_is_needed() -> None:
    moments = [NOW, NOW - timedelta(days=2), datetime(2024, 11, 20, 22, 30, tzinfo=UTC)]

    shown = [formats.short(moment) for moment in moments]

    assert shown == ["14:05", "19 Kas 14:05", "21 Kas 2024"]


def test_full_names_the_day_in_both_languages() -> None:
    shown = [formats.full(NOW, "tr"), formats.full(NOW, "en")]

    assert shown == ["21 Kasım 2026 Cumartesi 14:05:09", "Saturday 21 November 2026 14:05:09"]


def test_ago_and_remaining_count_in_the_largest_units() -> None:
    shown = [
        formats.ago(NOW - timedelta(seconds=20)),
        formats.ago(NOW - timedelta(minutes=3, seconds=10)),
        formats.ago(NOW - timedelta(hours=5), "en"),
        formats.remaining(NOW + timedelta(hours=2, minutes=15)),
        formats.remaining(NOW - timedelta(minutes=4)),
        formats.duration(timedelta(0)),
    ]

    assert shown == ["az önce", "3 dk önce", "5 h ago", "2 sa 15 dk", "−4 dk", "0 sn"]


def test_sparkline_stands_on_zero() -> None:
    lines = [formats.sparkline([0, 5, 10]), formats.sparkline([4]), formats.sparkline([0, 0])]

    assert lines == ["0.0,22.0 50.0,12.0 100.0,2.0", "", "0.0,22.0 100.0,22.0"]


def test_date_of_names_a_day_without_hour() -> None:
    shown = [formats.date_of(date(2026, 12, 3)), formats.date_of(date(2026, 12, 3), "en")]

    assert shown == ["3 Ara 2026", "3 Dec 2026"]


def test_times_are_written_by_the_readers_clock() -> None:
    moment = datetime(2024, 11, 21, 23, 5, 9, tzinfo=UTC)

    def written() -> list[str]:
        clocks.read_by("America/New_York")
        there = [formats.full(moment), formats.day(moment)]
        clocks.read_by("Nowhere/Else")
        return [*there, formats.full(moment)]

    assert [*copy_context().run(written), formats.full(moment)] == [
        "21 Kasım 2024 Perşembe 18:05:09",
        "22 Kas",  # a day of the books
        "22 Kasım 2024 Cuma 02:05:09",
        "22 Kasım 2024 Cuma 02:05:09",
    ]
