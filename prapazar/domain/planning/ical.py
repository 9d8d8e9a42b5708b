"""A calendar in the form other programs read (RFC 5545); on plain values, through the icalendar library."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vRecur

from prapazar.domain.planning import recurrence
from prapazar.domain.planning.rules import Span
from prapazar.foundation.clock import ISTANBUL

ZONE = "Europe/Istanbul"


@dataclass(frozen=True, slots=True)
class FeedEvent:
    uid: str
    title: str
    span: Span
    category: str
    note: str = ""
    rule: str = ""
    repeats_until: datetime | None = None
    skips: tuple[str, ...] = ()
    remind_minutes: int | None = None
    is_free: bool = False
    """Takes nobody's time: a sales event, a deadline."""


def written(name: str, events: Iterable[FeedEvent], *, stamped_at: datetime) -> bytes:
    """Times stand on Istanbul's clock with its zone described, so that a series stays at its hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//PraPazar//Calendar//TR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    for one in events:
        calendar.add_component(_event(one, stamped_at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: FeedEvent, stamped_at: datetime) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", stamped_at)
    event.add("summary", one.title)
    event.add("categories", [one.category])
    event.add("dtstart", _at(one.span.starts_at, is_all_day=one.span.is_all_day))
    event.add("dtend", _at(one.span.ends_at, is_all_day=one.span.is_all_day))
    event.add("transp", "TRANSPARENT" if one.is_free else "OPAQUE")
    if one.note:
        event.add("description", one.note)
    if one.rule:
        _repeat(event, one)
    if one.remind_minutes is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", timedelta(minutes=-one.remind_minutes))
        event.add_component(alarm)
    return event


def _repeat(event: Event, one: FeedEvent) -> None:
    rule = vRecur.from_ical(one.rule)
    if one.repeats_until is not None and "COUNT" not in rule:
        last = one.repeats_until
        rule["UNTIL"] = [recurrence.day_of(last) if one.span.is_all_day else last]
    event.add("rrule", rule)
    for day in one.skips:
        start = recurrence.happens_on(one.rule, one.span.starts_at, date.fromisoformat(day))
        if start is not None:
            event.add("exdate", _at(start, is_all_day=one.span.is_all_day))


def _at(moment: datetime, *, is_all_day: bool) -> date | datetime:
    return recurrence.day_of(moment) if is_all_day else moment.astimezone(ISTANBUL)
