"""The calendar file, read back as another program reads it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from prapazar.domain.planning import ical, recurrence, rules
from prapazar.domain.planning.ical import FeedEvent
from prapazar.domain.planning.rules import Span
from prapazar.foundation.clock import ISTANBUL

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONDAY = recurrence.absolute(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - a clock on the wall


def test_series_comes_back_with_its_rule_zone_reminder_and_days_left_out() -> None:
    meeting = FeedEvent(
        uid="1@prapazar",
        title="Sayım; depo, raf 3",
        span=Span(MONDAY, MONDAY + timedelta(hours=1)),
        category="Randevular",
        note="Ayşe & Özgür\nikinci satır",
        rule="FREQ=WEEKLY",
        repeats_until=MONDAY + timedelta(days=21),
        skips=("2026-11-30",),
        remind_minutes=15,
    )

    read = Calendar.from_ical(ical.written("PraPazar", [meeting], stamped_at=AT))
    event: Any = read.walk("VEVENT")[0]
    (alarm,) = event.walk("VALARM")

    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (
        "Sayım; depo, raf 3",
        "Ayşe & Özgür\nikinci satır",
    )
    assert event.decoded("DTSTART") == MONDAY
    assert event["DTSTART"].params["TZID"] == "Europe/Istanbul"
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]
    assert event["RRULE"]["UNTIL"] == [MONDAY + timedelta(days=21)]
    assert [one.dt for one in event["EXDATE"].dts] == [(MONDAY + timedelta(days=7)).astimezone(ISTANBUL)]
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-15)
    assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Istanbul"]


def test_whole_days_have_no_time() -> None:
    days = FeedEvent(
        uid="2@prapazar",
        title="Kurban Bayramı",
        span=rules.whole_days(date(2026, 5, 27), date(2026, 5, 30)),
        category="Satış günleri",
        is_free=True,
    )

    read = Calendar.from_ical(ical.written("PraPazar", [days], stamped_at=AT))
    event: Any = read.walk("VEVENT")[0]

    assert (event.decoded("DTSTART"), event.decoded("DTEND"), str(event["TRANSP"])) == (
        date(2026, 5, 27),
        date(2026, 5, 31),
        "TRANSPARENT",
    )
