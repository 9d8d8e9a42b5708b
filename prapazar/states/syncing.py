"""Sync now: which stores, which kinds of work, how far each is, and cancel."""

from uuid import UUID

import reflex as rx

from prapazar.domain.channels import queries, sync_runs
from prapazar.domain.channels.enums import SyncKind
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.channels.queries import ConnectionRow
from prapazar.domain.channels.sync_runs import PartRow, RunRow
from prapazar.flows import standing
from prapazar.flows import sync_runs as flow
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.channels import error_sentence, shown
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_TONES = {"waiting": "wait", "running": "info", "done": "good", "failed": "bad", "cancelled": "neutral"}
_OVER = {"done", "failed", "cancelled"}
_SYNCED = frozenset(flow.DUTIES.values())


class SyncState(rx.State):
    stores: list[dict[str, str]] = []
    chosen: list[str] = []
    kinds: list[str] = ["orders", "products"]
    run: dict[str, str] = {}
    parts: list[dict[str, str]] = []
    percent: int = 0
    earlier: list[dict[str, str]] = []
    problem: str = ""
    loading: bool = True

    @rx.event
    @allow("channels.write")
    async def load(self) -> None:
        """`?stores=` are chosen already, all of them where none is named."""
        scope = await current_scope(self)
        found = await in_thread(_stores, scope)
        self.stores = [
            one for row in found if row.status == "active" and (one := shown(row, scope.locale))["does_calls"]
        ]
        asked = str(self.router.url.query_parameters.get("stores", "")).split(",")
        known = [row["id"] for row in self.stores]
        self.chosen = [one for one in known if one in asked] or known
        self.problem = ""
        await self._show(scope)
        self.loading = False

    @rx.event
    @allow("channels.write")
    async def news(self) -> None:
        await self._show(await current_scope(self))

    @rx.event
    @allow("channels.write")
    def choose(self, store_id: str, checked: bool) -> None:
        rest = [one for one in self.chosen if one != store_id]
        self.chosen = [*rest, str(store_id)] if checked else rest

    @rx.event
    @allow("channels.write")
    def choose_kind(self, kind: str, checked: bool) -> None:
        rest = [one for one in self.kinds if one != kind]
        self.kinds = [*rest, kind] if checked and kind in set(SyncKind) else rest

    @rx.event
    @allow("channels.write")
    async def start(self) -> None:
        scope = await current_scope(self)
        known = {row["id"] for row in self.stores}
        ids = [UUID(one) for one in self.chosen if one in known]
        if not ids or not self.kinds:
            self.problem = say(scope.locale, "syncing.choose")
            return
        try:
            await in_thread(_start, scope, ids, [SyncKind(kind) for kind in self.kinds])
        except ConnectionInvalid as error:
            self.problem = error_sentence(error.code, scope.locale)
            return
        self.problem = ""
        await self._show(scope)
        await toast(self, "success", say(scope.locale, "syncing.started"))

    @rx.event
    @allow("channels.write")
    async def cancel(self) -> None:
        scope = await current_scope(self)
        if self.run:
            await in_thread(_cancel, scope, UUID(self.run["id"]))
            await self._show(scope)

    async def _show(self, scope: Scope) -> None:
        found = await in_thread(_latest, scope)
        locale = scope.locale
        self.earlier = [_run(run, locale) for run in found[1:]]
        self.run, self.parts, self.percent = {}, [], 0
        if found:
            self.run = _run(found[0], locale)
            self.parts = [_part(part, locale) for part in found[0].parts]
            self.percent = _percent(found[0])


def _stores(scope: Scope) -> list[ConnectionRow]:
    """Those that buy or sell: nothing of a carrier or an e-invoice service is synced by hand."""
    with db.transaction(scope) as session:
        found = queries.connections(session, scope)
    return [row for row in found if standing.duties(row.connector) & _SYNCED]


def _latest(scope: Scope) -> list[RunRow]:
    with db.transaction(scope) as session:
        return sync_runs.latest(session, scope)


def _start(scope: Scope, ids: list[UUID], kinds: list[SyncKind]) -> None:
    with db.transaction(scope) as session:
        flow.start(session, scope, ids, kinds)


def _cancel(scope: Scope, run_id: UUID) -> None:
    with db.transaction(scope) as session:
        sync_runs.ask_cancel(session, scope, run_id)


def _percent(run: RunRow) -> int:
    """Each part counts alike; one of unknown length is nothing until it is done."""
    shares = [
        100 if part.status in _OVER else 100 * part.done // part.total if part.total else 0
        for part in run.parts
    ]
    return sum(shares) // len(shares) if shares else 0


def _run(run: RunRow, locale: Locale) -> dict[str, str]:
    over = sum(part.status in _OVER for part in run.parts)
    failed = any(part.status == "failed" for part in run.parts)
    status = (
        "running" if run.is_open else "failed" if failed else "cancelled" if run.is_cancel_asked else "done"
    )
    return {
        "id": str(run.id),
        "at": formats.short(run.created_at, locale),
        "at_full": formats.full(run.created_at, locale),
        "is_open": "1" if run.is_open else "",
        "cancelling": "1" if run.is_open and run.is_cancel_asked else "",
        "count": say(
            locale,
            "syncing.parts",
            done=formats.number(over, locale),
            total=formats.number(len(run.parts), locale),
        ),
        "status": say(locale, f"syncing.status_{status}"),
        "tone": _TONES[status],
    }


def _part(part: PartRow, locale: Locale) -> dict[str, str]:
    done = formats.number(part.done, locale)
    progress = (
        say(locale, "syncing.count", count=done)
        if part.total is None
        else say(locale, "syncing.progress", done=done, total=formats.number(part.total, locale))
    )
    return {
        "id": str(part.id),
        "connector": part.connector,
        "store": part.store,
        "kind": say(locale, f"syncing.kind_{part.kind}"),
        "status": say(locale, f"syncing.status_{part.status}"),
        "tone": _TONES[part.status],
        "progress": progress if part.started_at else "",
        "error": error_sentence(part.error, locale) if part.error else "",
    }
