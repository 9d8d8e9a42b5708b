"""The webhook inspector: addresses, deliveries, what one held, and "deliver again"."""

from urllib.parse import urlsplit
from uuid import UUID

import reflex as rx

from prapazar.domain.channels.deliveries import actions, queries
from prapazar.domain.channels.deliveries.queries import VIEWS, AddressRow, DeliveryRow
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.flows import deliveries as flows
from prapazar.flows.deliveries import Address
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.channels import error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 50
_END_SHOWN = 6


class DeliveriesState(rx.State):
    rows: list[dict[str, str]] = []
    addresses: list[dict[str, str]] = []
    stores: list[dict[str, str]] = []
    strays: str = ""
    store: str = ""
    view: str = "all"
    search: str = ""
    page: int = 0
    has_next: bool = False
    range_label: str = ""
    loading: bool = True
    shown: dict[str, str] = {}
    is_open: bool = False

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        """All of them, or those of the store the address names, in its path or as `connection`."""
        path, asked = self.router.url.path.rstrip("/"), self.router.url.query_parameters
        is_of_one = path != routes.DELIVERIES
        self.store = path.strip("/").split("/")[1] if is_of_one else str(asked.get("connection", ""))[:40]
        self.page, self.search = 0, ""
        self.view = asked.get("view", "all") if asked.get("view") in VIEWS else "all"
        await self._show()

    @rx.event
    @allow("channels.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("channels.read")
    async def show_view(self, view: str) -> None:
        self.view, self.page = view if view in VIEWS else "all", 0
        await self._show()

    @rx.event
    @allow("channels.read")
    async def choose(self, store: str) -> None:
        self.store, self.page = str(store)[:40], 0
        await self._show()

    @rx.event
    @allow("channels.read")
    async def find(self, words: str) -> None:
        self.search, self.page = str(words).strip()[:100], 0
        await self._show()

    @rx.event
    @allow("channels.read")
    async def turn(self, step: int) -> None:
        self.page = max(0, self.page + (1 if step > 0 else -1))
        await self._show()

    @rx.event
    @allow("channels.read")
    async def look(self, row_id: str) -> None:
        scope = await current_scope(self)
        row = next((row for row in self.rows if row["id"] == row_id), None)
        held = await in_thread(flows.content, scope, UUID(row["id"])) if row else None
        if row is None or held is None:
            await toast(self, "warning", say(scope.locale, "deliveries.gone"))
            return
        self.shown = {**row, "headers": held.headers, "body": held.body, "detail": held.detail}
        self.is_open = True

    @rx.event
    @allow("channels.read")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("channels.write")
    async def again(self, row_id: str) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_again, scope, row_id)
        except (ValueError, ConnectionMissing):
            await toast(self, "warning", say(scope.locale, "deliveries.gone"))
        else:
            await toast(self, "success", say(scope.locale, "deliveries.again_done"))
        self.is_open = False
        await self._show()

    @rx.event
    @allow("channels.write")
    async def register(self, connection_id: str) -> None:
        scope = await current_scope(self)
        if connection_id not in {row["id"] for row in self.addresses}:
            return
        await in_thread(_register, scope, UUID(connection_id))
        await self._show()
        await toast(self, "success", say(scope.locale, "deliveries.register_done"))

    async def _show(self) -> None:
        scope = await current_scope(self)
        try:
            store = UUID(self.store) if self.store else None
        except ValueError:
            self.store, store = "", None
        found = await in_thread(_read, scope, store, self.view, self.search, self.page * PAGE)
        told = await in_thread(flows.addresses, scope)
        strays = await in_thread(flows.strays_day)
        self.rows = [row_shown(row, scope.locale) for row in found[:PAGE]]
        self.has_next = len(found) > PAGE
        first = self.page * PAGE + 1
        self.range_label = f"{first}–{first + len(self.rows) - 1}" if self.rows else ""
        may_see = scope.can("channels.write")
        self.addresses = [
            address_shown(one, scope.locale, may_see=may_see) for one in told if store in (None, one.row.id)
        ]
        self.stores = [{"value": str(one.row.id), "label": one.row.name} for one in told]
        said = formats.number(strays, scope.locale)
        self.strays = say(scope.locale, "deliveries.strays", count=said) if strays else ""
        self.loading = False


def _read(scope: Scope, store: UUID | None, view: str, words: str, offset: int) -> list[DeliveryRow]:
    with db.transaction(scope) as session:
        return queries.deliveries(
            session, scope, connection_id=store, view=view, words=words, limit=PAGE + 1, offset=offset
        )


