"""The calendar: the window one looks at, its layers, moving and taking back, a sales day or a job looked at."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.planning import recurrence, rules
from prapazar.domain.planning.enums import Layer
from prapazar.domain.planning.errors import EntryMissing, PlanInvalid, TaskMissing
from prapazar.domain.planning.rules import Span
from prapazar.flows import calendar as flow
from prapazar.flows.calendar import Item, Undo
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.calendar_entry import CalendarEntryState
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_R = TypeVar("_R")
HALF_HOUR = timedelta(minutes=30)
OFFERED = timedelta(minutes=5)
"""How long a move is offered to be taken back on a page that is opened anew."""


class CalendarState(rx.State):
    events: list[dict[str, Any]] = []
    """What the window shows, in FullCalendar's words."""
    layers: list[dict[str, str]] = []
    """{value, label, on} of the layers the person may see."""
    hidden: str = rx.LocalStorage("job", name="pp_calendar_hidden")
    """Layers switched off, with commas; the browser remembers them."""
    moved: dict[str, str] = {}
    """What was moved last, in words, and whether a series could follow."""
    shown: dict[str, str] = {}
    """A sales day or a job that was pressed."""
    is_shown: bool = False
    _since: str = ""
    _until: str = ""
    _undo: Undo | None = None
    _moved_at: datetime | None = None

    @rx.event
    @allow("calendar.read")
    async def load(self) -> list[Any] | None:
        """Layers, and the entry that the address names; what is in the window is asked for by the calendar."""
        scope = await current_scope(self)
        self._switches(scope)
        self.is_shown = False
        if self._moved_at is not None and now() - self._moved_at > OFFERED:
            self.moved, self._undo = {}, None  # a tab that only connects again keeps the offer
        asked = str(self.router.url.query_parameters.get("entry", ""))
        return [CalendarEntryState.open_entry(f"entry:{asked}")] if asked else None

    @rx.event
    @allow("calendar.read")
    async def show(self, since: str, until: str) -> None:
        """The window that the calendar shows now."""
        self._since, self._until = str(since)[:19], str(until)[:19]
        await self._read()

    @rx.event
    @allow("calendar.read")
    async def news(self) -> None:
        await self._read()

    @rx.event
    @allow("calendar.read")
    async def switch(self, layer: str) -> None:
        known = {one.value for one in Layer}
        off = {one for one in self.hidden.split(",") if one in known} ^ ({str(layer)} & known)
        self.hidden = ",".join(sorted(off))
        self._switches(await current_scope(self))
        await self._read()

    @rx.event
    @allow("calendar.read")
    async def open(self, key: str) -> Any:  # noqa: ANN401 - an event of another state, or nothing
        """An entry and a task are edited; a sales day and a job are looked at."""
        what = str(key).partition(":")[0]
        if what == "entry":
            return CalendarEntryState.open_entry(str(key))
        if what == "task":
            return rx.redirect(routes.task(str(key).removeprefix("task:")))
        scope = await current_scope(self)
        found = next((one for one in self.events if one["id"] == key), None)
        if found is not None:
            self.shown, self.is_shown = _shown(found, scope.locale), True
        return None

    @rx.event
    @allow("calendar.read")
    def close(self, is_open: bool) -> None:
        self.is_shown = bool(is_open)

    @rx.event
    @allow("calendar.write")
    async def move(self, key: str, starts: str, ends: str, is_all_day: bool) -> None:
        """Dragged or pulled longer: written at once, and taken back by one press."""
        scope = await current_scope(self)
        try:
            span = dragged(str(starts), str(ends), is_all_day=bool(is_all_day))
            self._undo = await in_thread(
                _within, scope, lambda session: flow.move(session, scope, str(key), span)
            )
        except (
            ValueError,
            PlanInvalid,
            EntryMissing,
            TaskMissing,
            ConnectionInvalid,
            ConnectionMissing,
        ) as error:
            self.moved, self._undo = {}, None
            await toast(self, "error", refusal(error, scope.locale))
        else:
            title = next((str(one["title"]) for one in self.events if one["id"] == key), "")
            told = say(scope.locale, "calendar.moved", title=title, when=_when(span, scope.locale))
            self._moved_at = now()
            self.moved = {"text": told, "series": "1" if self._undo.series_id else ""}
        await self._read()

    @rx.event
    @allow("calendar.write")
    async def undo(self) -> None:
        await self._again(flow.undo, "calendar.undone")

    @rx.event
    @allow("calendar.write")
    async def move_all(self) -> None:
        """The series follows the one that was moved."""
        await self._again(flow.move_all, "calendar.all_moved")

    @rx.event
    @allow("calendar.write")
    def keep(self) -> None:
        """The move stands; the line that offers to take it back goes."""
        self.moved, self._undo = {}, None

    @rx.event
    @allow("channels.write")
    async def run_job(self) -> None:
        scope, key = await current_scope(self), self.shown.get("id", "")
        try:
            await in_thread(_within, scope, lambda session: flow.run_job(session, scope, key))
        except (ValueError, ConnectionMissing) as error:
            await toast(self, "error", refusal(error, scope.locale))
            return
        self.is_shown = False
        await toast(self, "success", say(scope.locale, "calendar.job_asked"))

    async def _again(self, work: Callable[[Session, Scope, Undo], object], told: str) -> None:
        scope, done = await current_scope(self), self._undo
        self.moved, self._undo = {}, None
        if done is None:
            return
        try:
            await in_thread(_within, scope, lambda session: work(session, scope, done))
        except (
            ValueError,
            PlanInvalid,
            EntryMissing,
            TaskMissing,
            ConnectionInvalid,
            ConnectionMissing,
        ) as error:
            await toast(self, "error", refusal(error, scope.locale))
        else:
            await toast(self, "success", say(scope.locale, told))
        await self._read()

    def _switches(self, scope: Scope) -> None:
        off = self.hidden.split(",")
        self.layers = [
            {
                "value": layer.value,
                "label": say(scope.locale, f"calendar.layer_{layer}"),
                "on": "" if layer.value in off else "1",
            }
            for layer in flow.layers_of(scope)
        ]

    async def _read(self) -> None:
        if not self._since:
            return
        scope = await current_scope(self)
        try:
            since, until = instant(self._since), instant(self._until)
        except ValueError:
            return
        wanted = [Layer(one["value"]) for one in self.layers if one["on"]]
        found = await in_thread(
            _within, scope, lambda session: flow.window(session, scope, since, until, wanted)
        )
        self.events = [_event(one, scope.locale) for one in found]


