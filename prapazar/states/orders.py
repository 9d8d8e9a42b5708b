"""The orders list: what is asked of it, and the steps one takes with many orders."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.channels import queries as channels
from prapazar.domain.orders import actions, queries, views
from prapazar.domain.orders.actions.steps import MoveResult
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.queries import Cursor, OrderFilter
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.order_rows import shown
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

KIND = ListKind(
    screen="orders",
    reads="orders.read",
    views=tuple(views.VIEWS),
    filters=("search", "channel", "period"),
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
    choices: dict[str, list[dict[str, str]]] = {"channel": []}
    cancel_open: bool = False

    @rx.event
    @allow("orders.write")
    def ask_cancel(self, is_open: bool) -> None:
        self.cancel_open = bool(is_open)

    @rx.event
    @allow("orders.write")
    async def move(self, step: str) -> None:
        """`accept`, `pack`, `ship` or `cancel` the selected orders."""
        if step not in STEPS or not self.selected:
            return
        scope = await current_scope(self)
        wanted = self._filter() if self.every else None
        result = await in_thread(_move, scope, list(self.selected), wanted, STEPS[step])
        self.cancel_open = False
        await self._show_first()
        await self._tell(scope, step, result)

    async def _tell(self, scope: Scope, step: str, result: MoveResult) -> None:
        if result.moved:
            await toast(self, "success", say(scope.locale, f"orders.{step}_done", count=len(result.moved)))
        if result.refused:
            numbers = ", ".join(result.refused[:3]) + (" …" if len(result.refused) > 3 else "")  # noqa: PLR2004 - a glance
            text = say(scope.locale, "orders.refused", count=len(result.refused), numbers=numbers)
            await toast(self, "warning", text)

    def _filter(self) -> OrderFilter:
        return views.asked(
            view=self.view,
            search=self.filters["search"],
            connection_id=next(iter(uuids([self.filters["channel"]])), None),
            period=self.filters["period"],
        )

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = OrderFilter(ids=tuple(ids)) if ids else self._filter()
        sort = self.sort or KIND.first_sort
        return lambda session, scope: _look(session, scope, wanted, sort, after, with_choices)

    def _checked(self, name: str, value: str) -> str:
        return value if name != "period" or value in views.PERIODS else ""

    def _said(self, scope: Scope) -> dict[str, str]:
        period = self.filters["period"]
        said = {"period": say(scope.locale, f"orders.period_{period}")} if period else {}
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
    lists = queries.worklists(session, scope)
    names = channels.names(session, scope) if with_choices else None
    hides = scope.hides("buyer.name")
    return Look(
        rows=[shown(row, scope.locale, hides_buyer=hides) for row in found[:PAGE]],
        end=_end(column, queries.cursor_after(found[PAGE - 1], column)) if len(found) > PAGE else "",
        total=min(total, queries.COUNT_LIMIT),
        is_capped=total > queries.COUNT_LIMIT,
        counts={name: getattr(lists, name) for name in ("new", "picking", "packed", "late", "problem")},
        choices=None
        if names is None
        else {"channel": [{"value": str(c.id), "label": c.name} for c in names]},
    )


def _end(column: str, cursor: Cursor) -> str:
    key = cursor.key.isoformat() if isinstance(cursor.key, datetime) else str(cursor.key)
    return f"{column}|{key}|{cursor.id}"


def _cursor(column: str, end: str) -> Cursor | None:
    if not end:
        return None
    _, key, order_id = end.split("|")
    return Cursor(Decimal(key) if column == "total" else key, UUID(order_id))


def _move(scope: Scope, ids: list[str], wanted: OrderFilter | None, status: OrderStatus) -> MoveResult:
    with db.transaction(scope) as session:
        chosen = queries.ids_matching(session, scope, wanted) if wanted else uuids(ids)
        return actions.move(session, scope, chosen, status)
