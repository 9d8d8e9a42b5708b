"""What came at about the same time: notifications joined by their cause, so that a thousand are one toast."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from prapazar.domain.messaging import masking
from prapazar.domain.messaging.wording import cause, has_plural, repeated, sentence
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say
from prapazar.states import toast
from prapazar.states.policy import ANYONE_INSIDE
from prapazar.states.tabs import Tab

_SHOWN = 3
_RANKS: dict[toast.Level, int] = {"error": 0, "warning": 1, "success": 2, "info": 3}


class Audience(NamedTuple):
    """Who is told of an event."""

    permission: str
    only: frozenset[str]
    muted: frozenset[str]
    store: str

    def has(self, tab: Tab) -> bool:
        sees = self.store == "" or tab.sees_store(UUID(self.store))
        may = self.permission == ANYONE_INSIDE or tab.can(self.permission)
        return sees and may and tab.user_id not in self.muted and (not self.only or tab.user_id in self.only)


@dataclass(slots=True, kw_only=True)
class Line:
    """All news of one kind and cause for the same people."""

    audience: Audience
    kind: str
    cause: str
    level: toast.Level
    values: dict[str, Any]
    """Of the newest."""
    link: str
    units: int
    is_mixed: bool = False
    """About several stores: the newest one's name would stand for all."""

    def rank(self) -> tuple[bool, int, int]:
        """What is for this person alone first, then the worst, then what came most often."""
        return not self.audience.only, _RANKS[self.level], -self.units

    def said(self, locale: Locale, masks: Collection[str] = ()) -> str:
        values = masking.told(masks, self.kind, self.values)
        why = cause(self.cause, locale) if self.is_mixed else ""
        if why or not has_plural(self.kind):
            # Of the cause only what happened; what to do stands in the centre.
            said = why.split(". ")[0].rstrip(".") or sentence(self.kind, values, 1, locale)
            return repeated(said, self.units, locale)
        return sentence(self.kind, values, self.units, locale)


@dataclass(slots=True)
class Burst:
    """From the first event until a tick passes without any; of one merchant."""

    key: str = field(default_factory=lambda: str(time.time_ns()))
    _lines: dict[tuple[Audience, str, str], Line] = field(default_factory=dict)
    _fresh: set[tuple[Audience, str, str]] = field(default_factory=set)
    _readers: set[str] = field(default_factory=set)
    """Who has read some meanwhile: their bells only."""

    @property
    def has_news(self) -> bool:
        return bool(self._fresh or self._readers)

    def add(self, event: Mapping[str, Any]) -> None:
        audience = Audience(
            str(event.get("permission", ANYONE_INSIDE)),
            _people(event, "only"),
            _people(event, "muted"),
            str(event.get("store", "")),
        )
        values = {name.removeprefix("v_"): value for name, value in event.items() if name.startswith("v_")}
        kind, code, link = (str(event.get(name, "")) for name in ("text", "v_code", "link"))
        # One failure at many stores is one line; what did not fail is told of each store by its name.
        key = (audience, kind, code or str(values.get("channel", "")))
        units = int(event.get("units", 1))
        self._fresh.add(key)
        line = self._lines.get(key)
        if line is None:
            self._lines[key] = Line(
                audience=audience,
                kind=kind,
                cause=code,
                level=_level(event),
                values=values,
                link=link,
                units=units,
            )
            return
        line.is_mixed = line.is_mixed or line.values.get("channel") != values.get("channel")
        line.link = link if link == line.link else routes.NOTIFICATIONS
        line.values, line.units = values, line.units + units
        line.level = min(line.level, _level(event), key=_RANKS.__getitem__)

    def read_by(self, user_id: str) -> None:
        self._readers.add(user_id)

    def take(self) -> tuple[list[Line], set[str]]:
        """The lines with news since the last time, and who has read some."""
        fresh, self._fresh = [self._lines[key] for key in self._fresh], set()
        readers, self._readers = self._readers, set()
        return fresh, readers

    def lines_of(self, tab: Tab) -> list[Line]:
        """All of the burst that this tab hears of, what matters most first."""
        return sorted((one for one in self._lines.values() if one.audience.has(tab)), key=Line.rank)


def spoken(
    lines: Sequence[Line], locale: Locale, group: str, masks: Collection[str] = ()
) -> dict[str, dict[str, Any]]:
    """One toast for all of them; a later one of the same group takes its place. `masks`: of who reads it."""
    [first, *others] = lines
    word = say(locale, "words.view")
    if not others:
        text = first.said(locale, masks)
        return toast.delta(first.level, text, first.link, word if first.link else "", group=group)
    count = formats.number(sum(one.units for one in lines), locale)
    worst = min((one.level for one in lines), key=_RANKS.__getitem__)
    return toast.delta(
        worst,
        say(locale, "notifications.burst", count=count),
        routes.NOTIFICATIONS,
        word,
        group=group,
        detail="\n".join(one.said(locale, masks) for one in lines[:_SHOWN]),
    )


def _people(event: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(filter(None, str(event.get(name, "")).split(",")))


def _level(event: Mapping[str, Any]) -> toast.Level:
    level = event.get("level")
    return level if level in _RANKS else "info"
