"""The orders list: what is asked of it, and the steps one takes with many orders."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import actions as invoicing
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.orders import queries, views
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.queries import Cursor, OrderFilter, Worklist
from prapazar.domain.orders.routing import queries as routing
from prapazar.flows import standing
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.invoice_rows import refusal
from prapazar.states.list_kind import PAGE, Counted, Counter, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.order_rows import shown
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

KIND = ListKind(
    screen="orders",
    reads="orders.read",
    views=tuple(views.VIEWS),
    filters=("search", "channel", "period", "due", "sold", "supplier"),
    sorts=("at", "ship_by", "total"),
    first_sort="-at",
    columns=("at", "channel", "buyer", "city", "item", "items", "ship_by", "status", "total"),
    hidden_first=("city",),
    grows_at_top=True,
)
STEPS = {
    "accept": OrderStatus.PICKING,
    "pack": OrderStatus.PACKED,
    "ship": OrderStatus.SHIPPED,
    "cancel": OrderStatus.CANCELLED,
}


class OrdersState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    hidden: list[str] = list(KIND.hidden_first)
    choices: dict[str, list[dict[str, str]]] = {"channel": [], "supplier": []}

    invoicing: bool = False

    @rx.event
    @allow("invoices.write")
    def ask_invoices(self, is_open: bool) -> None:
        """Numbers that were given cannot be taken back: a slip of the mouse is not enough."""
        self.invoicing = bool(is_open) and bool(self.selected)

    @rx.event
    @allow("invoices.write")
    async def invoice_many(self) -> "EventSpec | None":
        """The selected orders, by a worker; the screen of the run shows how far it is."""
        scope = await current_scope(self)
        self.invoicing = False
        wanted = self._filter() if self.every else None
        try:
            run_id = await in_thread(_invoice_many, scope, list(self.selected), wanted)
        except InvoiceRefused as refused:
            await toast(self, "warning", refusal(refused.code, refused.detail, scope.locale))
            return None
        return rx.redirect(routes.invoice_run(run_id))

    def _filter(self) -> OrderFilter:
        return views.asked(
            view=self.view,
            search=self.filters["search"],
            connection_id=next(iter(uuids([self.filters["channel"]])), None),
            period=self.filters["period"],
            due=self.filters["due"],
            sold=self.filters["sold"],
            supplier=self.filters["supplier"],
        )

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = OrderFilter(ids=tuple(ids)) if ids else self._filter()
        sort = self.sort or KIND.first_sort
        return lambda session, scope: _look(session, scope, wanted, sort, after, with_choices)

    def _counter(self) -> Counter:
        return _count

    def _checked(self, name: str, value: str) -> str:
        if name == "period":
            return value if value in views.PERIODS or views.day_of(value) or views.hour_of(value) else ""
        if name == "sold":
            return "1" if value else ""
        if name == "supplier":
            return views.supplier_of(value)
        return value if name != "due" or value in views.DUE else ""

    def _said(self, scope: Scope) -> dict[str, str]:
        period, due = self.filters["period"], self.filters["due"]
        day, hour = views.day_of(period), views.hour_of(period)
        said = {"due": say(scope.locale, f"orders.due_{due}")} if due else {}
        if self.filters["sold"]:
            said["sold"] = say(scope.locale, "orders.sold")
        if hour is not None:
            said["period"] = f"{formats.date_of(hour, scope.locale)} {hour:%H}.00–{hour:%H}.59"
        elif day is not None:
            said["period"] = formats.date_of(day, scope.locale)
        elif period:
            said["period"] = say(scope.locale, f"orders.period_{period}")
        return super()._said(scope) | said


def _look(
    session: Session, scope: Scope, wanted: OrderFilter, sort: str, after: str, with_choices: bool
) -> Look:
    column = sort.removeprefix("-")
    found = queries.page(
        session,
        scope,
        wanted,
        after=_cursor(column, after),
        limit=PAGE + 1,
        sort=column,
        is_ascending=sort == column,
    )
    total = queries.count(session, scope, wanted)
    hides = scope.hides("buyer.name")
    return Look(
        rows=[shown(row, scope.locale, hides_buyer=hides) for row in found[:PAGE]],
        end=_end(column, queries.cursor_after(found[PAGE - 1], column)) if len(found) > PAGE else "",
        total=min(total, queries.COUNT_LIMIT),
        is_capped=total > queries.COUNT_LIMIT,
        choices=_choices(session, scope) if with_choices else None,
    )


def _choices(session: Session, scope: Scope) -> dict[str, list[dict[str, str]]]:
    """Nobody is asked for a supplier where there is none."""
    stores = [{"value": str(one.id), "label": one.name} for one in standing.stores(session, scope)]
    suppliers = [
        {"value": str(one.id), "label": one.name} for one in routing.places(session, scope) if one.is_supplier
    ]
    every = {"value": queries.ANY_SUPPLIER, "label": say(scope.locale, "orders.any_supplier")}
    return {"channel": stores, "supplier": [every, *suppliers] if suppliers else []}


def _count(session: Session, scope: Scope) -> Counted:
    lists = queries.worklists(session, scope)
    counts = {name: lists[name].count for name in queries.WORKLISTS}
    return Counted(counts=counts, notes=_notes(lists, scope.locale))


def _notes(lists: Mapping[str, Worklist], locale: Locale) -> dict[str, dict[str, str]]:
    """What waits in each list is worth, and when the first of it has to be gone."""
    return {name: _note(found, locale) for name, found in lists.items() if found.count}


def _note(found: Worklist, locale: Locale) -> dict[str, str]:
    amounts = [formats.money(amount, currency, locale) for currency, amount in sorted(found.at_risk.items())]
    left = formats.remaining(found.next_at, locale) if found.next_at else ""
    is_late = found.next_at is not None and found.next_at < now()
    return {
        "count": say(locale, "orders.at_work", count=formats.number(found.count, locale)),
        "money": say(locale, "orders.at_risk", amount=" + ".join(amounts)),
        "clock": say(locale, "orders.overdue" if is_late else "orders.first_due", left=left.removeprefix("−"))
        if left
        else "",
        "tone": "bad" if is_late else "neutral",
    }


def _end(column: str, cursor: Cursor) -> str:
    key = cursor.key.isoformat() if isinstance(cursor.key, datetime) else str(cursor.key)
    return f"{column}|{key}|{cursor.id}"


def _cursor(column: str, end: str) -> Cursor | None:
    if not end:
        return None
    _, key, order_id = end.split("|")
    return Cursor(Decimal(key) if column == "total" else key, UUID(order_id))


def _invoice_many(scope: Scope, ids: list[str], wanted: OrderFilter | None) -> UUID:
    with db.transaction(scope) as session:
        chosen = queries.ids_matching(session, scope, wanted) if wanted else uuids(ids)
        return invoicing.start_run(session, scope, chosen)
