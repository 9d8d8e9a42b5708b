"""The stock list: what is asked of it, and keeping units back from every channel at once."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.stock import actions, queries_list
from prapazar.domain.stock.errors import QuantityInvalid
from prapazar.domain.stock.queries_list import VIEWS, After, StockFilter, StockListRow
from prapazar.flows import standing
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

KIND = ListKind(
    screen="stock",
    reads="stock.read",
    views=tuple(VIEWS),
    filters=("search", "channel"),
    sorts=("name", "on_hand", "reserved", "available"),
    first_sort="name",
    columns=("sku", "barcode", "channels", "on_hand", "reserved", "safety", "available", "short"),
    hidden_first=("safety",),
)


class StockState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {"channel": []}
    safety_open: bool = False
    safety_fault: str = ""

    @rx.event
    @allow("stock.write")
    def ask_safety(self, is_open: bool) -> None:
        self.safety_open, self.safety_fault = bool(is_open), ""

    @rx.event
    @allow("stock.write")
    async def set_safety(self, values: dict[str, str]) -> None:
        """`units` of each selected article that no channel is told of."""
        scope = await current_scope(self)
        wanted = self._filter() if self.every else None
        try:
            units = int(str(values.get("units", "")).strip().replace(".", ""))
            count = await in_thread(_set_safety, scope, list(self.selected), wanted, units)
        except (ValueError, QuantityInvalid):
            self.safety_fault = say(scope.locale, "stock.count_invalid")
            return
        self.safety_open = False
        await self._show_first()
        text = say(scope.locale, "stock.safety_done", count=formats.number(count, scope.locale))
        await toast(self, "success", text)

    def _filter(self) -> StockFilter:
        channel = next(iter(uuids([self.filters["channel"]])), None)
        return StockFilter(self.view, self.filters["search"], channel)

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = StockFilter(ids=tuple(ids)) if ids else self._filter()
        sort = self.sort or KIND.first_sort
        return lambda session, scope: _look(session, scope, wanted, sort, after, with_choices)


def _look(
    session: Session, scope: Scope, wanted: StockFilter, sort: str, after: str, with_choices: bool
) -> Look:
    column = sort.removeprefix("-")
    found = queries_list.page(
        session,
        scope,
        wanted,
        after=_after(column, after),
        limit=PAGE + 1,
        sort=column,
        is_descending=sort != column,
    )
    total = queries_list.count(session, scope, wanted)
    names = standing.stores(session, scope) if with_choices else None
    return Look(
        rows=[_shown(row, scope.locale) for row in found[:PAGE]],
        end=_end(queries_list.after_row(found[PAGE - 1], column)) if len(found) > PAGE else "",
        total=min(total, queries_list.COUNT_LIMIT),
        is_capped=total > queries_list.COUNT_LIMIT,
        choices=None
        if names is None
        else {"channel": [{"value": str(c.id), "label": c.name} for c in names]},
    )


def _end(after: After) -> str:
    return f"{after.variant_id}|{after.key}"


def _after(column: str, end: str) -> After | None:
    """Names may hold anything, so the id stands first."""
    variant_id, _, key = end.partition("|")
    return After(key if column == "name" else int(key), UUID(variant_id)) if end else None


def _set_safety(scope: Scope, ids: list[str], wanted: StockFilter | None, units: int) -> int:
    with db.transaction(scope) as session:
        chosen = queries_list.ids_matching(session, scope, wanted) if wanted else uuids(ids)
        return actions.set_safety_stock(session, scope, chosen, units)


def _shown(row: StockListRow, locale: Locale) -> dict[str, str]:
    def number(units: int) -> str:
        return formats.number(units, locale)

    return {
        "id": str(row.variant_id),
        "name": row.name,
        "sku": row.sku,
        "barcode": row.barcode or "",
        "image": row.image or "",
        "on_hand": number(row.on_hand) if row.is_counted else "–",
        "reserved": number(row.reserved) if row.reserved else "",
        "safety": number(row.safety_stock) if row.safety_stock else "",
        "available": number(row.available) if row.is_counted else "–",
        "tone": "bad" if row.short else "wait" if row.is_counted and not row.available else "",
        "short": number(row.short) if row.short else "",
        "first": row.channels[0] if row.channels else "",
        "second": row.channels[1] if len(row.channels) > 1 else "",
        "more": f"+{len(row.channels) - 2}" if len(row.channels) > 2 else "",  # noqa: PLR2004 - two marks fit
        "channels": ", ".join(row.channels),
    }
