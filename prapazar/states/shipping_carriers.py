"""Carriers' accounts as settings know them: how long they take, where parcels are followed, what they cost."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.shipping import queries_one
from prapazar.domain.shipping.actions import settings as actions
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.domain.shipping.queries_one import TariffStep
from prapazar.flows import sheet_runs, tariff_sheets
from prapazar.flows import shipment_desk as desk
from prapazar.flows.tariff_sheets import RowFault
from prapazar.foundation import db, formats
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.product_rows import problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipment_rows import plain
from prapazar.states.shipping_rows import Work, faults_of
from prapazar.states.toast import toast
from prapazar.states.uploads import keep

NO_FAULTS = {"delivery_days": "", "tracking_url": ""}
_SHOWN_FAULTS = 20


class ShippingCarriersState(rx.State):
    carriers: list[dict[str, str]] = []
    terms: dict[str, str] = {"id": "", "name": "", "days": "", "url": ""}
    are_terms_open: bool = False
    term_faults: dict[str, str] = dict(NO_FAULTS)
    tariff: list[dict[str, str]] = []
    tariff_of: dict[str, str] = {"id": "", "name": ""}
    is_tariff_open: bool = False
    tariff_faults: list[str] = []
    tariff_since: str = ""
    version: int = 0
    busy: bool = False

    @rx.event
    @allow("settings.read")
    async def load(self) -> None:
        await self._show()

    @rx.event
    @allow("settings.write")
    def edit_terms(self, account_id: str) -> None:
        found = next((row for row in self.carriers if row["id"] == account_id), None)
        self.terms = {name: (found or {}).get(name, "") for name in ("id", "name", "days", "url")}
        self.term_faults, self.are_terms_open = dict(NO_FAULTS), found is not None
        self.version += 1

    @rx.event
    @allow("settings.write")
    def close_terms(self, is_open: bool) -> None:
        self.are_terms_open = bool(is_open)

    @rx.event
    @allow("settings.write")
    async def save_terms(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        days = str(values.get("delivery_days", "")).strip()[:3]
        url = str(values.get("tracking_url", "")).strip()[:300]
        self.term_faults = dict(NO_FAULTS)
        for account in uuids([self.terms["id"]]):
            if await self._write(
                lambda session, scope: actions.save_terms(
                    session,
                    scope,
                    account,  # noqa: B023 - called at once
                    delivery_days=int(days) if days.isdigit() else 0,
                    tracking_url=url,
                )
            ):
                self.are_terms_open = False
                await toast(self, "success", say(scope.locale, "shipping.terms_saved"))

    @rx.event
    @allow("settings.read")
    async def open_tariff(self, account_id: str) -> None:
        scope = await current_scope(self)
        found = next((row for row in self.carriers if row["id"] == account_id), None)
        self.tariff_faults = []
        self.tariff_of = {name: (found or {}).get(name, "") for name in ("id", "name")}
        self.is_tariff_open = found is not None
        await self._show_tariff(scope)

    @rx.event
    @allow("settings.read")
    def close_tariff(self, is_open: bool) -> None:
        self.is_tariff_open = bool(is_open)

    @rx.event
    @allow("settings.write")
    def set_since(self, since: str) -> None:
        self.tariff_since = str(since)[:10]

    @rx.event
    @allow("settings.write")
    async def upload_tariff(self, files: list[rx.UploadFile]) -> None:
        """Saved as a whole, or not at all with what is wrong in each row."""
        scope = await current_scope(self)
        scope.require("settings.write")
        since, account = _day(self.tariff_since), next(iter(uuids([self.tariff_of["id"]])), None)
        if not files or account is None:
            return
        if since is None:
            self.tariff_faults = [say(scope.locale, "shipping.tariff_bad_date")]
            return
        self.busy, self.tariff_faults = True, []
        path = await in_thread(sheet_runs.upload_path, scope, files[0].name or "")
        try:
            await keep(files[0], path)
            found = await in_thread(tariff_sheets.read, path, self.tariff_of["name"])
            self.tariff_faults = _told(found.faults, scope.locale)
            if not found.faults and await self._write(
                lambda session, scope: actions.save_tariff(session, scope, account, since, found.rows)
            ):
                count = formats.number(len(found.rows), scope.locale)
                await toast(self, "success", say(scope.locale, "shipping.tariff_saved", count=count))
                await self._show_tariff(scope)
        except SheetUnreadable as refused:
            self.tariff_faults = [problem(scope.locale, refused.code)]
        finally:
            self.busy = False
            await in_thread(path.unlink, missing_ok=True)

    @rx.event
    @allow("settings.write")
    async def refuse_file(self) -> None:
        """The browser took no file: of another kind, or more than one."""
        scope = await current_scope(self)
        self.tariff_faults = [problem(scope.locale, "not_a_sheet")]

    async def _write(self, work: Work) -> bool:
        """False where something does not fit; the field says what."""
        faults = await faults_of(await current_scope(self), work)
        self.term_faults = self.term_faults | {key: said for key, said in faults.items() if key in NO_FAULTS}
        await self._show()
        return not faults

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope)
        self.carriers = [_carrier(one, found["tariffs"], scope.locale) for one in found["accounts"]]

    async def _show_tariff(self, scope: Scope) -> None:
        steps = await in_thread(_steps, scope, self.tariff_of["id"])
        self.tariff = [_step(step, place, scope.locale) for place, step in enumerate(steps)]
        self.tariff_since = (steps[0].since if steps else now().astimezone(ISTANBUL).date()).isoformat()


def _read(scope: Scope) -> dict[str, Any]:
    with db.transaction(scope) as session:
        accounts = desk.carriers(session)
        tariffs = {one.id: queries_one.tariff(session, scope, one.id) for one in accounts}
    return {"accounts": accounts, "tariffs": tariffs}


def _steps(scope: Scope, account_id: str) -> list[TariffStep]:
    found = uuids([account_id])
    if not found:
        return []
    with db.transaction(scope) as session:
        return queries_one.tariff(session, scope, found[0])


def _carrier(one: CarrierAccount, tariffs: dict[UUID, list[TariffStep]], locale: Locale) -> dict[str, str]:
    steps = tariffs.get(one.id, [])
    since = datetime.combine(steps[0].since, time(12), ISTANBUL) if steps else None
    return {
        "id": str(one.id),
        "name": one.name,
        "connector": one.connector,
        "is_called": "1" if one.is_called else "",
        "days": str(one.delivery_days),
        "days_label": say(locale, "shipping.days", count=one.delivery_days),
        "url": one.tracking_url,
        "tariff": say(locale, "shipping.tariff_since", at=formats.day(since, locale)) if since else "",
    }


def _step(step: TariffStep, place: int, locale: Locale) -> dict[str, str]:
    further = step.per_further_desi
    return {
        "id": str(place),
        "zone": say(locale, f"shipping.zone_{step.zone}"),
        "up_to": plain(step.up_to_desi, locale),
        "amount": formats.money(step.amount, step.currency, locale),
        "further": formats.money(further, step.currency, locale) if further else "",
    }


def _told(faults: Sequence[RowFault], locale: Locale) -> list[str]:
    if not faults:
        return []
    head = say(locale, "shipping.tariff_faults", count=formats.number(len(faults), locale))
    rows = [
        say(locale, "shipping.tariff_row", row=one.row, text=say(locale, one.code, value=one.value))
        for one in faults[:_SHOWN_FAULTS]
    ]
    return [head, *rows]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
