"""The stores list, and the head, figures and settings of one store."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from uuid import UUID

import reflex as rx

from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.queries import ConnectionRow
from prapazar.flows import channels as flows
from prapazar.flows import file_channels, standing
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

NO_FAULTS = {"buffer": "", "percent": "", "cap": ""}
SYNCED = (JobKind.ORDERS, JobKind.QUEUE, JobKind.PRODUCTS, JobKind.BATCHES, JobKind.FEED, JobKind.TRACKING)


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
    """The one whose pages are open; every one of them has its head from here."""
    figures: list[dict[str, str]] = []
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
    @allow("channels.write")
    async def load_settings(self) -> None:
        """Only for those who may change something there."""
        await self._show()

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
        try:
            found = await in_thread(_read_one, scope, asked_store(self.router.url.path))
        except (ValueError, ConnectionMissing):
            self.missing, self.loading = True, False
            return
        if self.store.get("id") != str(found.id):
            self.remove_open, self.typed = False, ""
        self.store = shown(found, scope.locale)
        self.figures = _figures(found, scope)
        self.missing, self.loading = False, False


def _read_all(scope: Scope) -> list[ConnectionRow]:
    with db.transaction(scope) as session:
        return queries.connections(session, scope)


def asked_store(path: str) -> UUID:
    """Of `/channels/<id>/...`. Raises ValueError."""
    return UUID([*path.strip("/").split("/"), "", ""][1])


def _read_one(scope: Scope, connection_id: UUID) -> ConnectionRow:
    with db.transaction(scope) as session:
        return queries.connection(session, scope, connection_id)


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
    does = _served(row.connector)
    return {
        "id": str(row.id),
        "connector": row.connector,
        "by_files": "1" if file_channels.is_by_files(row.connector) else "",
        "channel": standing.channel_name(row.connector),
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
        "listings": formats.number(row.listings, locale) if row.listings or does["does_listings"] else "",
        "unmatched": formats.number(row.unmatched, locale) if row.unmatched else "",
        "waiting": formats.number(row.waiting, locale),
        "parked": formats.number(row.parked, locale) if row.parked else "",
        "last_order": formats.ago(row.last_order_at, locale)
        if row.last_order_at
        else say(locale, "channels.never")
        if does["does_orders"]
        else "",
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
        **does,
    }


def _served(connector: str) -> dict[str, str]:
    """What the channel has to do with; a page shows nothing that serves nobody."""
    duties = standing.duties(connector)
    is_feed, by_files = "serve_feed" in duties, file_channels.is_by_files(connector)
    served = {
        "does_orders": "read_orders" in duties,
        "does_stock": bool(duties & {"push_stock", "serve_feed", "export_products"}),
        "does_price": "push_price" in duties,
        "does_listings": "read_listings" in duties,
        "does_webhooks": bool(duties & {"receive_webhooks", "read_queue", "push_tracking"}),
        "does_mappings": bool(
            duties & {"read_orders", "read_categories", "write_listings", "track_shipments"}
        ),
        "does_calls": not is_feed and not by_files,
        "does_jobs": flows.has_jobs(connector),
        "does_shipments": "create_shipments" in duties or standing.is_carrier(connector),
        "is_feed": is_feed,
        "does_mail": "send_email" in duties,
    }
    return {name: "1" if is_so else "" for name, is_so in served.items()}


def _figures(row: ConnectionRow, scope: Scope) -> list[dict[str, str]]:
    """How the store does, in a row; each leads to what is behind it."""
    locale, does = scope.locale, _served(row.connector)
    store = shown(row, locale)
    blank = {"change": "", "tone": "neutral", "note": "", "points": "", "href": ""}
    told = []
    if does["does_calls"]:
        share = formats.percent(Decimal(row.health) / 100, locale) if row.health is not None else "–"
        told.append(
            {
                **blank,
                "label": say(locale, "health.success"),
                "value": share,
                "note": store["calls"] if row.calls_day else say(locale, "channels.health_none"),
                "href": routes.store_health(row.id),
            }
        )
    if does["does_orders"]:
        told.append(
            {
                **blank,
                "label": say(locale, "channels.last_order"),
                "value": store["last_order"],
                "note": say(locale, "store.to_orders") if scope.can("orders.read") else "",
                "href": routes.with_query(routes.ORDERS, channel=str(row.id))
                if scope.can("orders.read")
                else "",
            }
        )
    if does["does_listings"]:
        told.append({**blank, **_listings(row, store, scope)})
    if (does["does_stock"] or does["does_shipments"]) and does["does_calls"]:
        parked = store["parked"]
        told.append(
            {
                **blank,
                "label": say(locale, "channels.waiting"),
                "value": store["waiting"],
                "change": say(locale, "store.parked", count=parked) if parked else "",
                "tone": "bad" if parked else "neutral",
                "note": "" if parked else say(locale, "store.waiting_note"),
            }
        )
    return told


def _listings(row: ConnectionRow, store: dict[str, str], scope: Scope) -> dict[str, str]:
    locale, href = scope.locale, ""
    if scope.can("products.read"):
        href = (
            routes.with_query(routes.MATCHING, connection=str(row.id))
            if row.unmatched
            else routes.with_query(routes.PRODUCTS, channel=str(row.id))
        )
    return {
        "label": say(locale, "channels.listings"),
        "value": store["listings"],
        "change": say(locale, "store.unmatched", count=store["unmatched"]) if row.unmatched else "",
        "tone": "wait" if row.unmatched else "neutral",
        "note": ""
        if row.unmatched
        else say(locale, "store.all_matched" if row.listings else "store.no_listings"),
        "href": href,
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
