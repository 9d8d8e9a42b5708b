"""Which carrier takes what: rules in their order, zones of the merchant's own, and who would take a package."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.shipping import queries_one, regions
from prapazar.domain.shipping.actions import settings as actions
from prapazar.domain.shipping.actions import zones as zone_actions
from prapazar.domain.shipping.actions.settings import RuleForm
from prapazar.flows import shipment_desk as desk
from prapazar.flows import standing
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipments import amount
from prapazar.states.shipping_rows import Verdict, Work, explained, faults_of, rule, zone, zone_name
from prapazar.states.toast import toast

NO_FAULTS = dict.fromkeys(
    (
        *("name", "connection_id", "payer", "provinces", "zones", "least_desi", "most_desi"),
        *("least_total", "most_total", "zone_name", "zone_places"),
    ),
    "",
)
NEW_RULE: dict[str, str] = {
    "id": "",
    "name": "",
    "connection_id": "",
    "payer": "sender",
    "provinces": "",
    "cash": "",
    "least_desi": "",
    "most_desi": "",
    "least_total": "",
    "most_total": "",
}
NEW_ZONE = {"id": "", "name": "", "places": ""}
_CASH = {"": None, "yes": True, "no": False}
_LONGEST, _LONGEST_PLACES = 200, 4000


class ShippingRulesState(rx.State):
    rules: list[dict[str, str]] = []
    zones: list[dict[str, str]] = []
    places: list[dict[str, str]] = []
    """Zones a rule may name: presets first."""
    accounts: list[dict[str, str]] = []
    stores: list[dict[str, str]] = []
    editing: dict[str, str] = dict(NEW_RULE)
    chosen_stores: list[str] = []
    chosen_zones: list[str] = []
    is_editing: bool = False
    zone: dict[str, str] = dict(NEW_ZONE)
    is_zone_open: bool = False
    faults: dict[str, str] = dict(NO_FAULTS)
    removing: dict[str, str] = {"kind": "", "id": "", "name": ""}
    verdicts: list[Verdict] = []
    problem: str = ""
    version: int = 0

    @rx.event
    @allow("settings.read")
    async def load(self) -> None:
        """`?order=` explains who would take its packages."""
        self.verdicts, self.problem = [], ""
        await self._show()
        number = str(self.router.url.query_parameters.get("order", ""))[:_LONGEST]
        if number:
            await self._explain(number)

    @rx.event
    @allow("settings.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("settings.write")
    async def edit(self, rule_id: str) -> None:
        """An empty id opens an empty form."""
        found = next((row for row in self.rules if row["id"] == rule_id), None)
        self.editing = {name: (found or NEW_RULE)[name] for name in NEW_RULE}
        self.chosen_stores = found["stores"].split(",") if found and found["stores"] else []
        self.chosen_zones = found["zones"].split(",") if found and found["zones"] else []
        self.faults, self.is_editing, self.version = dict(NO_FAULTS), True, self.version + 1

    @rx.event
    @allow("settings.write")
    def close_edit(self, is_open: bool) -> None:
        self.is_editing = bool(is_open)

    @rx.event
    @allow("settings.write")
    def choose_store(self, store: str, checked: bool) -> None:
        kept = [one for one in self.chosen_stores if one != store]
        self.chosen_stores = [*kept, str(store)] if checked else kept

    @rx.event
    @allow("settings.write")
    def choose_zone(self, key: str, checked: bool) -> None:
        kept = [one for one in self.chosen_zones if one != key]
        self.chosen_zones = [*kept, str(key)] if checked else kept

    @rx.event
    @allow("settings.write")
    async def save_rule(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        form, self.faults = _form(values, self.chosen_stores, self.chosen_zones, scope)
        if form is None:
            return
        rule_id = next(iter(uuids([self.editing["id"]])), None)
        if await self._write(lambda session, scope: actions.save_rule(session, scope, form, rule_id)):
            self.is_editing = False
            await toast(self, "success", say(scope.locale, "shipping.rule_saved"))

    @rx.event
    @allow("settings.write")
    async def switch(self, rule_id: str, is_active: bool) -> None:
        for one in uuids([str(rule_id)]):
            await self._write(
                lambda session, scope: actions.switch_rule(session, scope, one, is_active=bool(is_active))  # noqa: B023 - called at once
            )

    @rx.event
    @allow("settings.write")
    async def move(self, rule_id: str, by: int) -> None:
        step = -1 if by == -1 else 1
        for one in uuids([str(rule_id)]):
            await self._write(lambda session, scope: actions.move_rule(session, scope, one, step))  # noqa: B023 - called at once

    @rx.event
    @allow("settings.write")
    def edit_zone(self, zone_id: str) -> None:
        """An empty id opens an empty form."""
        found = next((row for row in self.zones if row["id"] == zone_id), NEW_ZONE)
        self.zone, self.is_zone_open, self.faults = dict(found), True, dict(NO_FAULTS)
        self.version += 1

    @rx.event
    @allow("settings.write")
    def close_zone(self, is_open: bool) -> None:
        self.is_zone_open = bool(is_open)

    @rx.event
    @allow("settings.write")
    async def save_zone(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        name = str(values.get("zone_name", ""))[:_LONGEST]
        places = str(values.get("zone_places", ""))[:_LONGEST_PLACES].replace("\n", ",").split(",")
        zone_id = next(iter(uuids([self.zone["id"]])), None)
        self.faults = dict(NO_FAULTS)
        if await self._write(
            lambda session, scope: zone_actions.save_zone(session, scope, name, places, zone_id)
        ):
            self.is_zone_open = False
            await toast(self, "success", say(scope.locale, "shipping.zone_saved"))

    @rx.event
    @allow("settings.write")
    def ask_remove(self, kind: str, row_id: str) -> None:
        """A `rule` or a `zone`."""
        rows = self.zones if kind == "zone" else self.rules
        found = next((row for row in rows if row["id"] == row_id), None)
        self.removing = {
            "kind": "zone" if kind == "zone" else "rule",
            "id": found["id"] if found else "",
            "name": found["name"] if found else "",
        }

    @rx.event
    @allow("settings.write")
    async def close_remove(self, is_open: bool) -> None:
        if not is_open:
            self.removing = {"kind": "", "id": "", "name": ""}

    @rx.event
    @allow("settings.write")
    async def remove(self) -> None:
        scope = await current_scope(self)
        kind, name = (
            self.removing["kind"],
            "zone_removed" if self.removing["kind"] == "zone" else "rule_removed",
        )
        work = zone_actions.remove_zone if kind == "zone" else actions.remove_rule
        for one in uuids([self.removing["id"]]):
            faults = await faults_of(scope, lambda session, scope: work(session, scope, one))  # noqa: B023 - called at once
            await self._show()
            said = next((text for text in faults.values() if text), "")
            if said:
                await toast(self, "warning", said)
            else:
                await toast(self, "success", say(scope.locale, f"shipping.{name}"))
        self.removing = {"kind": "", "id": "", "name": ""}

    @rx.event
    @allow("settings.read")
    async def try_rules(self, values: dict[str, str]) -> None:
        """`try_order`, or `try_channel`, `try_province`, `try_district`, `try_desi`, `try_total`, `try_cash`."""
        scope = await current_scope(self)
        self.problem, self.verdicts = "", []
        number = str(values.get("try_order", "")).strip()[:_LONGEST]
        if number:
            await self._explain(number)
            return
        desi = amount(str(values.get("try_desi") or "1"))
        total = amount(str(values.get("try_total") or "0"))
        if desi is None or total is None:
            self.problem = say(scope.locale, "shipping.not_a_number")
            return
        found = await in_thread(_would_take, scope, values, desi, total)
        self.verdicts = [explained(found, self._own(), scope.locale)]

    async def _explain(self, number: str) -> None:
        scope = await current_scope(self)
        found = await in_thread(desk.explain_order, scope, number)
        self.verdicts = [explained(one, self._own(), scope.locale) for one in found]
        self.problem = "" if found else say(scope.locale, "shipping.try_no_order", number=number)

    def _own(self) -> dict[str, str]:
        return {row["id"]: row["name"] for row in self.zones}

    async def _write(self, work: Work) -> bool:
        """False where something does not fit; the field says what."""
        found = await faults_of(await current_scope(self), work)
        self.faults = self.faults | {key: said for key, said in found.items() if key in NO_FAULTS}
        await self._show()
        return not found

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope)
        self.zones = [zone(row) for row in found["zones"]]
        own = self._own()
        self.rules = [rule(row, found["stores"], own, scope.locale) for row in found["rules"]]
        self.places = [
            {"value": key, "label": zone_name(key, own, scope.locale)} for key in (*regions.PRESETS, *own)
        ]
        self.accounts = [{"value": str(one.id), "label": one.name} for one in found["accounts"]]
        self.stores = [{"value": key, "label": name} for key, name in found["stores"].items()]


def _read(scope: Scope) -> dict[str, Any]:
    with db.transaction(scope) as session:
        accounts = desk.carriers(session)
        return {
            "rules": queries_one.all_rules(session, scope),
            "zones": queries_one.zones(session, scope),
            "accounts": accounts,
            "stores": {str(one.id): one.name for one in standing.stores(session, scope)},
        }


def _would_take(scope: Scope, values: dict[str, str], desi: Decimal, total: Decimal) -> desk.Explained:
    return desk.would_take(
        scope,
        next(iter(uuids([str(values.get("try_channel", ""))])), None),
        str(values.get("try_province", ""))[:_LONGEST],
        str(values.get("try_district", ""))[:_LONGEST],
        desi,
        total,
        cash=bool(values.get("try_cash")),
    )


def _form(
    values: dict[str, str], stores: list[str], zones: list[str], scope: Scope
) -> tuple[RuleForm | None, dict[str, str]]:
    faults = dict(NO_FAULTS)
    numbers: dict[str, Decimal | None] = {}
    for name in ("least_desi", "most_desi", "least_total", "most_total"):
        typed = str(values.get(name, "")).strip()[:20]
        numbers[name] = amount(typed) if typed else None
        if typed and numbers[name] is None:
            faults[name] = say(scope.locale, "shipping.not_a_number")
    if any(faults.values()):
        return None, faults
    connection: UUID | None = next(iter(uuids([str(values.get("connection_id", ""))])), None)
    form = RuleForm(
        name=str(values.get("name", "")),
        connection_id=connection,
        payer=str(values.get("payer", "sender")),
        channels=uuids(stores),
        provinces=str(values.get("provinces", ""))[:2000].split(","),
        zones=zones,
        cash_on_delivery=_CASH.get(str(values.get("cash", ""))),
        **numbers,
    )
    return form, faults
