"""The stores list and one store: health, schedule, offer rules, request log."""

import json
from collections.abc import Callable
from functools import partial
from uuid import UUID

import reflex as rx

from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.queries import ConnectionRow, TrafficRow
from prapazar.flows import channels as flows
from prapazar.flows import file_channels
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

NO_FAULTS = {"buffer": "", "percent": "", "cap": ""}
SYNCED = (JobKind.ORDERS, JobKind.PRODUCTS, JobKind.BATCHES, JobKind.FEED)


class ChannelsState(rx.State):
    rows: list[dict[str, str]] = []
    count_label: str = ""
    selected: list[str] = []
    loading: bool = True

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read_all, scope)
        self.rows = [shown(row, scope.locale) for row in found]
        self.count_label = formats.number(len(found), scope.locale)
        self.loading = False

    @rx.event
    @allow("channels.read")
    def select(self, ids: list[str], checked: bool) -> None:
        kept = [one for one in self.selected if one not in ids]
        self.selected = kept + [str(one) for one in ids] if checked else kept

    @rx.event
    @allow("channels.read")
    def clear(self) -> None:
        self.selected = []


class ChannelState(rx.State):
    store: dict[str, str] = {}
    log: list[dict[str, str]] = []
    errors_only: bool = False
    entry: dict[str, str] = {}
    entry_open: bool = False
    remove_open: bool = False
    typed: str = ""
    loading: bool = True
    missing: bool = False
    version: int = 0
    faults: dict[str, str] = {"buffer": "", "percent": "", "cap": ""}

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        await self._show()

    @rx.event
    @allow("channels.read")
    async def show_errors(self, checked: bool) -> None:
        self.errors_only = bool(checked)
        await self._show()

    @rx.event
    @allow("channels.read")
    def open_entry(self, entry_id: str) -> None:
        found = next((row for row in self.log if row["id"] == entry_id), None)
        self.entry, self.entry_open = found or {}, found is not None

    @rx.event
    @allow("channels.read")
    def close_entry(self, is_open: bool) -> None:
        self.entry_open = bool(is_open)

    @rx.event
    @allow("channels.write")
    async def sync(self) -> None:
        await self._do(lambda scope, store: _sync(scope, [str(store)], SYNCED), "channels.sync_done")

    @rx.event
    @allow("channels.write")
    async def pause(self) -> None:
        await self._do(_in_transaction(actions.pause), "channels.pause_done")

    @rx.event
    @allow("channels.write")
    async def resume(self) -> None:
        await self._do(_in_transaction(actions.resume), "channels.resume_done")

    @rx.event
    @allow("channels.write")
    async def retry_parked(self) -> None:
        await self._do(_retry_parked, "channels.sync_done")

    @rx.event
    @allow("channels.write")
    async def set_sends_stock(self, sends: bool) -> None:
        await self._do(
            _in_transaction(partial(actions.set_sends_stock, sends=bool(sends))), "channels.sends_stock_done"
        )

    @rx.event
    @allow("channels.write")
    async def save_offer(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_offer, scope, UUID(self.store["id"]), values)
        except ConnectionInvalid as error:
            field = error.field.removeprefix("stock_")
            self.faults = {**NO_FAULTS, field: say(scope.locale, error.code)}
            return
        self.faults, self.version = dict(NO_FAULTS), self.version + 1
        await self._show()
        await toast(self, "success", say(scope.locale, "channels.offer_done"))

    @rx.event
    @allow("channels.delete")
    def ask_remove(self, is_open: bool) -> None:
        self.remove_open, self.typed = bool(is_open), ""

    @rx.event
    @allow("channels.delete")
    def type_name(self, typed: str) -> None:
        self.typed = str(typed)[:100]

    @rx.event
    @allow("channels.delete")
    async def remove(self) -> None:
        if self.typed == self.store.get("name"):
            self.remove_open = False
            await self._do(_in_transaction(actions.remove), "channels.remove_done")

    async def _do(self, work: Callable[[Scope, UUID], object], done: str) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(work, scope, UUID(self.store.get("id", "")))
        except (ValueError, ConnectionMissing):
            self.missing = True
            return
        await self._show()
        await toast(self, "success", say(scope.locale, done))

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found, log = await in_thread(_read_one, scope, UUID(asked), self.errors_only)
        except (ValueError, ConnectionMissing):
            self.missing, self.loading = True, False
            return
        self.store = shown(found, scope.locale)
        self.log = [entry_shown(row, scope.locale) for row in log]
        self.missing, self.loading = False, False


def _read_all(scope: Scope) -> list[ConnectionRow]:
    with db.transaction(scope) as session:
        return queries.connections(session, scope)


