"""The orders list: views, filters, pages, selection and bulk steps."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.access import views
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.channels import queries as channels
from prapazar.domain.orders import actions, queries
from prapazar.domain.orders.actions.steps import MoveResult
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.queries import Cursor, OrderFilter
from prapazar.foundation import db, formats
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.order_rows import ShownOrder, shown
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 50
SCREEN = "orders"
VIEWS: dict[str, OrderFilter] = {
    "all": OrderFilter(),
    "new": OrderFilter(statuses=("new",)),
    "picking": OrderFilter(statuses=("picking",)),
    "packed": OrderFilter(statuses=("packed",)),
    "late": OrderFilter(late=True),
    "problem": OrderFilter(problem=True),
    "shipped": OrderFilter(statuses=("shipped",)),
    "cancelled": OrderFilter(statuses=("cancelled",)),
}
PERIODS = {"today": 0, "7": 7, "30": 30}
STEPS = {
    "accept": OrderStatus.PICKING,
    "pack": OrderStatus.PACKED,
    "ship": OrderStatus.SHIPPED,
    "cancel": OrderStatus.CANCELLED,
}


class OrdersState(rx.State):
    rows: list[ShownOrder] = []
    views: list[dict[str, str]] = []
    channels: list[dict[str, str]] = []
    chips: list[dict[str, str]] = []
    loading: bool = True
    view: str = "all"
    search: str = ""
    channel: str = ""
    period: str = ""
    sort: str = "-at"
    selected: list[str] = []
    every: bool = False
    """All that match are meant, not only the ids in `selected`."""
    total: int = 0
    total_label: str = ""
    range_label: str = ""
    has_next: bool = False
    page: int = 0
    new_count: int = 0
    fresh: list[str] = []
    address: str = ""
    cancel_open: bool = False
    save_open: bool = False
    save_fault: str = ""
    saved_id: str = ""
    """Of the saved view that is shown."""
    _saved: dict[str, dict[str, str]] = {}
    _ends: list[tuple[str, str]] = []
    """Where each page before this one ended: (moment, id)."""

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        """On opening: filters are taken from the address."""
        self.saved_id = ""
        self._take_query(self.router.url.query_parameters)
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    async def news(self) -> None:
        """Something arrived: rows on screen are refreshed in place, new ones wait behind the pill."""
        if self.page > 0 or self.selected or self.search or self.sort != "-at":
            self.new_count += 1
            return
        before = {row["id"] for row in self.rows}
        await self._show()
        self.fresh = [row["id"] for row in self.rows if row["id"] not in before] if before else []

    @rx.event
    @allow("orders.read")
    async def show_new(self) -> None:
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    async def show_view(self, view: str) -> None:
        saved = self._saved.get(view)
        self.saved_id = view if saved is not None else ""
        self._take_query(saved if saved is not None else {"view": view})
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    def ask_save(self, is_open: bool) -> None:
        self.save_open, self.save_fault = bool(is_open), ""

    @rx.event
    @allow("orders.read")
    async def save_view(self, values: dict[str, str]) -> None:
        """Keeps the filters that are on under a name of the person's."""
        scope = await current_scope(self)
        try:
            made = await in_thread(_save_view, scope, str(values.get("name", "")), self._query())
        except AccessInvalid as error:
            self.save_fault = say(scope.locale, error.code)
            return
        self.save_open, self.saved_id = False, str(made)
        await self._show()
        await toast(self, "success", say(scope.locale, "lists.view_saved"))

    @rx.event
    @allow("orders.read")
    async def delete_view(self) -> None:
        scope = await current_scope(self)
        for view_id in _ids([self.saved_id]):
            await in_thread(_delete_view, scope, view_id)
        self.saved_id = ""
        await self._show()

    @rx.event
    @allow("orders.read")
    async def set_search(self, text: str) -> None:
        self.search = str(text)[:100]
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    async def set_channel(self, channel: str) -> None:
        self.channel = str(channel)[:40]
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    async def set_period(self, period: str) -> None:
        self.period = period if period in PERIODS else ""
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    async def remove_filter(self, key: str) -> None:
        if key in {"search", "channel", "period"}:
            setattr(self, key, "")
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    async def clear_filters(self) -> None:
        self.search = self.channel = self.period = ""
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    async def sort_by(self, sort: str) -> None:
        self.sort = sort if sort in {"at", "-at"} else "-at"
        self._forget_place()
        await self._show()

    @rx.event
    @allow("orders.read")
    async def next_page(self) -> None:
        if not self.has_next or not self.rows:
            return
        self.page += 1
        await self._show()

    @rx.event
    @allow("orders.read")
    async def previous_page(self) -> None:
        self.page = max(0, self.page - 1)
        self._ends = self._ends[: self.page]
        await self._show()

    @rx.event
    @allow("orders.read")
    def select(self, ids: list[str], checked: bool) -> None:
        kept = [one for one in self.selected if one not in ids]
        self.selected = kept + [str(one) for one in ids][:PAGE] if checked else kept
        self.every = False

    @rx.event
    @allow("orders.read")
    def select_all(self) -> None:
        self.every = True

    @rx.event
    @allow("orders.read")
    def clear(self) -> None:
        self.selected, self.every = [], False

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
        self.selected, self.every = [], False
        await self._show()
        await self._tell(scope, step, result)

    async def _tell(self, scope: Scope, step: str, result: MoveResult) -> None:
        if result.moved:
            await toast(self, "success", say(scope.locale, f"orders.{step}_done", count=len(result.moved)))
        if result.refused:
            numbers = ", ".join(result.refused[:3]) + (" …" if len(result.refused) > 3 else "")  # noqa: PLR2004 - a glance
            text = say(scope.locale, "orders.refused", count=len(result.refused), numbers=numbers)
            await toast(self, "warning", text)

    def _take_query(self, asked: Mapping[str, str]) -> None:
        self.view = asked.get("view", "all") if asked.get("view") in VIEWS else "all"
        self.search = asked.get("search", "")[:100]
        self.channel = asked.get("channel", "")[:40]
        self.period = asked.get("period", "") if asked.get("period") in PERIODS else ""

    def _query(self) -> dict[str, str]:
        values = {"view": self.view if self.view != "all" else "", "search": self.search}
        values |= {"channel": self.channel, "period": self.period}
        return {name: value for name, value in values.items() if value}

    def _forget_place(self) -> None:
        self.page, self._ends, self.selected, self.every = 0, [], [], False
        self.new_count, self.fresh = 0, []

    def _filter(self) -> OrderFilter:
        base = VIEWS[self.view]
        connections = _ids([self.channel])
        return OrderFilter(
            statuses=base.statuses,
            problem=base.problem,
            late=base.late,
            search=self.search,
            connection_ids=tuple(connections),
            since=_since(self.period),
        )

    async def _show(self) -> None:
        scope = await current_scope(self)
        wanted = self._filter()
        after = _cursor(self._ends[self.page - 1]) if self.page and len(self._ends) >= self.page else None
        found = await in_thread(_read, scope, wanted, after, self.sort == "at")
        hides = "buyer.name" in scope.masks
        self.rows = [shown(row, scope.locale, hides_buyer=hides) for row in found.rows[:PAGE]]
        self.has_next = len(found.rows) > PAGE
        if self.has_next:
            last = found.rows[PAGE - 1]
            self._ends = [*self._ends[: self.page], (last.ordered_at.isoformat(), str(last.id))]
        self.total = found.total
        capped = found.total > queries.COUNT_LIMIT
        count = formats.number(min(found.total, queries.COUNT_LIMIT), scope.locale)
        self.total_label = f"{count}+" if capped else count
        first = self.page * PAGE + 1
        self.range_label = (
            say(
                scope.locale,
                "lists.range",
                first=formats.number(first, scope.locale),
                last=formats.number(first + len(self.rows) - 1, scope.locale),
                total=self.total_label,
            )
            if self.rows
            else ""
        )
        self._saved = {str(view.id): view.query for view in found.saved}
        self.views = _views(found.worklists, scope) + [
            {"value": str(view.id), "label": view.name, "count": ""} for view in found.saved
        ]
        self.channels = [{"value": str(c.id), "label": c.name} for c in found.channels]
        self.chips = self._chips(scope, {str(c.id): c.name for c in found.channels})
        self.address = urlencode(self._query())
        self.new_count, self.loading = 0, False

    def _chips(self, scope: Scope, names: dict[str, str]) -> list[dict[str, str]]:
        texts = {
            "search": self.search,
            "channel": names.get(self.channel, "") if self.channel else "",
            "period": say(scope.locale, _period_key(self.period)) if self.period else "",
        }
        return [
            {"key": key, "label": say(scope.locale, f"orders.filter_{key}", text=text)}
            for key, text in texts.items()
            if text
        ]


