"""The dialog of one deal: with whom, what for, by when, its next step."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.catalog.queries.variants import find_variants
from prapazar.domain.customers import queries as customers
from prapazar.domain.customers.errors import CustomerMissing
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.domain.pipeline import actions, queries
from prapazar.domain.pipeline.enums import StageKind
from prapazar.domain.pipeline.errors import DealMissing, DealRefused
from prapazar.domain.pipeline.queries import DealRow
from prapazar.domain.pipeline.rules import Draft, Wish
from prapazar.domain.planning import queries_tasks, recurrence
from prapazar.domain.planning.errors import PlanInvalid
from prapazar.flows import pipeline as flow
from prapazar.foundation import db, routes
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.customer_rows import seen
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_FIELDS = ("title", "customer", "value", "expected", "owner", "wishes", "step", "due", "reason")
_EMPTY = {
    "id": "",
    "title": "",
    "value": "",
    "expected": "",
    "owner": "",
    "note": "",
    "stage_id": "",
    "stage": "",
    "kind": "open",
    "reason": "",
    "task": "",
    "task_href": "",
    "order_href": "",
}


class DealState(rx.State):
    is_open: bool = False
    is_removing: bool = False
    form: dict[str, str] = dict(_EMPTY)
    customer: dict[str, str] = {"id": "", "name": ""}
    hits: list[dict[str, str]] = []
    """Customers found."""
    wishes: list[dict[str, str]] = []
    items: list[dict[str, str]] = []
    """Articles found."""
    people: list[dict[str, str]] = []
    stages: list[dict[str, str]] = []
    """{value, label, kind}: where cards cannot be dragged a deal is moved in its dialog."""
    stage: str = ""
    is_losing: bool = False
    """The stage chosen is that of the lost: it asks for the reason."""
    faults: dict[str, str] = dict.fromkeys(_FIELDS, "")
    version: int = 0

    @rx.event
    @allow("customers.write")
    async def begin(self, customer_id: str) -> None:
        """A new one, with this customer where one is named."""
        scope = await current_scope(self)
        self.form, self.wishes = dict(_EMPTY), []
        self.customer = {"id": "", "name": ""}
        for one in uuids([str(customer_id)]):
            self.customer = await in_thread(_customer, scope, one)
        await self._open(scope)

    @rx.event
    @allow("customers.read")
    async def open_deal(self, deal_id: str) -> None:
        scope = await current_scope(self)
        for one in uuids([str(deal_id)]):
            try:
                row, wishes = await in_thread(_read, scope, one)
            except DealMissing:
                await toast(self, "warning", say(scope.locale, "pipeline.missing"))
                return
            self.form, self.wishes = _form(row), wishes
            name = seen(scope, row.company or row.customer, "buyer.name")
            self.customer = {"id": str(row.customer_id), "name": name}
            await self._open(scope)

    @rx.event
    @allow("customers.read")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("customers.read")
    async def find_customer(self, words: str) -> None:
        scope = await current_scope(self)
        self.hits = await in_thread(_find_customers, scope, str(words)[:80])

    @rx.event
    @allow("customers.read")
    def choose_customer(self, customer_id: str) -> None:
        found = next((one for one in self.hits if one["id"] == customer_id), None)
        self.customer = found or self.customer
        self.hits, self.faults = [], {**self.faults, "customer": ""}

    @rx.event
    @allow("customers.write")
    def forget_customer(self) -> None:
        self.customer = {"id": "", "name": ""}

    @rx.event
    @allow("products.read")
    async def find_item(self, words: str) -> None:
        scope = await current_scope(self)
        self.items = await in_thread(_find_items, scope, str(words)[:80])

    @rx.event
    @allow("customers.write")
    def wish(self, variant_id: str) -> None:
        found = next((one for one in self.items if one["id"] == variant_id), None)
        if found is not None and not any(one["id"] == variant_id for one in self.wishes):
            self.wishes = [*self.wishes, {**found, "quantity": "1"}]
        self.items = []

    @rx.event
    @allow("customers.write")
    def set_quantity(self, variant_id: str, typed: str) -> None:
        self.wishes = [
            {**one, "quantity": str(typed)[:6]} if one["id"] == variant_id else one for one in self.wishes
        ]

    @rx.event
    @allow("customers.write")
    def drop(self, variant_id: str) -> None:
        self.wishes = [one for one in self.wishes if one["id"] != variant_id]

    @rx.event
    @allow("customers.write")
    def choose_stage(self, stage: str) -> None:
        found = next((one for one in self.stages if one["value"] == stage), None)
        if found is not None:
            self.stage = found["value"]
            self.is_losing = (
                found["kind"] == StageKind.LOST.value and self.form["kind"] != StageKind.LOST.value
            )

    @rx.event
    @allow("customers.write")
    async def save(self, values: dict[str, str]) -> None:
        """With a next step where one was written, and into the stage that was chosen."""
        scope = await current_scope(self)
        self.faults = dict.fromkeys(_FIELDS, "")
        deal_id = next(iter(uuids([self.form["id"]])), None)
        try:
            draft = drafted(values, self.customer["id"], self.wishes)
            due = _due(str(values.get("due", "")))
            stage = next(iter(uuids([self.stage])), None)
            reason, step = str(values.get("reason", "")), str(values.get("step", "")).strip()
            await in_thread(_save, scope, deal_id, draft, (stage, reason), (step, due))
        except DealRefused as refused:
            field = refused.field if refused.field in self.faults else "title"
            self.faults = {**self.faults, field: say(scope.locale, refused.code)}
            return
        except PlanInvalid as invalid:
            self.faults = {**self.faults, "step": say(scope.locale, invalid.code, **invalid.values)}
            return
        except CustomerMissing:
            self.faults = {**self.faults, "customer": say(scope.locale, "pipeline.customer_needed")}
            return
        except DealMissing:
            await toast(self, "warning", say(scope.locale, "pipeline.missing"))
        self.is_open = False
        await toast(self, "success", say(scope.locale, "pipeline.saved"))

    @rx.event
    @allow("customers.delete")
    def ask_remove(self, is_open: bool) -> None:
        self.is_removing = bool(is_open)

    @rx.event
    @allow("customers.delete")
    async def remove(self) -> None:
        scope = await current_scope(self)
        for one in uuids([self.form["id"]]):
            try:
                await in_thread(_delete, scope, one)
            except DealMissing:
                continue
        self.is_open = self.is_removing = False
        await toast(self, "success", say(scope.locale, "pipeline.removed"))

    async def _open(self, scope: Scope) -> None:
        self.people = await in_thread(_people, scope)
        self.stages = await in_thread(_stages, scope)
        first = next((one["value"] for one in self.stages if one["kind"] == StageKind.OPEN.value), "")
        self.stage, self.is_losing = self.form["stage_id"] or first, False
        self.faults, self.hits, self.items = dict.fromkeys(_FIELDS, ""), [], []
        self.is_open, self.is_removing, self.version = True, False, self.version + 1


def drafted(values: dict[str, str], customer: str, wishes: list[dict[str, str]]) -> Draft:
    """Raises DealRefused with the field that cannot be read."""
    found = uuids([customer])
    if not found:
        raise DealRefused("pipeline.customer_needed", "customer")
    owner = uuids([str(values.get("owner", ""))])
    said = str(values.get("value", "")).strip()
    try:
        value = rounded(parse_amount(said)) if said else Decimal(0)
    except ValueError:
        raise DealRefused("pipeline.value_wrong", "value") from None
    day = str(values.get("expected", "")).strip()
    try:
        expected = date.fromisoformat(day) if day else None
    except ValueError:
        raise DealRefused("pipeline.day_wrong", "expected") from None
    return Draft(
        title=str(values.get("title", "")),
        customer_id=found[0],
        value=value,
        expected_on=expected,
        owner_id=owner[0] if owner else None,
        note=str(values.get("note", "")),
        wishes=tuple(_wish(one) for one in wishes),
    )


def _wish(one: dict[str, str]) -> Wish:
    if not one["quantity"].isdigit():
        raise DealRefused("pipeline.wishes_wrong", "wishes")
    return Wish(UUID(one["id"]), int(one["quantity"]))


def _due(day: str) -> datetime | None:
    try:
        return recurrence.absolute(datetime.combine(date.fromisoformat(day), time(23, 59))) if day else None
    except ValueError:
        raise DealRefused("pipeline.day_wrong", "due") from None


def _form(row: DealRow) -> dict[str, str]:
    return {
        "id": str(row.id),
        "title": row.title,
        "value": str(row.value).replace(".", ",") if row.value else "",
        "expected": row.expected_on.isoformat() if row.expected_on else "",
        "owner": str(row.owner_id or ""),
        "note": row.note,
        "stage_id": str(row.stage_id),
        "stage": row.stage,
        "kind": row.kind,
        "reason": row.reason,
        "task": (row.task or "") if row.task_status != "done" else "",
        "task_href": routes.task(row.task_id) if row.task_id else "",
        "order_href": routes.with_query(routes.NEW_ORDER, deal=str(row.id)),
    }


def _read(scope: Scope, deal_id: UUID) -> tuple[DealRow, list[dict[str, str]]]:
    with db.transaction(scope) as session:
        row = queries.deal(session, scope, deal_id)
        found = flow.wished(session, scope, row)
    return row, [
        {"id": str(one.variant_id), "name": one.name, "sku": one.sku, "quantity": str(one.quantity)}
        for one in found
    ]


def _customer(scope: Scope, customer_id: UUID) -> dict[str, str]:
    with db.transaction(scope) as session:
        found = customers.page(session, scope, CustomerFilter(ids=(customer_id,)), limit=1)
    return _named(scope, found[0]) if found else {"id": "", "name": ""}


def _find_customers(scope: Scope, words: str) -> list[dict[str, str]]:
    if not words.strip():
        return []
    with db.transaction(scope) as session:
        found = customers.page(session, scope, CustomerFilter(search=words), limit=8)
    return [_named(scope, one) for one in found]


def _named(scope: Scope, row: Any) -> dict[str, str]:  # noqa: ANN401 - a customer's row
    name = " · ".join(dict.fromkeys(one for one in (row.company, row.name) if one))
    return {"id": str(row.id), "name": seen(scope, name, "buyer.name")}


def _find_items(scope: Scope, words: str) -> list[dict[str, str]]:
    with db.transaction(scope) as session:
        found = find_variants(session, scope, words, limit=8)
    return [{"id": str(one.variant_id), "name": one.name, "sku": one.sku} for one in found]


def _people(scope: Scope) -> list[dict[str, str]]:
    if not scope.can("calendar.read"):
        return []
    with db.transaction(scope) as session:
        found = queries_tasks.people(session, scope)
    return [{"value": str(one.id), "label": one.name} for one in found]


def _stages(scope: Scope) -> list[dict[str, str]]:
    with db.transaction(scope) as session:
        found = queries.stages(session, scope)
    return [{"value": str(one.id), "label": one.name, "kind": one.kind.value} for one in found]


def _save(
    scope: Scope,
    deal_id: UUID | None,
    draft: Draft,
    to: tuple[UUID | None, str],
    then: tuple[str, datetime | None],
) -> None:
    """`to`: the stage, and why where it is that of the lost; `then`: the next step and its day."""
    (stage, reason), (step, due) = to, then
    with db.transaction(scope) as session:
        made = actions.save(session, scope, deal_id, draft)
        if stage is not None and queries.deal(session, scope, made).stage_id != stage:
            actions.move(session, scope, made, stage, reason=reason)
        if step:
            actions.next_step(session, scope, made, step, due)


def _delete(scope: Scope, deal_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.delete(session, scope, deal_id)
