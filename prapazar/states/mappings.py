"""The mapping tables of a channel: what waits, what is suggested and why, chosen by hand or by the hundred."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.channels import queries as channels
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.domain.mappings import actions, queries, suggestions
from prapazar.domain.mappings.actions import Choice
from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.mappings.errors import MappingInvalid
from prapazar.domain.mappings.rules import LIKELY
from prapazar.domain.mappings.suggestions import Line
from prapazar.flows import mappings
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.mapping_rows import Hit, ShownLine, hits, shown, title_of
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 50
KINDS = tuple(MappingKind)
VIEWS = ("suggested", "open", "mapped")
SHARES = ("50", "60", "70", "80", "90", "100")
_SHOWN_PREVIEW = 50


class MappingsState(rx.State):
    store: dict[str, str] = {}
    kinds: list[dict[str, str]] = []
    kind: str = MappingKind.CATEGORY.value
    rows: list[ShownLine] = []
    chips: list[dict[str, str]] = []
    view: str = ""
    search: str = ""
    selected: list[str] = []
    page: int = 0
    has_next: bool = False
    range_label: str = ""
    has_categories: bool = True
    asked: bool = False
    """The channel's categories are on their way."""
    loading: bool = True
    missing: bool = False
    accept_open: bool = False
    share: str = "80"
    preview: list[dict[str, str]] = []
    preview_more: str = ""
    accept_label: str = ""
    done_label: str = ""
    """What was accepted last, while it can be undone."""
    choose_open: bool = False
    choose_title: str = ""
    typed: str = ""
    hits: list[Hit] = []
    _written: list[str] = []
    _choosing: str = ""
    _addresses: dict[str, list[str]] = {}
    """Row id to place and key."""

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        """`?kind=` opens one table."""
        asked = str(self.router.url.query_parameters.get("kind", ""))
        self.kind = asked if asked in set(MappingKind) else MappingKind.CATEGORY.value
        self.view, self.search, self.page, self.selected, self.done_label = "", "", 0, [], ""
        self.choose_open = self.accept_open = False
        await self._show()

    @rx.event
    @allow("channels.read")
    async def news(self) -> None:
        if not self.choose_open and not self.accept_open:
            await self._show()

    @rx.event
    @allow("channels.read")
    async def show_kind(self, kind: str) -> None:
        self.kind = kind if kind in set(MappingKind) else MappingKind.CATEGORY.value
        self.view, self.search, self.page, self.selected, self.done_label = "", "", 0, [], ""
        await self._show()

    @rx.event
    @allow("channels.read")
    async def set_filter(self, name: str, value: str) -> None:
        if name == "search":
            self.search = str(value)[:100]
        elif name == "view":
            self.view = value if value in VIEWS else ""
        self.page, self.selected = 0, []
        await self._show()

    @rx.event
    @allow("channels.read")
    async def clear_filters(self) -> None:
        self.search, self.view, self.page = "", "", 0
        await self._show()

    @rx.event
    @allow("channels.read")
    async def turn(self, step: int) -> None:
        self.page = max(0, self.page + (1 if step > 0 and self.has_next else -1 if step < 0 else 0))
        await self._show()

    @rx.event
    @allow("channels.read")
    def select(self, ids: list[str], checked: bool) -> None:
        kept = [one for one in self.selected if one not in ids]
        self.selected = kept + [str(one) for one in ids][:PAGE] if checked else kept

    @rx.event
    @allow("channels.read")
    def clear(self) -> None:
        self.selected = []

    @rx.event
    @allow("channels.write")
    async def fetch(self) -> None:
        """A worker asks the channel; the screen looks again when it has answered."""
        scope, connection = await current_scope(self), self._connection()
        if connection is not None:
            await in_thread(_ask, scope, connection)
            self.asked = True

    @rx.event
    @allow("channels.write")
    async def accept(self, row_id: str = "") -> None:
        """One row's suggestion, or those of the selected rows."""
        ids = [row_id] if row_id else self.selected
        only = [(place, key) for place, key in (self._address(one) for one in ids) if key]
        await self._accept(0, only)

    @rx.event
    @allow("channels.write")
    async def ask_accept(self, is_open: bool) -> None:
        self.accept_open = bool(is_open)
        if self.accept_open:
            await self._preview()

    @rx.event
    @allow("channels.write")
    async def set_share(self, share: str) -> None:
        self.share = share if share in SHARES else "80"
        await self._preview()

    @rx.event
    @allow("channels.write")
    async def accept_all(self) -> None:
        self.accept_open = False
        await self._accept(int(self.share), None)

    @rx.event
    @allow("channels.write")
    async def undo(self) -> None:
        scope, connection = await current_scope(self), self._connection()
        if connection is None:
            return
        count = await in_thread(_remove, scope, connection, uuids(self._written))
        self._written, self.done_label = [], ""
        await self._show()
        await toast(self, "success", _counted(scope, "mappings.undone", count))

    @rx.event
    @allow("channels.write")
    async def remove(self, row_id: str) -> None:
        scope, connection = await current_scope(self), self._connection()
        row = next((row for row in self.rows if row["id"] == row_id), None)
        if row is None or connection is None:
            return
        await in_thread(_remove, scope, connection, uuids([row["mapping"]]))
        await self._show()
        await toast(self, "success", say(scope.locale, "mappings.removed"))

    @rx.event
    @allow("channels.write")
    async def ask_choose(self, row_id: str) -> None:
        row = next((row for row in self.rows if row["id"] == row_id), None)
        if row is None:
            return
        self._choosing, self.choose_title, self.choose_open = row["id"], row["label"], True
        await self.set_typed("")

    @rx.event
    @allow("channels.write")
    def close_choose(self, is_open: bool) -> None:
        self.choose_open = bool(is_open)

    @rx.event
    @allow("channels.write")
    async def set_typed(self, typed: str) -> None:
        scope, connection = await current_scope(self), self._connection()
        self.typed = str(typed)[:100]
        place, key = self._address(self._choosing)
        if connection is not None:
            kind = MappingKind(self.kind)
            self.hits = await in_thread(_hits, scope, connection, kind, place, key, self.typed)

    @rx.event
    @allow("channels.write")
    async def choose(self, target_id: str) -> None:
        scope, connection = await current_scope(self), self._connection()
        place, key = self._address(self._choosing)
        self.choose_open = False
        if connection is None or not key:
            return
        choice = Choice(place, key, str(target_id)[:300])
        try:
            written = await in_thread(_map, scope, connection, MappingKind(self.kind), choice)
        except MappingInvalid as refused:
            await toast(self, "error", say(scope.locale, refused.code))
        else:
            await toast(self, "success", _counted(scope, "mappings.accepted", len(written)))
        await self._show()

    async def _accept(self, share: int, only: list[tuple[str, str]] | None) -> None:
        scope, connection = await current_scope(self), self._connection()
        if connection is None:
            return
        written = await in_thread(_accept, scope, connection, MappingKind(self.kind), share, only)
        self._written, self.selected = [str(one) for one in written], []
        self.done_label = _counted(scope, "mappings.accepted", len(written)) if written else ""
        await self._show()

    async def _preview(self) -> None:
        scope, connection = await current_scope(self), self._connection()
        if connection is None:
            return
        found = await in_thread(_preview, scope, connection, MappingKind(self.kind), int(self.share))
        self.preview = [
            {
                "id": f"{key.place}|{key.key}",
                "ours": key.label,
                "theirs": title_of(MappingKind(self.kind), one.target_id, one.target_name, scope.locale),
                "score": formats.number(one.score, scope.locale),
            }
            for key, one in found[:_SHOWN_PREVIEW]
        ]
        more = len(found) - len(self.preview)
        self.preview_more = _counted(scope, "mappings.preview_more", more) if more else ""
        self.accept_label = _counted(scope, "mappings.accept_count", len(found)) if found else ""

    def _connection(self) -> UUID | None:
        """The second step of the address."""
        return next(iter(uuids(str(self.router.url.path).strip("/").split("/")[1:2])), None)

    def _address(self, row_id: str) -> tuple[str, str]:
        place, key = self._addresses.get(str(row_id), ["", ""])
        return place, key

    async def _show(self) -> None:
        scope, connection = await current_scope(self), self._connection()
        try:
            found = await in_thread(_read, scope, connection, MappingKind(self.kind))
        except ConnectionMissing:
            self.missing, self.loading = True, False
            return
        if found.is_carrier and self.kind != MappingKind.STATUS.value:
            self.kind = MappingKind.STATUS.value  # all that a carrier says in words of its own
            found = await in_thread(_read, scope, connection, MappingKind.STATUS)
        locale, kind = scope.locale, MappingKind(self.kind)
        self.missing, self.store = (
            False,
            {"id": str(connection), "name": found.name, "connector": found.connector},
        )
        self.has_categories = found.has_categories
        self.asked = self.asked and not found.has_categories
        self.kinds = [
            {
                "value": one.value,
                "label": say(locale, f"mappings.kind_{one.value}"),
                "count": formats.number(found.waiting[one], locale) if found.waiting[one] else "",
            }
            for one in KINDS
            if one is MappingKind.STATUS or not found.is_carrier
        ]
        fitting = [line for line in found.lines if _fits(line, self.view, self.search)]
        self.page = min(self.page, max(0, (len(fitting) - 1) // PAGE))
        part = fitting[self.page * PAGE : (self.page + 1) * PAGE]
        self.rows = [shown(line, kind, locale) for line in part]
        self._addresses = {
            row["id"]: [line.key.place, line.key.key] for row, line in zip(self.rows, part, strict=True)
        }
        self.has_next = len(fitting) > (self.page + 1) * PAGE
        self._put_labels(scope, len(part), len(fitting), suggestions.counts(found.lines))
        self.loading = False

    def _put_labels(self, scope: Scope, here: int, total: int, counts: dict[str, int]) -> None:
        locale, first = scope.locale, self.page * PAGE + 1
        numbers = {"first": first, "last": first + here - 1, "total": total}
        said = {name: formats.number(one, locale) for name, one in numbers.items()}
        self.range_label = say(locale, "lists.range", **said) if here else ""
        self.store = self.store | {name: formats.number(count, locale) for name, count in counts.items()}
        view = say(locale, f"mappings.view_{self.view}") if self.view else ""
        self.chips = [
            {"key": key, "label": say(locale, f"mappings.filter_{key}", text=text)}
            for key, text in (("search", self.search), ("view", view))
            if text
        ]


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    connector: str
    lines: list[Line]
    waiting: dict[MappingKind, int]
    """Keys that are not mapped and should be, by kind."""
    has_categories: bool
    """Or it is a carrier and needs none."""
    is_carrier: bool


def _read(scope: Scope, connection_id: UUID | None, kind: MappingKind) -> _Found:
    with db.transaction(scope) as session:
        store = next((one for one in channels.names(session, scope) if one.id == connection_id), None)
        if store is None or connection_id is None:
            raise ConnectionMissing
        lines = suggestions.lines(session, scope, connection_id, kind)
        waiting = {one: _waiting(session, connection_id, one) for one in KINDS}
        is_carrier = queries.is_carrier(session, connection_id)
        has_categories = is_carrier or queries.has_categories(session, connection_id)
    return _Found(store.name, store.connector, lines, waiting, has_categories, is_carrier)


def _waiting(session: Session, connection_id: UUID, kind: MappingKind) -> int:
    """What an attribute may leave unsaid waits for nobody."""
    known = queries.targets_of(session, connection_id, kind)
    is_asked = kind is MappingKind.ATTRIBUTE
    return sum(
        (key.place, key.key) not in known and (key.is_required or not is_asked)
        for key in queries.keys(session, connection_id, kind)
    )


def _fits(line: Line, view: str, search: str) -> bool:
    if view and line.view != view:
        return False
    other = (
        line.mapping.target_name if line.mapping else line.suggestion.target_name if line.suggestion else ""
    )
    said = words(f"{line.key.label} {line.key.where} {other}")
    return all(any(one.startswith(word) for one in said) for word in words(search))


def _hits(
    scope: Scope, connection_id: UUID, kind: MappingKind, place: str, key: str, typed: str
) -> list[Hit]:
    with db.transaction(scope) as session:
        return hits(session, connection_id, kind, place, key, typed, scope.locale)


def _ask(scope: Scope, connection_id: UUID) -> None:
    with db.transaction(scope) as session:
        mappings.ask_categories(session, scope, connection_id)


def _accept(
    scope: Scope, connection_id: UUID, kind: MappingKind, share: int, only: list[tuple[str, str]] | None
) -> list[UUID]:
    with db.transaction(scope) as session:
        return mappings.accept(session, scope, connection_id, kind, share=max(share, LIKELY), only=only)


def _preview(scope: Scope, connection_id: UUID, kind: MappingKind, share: int) -> list[Any]:
    with db.transaction(scope) as session:
        return list(actions.preview(session, scope, connection_id, kind, share))


def _map(scope: Scope, connection_id: UUID, kind: MappingKind, choice: Choice) -> list[UUID]:
    with db.transaction(scope) as session:
        return mappings.map_keys(session, scope, connection_id, kind, [choice])


def _remove(scope: Scope, connection_id: UUID, mapping_ids: list[UUID]) -> int:
    with db.transaction(scope) as session:
        return actions.remove(session, scope, connection_id, mapping_ids)


def _counted(scope: Scope, key: str, count: int) -> str:
    return say(scope.locale, key, count=formats.number(count, scope.locale))
