"""One action for the selected orders: asked for, watched, and what became of each that did not go."""

from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.orders import queries
from prapazar.domain.orders.bulk import actions
from prapazar.domain.orders.bulk.actions import RunRow
from prapazar.domain.orders.bulk.enums import BulkKind
from prapazar.domain.orders.queries import OrderFilter
from prapazar.domain.orders.routing import queries as routing
from prapazar.flows import order_runs
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.orders import OrdersState
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

ASKED = ("cancel", "note", "tag", "route")
"""Kinds a dialog opens for first."""
_SHOWN_RESULTS = 200


class OrderRunState(rx.State):
    run: dict[str, str] = {}
    """{id, title, progress, failed, made, state}; empty while there is none."""
    share: int = 0
    results: list[dict[str, str]] = []
    """{id, number, why} of orders that did not go."""
    asking: str = ""
    places: list[dict[str, str]] = []

    @rx.event
    @allow("orders.write")
    async def act(self, kind: str) -> None:
        if kind in {one.value for one in order_runs.offered()} and kind not in ASKED:
            await self._start(BulkKind(kind), {})

    @rx.event
    @allow("orders.write")
    async def ask(self, kind: str) -> None:
        self.asking = kind if kind in ASKED else ""
        if self.asking == "route":
            scope = await current_scope(self)
            rules = {"value": "", "label": say(scope.locale, "orders.by_rules")}
            self.places = [rules, *await in_thread(_places, scope)]

    @rx.event
    @allow("orders.write")
    def close(self, is_open: bool = False) -> None:
        self.asking = self.asking if is_open else ""

    @rx.event
    @allow("orders.write")
    async def give(self, values: dict[str, str]) -> None:
        """What the dialog asked for."""
        kind, text = self.asking, str(values.get("text", "")).strip()[:2000]
        self.asking = ""
        if kind == "route":
            place = uuids([str(values.get("place", ""))])
            await self._start(BulkKind.ROUTE, {"warehouse_id": str(place[0])} if place else {})
        elif kind == "cancel" or (kind in {"note", "tag"} and text):
            await self._start(BulkKind(kind), {"text": text} if text else {})

    @rx.event
    @allow("orders.read")
    async def news(self) -> None:
        run_id = next(iter(uuids([self.run.get("id", "")])), None)
        if run_id is None or self.run.get("state") in {"done", "cancelled"}:
            return
        await self._look(await current_scope(self), run_id)

    @rx.event
    @allow("orders.write")
    async def stop(self) -> None:
        for run_id in uuids([self.run.get("id", "")]):
            await in_thread(_stop, await current_scope(self), run_id)

    @rx.event
    @allow("orders.read")
    def forget(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.run, self.results, self.share = {}, [], 0

    async def _start(self, kind: BulkKind, values: dict[str, Any]) -> None:
        orders = await self.get_state(OrdersState)
        if not orders.selected:
            return
        scope = await current_scope(self)
        wanted = orders._filter() if orders.every else None  # noqa: SLF001 - the list's own filter, hidden from browsers
        run_id = await in_thread(_begin, scope, kind, list(orders.selected), wanted, values)
        if run_id is None:
            return
        await self._look(scope, run_id)
        await orders._show_first()  # noqa: SLF001 - as above

    async def _look(self, scope: Scope, run_id: UUID) -> None:
        found = await in_thread(_read, scope, run_id)
        if found is None:
            return
        was_done = self.run.get("id") == str(run_id) and self.run.get("state") == "done"
        self.run, self.share = _run(found, scope), found.done * 100 // found.total if found.total else 100
        self.results = [
            {"id": one["id"], "number": one["number"], "why": _why(one["code"], scope)}
            for one in found.results[:_SHOWN_RESULTS]
        ]
        if found.status == "done" and not was_done:
            await self._tell(found, scope)
        if found.status == "done" and not found.failed and not found.made_id:
            self._forget()

    async def _tell(self, found: RunRow, scope: Scope) -> None:
        went = found.done - found.failed
        if went:
            name = "note_many" if found.kind is BulkKind.NOTE else found.kind.value
            text = say(scope.locale, f"orders.{name}_done", count=formats.number(went, scope.locale))
            link = routes.picking_list(found.made_id) if found.made_id else ""
            await toast(self, "success", text, link, say(scope.locale, "picking.list") if link else "")


def _begin(
    scope: Scope, kind: BulkKind, ids: list[str], wanted: OrderFilter | None, values: dict[str, Any]
) -> UUID | None:
    with db.transaction(scope) as session:
        chosen = queries.ids_matching(session, scope, wanted) if wanted else uuids(ids)
    return order_runs.start(scope, kind, chosen, values) if chosen else None


def _read(scope: Scope, run_id: UUID) -> RunRow | None:
    with db.transaction(scope) as session:
        return actions.run(session, scope, run_id)


def _stop(scope: Scope, run_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.ask_stop(session, scope, run_id)


def _places(scope: Scope) -> list[dict[str, str]]:
    with db.transaction(scope) as session:
        return [{"value": str(place.id), "label": place.name} for place in routing.places(session, scope)]


def _run(found: RunRow, scope: Scope) -> dict[str, str]:
    done, total = (formats.number(n, scope.locale) for n in (found.done, found.total))
    failed = formats.number(found.failed, scope.locale)
    return {
        "id": str(found.id),
        "title": say(scope.locale, f"orders.{found.kind}"),
        "progress": f"{done} / {total}",
        "failed": say(scope.locale, "orders.run_failed", count=failed) if found.failed else "",
        "made": routes.picking_list(found.made_id) if found.made_id else "",
        "state": found.status,
    }


def _why(code: str, scope: Scope) -> str:
    return say(scope.locale, code if knows(code) else "orders.step_refused")