def _read_one(scope: Scope, connection_id: UUID, errors_only: bool) -> tuple[ConnectionRow, list[TrafficRow]]:
    with db.transaction(scope) as session:
        return (
            queries.connection(session, scope, connection_id),
            queries.traffic(session, scope, connection_id, errors_only=errors_only),
        )


def _sync(scope: Scope, ids: list[str], kinds: tuple[JobKind, ...]) -> None:
    with db.transaction(scope) as session:
        flows.sync_now(session, scope, [UUID(one) for one in ids], kinds)


def _in_transaction(action: Callable[..., None]) -> Callable[[Scope, UUID], None]:
    def work(scope: Scope, connection_id: UUID) -> None:
        with db.transaction(scope) as session:
            action(session, scope, connection_id)

    return work


def _retry_parked(scope: Scope, connection_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.retry_parked(session, scope, connection_id)


def _offer(scope: Scope, connection_id: UUID, values: dict[str, str]) -> None:
    numbers: dict[str, int | None] = {}
    for field in ("buffer", "percent", "cap"):
        text = str(values.get(field, "")).strip()
        if not text and field == "cap":
            numbers[field] = None
        elif text.isdigit():
            numbers[field] = int(text[:8])
        else:
            raise ConnectionInvalid(field, "errors.whole_number")
    with db.transaction(scope) as session:
        actions.set_offer(
            session,
            scope,
            connection_id,
            buffer=numbers["buffer"] or 0,
            percent=numbers["percent"] or 0,
            cap=numbers["cap"],
        )


def shown(row: ConnectionRow, locale: Locale) -> dict[str, str]:
    failing = bool(row.last_error) and row.status == "active"
    state = "failing" if failing else row.status
    tone = {"active": "good", "paused": "neutral", "broken": "bad", "failing": "wait"}[state]
    return {
        "id": str(row.id),
        "connector": row.connector,
        "by_files": "1" if file_channels.is_by_files(row.connector) else "",
        "name": row.name,
        "status": row.status,
        "state": say(locale, f"channels.{state}"),
        "tone": tone,
        "environment": say(locale, f"channels.env_{row.environment}"),
        "environment_key": row.environment,
        "environment_tone": {"live": "neutral", "stage": "wait", "sandbox": "info"}[row.environment],
        "is_test": "1" if row.is_test else "",
        "sends_stock": "1" if row.sends_stock else "",
        "health": formats.number(row.health, locale) if row.health is not None else "",
        "calls": say(
            locale,
            "channels.calls_day",
            calls=formats.number(row.calls_day, locale),
            errors=formats.number(row.errors_day, locale),
        ),
        "listings": formats.number(row.listings, locale),
        "unmatched": formats.number(row.unmatched, locale) if row.unmatched else "",
        "waiting": formats.number(row.waiting, locale),
        "parked": formats.number(row.parked, locale) if row.parked else "",
        "last_order": formats.ago(row.last_order_at, locale)
        if row.last_order_at
        else say(locale, "channels.never"),
        "last_ok": formats.ago(row.last_ok_at, locale) if row.last_ok_at else say(locale, "channels.never"),
        "error": error_sentence(row.last_error, locale) if row.last_error else "",
        "error_at": formats.short(row.last_error_at, locale) if row.last_error_at else "",
        "webhook": say(locale, "channels.webhook_on" if row.has_webhook else "channels.webhook_off"),
        "buffer": str(row.stock_buffer),
        "percent": str(row.stock_percent),
        "cap": "" if row.stock_cap is None else str(row.stock_cap),
        "account": say(locale, "files.by_file")
        if file_channels.is_by_files(row.connector)
        else " · ".join(str(value) for value in row.settings.values() if value),
    }


def error_sentence(code: str, locale: Locale) -> str:
    """The sentence of an error code; one we have no sentence for is shown as it is."""
    for key in (code, f"errors.{code.rpartition('.')[2]}", f"errors.{code.replace('.', '_')}"):
        if knows(key):
            try:
                return say(locale, key)
            except (KeyError, IndexError):
                continue
    return code


def entry_shown(row: TrafficRow, locale: Locale) -> dict[str, str]:
    return {
        "id": str(row.id),
        "at": formats.short(row.at, locale) + f":{row.at.second:02d}",
        "at_full": formats.full(row.at, locale),
        "operation": row.operation,
        "method": row.method,
        "url": row.url,
        "status": str(row.status or "–"),
        "took": f"{formats.number(round(row.duration_ms), locale)} ms",
        "error": error_sentence(row.error, locale) if row.error else "",
        "tone": "bad" if row.error else "good",
        "request": _laid_out(row.request),
        "answer": _laid_out(row.answer),
    }


def _laid_out(body: str) -> str:
    """JSON over several lines; what was cut off or is none stays as it is."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body
