"""The home of whoever is logged in: which parts stand where, and what each of them shows."""

import asyncio
from collections.abc import Callable, Sequence

import reflex as rx
import structlog

from prapazar.domain.access.queries import SessionRow
from prapazar.domain.reporting import homes as rules
from prapazar.domain.reporting.homes import WIDGETS, Place, Shape
from prapazar.flows import homes
from prapazar.foundation.scope import Locale, PermissionDenied
from prapazar.foundation.texts import knows, say
from prapazar.states import home_widgets
from prapazar.states.guard import allow
from prapazar.states.home_parts import Drawn, Point
from prapazar.states.session import LoggedOut, in_thread, session_row
from prapazar.states.toast import toast

log = structlog.get_logger(__name__)
LOADING, READY, EMPTY, FAILED = "loading", "ready", "empty", "failed"
FIGURES, COUNTS, BARS, PAIRS, SPANS = (
    one.value for one in (Shape.FIGURES, Shape.COUNTS, Shape.BARS, Shape.PAIRS, Shape.SPANS)
)
UNDO = "undo:"
"""Before the name of a part, as the link of a toast: pressing it brings the part back."""


class DashboardState(rx.State):
    """Every part is read by itself: a slow one keeps no other waiting, one that fails leaves the others whole."""

    widgets: list[dict[str, str]] = []
    """Those shown, in order: {key, title, shape, size, status, note, href, empty}."""
    hidden: list[dict[str, str]] = []
    """Those that may be added: {key, title}."""
    rows: dict[str, list[dict[str, str]]] = {}
    points: dict[str, list[Point]] = {}
    series: dict[str, list[dict[str, str]]] = {}
    loading: bool = True
    _before: list[tuple[str, int, bool]] = []
    """How it was before a part was hidden."""

    @rx.event(background=True)
    @allow("dashboard.read")
    async def load(self) -> None:
        async with self:
            row = await self._row()
            self._arrange(await in_thread(homes.places, row), row.locale)
            self.loading = False
            keys = self._keys()
        await self._fill(row, keys)

    @rx.event(background=True)
    @allow("dashboard.read")
    async def reload(self, key: str) -> None:
        """Once more what could not be read."""
        async with self:
            row = await self._row()
            keys = [one for one in self._keys() if one == key]
            self._mark(keys, LOADING)
        await self._fill(row, keys)

    @rx.event(background=True)
    @allow("dashboard.read")
    async def news_orders(self) -> None:
        await self._again("orders")

    @rx.event(background=True)
    @allow("dashboard.read")
    async def news_stock(self) -> None:
        await self._again("stock")

    @rx.event(background=True)
    @allow("dashboard.read")
    async def news_channels(self) -> None:
        await self._again("channels")

    @rx.event(background=True)
    @allow("dashboard.read")
    async def news_claims(self) -> None:
        await self._again("claims")

    @rx.event(background=True)
    @allow("dashboard.read")
    async def news_questions(self) -> None:
        await self._again("questions")

    @rx.event(background=True)
    @allow("dashboard.read")
    async def news_tasks(self) -> None:
        await self._again("tasks")

    @rx.event(background=True)
    @allow("dashboard.read")
    async def news_tickets(self) -> None:
        await self._again("tickets")

    @rx.event
    @allow("dashboard.read")
    async def move(self, key: str, to: int) -> None:
        """To a place among those that are shown."""
        await self._change(lambda places: rules.moved(places, str(key), _whole(to)))

    @rx.event
    @allow("dashboard.read")
    async def shift(self, key: str, by: int) -> None:
        """Further on or back."""
        keys = self._keys()
        if key in keys:
            to = keys.index(key) + _whole(by)
            await self._change(lambda places: rules.moved(places, key, to))

    @rx.event
    @allow("dashboard.read")
    async def resize(self, key: str, size: int) -> None:
        await self._change(lambda places: rules.resized(places, str(key), _whole(size)))

    @rx.event
    @allow("dashboard.read")
    async def hide(self, key: str) -> None:
        if key not in self._keys():
            return
        row = await self._row()
        self._before = [(one.key, one.size, one.is_hidden) for one in self._places()]
        await self._change(lambda places: rules.hidden(places, key))
        told = say(row.locale, "homes.hidden", title=_title(key, row.locale))
        await toast(self, "info", told, UNDO + key, say(row.locale, "words.undo"))

    @rx.event(background=True)
    @allow("dashboard.read")
    async def bring_back(self, key: str) -> None:
        """Where it stood."""
        async with self:
            row, before = await self._row(), [Place(*one) for one in self._before]
            if key not in {one.key for one in before} or key in self._keys():
                return
            self._before = []
            await in_thread(homes.keep, row, before)
            self._arrange(before, row.locale)
        await self._fill(row, [key])

    @rx.event(background=True)
    @allow("dashboard.read")
    async def show(self, key: str) -> None:
        """Behind all the others."""
        async with self:
            row = await self._row()
            places = rules.shown(self._places(), str(key))
            if key not in {one.key for one in places}:
                return
            await in_thread(homes.keep, row, places)
            self._arrange(places, row.locale)
        await self._fill(row, [key])

    @rx.event(background=True)
    @allow("dashboard.read")
    async def begin_again(self) -> None:
        async with self:
            row = await self._row()
            await in_thread(homes.begin_again, row)
            self._arrange(await in_thread(homes.places, row), row.locale)
            keys = [one["key"] for one in self.widgets if one["status"] == LOADING]
            await toast(self, "success", say(row.locale, "homes.begun_again"))
        await self._fill(row, keys)

    async def _row(self) -> SessionRow:
        row = await session_row(self.router_data or {})
        if row is None:
            raise LoggedOut
        return row

    def _keys(self) -> list[str]:
        return [one["key"] for one in self.widgets]

    def _places(self) -> list[Place]:
        shown = [Place(one["key"], int(one["size"])) for one in self.widgets]
        return shown + [Place(one["key"], WIDGETS[one["key"]].size, is_hidden=True) for one in self.hidden]

    async def _change(self, change: Callable[[Sequence[Place]], list[Place]]) -> None:
        row = await self._row()
        places = change(self._places())
        await in_thread(homes.keep, row, places)
        self._arrange(places, row.locale)

    def _arrange(self, places: Sequence[Place], locale: Locale) -> None:
        """What was read already stays; what is new stands empty until it is read."""
        known = {one["key"]: one for one in self.widgets}
        shown = [one for one in places if not one.is_hidden]
        self.rows = {one.key: self.rows.get(one.key, []) for one in shown}
        self.points = {one.key: self.points.get(one.key, []) for one in shown}
        self.series = {one.key: self.series.get(one.key, []) for one in shown}
        self.widgets = [_head(one, known.get(one.key, {}), locale) for one in shown]
        self.hidden = [{"key": one.key, "title": _title(one.key, locale)} for one in places if one.is_hidden]

    async def _again(self, subject: str) -> None:
        async with self:
            row = await self._row()
            keys = [key for key in self._keys() if subject in WIDGETS[key].news]
        await self._fill(row, keys)

    async def _fill(self, row: SessionRow, keys: Sequence[str]) -> None:
        """All at once; what is there is shown at once."""
        scope = homes.scope(row)
        waiting = {asyncio.ensure_future(in_thread(home_widgets.drawn, scope, key)): key for key in keys}
        while waiting:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            async with self:
                for task in done:
                    self._put(waiting.pop(task), task)

    def _put(self, key: str, task: "asyncio.Future[Drawn]") -> None:
        if key not in self._keys():
            return
        if isinstance(error := task.exception(), PermissionDenied):
            self.widgets = [one for one in self.widgets if one["key"] != key]
        elif error:
            log.error("part of a home failed", part=key, exc_info=error)
            self._mark([key], FAILED)
        else:
            self._show_part(key, task.result())

    def _show_part(self, key: str, found: Drawn) -> None:
        self.rows = self.rows | {key: found.rows}
        self.points = self.points | {key: found.points}
        self.series = self.series | {key: found.series}
        status = READY if found.rows or any(_is_drawn(one) for one in found.points) else EMPTY
        more = {"status": status, "note": found.note, "href": found.href}
        self.widgets = [{**one, **more} if one["key"] == key else one for one in self.widgets]

    def _mark(self, keys: Sequence[str], status: str) -> None:
        self.widgets = [{**one, "status": status} if one["key"] in keys else one for one in self.widgets]


def _head(place: Place, known: dict[str, str], locale: Locale) -> dict[str, str]:
    empty = f"homes.empty_{place.key}"
    return {
        "key": place.key,
        "title": _title(place.key, locale),
        "shape": WIDGETS[place.key].shape.value,
        "size": str(place.size),
        "empty": say(locale, empty if knows(empty) else "homes.empty"),
        "status": known.get("status", LOADING),
        "note": known.get("note", ""),
        "href": known.get("href", ""),
    }


def _title(key: str, locale: Locale) -> str:
    return say(locale, f"homes.part_{key}") if key in WIDGETS else ""


def _is_drawn(point: Point) -> bool:
    return any(value for name, value in point.items() if name not in {"label", "href"})


def _whole(said: object) -> int:
    """What comes from a browser may be anything."""
    try:
        return int(str(said))
    except ValueError:
        return 0
