"""Shipments from the order desk: those of the order that is open, and new ones for many orders at once."""

from collections.abc import Sequence
from urllib.parse import parse_qs
from uuid import UUID

import reflex as rx

from prapazar.domain.orders import queries as orders
from prapazar.domain.orders import views
from prapazar.domain.shipping import queries_list as lists
from prapazar.domain.shipping.queries_list import MOST, ShipmentFilter, ShipmentRow
from prapazar.flows import shipment_desk as desk
from prapazar.flows.shipment_desk import Done, Wish
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipment_rows import ShownShipment, shown
from prapazar.states.shipments import wished
from prapazar.states.toast import toast

_NO_FAULTS = {"desi": "", "weight": "", "parcels": ""}
_LONGEST = 2_000
_SHOWN = 50


class OrderShipmentsState(rx.State):
    """The dialog is the same for one order and for many."""

    rows: list[ShownShipment] = []
    label_ids: str = ""
    """Of those that have a label, as the address of a print-out names them."""
    waiting: int = 0
    """Packages of the open order that could get a shipment."""
    accounts: list[dict[str, str]] = []
    is_open: bool = False
    count: str = ""
    faults: dict[str, str] = dict(_NO_FAULTS)
    busy: bool = False
    results: list[dict[str, str]] = []
    results_text: str = ""
    results_open: bool = False
    _packages: list[str] = []

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        """Of the order whose page is open; nothing for those who may not see shipments."""
        scope = await current_scope(self)
        found = uuids([self.router.url.path.rstrip("/").rpartition("/")[2]])
        if not found or not scope.can("fulfillment.read"):
            self.rows, self.label_ids, self.waiting = [], "", 0
            return
        rows, packages = await in_thread(_of_order, scope, found[0])
        self.rows = [shown(row, scope) for row in rows]
        labelled = [str(row.id) for row in rows if row.status not in {"waiting", "refused", "cancelled"}]
        self.label_ids = ",".join(labelled)
        self.waiting = len(packages)

    @rx.event
    @allow("fulfillment.write")
    async def ask_for_order(self) -> None:
        await self._ask(uuids([self.router.url.path.rstrip("/").rpartition("/")[2]]))

    @rx.event
    @allow("fulfillment.write")
    async def ask_for_many(self, ids: list[str], every: bool, address: str) -> None:
        """`every`: all orders the list shows, as its address says."""
        scope = await current_scope(self)
        chosen = uuids([str(one) for one in ids])
        if every:
            chosen = await in_thread(_matching, scope, str(address)[:_LONGEST])
        await self._ask(chosen)

    async def _ask(self, order_ids: Sequence[UUID]) -> None:
        scope = await current_scope(self)
        packages, accounts = await in_thread(_packages, scope, order_ids)
        if not packages:
            await toast(self, "warning", say(scope.locale, "shipping.none_to_create"))
            return
        self._packages = [str(one) for one in packages[: desk.MOST]]
        self.accounts = accounts
        self.count = formats.number(len(self._packages), scope.locale)
        self.faults, self.is_open = dict(_NO_FAULTS), True

    @rx.event
    @allow("fulfillment.write")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("fulfillment.write")
    def show_results(self, is_open: bool) -> None:
        self.results_open = bool(is_open)

    @rx.event(background=True)
    @allow("fulfillment.write")
    async def create(self, values: dict[str, str]) -> None:
        async with self:
            scope = await current_scope(self)
            wish, self.faults = wished(values, scope)
            if wish is None or self.busy:
                return
            self.busy, packages = True, uuids(self._packages)
        try:
            done, names = await in_thread(_open, scope, packages, wish)
        finally:
            async with self:
                self.busy = self.is_open = False
        async with self:
            locale = scope.locale
            self.results = [
                {"id": str(key), "name": names.get(key, ""), "why": say(locale, code)}
                for key, code in list(done.refused.items())[:_SHOWN]
            ]
            self.results_text = say(
                locale,
                "shipping.results_text",
                done=formats.number(len(done.done), locale),
                refused=formats.number(len(done.refused), locale),
            )
            self.results_open = bool(done.refused)
            if done.done:
                count = formats.number(len(done.done), locale)
                await toast(self, "success", say(locale, "shipping.create_done", count=count))


def _of_order(scope: Scope, order_id: UUID) -> tuple[list[ShipmentRow], list[UUID]]:
    with db.transaction(scope) as session:
        rows = lists.page(session, scope, ShipmentFilter(order_ids=(order_id,)), limit=_SHOWN)
        return rows, lists.packages_of(session, scope, [order_id])


def _packages(scope: Scope, order_ids: Sequence[UUID]) -> tuple[list[UUID], list[dict[str, str]]]:
    if not order_ids:
        return [], []
    with db.transaction(scope) as session:
        accounts = [{"value": str(one.id), "label": one.name} for one in desk.carriers(session)]
        return lists.packages_of(session, scope, order_ids), accounts


def _matching(scope: Scope, address: str) -> list[UUID]:
    asked = {name: values[-1] for name, values in parse_qs(address).items()}
    wanted = views.asked(
        view=asked.get("view", "all"),
        search=asked.get("search", ""),
        connection_id=next(iter(uuids([asked.get("channel", "")])), None),
        period=asked.get("period", ""),
        due=asked.get("due", ""),
        sold=asked.get("sold", ""),
    )
    with db.transaction(scope) as session:
        return orders.ids_matching(session, scope, wanted)[:MOST]


def _open(scope: Scope, package_ids: Sequence[UUID], wish: Wish) -> tuple[Done, dict[UUID, str]]:
    done = desk.open_shipments(scope, package_ids, wish)
    refused = tuple(done.refused)[:_SHOWN]
    if not refused:
        return done, {}
    with db.transaction(scope) as session:
        rows = lists.page(session, scope, ShipmentFilter(lists.TO_CREATE, ids=refused), limit=_SHOWN)
    return done, {row.id: row.order_number for row in rows}