def _period_key(period: str) -> str:
    return f"orders.period_{period}"


class _Found:
    """What one look at the database brings for the list."""

    def __init__(
        self, session: Session, scope: Scope, wanted: OrderFilter, after: Cursor | None, oldest: bool
    ) -> None:
        self.rows = queries.page(session, scope, wanted, after=after, limit=PAGE + 1, oldest_first=oldest)
        self.total = queries.count(session, scope, wanted)
        self.worklists = queries.worklists(session, scope)
        self.channels = channels.names(session, scope)
        self.saved = views.views(session, scope, SCREEN)


def _read(scope: Scope, wanted: OrderFilter, after: Cursor | None, oldest: bool) -> _Found:
    with db.transaction(scope) as session:
        return _Found(session, scope, wanted, after, oldest)


def _save_view(scope: Scope, name: str, query: dict[str, str]) -> UUID:
    with db.transaction(scope) as session:
        return views.save_view(session, scope, SCREEN, name, query)


def _delete_view(scope: Scope, view_id: UUID) -> None:
    with db.transaction(scope) as session:
        views.delete_view(session, scope, view_id)


def _move(scope: Scope, ids: list[str], wanted: OrderFilter | None, status: OrderStatus) -> MoveResult:
    with db.transaction(scope) as session:
        chosen = queries.ids_matching(session, scope, wanted) if wanted else _ids(ids)
        return actions.move(session, scope, chosen, status)


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _cursor(end: tuple[str, str]) -> Cursor:
    return Cursor(datetime.fromisoformat(end[0]), UUID(end[1]))


def _since(period: str) -> datetime | None:
    if period not in PERIODS:
        return None
    midnight = now().astimezone(ISTANBUL).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=PERIODS[period])


def _views(lists: queries.Worklist, scope: Scope) -> list[dict[str, str]]:
    counts = {
        "new": lists.new,
        "picking": lists.picking,
        "packed": lists.packed,
        "late": lists.late,
        "problem": lists.problem,
    }
    return [
        {
            "value": view,
            "label": say(scope.locale, f"orders.view_{view}"),
            "count": formats.number(counts[view], scope.locale) if counts.get(view) else "",
        }
        for view in VIEWS
    ]
