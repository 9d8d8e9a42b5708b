"""Health of all stores, or of the one whose page is open."""

from datetime import datetime
from uuid import UUID

import reflex as rx

from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.channels.schedules import rules as intervals
from prapazar.domain.orders.views import hour_of
from prapazar.flows import health as flows
from prapazar.foundation import formats, routes
from prapazar.foundation.texts import say
from prapazar.states import health_rows
from prapazar.states.call_names import call_label
from prapazar.states.channels import asked_store, error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast


class HealthState(rx.State):
    kpis: list[dict[str, str]] = []
    alarms: list[dict[str, str]] = []
    hour: str = ""
    """The one the address asks about, as people say it."""
    of_hour: list[dict[str, str]] = []
    channels: list[dict[str, str]] = []
    causes: list[dict[str, str]] = []
    drifts: list[dict[str, str]] = []
    limits: list[dict[str, str]] = []
    one: dict[str, str] = {}
    """The store whose page is open."""
    loading: bool = True
    only: str = ""
    entry: dict[str, str] = {}
    is_entry_open: bool = False
    drift: dict[str, str] = {}
    changes: list[dict[str, str]] = []
    is_drift_open: bool = False
    faults: dict[str, str] = {"orders": "", "pause": ""}
    version: int = 0

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        self.only, self.is_entry_open, self.is_drift_open = "", False, False
        await self._look_at(hour_of(str(self.router.url.query_parameters.get("hour", ""))))
        await self._show()

    @rx.event
    @allow("channels.read")
    def whole_day(self) -> None:
        self.hour, self.of_hour = "", []

    @rx.event
    @allow("channels.read")
    async def load_store(self) -> None:
        try:
            self.only = str(asked_store(self.router.url.path))
        except ValueError:
            return
        self.is_entry_open = self.is_drift_open = False  # it was another store's, or of the visit before
        await self._show()

    @rx.event
    @allow("channels.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("channels.read")
    async def open_entry(self, entry_id: str) -> None:
        scope = await current_scope(self)
        try:
            found = await in_thread(flows.entry, scope, UUID(entry_id))
        except ValueError:
            found = None
        if found is None:
            await toast(self, "warning", say(scope.locale, "health.entry_gone"))
            return
        self.entry = {
            "operation": call_label(scope.locale, found.operation),
            "call": found.operation,
            "at": formats.full(found.at, scope.locale),
            "status": str(found.status or "–"),
            "error": error_sentence(found.error, scope.locale) if found.error else "",
            "url": f"{found.method} {found.url}",
            "request": found.request,
            "answer": found.answer,
        }
        self.is_entry_open, self.is_drift_open = True, False

    @rx.event
    @allow("channels.read")
    def close_entry(self, is_open: bool) -> None:
        self.is_entry_open = bool(is_open)

    @rx.event
    @allow("channels.read")
    async def open_drift(self, drift_id: str) -> None:
        scope = await current_scope(self)
        found = await in_thread(flows.overview, scope, UUID(self.only) if self.only else None)
        row = next((one for one in found.drifts if str(one.id) == drift_id), None)
        if row is not None:
            self.drift = health_rows.drift_shown(row, scope.locale)
            self.changes = [
                {
                    "path": change.path.removeprefix(".") or "/",
                    "kind": say(scope.locale, f"health.drift_{change.kind}"),
                    "tone": {"gone": "bad", "new": "info", "type": "wait"}[change.kind],
                    "types": " → ".join(part for part in (change.before, change.now) if part),
                }
                for change in row.changes
            ]
        self.is_drift_open = row is not None

    @rx.event
    @allow("channels.read")
    def close_drift(self, is_open: bool) -> None:
        self.is_drift_open = bool(is_open)

    @rx.event
    @allow("channels.write")
    async def accept(self, drift_id: str) -> None:
        scope = await current_scope(self)
        try:
            done = await in_thread(flows.accept_shape, scope, UUID(drift_id))
        except ValueError:
            return
        self.is_drift_open = False
        await self._show()
        said = "health.accept_done" if done else "health.accept_late"
        await toast(self, "success" if done else "warning", say(scope.locale, said))

    @rx.event
    @allow("channels.write")
    async def save_silence(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        orders, pause = str(values.get("orders", "")).strip(), str(values.get("pause", ""))
        seconds = intervals.interval(pause)
        try:
            if not orders.isdigit():
                raise ConnectionInvalid("orders", "health.orders_bounds")  # noqa: TRY301 - one answer for all faults
            if seconds is None:
                raise ConnectionInvalid("pause", "schedules.unreadable")  # noqa: TRY301 - as above
            await in_thread(
                flows.set_silence,
                scope,
                UUID(self.only),
                is_enabled=bool(values.get("is_enabled")),
                orders=int(orders[:6]),
                minutes=seconds // 60,
            )
        except ConnectionInvalid as error:
            self.faults = {"orders": "", "pause": "", error.field: say(scope.locale, error.code)}
            return
        self.faults, self.version = {"orders": "", "pause": ""}, self.version + 1
        await self._show()
        await toast(self, "success", say(scope.locale, "health.silence_saved"))

    async def _look_at(self, hour: datetime | None) -> None:
        self.hour, self.of_hour = "", []
        if hour is None:
            return
        scope = await current_scope(self)
        locale, found = scope.locale, await in_thread(flows.of_hour, scope, hour)
        self.hour = f"{formats.date_of(hour, locale)} {hour:%H}.00–{hour:%H}.59"
        self.of_hour = [
            {
                "id": str(one.row.id),
                "name": one.row.name,
                "connector": one.row.connector,
                "calls": formats.number(one.calls, locale),
                "errors": formats.number(one.errors, locale),
                "tone": "bad" if one.errors else "neutral",
                "href": routes.store_health(one.row.id),
            }
            for one in found
        ]

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(flows.overview, scope, UUID(self.only) if self.only else None)
        locale = scope.locale
        self.channels = [health_rows.channel_shown(one, found, locale) for one in found.channels]
        self.causes = [health_rows.cause_shown(row, place, locale) for place, row in enumerate(found.causes)]
        self.drifts = [health_rows.drift_shown(row, locale) for row in found.drifts]
        self.alarms = [alarm for one in found.channels for alarm in health_rows.alarms(one, found, locale)]
        self.kpis = health_rows.kpis(found, len(self.alarms), locale)
        if self.only and found.channels:
            self.one = {**self.channels[0], **health_rows.details(found.channels[0], locale)}
            self.limits = health_rows.limits_shown(found.channels[0].limits, locale)
        self.loading = False
