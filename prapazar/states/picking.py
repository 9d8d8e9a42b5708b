"""Picking lists: all of them, and one on its way along the shelves."""

import time
from typing import TypedDict
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.orders import queries as orders
from prapazar.domain.orders.queries import OrderFilter
from prapazar.domain.packing import actions, queries_picking, rules
from prapazar.domain.packing.errors import NothingToPick, PickingMissing
from prapazar.domain.packing.queries_picking import ListRow, PickRow, Stop
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

SHELF, ORDER = "shelf", "order"


class ShownStop(TypedDict):
    """One article to fetch; `ids` are its lines, box by box."""

    id: str
    ids: list[str]
    head: str
    """The box, where the list goes by order."""
    shelf: str
    name: str
    codes: str
    image: str
    boxes: str
    count: str
    missing: str
    tone: str


class PickingListsState(rx.State):
    rows: list[dict[str, str]] = []
    loading: bool = True

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_lists, scope)
        self.rows = [_list(row, scope.locale) for row in found]
        self.loading = False

    @rx.event
    @allow("orders.write")
    async def make(self) -> rx.event.EventSpec | None:
        """Of all new orders."""
        scope = await current_scope(self)
        try:
            made = await in_thread(_make, scope)
        except NothingToPick:
            await toast(self, "info", say(scope.locale, "picking.nothing"))
            return None
        return rx.redirect(routes.picking_list(made))


class PickingState(rx.State):
    head: dict[str, str] = {}
    share: int = 0
    """Percent that is picked."""
    stops: list[ShownStop] = []
    by: str = SHELF
    answer: dict[str, str] = {"k": "", "tone": "", "title": "", "text": ""}
    loading: bool = True
    missing: bool = False

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        await self._show()

    @rx.event
    @allow("orders.read")
    async def show_by(self, by: str) -> None:
        self.by = ORDER if by == ORDER else SHELF
        await self._show()

    @rx.event
    @allow("orders.write")
    async def change(self, ids: list[str], change: int) -> None:
        """Units taken off the shelf, or put back."""
        if isinstance(change, int) and abs(change) <= rules.MOST_TIMES:
            await self._pick(uuids([str(one) for one in ids]), change)

    @rx.event
    @allow("orders.write")
    async def not_found(self, ids: list[str]) -> None:
        await self._pick(uuids([str(one) for one in ids]), 0, found=False)

    @rx.event
    @allow("orders.write")
    async def scan(self, code: str) -> None:
        """An article's code takes one of it, `5*` and the code five."""
        list_id = self._list_id()
        if list_id is None:
            return
        scope = await current_scope(self)
        wanted, times = rules.typed(str(code)[:200])
        head, rows = await in_thread(_one, scope, list_id)
        fitting = [row for row in rows if wanted.upper() in {row.sku.upper(), row.barcode.upper()}]
        if not fitting:
            self._answer("bad", say(scope.locale, "picking.not_here"), wanted)
            return
        stop = Stop(fitting[0].shelf, fitting[0].name, "", "", "", tuple(fitting))
        said = {"name": stop.name, "wanted": stop.quantity}
        if stop.quantity - stop.picked < times:
            text = say(scope.locale, "picking.scanned", picked=stop.picked, **said)
            self._answer("bad", say(scope.locale, "picking.enough"), text)
            return
        await self._pick([row.id for row in fitting if row.picked < row.quantity], times)
        text = say(scope.locale, "picking.scanned", picked=stop.picked + times, **said)
        self._answer("done" if head.units == head.picked + times else "good", text, "")

    async def _pick(self, ids: list[UUID], change: int, *, found: bool = True) -> None:
        list_id = self._list_id()
        if list_id is None or not ids:
            return
        scope = await current_scope(self)
        await in_thread(_pick, scope, list_id, ids, change, found=found)
        await self._show()

    def _answer(self, tone: str, title: str, text: str) -> None:
        self.answer = {"k": str(time.time_ns()), "tone": tone, "title": title, "text": text}

    def _list_id(self) -> UUID | None:
        return next(iter(uuids([self.head.get("id", "")])), None)

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            head, rows = await in_thread(_one, scope, UUID(asked))
        except (ValueError, PickingMissing):
            self.missing, self.loading = True, False
            return
        self.head = _list(head, scope.locale)
        self.share = head.picked * 100 // head.units if head.units else 0
        if self.by == ORDER:
            self.stops = [
                _stop(stop, scope.locale, box if place == 0 else 0, stop.rows[0].order_number)
                for box, lines in queries_picking.by_order(rows)
                for place, stop in enumerate(queries_picking.stops(lines))
            ]
        else:
            self.stops = [_stop(stop, scope.locale) for stop in queries_picking.stops(rows)]
        self.missing = self.loading = False


def _lists(scope: Scope) -> list[ListRow]:
    with db.transaction(scope) as session:
        return queries_picking.lists(session, scope)


def _one(scope: Scope, list_id: UUID) -> tuple[ListRow, list[PickRow]]:
    with db.transaction(scope) as session:
        return queries_picking.one(session, scope, list_id)


def _make(scope: Scope) -> UUID:
    def work(session: Session) -> UUID:
        waiting = OrderFilter(statuses=("new", "picking"), problem=False)
        return actions.make_list(session, scope, orders.ids_matching(session, scope, waiting))

    return db.retried(scope, work)


def _pick(scope: Scope, list_id: UUID, ids: list[UUID], change: int, *, found: bool) -> None:
    db.retried(scope, lambda session: actions.pick(session, scope, list_id, ids, change, found=found))


def _list(row: ListRow, locale: Locale) -> dict[str, str]:
    return {
        "id": str(row.id),
        "number": row.number,
        "status": row.status,
        "person": row.person or "",
        "packages": formats.number(row.packages, locale),
        "units": formats.number(row.units, locale),
        "progress": say(locale, "picking.progress_of", picked=row.picked, units=row.units),
        "missing": say(locale, "picking.missing", count=row.missing) if row.missing else "",
        "at": formats.short(row.created_at, locale),
    }


def _stop(stop: Stop, locale: Locale, box: int = 0, order: str = "") -> ShownStop:
    left = stop.quantity - stop.picked - stop.missing
    tone = "short" if stop.missing else "done" if not left else ""
    return ShownStop(
        id=str(stop.rows[0].id),
        ids=[str(row.id) for row in stop.rows],
        head=f"{say(locale, 'picking.box_number', box=box)} · {order}" if box else "",
        shelf=stop.shelf,
        name=stop.name,
        codes=" · ".join(part for part in (stop.sku, stop.barcode) if part),
        image=stop.image,
        boxes=say(locale, "picking.boxes", boxes=stop.boxes),
        count=f"{stop.picked} / {stop.quantity}",
        missing=say(locale, "picking.missing", count=stop.missing) if stop.missing else "",
        tone=tone,
    )