def _within(scope: Scope, work: Callable[[Session], _R]) -> _R:
    with db.transaction(scope) as session:
        return work(session)


def instant(said: str) -> datetime:
    """`2026-11-21` or `2026-11-21T14:00` on Istanbul's clock. Raises ValueError."""
    return recurrence.absolute(datetime.fromisoformat(said).replace(tzinfo=None))


def dragged(starts: str, ends: str, *, is_all_day: bool) -> Span:
    """As the calendar tells it: without an end it is one day, or half an hour."""
    if is_all_day:
        first = date.fromisoformat(starts[:10])
        last = date.fromisoformat(ends[:10]) - timedelta(days=1) if ends else first
        return rules.whole_days(first, last)
    since = instant(starts)
    return Span(since, instant(ends) if ends else since + HALF_HOUR)


def refusal(error: Exception, locale: Locale) -> str:
    if isinstance(error, PlanInvalid):
        return say(locale, error.code, **error.values)
    if isinstance(error, ConnectionInvalid):
        return say(locale, error.code)
    if isinstance(error, EntryMissing):
        return say(locale, "calendar.missing")
    if isinstance(error, TaskMissing):
        return say(locale, "tasks.missing")
    return say(locale, "calendar.not_moved" if isinstance(error, ValueError) else "errors.not_found")


def _event(one: Item, locale: Locale) -> dict[str, Any]:
    form = "%Y-%m-%d" if one.span.is_all_day else "%Y-%m-%dT%H:%M:%S"
    return {
        "id": one.key,
        "title": one.title,
        "start": recurrence.local(one.span.starts_at).strftime(form),
        "end": recurrence.local(one.span.ends_at).strftime(form),
        "allDay": one.span.is_all_day,
        "startEditable": one.can_move,
        "durationEditable": one.can_resize,
        "extendedProps": {
            "layer": one.layer.value,
            "about": say(locale, f"calendar.layer_{one.layer}"),
            "hint": one.hint,
            "link": one.link,
            "done": one.is_done,
            "bad": one.is_bad,
        },
    }


def _shown(event: dict[str, Any], locale: Locale) -> dict[str, str]:
    since, until = instant(event["start"]), instant(event["end"])
    last = until - timedelta(days=1)
    is_job = str(event["id"]).startswith("job:")
    return {
        "id": str(event["id"]),
        "title": str(event["title"]),
        "is_job": "1" if is_job else "",
        "starts": formats.short(since, locale) if is_job else _day(since, locale),
        "last": "" if is_job or last <= since else _day(last, locale),
        "hint": str(event["extendedProps"]["hint"]),
    }


def _day(moment: datetime, locale: Locale) -> str:
    year = recurrence.local(moment).year
    day = formats.day(moment, locale)
    return day if year == recurrence.local(now()).year else f"{day} {year}"


def _when(span: Span, locale: Locale) -> str:
    if span.is_all_day:
        return formats.day(span.starts_at, locale)
    return f"{formats.day(span.starts_at, locale)} {recurrence.local(span.starts_at):%H:%M}"
