"""Routing rules: their order, new and changed ones, places, and a box to try them in."""

from collections.abc import Callable
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.catalog import queries as catalog
from prapazar.domain.orders.routing import actions, queries, rules
from prapazar.domain.orders.routing.actions import Draft, RuleInvalid
from prapazar.domain.orders.routing.queries import Place, RuleRow
from prapazar.domain.shipping import regions
from prapazar.flows import standing
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

Names = dict[str, dict[str, str]]
"""By kind of choice: the label of each id."""
Work = Callable[[Session, Scope], object]
NEW_RULE = {
    "id": "",
    "name": "",
    "place": "",
    "provinces": "",
    "brand": "",
    "category": "",
    "needs_stock": "",
}
NO_FAULTS = {"name": "", "place": "", "provinces": ""}


class RoutingState(rx.State):
    rows: list[dict[str, str]] = []
    places: list[dict[str, str]] = []
    choices: dict[str, list[dict[str, str]]] = {"place": [], "channel": [], "brand": [], "category": []}
    editing: dict[str, str] = dict(NEW_RULE)
    chosen_stores: list[str] = []
    is_editing: bool = False
    faults: dict[str, str] = dict(NO_FAULTS)
    removing: dict[str, str] = {"id": "", "name": ""}
    place_fault: str = ""
    tried: str = ""
    tried_tone: str = "info"
    version: int = 0
    """Fills the forms anew when it grows."""
    loading: bool = True

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        self.place_fault = self.tried = ""
        self.is_editing, self.removing = False, {"id": "", "name": ""}
        await self._show()

    @rx.event
    @allow("orders.write")
    def edit(self, rule_id: str) -> None:
        """An empty id opens an empty form."""
        found = next((row for row in self.rows if row["id"] == rule_id), None)
        self.editing = {name: (found or NEW_RULE)[name] for name in NEW_RULE}
        self.chosen_stores = found["stores"].split(",") if found and found["stores"] else []
        self.faults, self.is_editing, self.version = dict(NO_FAULTS), True, self.version + 1

    @rx.event
    @allow("orders.write")
    def close_edit(self, is_open: bool) -> None:
        self.is_editing = bool(is_open)

    @rx.event
    @allow("orders.write")
    def choose_store(self, store: str, checked: bool) -> None:
        kept = [one for one in self.chosen_stores if one != store]
        self.chosen_stores = [*kept, str(store)][:200] if checked else kept

    @rx.event
    @allow("orders.write")
    async def save(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        place = uuids([str(values.get("place", ""))])
        draft = Draft(
            name=str(values.get("name", ""))[:80],
            warehouse_id=place[0] if place else UUID(int=0),
            channels=tuple(uuids(self.chosen_stores)),
            provinces=tuple(str(values.get("provinces", ""))[:2000].split(",")),
            brands=tuple(uuids([str(values.get("brand", ""))])),
            categories=tuple(uuids([str(values.get("category", ""))])),
            needs_stock=bool(values.get("needs_stock")),
        )
        rule_id = next(iter(uuids([self.editing["id"]])), None)
        self.faults = await in_thread(_save, scope, draft, rule_id)
        if not any(self.faults.values()):
            self.is_editing = False
            await self._saved(scope, "saved")

    @rx.event
    @allow("orders.write")
    async def move(self, rule_id: str, by: int) -> None:
        """One up or down."""
        ids = [row["id"] for row in self.rows]
        if str(rule_id) not in ids or by not in {-1, 1}:
            return
        at = ids.index(str(rule_id))
        to = at + by
        if 0 <= to < len(ids):
            ids[at], ids[to] = ids[to], ids[at]
            await self._write(lambda session, scope: actions.order_rules(session, scope, uuids(ids)))
            await self._show()

    @rx.event
    @allow("orders.write")
    async def turn(self, rule_id: str, is_on: bool) -> None:
        for one in uuids([str(rule_id)]):
            await self._write(
                lambda session, scope: actions.set_active(session, scope, one, is_active=bool(is_on))  # noqa: B023 - called at once
            )
        await self._show()

    @rx.event
    @allow("orders.write")
    def ask_remove(self, rule_id: str) -> None:
        found = next((row for row in self.rows if row["id"] == rule_id), {"id": "", "name": ""})
        self.removing = {"id": found["id"], "name": found["name"]}

    @rx.event
    @allow("orders.write")
    def close_remove(self, is_open: bool) -> None:
        if not is_open:
            self.removing = {"id": "", "name": ""}

    @rx.event
    @allow("orders.write")
    async def remove(self) -> None:
        scope = await current_scope(self)
        for one in uuids([self.removing["id"]]):
            await self._write(lambda session, scope: actions.delete_rule(session, scope, one))  # noqa: B023 - called at once
            await self._saved(scope, "removed")
        self.removing = {"id": "", "name": ""}

    @rx.event
    @allow("stock.write")
    async def add_place(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        is_supplier = bool(values.get("supplier"))
        self.place_fault = await in_thread(
            _add_place, scope, str(values.get("name", "")), is_supplier=is_supplier
        )
        if not self.place_fault:
            self.version += 1
            await self._saved(scope, "place_saved")

    @rx.event
    @allow("orders.read")
    async def attempt(self, values: dict[str, str]) -> None:
        """What the rules say of an order; nothing is changed."""
        scope = await current_scope(self)
        number = str(values.get("number", "")).strip()[:80]
        self.tried, self.tried_tone = await in_thread(_attempt, scope, number)

    async def _saved(self, scope: Scope, said: str) -> None:
        await self._show()
        await toast(self, "success", say(scope.locale, f"routing.{said}"))

    async def _write(self, work: Work) -> None:
        await in_thread(_written, await current_scope(self), work)

    async def _show(self) -> None:
        scope = await current_scope(self)
        found, places, names = await in_thread(_read, scope)
        self.rows = [_row(place, row, names, scope) for place, row in enumerate(found, start=1)]
        self.places = [_place(place, scope) for place in places]
        self.choices = {
            kind: [{"value": key, "label": label} for key, label in labels.items()]
            for kind, labels in names.items()
        }
        self.loading = False


def _read(scope: Scope) -> tuple[list[RuleRow], list[Place], Names]:
    with db.transaction(scope) as session:
        places, sees = queries.places(session, scope), scope.can("products.read")
        names = {
            "place": {str(place.id): place.name for place in places},
            "channel": {str(one.id): one.name for one in standing.stores(session, scope)},
            "brand": {str(one.id): one.name for one in (catalog.brands(session, scope) if sees else [])},
            "category": {
                str(one.id): one.name for one in (catalog.categories(session, scope) if sees else [])
            },
        }
        return queries.rules(session, scope), places, names


def _save(scope: Scope, draft: Draft, rule_id: UUID | None) -> dict[str, str]:
    """By field, what is wrong with it."""
    unknown = next((one for one in draft.provinces if one.strip() and not regions.province(one)), None)
    if unknown is not None:
        said = say(scope.locale, "shipping.no_province", value=unknown.strip())
        return {**NO_FAULTS, "provinces": said}
    try:
        with db.transaction(scope) as session:
            if rule_id is None:
                actions.add_rule(session, scope, draft)
            else:
                actions.change_rule(session, scope, rule_id, draft)
    except RuleInvalid as invalid:
        field = "place" if invalid.code == "routing.place_missing" else "name"
        return {**NO_FAULTS, field: say(scope.locale, invalid.code)}
    return dict(NO_FAULTS)


def _add_place(scope: Scope, name: str, *, is_supplier: bool) -> str:
    try:
        with db.transaction(scope) as session:
            actions.add_place(session, scope, name, is_supplier=is_supplier)
    except RuleInvalid as invalid:
        return say(scope.locale, invalid.code)
    return ""


def _written(scope: Scope, work: Work) -> None:
    with db.transaction(scope) as session:
        work(session, scope)


def _attempt(scope: Scope, number: str) -> tuple[str, str]:
    """The sentence and its tone."""
    with db.transaction(scope) as session:
        package = queries.by_number(session, scope, number) if number else None
        parcel = queries.parcels(session, [package]).get(package) if package else None
        if parcel is None:
            return say(scope.locale, "routing.no_order"), "bad"
        found = queries.rules(session, scope)
        asked = queries.asked(found)
        choice = rules.choose(parcel, asked, queries.shelves(session, [parcel], asked))
    places = {row.id: row.warehouse for row in found}
    passed = [
        say(
            scope.locale,
            "timeline.passed_over",
            warehouse=places[lack.rule.id],
            sku=lack.sku,
            left=formats.number(lack.left, scope.locale),
            quantity=formats.number(lack.units, scope.locale),
        )
        for lack in choice.passed
    ]
    rule = choice.rule
    said = (
        say(scope.locale, "routing.fits", rule=rule.name, place=places[rule.id])
        if rule
        else say(scope.locale, "routing.fits_none")
    )
    return ". ".join((*passed, said)), "good" if rule else "info"


def _row(place: int, row: RuleRow, names: Names, scope: Scope) -> dict[str, str]:
    wishes = [
        *(names["channel"].get(one, "") for one in row.channels),
        *row.provinces,
        *(names["brand"].get(one, "") for one in row.brands),
        *(names["category"].get(one, "") for one in row.categories),
        *([say(scope.locale, "routing.needs_stock")] if row.needs_stock else []),
    ]
    return {
        "id": str(row.id),
        "at": str(place),
        "name": row.name,
        "warehouse": row.warehouse,
        "wishes": " · ".join(one for one in wishes if one) or say(scope.locale, "routing.every_order"),
        "on": "1" if row.is_active else "",
        "place": str(row.warehouse_id),
        "stores": ",".join(row.channels),
        "provinces": ", ".join(row.provinces),
        "brand": next(iter(row.brands), ""),
        "category": next(iter(row.categories), ""),
        "needs_stock": "1" if row.needs_stock else "",
    }


def _place(place: Place, scope: Scope) -> dict[str, str]:
    kind = "is_default" if place.is_default else "is_supplier" if place.is_supplier else ""
    return {
        "id": str(place.id),
        "name": place.name,
        "kind": say(scope.locale, f"routing.{kind}") if kind else "",
        "people": _people(place, scope.locale) if place.is_supplier else "",
    }


def _people(place: Place, locale: Locale) -> str:
    if not place.people:
        return say(locale, "supplies.no_people")
    return say(locale, "supplies.people", count=formats.number(place.people, locale))
