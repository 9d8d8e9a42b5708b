"""One segment while it is written: its conditions, how many it means by now, the first of them."""

from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from prapazar.domain.catalog.queries.variants import find_variants
from prapazar.domain.customers.queries import CustomerRow
from prapazar.domain.segments import actions, queries, rules
from prapazar.domain.segments.enums import Fact, Join
from prapazar.domain.segments.errors import SegmentInvalid, SegmentMissing
from prapazar.domain.segments.queries import Count, SegmentRow
from prapazar.domain.segments.rules import MOST_CONDITIONS, Conditions
from prapazar.flows import segments as flow
from prapazar.flows.segments import Option
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import segment_rules
from prapazar.states.customer_rows import shown as customer_shown
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.segment_rules import Line
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

NEW = "new"
_MOST_GROUPS = 6


class SegmentState(rx.State):
    segment: dict[str, str] = {"id": "", "name": "", "note": ""}
    join: str = "all"
    groups: list[dict[str, str]] = []
    """{id, join}; the lines say which they stand in."""
    lines: list[Line] = []
    choices: dict[str, list[dict[str, str]]] = {}
    """By fact; districts only once a condition asks for them."""
    hits: list[dict[str, str]] = []
    hits_of: str = ""
    """The line whose products are searched for."""
    count: str = ""
    is_estimate: bool = False
    people: list[dict[str, Any]] = []
    faults: dict[str, str] = {"name": "", "whole": ""}
    is_dirty: bool = False
    delete_open: bool = False
    missing: bool = False
    loading: bool = True
    version: int = 0
    _made: int = 0
    _options: dict[str, list[Option]] = {}

    @rx.event
    @allow("campaigns.read")
    async def load(self) -> EventSpec | None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.missing, self.is_dirty, self.delete_open, self.hits = False, False, False, []
        self.faults, self.people, self.count = {"name": "", "whole": ""}, [], ""
        try:
            row, options, products = await in_thread(_read, scope, None if asked == NEW else UUID(asked))
        except (SegmentMissing, ValueError):
            self.missing, self.loading = True, False
            return None
        self._options = {**options, Fact.PRODUCT.value: products}
        wanted = Conditions() if row is None else rules.read(row.conditions)
        self.segment = {
            "id": "" if row is None else str(row.id),
            "name": "" if row is None else row.name,
            "note": "" if row is None else row.note,
        }
        self.join = wanted.join.value
        self.groups, self.lines = segment_rules.shown(wanted, self._options, scope.locale)
        if row is None:
            self.lines = [segment_rules.new_line("c0", "", scope.locale)]
        self._made = len(self.lines) + len(self.groups)
        self._offer()
        self.version += 1
        self.loading = False
        await self._count(scope)
        return SegmentState.look

    @rx.event
    @allow("campaigns.write")
    async def set_join(self, join: str, group: str) -> EventSpec | None:
        """Of a group, or of the whole where it is empty."""
        wanted = join if join in set(Join) else Join.ALL.value
        if group:
            self.groups = [{**one, "join": wanted} if one["id"] == group else one for one in self.groups]
        else:
            self.join = wanted
        return await self._changed()

    @rx.event
    @allow("campaigns.write")
    async def add(self, group: str) -> None:
        scope = await current_scope(self)
        known = {one["id"] for one in self.groups}
        if len(self.lines) < MOST_CONDITIONS and (group == "" or group in known):
            self._made += 1
            self.lines = [*self.lines, segment_rules.new_line(f"n{self._made}", group, scope.locale)]

    @rx.event
    @allow("campaigns.write")
    async def add_group(self) -> None:
        scope = await current_scope(self)
        if len(self.groups) < _MOST_GROUPS and len(self.lines) < MOST_CONDITIONS:
            self._made += 1
            group = f"n{self._made}"
            self.groups = [*self.groups, {"id": group, "join": Join.ANY.value}]
            self.lines = [*self.lines, segment_rules.new_line(f"{group}c", group, scope.locale)]

    @rx.event
    @allow("campaigns.write")
    async def remove(self, key: str) -> EventSpec | None:
        """A group goes with its last condition."""
        self.lines = [one for one in self.lines if one["key"] != key]
        kept = {one["group"] for one in self.lines}
        self.groups = [one for one in self.groups if one["id"] in kept]
        return await self._changed()

    @rx.event
    @allow("campaigns.write")
    async def set_fact(self, key: str, fact: str) -> EventSpec | None:
        scope = await current_scope(self)
        if fact in set(Fact):
            self._change(key, lambda one: segment_rules.retold(one, Fact(fact), scope.locale))
            self.hits, self.hits_of = [], ""
            self._offer()
        return await self._changed()

    @rx.event
    @allow("campaigns.write")
    async def set_test(self, key: str, test: str) -> EventSpec | None:
        self._change(key, lambda one: segment_rules.tested(one, str(test)))
        return await self._changed()

    @rx.event
    @allow("campaigns.write")
    async def set_value(self, key: str, value: str) -> EventSpec | None:
        self._change(key, lambda one: {**one, "value": str(value)[:20]})
        return await self._changed()

    @rx.event
    @allow("campaigns.write")
    async def set_days(self, key: str, days: str) -> EventSpec | None:
        self._change(key, lambda one: {**one, "days": str(days)[:5]})
        return await self._changed()

    @rx.event
    @allow("campaigns.write")
    async def choose(self, key: str, value: str) -> EventSpec | None:
        """One more of a list."""
        line = next((one for one in self.lines if one["key"] == key), None)
        if line is None or not value:
            return None
        offered = [*self.choices.get(line["fact"], []), *self.hits]
        found = next((one for one in offered if one["value"] == value), None)
        if found is None or any(one["value"] == value for one in line["chosen"]):
            return None
        chosen = {"value": found["value"], "label": found["label"]}
        self._change(key, lambda one: {**one, "chosen": [*one["chosen"], chosen][: rules.MOST_VALUES]})
        self.hits, self.hits_of = [], ""
        return await self._changed()

    @rx.event
    @allow("campaigns.write")
    async def drop(self, key: str, value: str) -> EventSpec | None:
        self._change(
            key, lambda one: {**one, "chosen": [kept for kept in one["chosen"] if kept["value"] != value]}
        )
        return await self._changed()

    @rx.event
    @allow("products.read")
    async def find_product(self, key: str, words: str) -> None:
        scope = await current_scope(self)
        self.hits_of = str(key)
        self.hits = await in_thread(_find, scope, str(words)[:80])

    @rx.event
    @allow("campaigns.read")
    async def look(self) -> None:
        """After the count is on the screen: the exact one where it was an estimate, and the first people."""
        scope = await current_scope(self)
        wanted = self._wanted()
        if wanted is None:
            return
        people, number = await in_thread(_look, scope, wanted, with_count=self.is_estimate)
        self.people = [{**customer_shown(row, scope), "bought": _bought(row, scope)} for row in people]
        if number is not None:
            self.count, self.is_estimate = formats.number(number, scope.locale), False

    @rx.event
    @allow("campaigns.write")
    async def save(self, values: dict[str, str]) -> EventSpec | None:
        scope = await current_scope(self)
        name, note = str(values.get("name", "")), str(values.get("note", ""))
        said, places = segment_rules.said(self.join, self.groups, self.lines)
        segment_id = next(iter(uuids([self.segment["id"]])), None)
        self._clear_faults()
        if self._tell_unfilled(scope):
            return None
        try:
            made = await in_thread(_save, scope, segment_id, name, rules.read(said), note)
        except SegmentInvalid as error:
            self._blame(error, places, scope)
            return None
        except SegmentMissing:
            self.missing = True
            return None
        self.is_dirty = False
        await toast(self, "success", say(scope.locale, "segments.saved"))
        return rx.redirect(routes.segment(made))

    @rx.event
    @allow("campaigns.delete")
    def ask_delete(self, is_open: bool) -> None:
        self.delete_open = bool(is_open)

    @rx.event
    @allow("campaigns.delete")
    async def delete(self) -> EventSpec | None:
        scope = await current_scope(self)
        self.delete_open = False
        for one in uuids([self.segment["id"]]):
            try:
                await in_thread(_delete, scope, one)
            except SegmentInvalid as error:
                await toast(self, "warning", say(scope.locale, error.code))
                return None
            except SegmentMissing:
                break
        self.is_dirty = False
        await toast(self, "success", say(scope.locale, "segments.deleted"))
        return rx.redirect(routes.SEGMENTS)

    async def _changed(self) -> EventSpec | None:
        """The count at once; what takes longer in an event of its own."""
        self.is_dirty = True
        scope = await current_scope(self)
        return SegmentState.look if await self._count(scope) else None

    async def _count(self, scope: Scope) -> bool:
        """False where a condition cannot be read; the line says why."""
        self._clear_faults()
        said, places = segment_rules.said(self.join, self.groups, self._filled())
        try:
            wanted = rules.read(said)
        except SegmentInvalid as error:
            self._blame(error, places, scope)
            return False
        found = await in_thread(_quick, scope, wanted)
        self.count, self.is_estimate = formats.number(found.number, scope.locale), found.is_estimate
        return True

    def _wanted(self) -> Conditions | None:
        try:
            return rules.read(segment_rules.said(self.join, self.groups, self._filled())[0])
        except SegmentInvalid:
            return None

    def _filled(self) -> list[Line]:
        """A line that is only just begun means nobody yet."""
        return [one for one in self.lines if segment_rules.is_filled(one)]

    def _tell_unfilled(self, scope: Scope) -> bool:
        """Every line that is only begun says so, not the first alone."""
        told = say(scope.locale, "segments.value_needed")
        begun = [one["key"] for one in self.lines if not segment_rules.is_filled(one)]
        for key in begun:
            self._change(key, lambda one: {**one, "fault": told})
        return bool(begun)

    def _change(self, key: str, work: Any) -> None:  # noqa: ANN401 - a line to a line
        self.lines = [work(one) if one["key"] == key else one for one in self.lines]

    def _clear_faults(self) -> None:
        self.faults = {"name": "", "whole": ""}
        if any(one["fault"] for one in self.lines):
            self.lines = [{**one, "fault": ""} for one in self.lines]

    def _blame(self, error: SegmentInvalid, places: dict[str, str], scope: Scope) -> None:
        told, key = say(scope.locale, error.code), places.get(error.place, "")
        if key:
            self._change(key, lambda one: {**one, "fault": told})
        else:
            self.faults = {**self.faults, "name" if error.place == "name" else "whole": told}

    def _offer(self) -> None:
        """Nearly a thousand districts are not sent to a screen that asks for none."""
        used = {one["fact"] for one in self.lines}
        self.choices = {
            fact: [{"value": one.value, "label": one.label} for one in options]
            for fact, options in self._options.items()
            if fact != Fact.PRODUCT
        }
        if Fact.DISTRICT.value in used:
            self.choices[Fact.DISTRICT.value] = [{"value": one, "label": one} for one in flow.districts()]


