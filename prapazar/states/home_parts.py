"""What the parts of a home are made of: figures, counts, lines and bars, as flat records of strings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

Record = dict[str, str]
Point = dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One part, read and put into words."""

    rows: list[Record] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    """Of a chart: {label, href, <series>: number}."""
    series: list[Record] = field(default_factory=list)
    """Of a chart: {key, label, place}; an empty place is grey."""
    href: str = ""
    """The screen behind the whole part."""
    note: str = ""


def figure(
    label: str,
    value: str,
    *,
    href: str = "",
    change: str = "",
    tone: str = "neutral",
    note: str = "",
    points: str = "",
) -> Record:
    return {
        "label": label,
        "value": value,
        "change": change,
        "tone": tone,
        "note": note,
        "points": points,
        "href": href,
    }


def compared(
    locale: Locale,
    label: str,
    value: str,
    now: Decimal,
    then: Decimal,
    *,
    href: str = "",
    trend: Sequence[int | Decimal] = (),
    against: str = "dashboard.against",
    same: str = "dashboard.same",
    more_is_good: bool = True,
) -> Record:
    """A figure with what it changed by; nothing is said where there was nothing before."""
    rose = now >= then
    note = say(locale, same) if now == then else say(locale, against) if then else ""
    return figure(
        label,
        value,
        href=href,
        change=formats.percent((now - then) / then, locale, sign=True) if then and now != then else "",
        tone="good" if rose == more_is_good else "bad",
        note=note,
        points=formats.sparkline(trend) if trend else "",
    )


def count(key: str, label: str, number: int, href: str, tone: str, locale: Locale) -> Record:
    return {"id": key, "label": label, "count": formats.number(number, locale), "href": href, "tone": tone}


def line(
    key: object,
    title: str,
    *,
    sub: str = "",
    end: str = "",
    subend: str = "",
    badge: str = "",
    tone: str = "neutral",
    href: str = "",
    connector: str = "",
    meter: Decimal | None = None,
) -> Record:
    """Two lines left and right; a badge or a meter where there is one."""
    used = "" if meter is None else str(round(max(Decimal(0), min(meter, Decimal(1))) * 100))
    return {
        "id": str(key),
        "title": title,
        "sub": sub,
        "end": end,
        "subend": subend,
        "badge": badge,
        "tone": tone,
        "href": href,
        "connector": connector,
        "meter": used,
    }


def span(locale: Locale, key: str, number: int, href: str) -> Point:
    """One bar of a clock."""
    return {"label": say(locale, f"orders.due_{key}"), "count": number, "href": href}


def one_series(locale: Locale, key: str, label: str) -> list[Record]:
    return [{"key": key, "label": say(locale, label), "place": "0"}]
