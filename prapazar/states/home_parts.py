"""What the parts of a home are made of: figures, counts, lines and bars, as flat records of strings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

Record = dict[str, str]
Point = dict[str, str | int | float]
_CLOCK_TONES = {"late": "bad", "two_hours": "wait"}


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


def span(key: object, label: str, value: str, share: Decimal, href: str, tone: str = "plain") -> Record:
    """One of several bars beneath each other; `share` is its length, of the longest."""
    drawn = str(round(share * 100))
    return {"id": str(key), "label": label, "value": value, "share": drawn, "href": href, "tone": tone}


def clock(found: Mapping[str, int], locale: Locale, href: Callable[[str], str]) -> list[Record]:
    """What waits by the time it has left, each part leading to its own rows; nothing where nothing waits."""
    most = max(found.values(), default=0)
    return [
        span(
            key,
            say(locale, f"orders.due_{key}"),
            formats.number(number, locale),
            Decimal(number) / most,
            href(key),
            _CLOCK_TONES.get(key, "plain"),
        )
        for key, number in found.items()
        if most
    ]