def _bought(row: CustomerRow, scope: Scope) -> str:
    return say(scope.locale, "segments.bought", count=formats.number(row.order_count, scope.locale))


def _read(
    scope: Scope, segment_id: UUID | None
) -> tuple[SegmentRow | None, dict[str, list[Option]], list[Option]]:
    with db.transaction(scope) as session:
        row = None if segment_id is None else queries.segment(session, scope, segment_id)
        ids = [] if row is None else segment_rules.product_ids(rules.read(row.conditions))
        products = flow.product_names(session, scope, ids) if ids else []
        return row, flow.options(session, scope), products


def _quick(scope: Scope, wanted: Conditions) -> Count:
    with db.transaction(scope) as session:
        return queries.quick_count(session, scope, wanted)


def _look(scope: Scope, wanted: Conditions, *, with_count: bool) -> tuple[list[CustomerRow], int | None]:
    with db.transaction(scope) as session:
        number = queries.count(session, scope, wanted) if with_count else None
        people = flow.preview(session, scope, wanted) if scope.can("customers.read") else []
        return people, number


def _save(scope: Scope, segment_id: UUID | None, name: str, wanted: Conditions, note: str) -> UUID:
    with db.transaction(scope) as session:
        return actions.save(session, scope, segment_id, name, wanted, note)


def _delete(scope: Scope, segment_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.delete(session, scope, segment_id)


def _find(scope: Scope, words: str) -> list[dict[str, str]]:
    """Products, each once."""
    with db.transaction(scope) as session:
        found = find_variants(session, scope, words, limit=8)
    named = {str(one.product_id): one.name for one in reversed(found)}
    return [{"value": value, "label": label} for value, label in reversed(named.items())]