def _again(scope: Scope, row_id: str) -> None:
    with db.transaction(scope) as session:
        actions.deliver_again(session, scope, UUID(row_id))


def _register(scope: Scope, connection_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.ask_to_register(session, scope, connection_id)


def row_shown(row: DeliveryRow, locale: Locale) -> dict[str, str]:
    became, tone, href = _became(row, locale)
    refused = bool(row.refusal)
    why = row.refusal if knows(row.refusal) else "deliveries.bad_signature"
    times = formats.number(row.repeats, locale)
    repeated = say(locale, "deliveries.times" if refused else "deliveries.repeats", count=times)
    kind = f"deliveries.kind_{row.kind}"
    return {
        "id": str(row.id),
        "connector": row.connector,
        "name": row.name,
        "at": formats.short(row.at, locale) + f":{row.at.second:02d}",
        "at_full": formats.full(row.at, locale),
        "kind": say(locale, kind if knows(kind) else "deliveries.kind_other") if row.kind else "–",
        "signature": say(locale, "deliveries.refused" if refused else "deliveries.signed"),
        "signature_tone": "bad" if refused else "good",
        "why": say(locale, why) if refused else say(locale, "deliveries.why_signed"),
        "became": became,
        "tone": tone,
        "href": href,
        "repeats": repeated if row.repeats > (1 if refused else 0) else "",
        "is_refused": "1" if refused else "",
    }


def _became(row: DeliveryRow, locale: Locale) -> tuple[str, str, str]:
    """Words, tone, and where to look."""
    if row.refusal:
        return "–", "neutral", ""
    if row.done_at is None:
        tries = formats.number(row.attempts, locale)
        key = "deliveries.waiting_again" if row.attempts else "deliveries.waiting"
        return say(locale, key, attempts=tries), "info", ""
    if row.error:
        if "." in row.error:
            return say(locale, "deliveries.parked"), "bad", routes.REPAIRS
        return say(locale, "deliveries.gave_up", error=row.error), "bad", ""
    if row.orders:
        numbers = ", ".join(number for _, number in row.orders[:3])
        return say(locale, "deliveries.imported", orders=numbers), "good", routes.order(row.orders[0][0])
    return say(locale, "deliveries.known" if row.found else "deliveries.noted"), "neutral", ""


def address_shown(one: Address, locale: Locale, *, may_see: bool) -> dict[str, str]:
    """The address is half a secret: whoever may only look does not see it."""
    row, state = one.row, _registered(one)
    error = "" if row.error is None or state == "is_heard" else error_sentence(row.error, locale)
    counts = {
        "accepted": formats.number(row.accepted_day, locale),
        "refused": formats.number(row.refused_day, locale),
    }
    return {
        "id": str(row.id),
        "connector": row.connector,
        "name": row.name,
        "state": say(locale, f"deliveries.{state}"),
        "tone": {
            "is_on": "good",
            "is_heard": "good",
            "is_asked": "info",
            "is_none": "neutral",
            "is_off": "wait",
        }[state],
        "since": _since(row, locale),
        "error": error,
        "address": one.address if one.is_able and may_see else "",
        "short": _shortened(one.address) if one.is_able and may_see else "",
        "told": error or (one.address if may_see else ""),
        "day": say(locale, "deliveries.day_counts", **counts) if one.is_able else "",
        "can": "1" if one.is_able and not row.is_asked and not _by_a_person(row.error) else "",
        "is_on": "1" if row.external_id else "",
    }


def _by_a_person(error: str | None) -> bool:
    """The channel takes an address by mail or in its own portal: a button here would only fail again."""
    return bool(error) and str(error).endswith((".webhook_by_mail", ".webhook_in_portal"))


def _since(row: AddressRow, locale: Locale) -> str:
    if row.registered_at is None:
        return say(locale, "deliveries.polled")
    since = formats.short(row.registered_at, locale)
    return say(locale, "deliveries.since", since=since, external=row.external_id or "–")


def _shortened(address: str) -> str:
    """Where it leads, and how it ends: the whole of it is copied."""
    parts = urlsplit(address)
    return f"{parts.netloc}…{address[-_END_SHOWN:]}"


def _registered(one: Address) -> str:
    if (
        not one.is_able and not one.row.external_id
    ):  # a queue has no address, and may be subscribed all the same
        return "is_none"
    if one.row.is_asked:
        return "is_asked"
    if one.row.external_id:
        return "is_on"
    # Registered by hand at the channel: it does not tell us, but what comes does.
    return "is_heard" if one.row.accepted_day else "is_off"
