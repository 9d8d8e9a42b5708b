"""The list of shipments and of packages that need one: worklists, and what is done with many at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.shipping import queries_list as lists
from prapazar.domain.shipping.queries_list import TO_CREATE, Place, ShipmentFilter
from prapazar.flows import shipment_desk as desk
from prapazar.flows import standing
from prapazar.flows.shipment_desk import Done, Wish
from prapazar.foundation import db, formats
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipment_rows import shown
from prapazar.states.toast import toast

KIND = ListKind(
    screen="shipping",
    reads="fulfillment.read",
    views=lists.VIEWS,
    filters=("search", "carrier", "channel", "period"),
    columns=(
        "status",
        "order_number",
        "carrier",
        "tracking",
        "recipient",
        "city",
        "desi",
        "parcels",
        "cost",
        "expected",
        "printed",
        "created",
    ),
    hidden_first=("city", "desi", "parcels", "printed", "created"),
    grows_at_top=True,
)
WORK: dict[str, Callable[[Scope, Sequence[UUID]], Done]] = {
    "cancel": desk.cancel,
    "retry": desk.try_again,
    "hand_over": desk.hand_over,
}
MOST_PARCELS = 50
_LARGEST = Decimal(9999)


class ShipmentsState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    hidden: list[str] = list(KIND.hidden_first)
    choices: dict[str, list[dict[str, str]]] = {"channel": [], "carrier": [], "account": []}
    create_open: bool = False
    cancel_open: bool = False
    faults: dict[str, str] = {"desi": "", "weight": "", "parcels": ""}
    results: list[dict[str, str]] = []
    """What was not done, row by row."""
    results_text: str = ""
    results_open: bool = False
    busy: bool = False

    @rx.event
    @allow("fulfillment.write")
    def ask_create(self, is_open: bool) -> None:
        self.create_open, self.faults = bool(is_open), {"desi": "", "weight": "", "parcels": ""}

    @rx.event
    @allow("fulfillment.write")
    def ask_cancel(self, is_open: bool) -> None:
        self.cancel_open = bool(is_open)

    @rx.event
    @allow("fulfillment.read")
    def show_results(self, is_open: bool) -> None:
        self.results_open = bool(is_open)

    @rx.event(background=True)
    @allow("fulfillment.write")
    async def create(self, values: dict[str, str]) -> None:
        """`carrier`, `parcels`, `desi`, `weight`, `cash`; the packages are those selected."""
        async with self:
            scope = await current_scope(self)
            wish, self.faults = wished(values, scope)
            if wish is None or self.view != TO_CREATE or self.busy:
                return
            self.busy, ids, wanted = True, list(self.selected), self._wanted()
        try:
            done = await in_thread(_open, scope, ids, wanted, wish)
        finally:
            async with self:
                self.busy = self.create_open = False
        async with self:
            await self._tell(scope, "create", done)

    @rx.event(background=True)
    @allow("fulfillment.write")
    async def work(self, what: str) -> None:
        """`cancel`, `retry` or `hand_over` the selected shipments."""
        async with self:
            scope = await current_scope(self)
            if what not in WORK or self.view == TO_CREATE or self.busy:
                return
            self.busy, ids, wanted = True, list(self.selected), self._wanted()
        try:
            done = await in_thread(_work, scope, ids, wanted, WORK[what])
        finally:
            async with self:
                self.busy = self.cancel_open = False
        async with self:
            await self._tell(scope, what, done)

    async def _tell(self, scope: Scope, what: str, done: Done) -> None:
        """The whole of it in a toast; what was not done row by row in a dialog."""
        names = await in_thread(_names, scope, list(done.refused), self.view)
        self.results = [
            {"id": str(key), "name": names.get(key, ""), "why": say(scope.locale, code)}
            for key, code in done.refused.items()
        ][:PAGE]
        locale = scope.locale
        self.results_text = say(
            locale,
            "shipping.results_text",
            done=formats.number(len(done.done), locale),
            refused=formats.number(len(done.refused), locale),
        )
        self.results_open = bool(done.refused)
        await self._show_first()
        if done.done:
            text = say(locale, f"shipping.{what}_done", count=formats.number(len(done.done), locale))
            await toast(self, "success", text)

    def _wanted(self) -> ShipmentFilter | None:
        return self._filter() if self.every else None

    def _filter(self) -> ShipmentFilter:
        return lists.asked(
            view=self.view,
            search=self.filters["search"],
            carrier=self.filters["carrier"],
            channel_id=next(iter(uuids([self.filters["channel"]])), None),
            period=self.filters["period"],
        )

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        view = TO_CREATE if self.view == TO_CREATE else "all"
        wanted = ShipmentFilter(view, ids=tuple(ids)) if ids else self._filter()
        return lambda session, scope: _look(session, scope, wanted, after, with_choices)

    def _checked(self, name: str, value: str) -> str:
        return value if name != "period" or value in lists.PERIODS else ""

    def _said(self, scope: Scope) -> dict[str, str]:
        period = self.filters["period"]
        said = {"period": say(scope.locale, f"orders.period_{period}")} if period else {}
        return super()._said(scope) | said


def wished(values: dict[str, str], scope: Scope) -> tuple[Wish | None, dict[str, str]]:
    """What a form asks for, or None and what is wrong by field."""
    faults = {"desi": "", "weight": "", "parcels": ""}
    numbers: dict[str, Decimal | None] = {}
    for name in ("desi", "weight"):
        text = str(values.get(name, "")).strip()[:12]
        numbers[name] = amount(text) if text else None
        if text and (numbers[name] is None or not 0 < (numbers[name] or 0) <= _LARGEST):
            faults[name] = say(scope.locale, "shipping.not_a_number")
    parcels = str(values.get("parcels", "")).strip() or "1"
    if not (parcels.isdigit() and 0 < int(parcels[:4]) <= MOST_PARCELS):
        faults["parcels"] = say(scope.locale, "shipping.not_a_number")
    if any(faults.values()):
        return None, faults
    wish = Wish(
        connection_id=next(iter(uuids([str(values.get("carrier", ""))])), None),
        parcels=int(parcels),
        desi=numbers["desi"],
        weight=numbers["weight"],
        cash_on_delivery=bool(values.get("cash")),
    )
    return wish, faults


def amount(text: str) -> Decimal | None:
    """A measure or price as a person types it; None where it is none."""
    try:
        return parse_amount(text).quantize(Decimal("0.01"))
    except (ValueError, InvalidOperation):
        return None


def _look(session: Session, scope: Scope, wanted: ShipmentFilter, after: str, with_choices: bool) -> Look:
    found = lists.page(session, scope, wanted, after=_place(after), limit=PAGE + 1)
    total = lists.count(session, scope, wanted)
    end = lists.place(found[PAGE - 1], wanted.view) if len(found) > PAGE else None
    return Look(
        rows=[dict(shown(row, scope)) for row in found[:PAGE]],
        end=f"{end.at.isoformat()}|{end.id}" if end else "",
        total=min(total, lists.MOST),
        is_capped=total > lists.MOST,
        counts=lists.waiting(session, scope),
        choices=_choices(session, scope) if with_choices else None,
    )


def _choices(session: Session, scope: Scope) -> dict[str, list[dict[str, str]]]:
    accounts = desk.carriers(session)
    used = {slug: standing.channel_name(slug) for slug, _ in lists.carriers_used(session, scope)}
    used |= {
        slug: standing.channel_name(slug)
        for slug in (one.connector if one.is_called else one.name for one in accounts)
    }
    return {
        "channel": [{"value": str(one.id), "label": one.name} for one in standing.stores(session, scope)],
        "carrier": [{"value": slug, "label": name} for slug, name in sorted(used.items())],
        "account": [{"value": str(one.id), "label": one.name} for one in accounts],
    }


def _place(end: str) -> Place | None:
    if not end:
        return None
    moment, _, row_id = end.partition("|")
    return Place(datetime.fromisoformat(moment), UUID(row_id))


def _ids(scope: Scope, ids: list[str], wanted: ShipmentFilter | None) -> list[UUID]:
    if wanted is None:
        return uuids(ids)
    with db.transaction(scope) as session:
        return lists.matching(session, scope, wanted, desk.MOST)


def _open(scope: Scope, ids: list[str], wanted: ShipmentFilter | None, wish: Wish) -> Done:
    return desk.open_shipments(scope, _ids(scope, ids, wanted), wish)


def _work(
    scope: Scope,
    ids: list[str],
    wanted: ShipmentFilter | None,
    work: Callable[[Scope, Sequence[UUID]], Done],
) -> Done:
    return work(scope, _ids(scope, ids, wanted))


def _names(scope: Scope, ids: list[UUID], view: str) -> dict[UUID, str]:
    """What people call the rows that were refused."""
    if not ids:
        return {}
    shown_as = TO_CREATE if view == TO_CREATE else "all"
    with db.transaction(scope) as session:
        rows = lists.page(session, scope, ShipmentFilter(shown_as, ids=tuple(ids[:PAGE])), limit=PAGE)
    return {row.id: f"{row.order_number} {row.reference}".strip() for row in rows}
