"""What every list does alike: views, filters, pages, sorting, selection, news, and its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx

from prapazar.domain.access import layouts, views
from prapazar.domain.access.layouts import Layout
from prapazar.domain.access.views import View
from prapazar.flows import list_columns
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.list_kind import ALL, PAGE, Counted, Counter, ListKind, Look, Question
from prapazar.states.policy import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

MOST_SELECTED = 200
"""One by one, over several pages; they travel in an address. Beyond it one means all that match."""
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class _Found:
    look: Look
    saved: list[View]
    layout: Layout | None
    counted: Counted | None


class Listing(rx.State, mixin=True):  # type: ignore[call-arg]  # a word of Reflex's metaclass
    """Mixed into the state of a list, which says what it is (`KIND`) and how it is read (`_question`)."""

    KIND: ClassVar[ListKind]

    rows: list[dict[str, Any]] = []
    views: list[dict[str, str]] = []
    choices: dict[str, list[dict[str, str]]] = {}
    note: dict[str, str] = {}
    """What the list says of the view that is shown."""
    chips: list[dict[str, str]] = []
    drop: dict[str, str] = {"key": "", "label": ""}
    """The chip without which something would be found; empty where no single one is to blame."""
    loading: bool = True
    view: str = ALL
    filters: dict[str, str] = {}
    """By name; "" is off. A list names all of its own, so that a screen never meets one that is missing."""
    sort: str = ""
    page: int = 0
    has_next: bool = False
    total: int = 0
    total_label: str = ""
    range_label: str = ""
    selected: list[str] = []
    every: bool = False
    """All that match are meant, not only the ids in `selected`."""
    new_count: int = 0
    fresh: list[str] = []
    address: str = ""
    saved_id: str = ""
    """Of the saved view that is shown."""
    saved_mark: str = ""
    """`own`, `shared` (own, before everybody's eyes), `foreign`, or "" where none is shown."""
    is_changed: bool = False
    """What is shown is no longer what the saved view holds."""
    hidden: list[str] = []
    comfortable: bool = False
    _saved: dict[str, dict[str, str]] = {}
    _ends: list[str] = []
    """Where each page before this one ended."""
    _waiting: dict[str, int] = {}
    _notes: dict[str, dict[str, str]] = {}
    """By view, as last counted."""

    def __init_subclass__(cls, **words: Any) -> None:  # noqa: ANN401 - Reflex's own words
        """The mixed-in handlers of a list need what the list needs; those it writes itself say so themselves."""
        super().__init_subclass__(**words)
        if cls._mixin:
            return
        for mixin in cls._mixins():
            for name, handler in cls.event_handlers.items():
                mixed = getattr(mixin.__dict__.get(name), "__code__", None)
                if mixed is not None and mixed is getattr(handler.fn, "__code__", None):
                    allow(cls.KIND.reads)(handler.fn)

    @rx.event
    async def load(self) -> None:
        """On opening: view, filters and sorting are taken from the address."""
        self.saved_id = ""
        self._take_query(self.router.url.query_parameters)
        self._forget_place()
        await self._show(with_choices=True)

    @rx.event
    async def news(self) -> None:
        """Rows on the screen are refreshed where they stand; new ones wait until somebody wants them."""
        if not self.rows:
            await self._show()
            return
        scope = await current_scope(self)
        look = await in_thread(_ask, scope, self._question(self._after()))
        before = [str(row["id"]) for row in self.rows]
        arrived = [row for row in look.rows if row["id"] not in before]
        if [row["id"] for row in look.rows] != before:
            old = await in_thread(_ask, scope, self._question("", ids=uuids(before)))
            known = {row["id"]: dict(row) for row in old.rows}
            self.rows = [known.get(row["id"], row) for row in self.rows]
        else:
            self.rows = [dict(row) for row in look.rows]
        is_first = self.page == 0 and self.sort == self.KIND.first_sort and self.KIND.grows_at_top
        self.new_count = len(arrived) if is_first else max(self.new_count, look.total - self.total, 0)
        await self._count_again(scope, look)

    async def _count_again(self, scope: Scope, look: Look) -> None:
        counter = self._counter()
        if counter is None:
            self._waiting = dict(look.counts)
        else:
            self._take_counts(await in_thread(_count, scope, counter))
        self.note = self._notes.get(self.view, {})
        counts = {view: formats.number(n, scope.locale) for view, n in self._waiting.items() if n}
        self.views = [one | {"count": counts.get(one["value"], "")} for one in self.views]

    @rx.event
    async def show_new(self) -> None:
        before = {row["id"] for row in self.rows}
        self._forget_place()
        await self._show()
        self.fresh = [row["id"] for row in self.rows if row["id"] not in before]

    @rx.event
    async def show_view(self, view: str) -> None:
        """One of the list's own views, or a saved one by its id."""
        saved = self._saved.get(str(view))
        self.saved_id = str(view) if saved is not None else ""
        self._take_query(saved if saved is not None else {"view": str(view)})
        await self._show_first()

    @rx.event
    async def set_filter(self, name: str, value: str) -> None:
        if name in self.KIND.filters:
            self.filters = self.filters | {name: self._checked(name, str(value)[:_LONGEST])}
            await self._show_first(counts_again=False)

    @rx.event
    async def remove_filter(self, chip: str) -> None:
        gone = dict.fromkeys(self._behind(str(chip)), "")
        self.filters = self.filters | {name: "" for name in gone if name in self.KIND.filters}
        await self._show_first()

    @rx.event
    async def clear_filters(self) -> None:
        self.filters = dict.fromkeys(self.KIND.filters, "")
        await self._show_first()

    @rx.event
    async def sort_by(self, sort: str) -> None:
        self.sort = self._known_sort(str(sort))
        await self._show_first(counts_again=False)

    @rx.event
    async def next_page(self) -> None:
        if self.has_next:
            self.page += 1
            await self._show(counts_again=False)

    @rx.event
    async def previous_page(self) -> None:
        self.page = max(0, self.page - 1)
        await self._show(counts_again=False)

    @rx.event
    async def select(self, ids: list[str], checked: bool) -> None:
        """One row, a range or a page of them. What was chosen on other pages stays chosen."""
        asked = [str(one) for one in ids][:PAGE]
        kept = [one for one in self.selected if one not in asked]
        wanted = kept + asked if checked else kept
        self.selected, self.every = wanted[:MOST_SELECTED], False
        if len(wanted) > MOST_SELECTED:
            scope = await current_scope(self)
            await toast(self, "warning", say(scope.locale, "lists.most_selected", count=MOST_SELECTED))

    @rx.event
    def select_all(self) -> None:
        self.every = True

    @rx.event
    def clear(self) -> None:
        self.selected, self.every = [], False

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        """What to ask the database, of plain values only: it is asked in a thread.

        `ids`: those rows and no others, whatever the filters say.
        """
        raise NotImplementedError

    def _checked(self, name: str, value: str) -> str:  # noqa: ARG002 - lists with numbers look at the name
        """A filter's value as it is kept; "" for one that means nothing."""
        return value

    def _said(self, scope: Scope) -> dict[str, str]:  # noqa: ARG002 - lists with codes need the language
        """What the filters that are on say, by chip."""
        return {name: self._label(name, value) for name, value in self.filters.items() if value}

    def _behind(self, chip: str) -> tuple[str, ...]:
        """The filters one chip stands for."""
        return (chip,)

    def _label(self, name: str, value: str) -> str:
        known = (choice["label"] for choice in self.choices.get(name, []) if choice["value"] == value)
        return next(known, value)

    def _take_query(self, asked: Mapping[str, str]) -> None:
        view = str(asked.get("view", ALL))
        self.view = view if view in self.KIND.views else ALL
        self.filters = {
            name: self._checked(name, str(asked.get(name, ""))[:_LONGEST]) for name in self.KIND.filters
        }
        self.sort = self._known_sort(str(asked.get("sort", "")))

    def _query(self) -> dict[str, str]:
        """The view, filters and sorting as the address and a saved view hold them."""
        sort = self.sort if self.sort != self.KIND.first_sort else ""
        values = {"view": self.view if self.view != ALL else "", **self.filters, "sort": sort}
        return {name: value for name, value in values.items() if value}

    def _known_sort(self, sort: str) -> str:
        return sort if sort.removeprefix("-") in self.KIND.sorts else self.KIND.first_sort

    def _after(self) -> str:
        return self._ends[self.page - 1] if 0 < self.page <= len(self._ends) else ""

    def _forget_place(self) -> None:
        self.page, self._ends, self.selected, self.every = 0, [], [], False
        self.new_count, self.fresh = 0, []

    def _counter(self) -> Counter | None:
        """How to count what waits, where that should not be done anew for each letter of a search."""
        return None

    async def _show_first(self, *, counts_again: bool = True) -> None:
        self._forget_place()
        await self._show(counts_again=counts_again)

    async def _show(self, *, with_choices: bool = False, counts_again: bool = True) -> None:
        scope = await current_scope(self)
        question = self._question(self._after(), with_choices=with_choices)
        counter = self._counter() if counts_again else None
        found = await in_thread(_look, scope, self.KIND.screen, question, counter)
        self._put_rows(found.look, scope.locale)
        self._put_views(found, scope.locale)
        layout = found.layout or Layout(self.KIND.hidden_first)
        self.hidden = [one for one in layout.hidden if one in self.KIND.columns]
        self.comfortable = layout.is_comfortable
        self.chips = [
            {"key": key, "label": say(scope.locale, f"{self.KIND.screen}.filter_{key}", text=text)}
            for key, text in self._said(scope).items()
            if text
        ]
        self.drop = await self._blame(scope) if self.chips and not self.rows else {"key": "", "label": ""}
        self.address = urlencode(self._query())
        self.new_count, self.loading = 0, False

    async def _blame(self, scope: Scope) -> dict[str, str]:
        """Asks again without each filter that is on, and names the one that hides the most."""
        kept, worst = self.filters, ({"key": "", "label": ""}, 0)
        for chip in self.chips:
            self.filters = kept | dict.fromkeys(self._behind(chip["key"]), "")
            question = self._question("")
            self.filters = kept
            hidden = (await in_thread(_ask, scope, question)).total
            worst = max(worst, (chip, hidden), key=lambda one: one[1])
        return worst[0]

    def _put_rows(self, look: Look, locale: Locale) -> None:
        self.rows = [dict(row) for row in look.rows]
        self.has_next = bool(look.end)
        if look.end:
            self._ends = [*self._ends[: self.page], look.end]
        if look.choices is not None:
            self.choices = self.choices | dict(look.choices)
        self.total = look.total
        count = formats.number(look.total, locale)
        self.total_label = f"{count}+" if look.is_capped else count
        first = self.page * PAGE + 1
        ends = {"first": first, "last": first + len(self.rows) - 1}
        said = {name: formats.number(number, locale) for name, number in ends.items()}
        self.range_label = say(locale, "lists.range", **said, total=self.total_label) if self.rows else ""

    def _take_counts(self, counted: Counted) -> None:
        self._waiting = dict(counted.counts)
        self._notes = {view: dict(note) for view, note in counted.notes.items()}

    def _put_views(self, found: _Found, locale: Locale) -> None:
        self._saved = {str(view.id): view.query for view in found.saved}
        if self.saved_id not in self._saved:
            same = (key for key, query in self._saved.items() if query and query == self._query())
            self.saved_id = next(same, "")
        shown = next((view for view in found.saved if str(view.id) == self.saved_id), None)
        self.is_changed = shown is not None and shown.query != self._query()
        self.saved_mark = "" if shown is None else _mark(shown)
        if found.counted is not None:
            self._take_counts(found.counted)
        elif self._counter() is None:
            self._waiting = dict(found.look.counts)
        counts = {view: formats.number(n, locale) for view, n in self._waiting.items() if n}
        self.note = self._notes.get(self.view, {})
        screen = self.KIND.screen
        self.views = [
            {"value": view, "label": say(locale, f"{screen}.view_{view}"), "count": counts.get(view, "")}
            for view in self.KIND.views
        ] + [{"value": str(view.id), "label": view.name, "count": ""} for view in found.saved]


def _look(scope: Scope, screen: str, question: Question, counter: Counter | None) -> _Found:
    with db.transaction(scope) as session:
        saved, layout = views.views(session, scope, screen), layouts.layout(session, scope, screen)
        counted = counter(session, scope) if counter else None
        return _Found(question(session, scope), saved, layout, counted)


def _ask(scope: Scope, question: Question) -> Look:
    with db.transaction(scope) as session:
        return question(session, scope)


def _count(scope: Scope, counter: Counter) -> Counted:
    with db.transaction(scope) as session:
        return counter(session, scope)


def _mark(view: View) -> str:
    if not view.is_own:
        return "foreign"
    return "shared" if view.is_shared else "own"


def in_file(what: str) -> frozenset[str]:
    """Columns of a list's screen that its file has too."""
    return frozenset(list_columns.OF[what])


def uuids(texts: Sequence[str]) -> list[UUID]:
    """What comes from a browser may be anything: what is no id is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
