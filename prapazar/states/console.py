"""The connector console: choose an operation, fill its fields, see what was asked, answered and mapped."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.channels import bench_runs
from prapazar.domain.channels.bench_runs import BenchRow
from prapazar.domain.channels.enums import BenchKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.flows import console, standing
from prapazar.flows.standing import LimitUse
from prapazar.foundation import db, formats
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.secrets import SecretUnreadable
from prapazar.foundation.texts import knows, say
from prapazar.states import bench
from prapazar.states.channels import asked_store, error_sentence
from prapazar.states.guard import allow
from prapazar.states.health_rows import limits_shown
from prapazar.states.session import current_scope, in_thread

LONGEST = 20_000
_TONES = {"done": "good", "failed": "bad", "running": "info", "waiting": "wait"}


class ConsoleState(rx.State):
    store: dict[str, str] = {}
    operations: list[dict[str, str]] = []
    operation: str = ""
    changes: bool = False
    fields: list[dict[str, str]] = []
    choices: dict[str, list[dict[str, str]]] = {}
    faults: dict[str, str] = {}
    version: str = ""
    """Another operation's form is a fresh one."""
    run: dict[str, str] = {}
    busy: bool = False
    exchanges: list[dict[str, str]] = []
    records: list[dict[str, str]] = []
    facts: dict[str, list[dict[str, str]]] = {}
    """By the record's number."""
    history: list[dict[str, str]] = []
    limits: list[dict[str, str]] = []
    confirm_open: bool = False
    confirm_text: str = ""
    what: str = ""
    """What will be sent."""
    typed: str = ""
    loading: bool = True
    missing: bool = False
    _waiting: dict[str, str] = {}
    """Filled in and not confirmed yet."""

    @rx.event
    @allow("console.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        self.run, self.exchanges, self.records, self.facts, self.faults = {}, [], [], {}, {}
        self.confirm_open = False
        try:
            self.store = await in_thread(bench.read_store, scope, asked_store(self.router.url.path))
        except (ValueError, ConnectionMissing):
            self.missing, self.loading = True, False
            return
        able = console.able(self.store["connector"])
        self.operations = [
            {"value": one.name, "label": bench.operation_label(scope.locale, one.name)} for one in able
        ]
        if not able:  # a file of ours that the channel fetches: nothing to ask
            self.missing, self.loading, self.limits = True, False, []
            return
        if self.operation not in {one.name for one in able}:
            self.operation = "orders" if any(one.name == "orders" for one in able) else able[0].name
        self._lay_out(scope.locale)
        await self._show(scope)
        self.missing, self.loading = False, False

    @rx.event
    @allow("console.read")
    async def news(self) -> None:
        """A run of this store has moved on."""
        if self.store:
            await self._show(await current_scope(self))

    @rx.event
    @allow("console.read")
    async def choose(self, operation: str) -> None:
        scope = await current_scope(self)
        if operation in {one["value"] for one in self.operations}:
            self.operation, self.faults = operation, {}
            self._lay_out(scope.locale)

    @rx.event
    @allow("console.write")
    async def submit(self, values: dict[str, str]) -> None:
        """What changes something at the channel is shown first."""
        scope = await current_scope(self)
        typed = {field["name"]: str(values.get(field["name"], ""))[:LONGEST] for field in self.fields}
        if not self.changes:
            await self._start(scope, typed, confirmed=False)
            return
        self._waiting, self.typed, self.confirm_open = typed, "", True
        self.confirm_text = say(
            scope.locale,
            "console.confirm_text",
            operation=bench.operation_label(scope.locale, self.operation),
        )
        if self.store["environment_key"] == "live":
            self.confirm_text += " " + say(scope.locale, "console.confirm_live")
        self.what = "\n".join(
            f"{field['label']}: {typed[field['name']]}" for field in self.fields if typed[field["name"]]
        )

    @rx.event
    @allow("console.write")
    def ask(self, is_open: bool) -> None:
        self.confirm_open = bool(is_open)

    @rx.event
    @allow("console.write")
    def type_name(self, typed: str) -> None:
        self.typed = str(typed)[:100]

    @rx.event
    @allow("console.write")
    async def confirm(self) -> None:
        is_sure = self.store.get("environment_key") != "live" or self.typed == self.store.get("name")
        if self.confirm_open and is_sure:
            self.confirm_open = False
            await self._start(await current_scope(self), self._waiting, confirmed=True)

    @rx.event
    @allow("console.read")
    async def open_run(self, run_id: str) -> None:
        if run_id in {row["id"] for row in self.history}:
            self.run = {"id": run_id}
            await self._show(await current_scope(self))

    @rx.event
    @allow("console.read")
    async def download(self) -> object:
        scope = await current_scope(self)
        found = await in_thread(_read_run, scope, UUID(self.run["id"])) if self.run else None
        if found is None:
            return None
        case = await in_thread(console.test_case, scope, *found)
        return rx.download(data=bench.as_file(case), filename=f"{case['connector']}-{case['operation']}.json")

    async def _start(self, scope: Scope, typed: dict[str, str], *, confirmed: bool) -> None:
        try:
            run_id = await in_thread(
                _start, scope, UUID(self.store["id"]), self.operation, typed, confirmed=confirmed
            )
        except ConnectionInvalid as error:
            self.faults = {error.field: error_sentence(error.code, scope.locale)}
            return
        except ConnectionMissing:
            self.missing = True
            return
        self.faults, self.run = {}, {"id": str(run_id)}
        await self._show(scope)

    def _lay_out(self, locale: Locale) -> None:
        asked = next(one for one in console.able(self.store["connector"]) if one.name == self.operation)
        self.changes, self.version = asked.changes, asked.name
        self.fields = [
            {
                "name": field.name,
                "kind": field.kind.value,
                "label": say(locale, f"console.field_{field.name}"),
                "help": say(locale, f"console.help_{field.kind.value}")
                if knows(f"console.help_{field.kind.value}")
                else "",
                "required": "1" if field.is_required else "",
                "default": _default(field.default),
            }
            for field in asked.fields
        ]
        self.choices = {
            field.name: [{"value": value, "label": _choice(value, locale)} for value in field.choices]
            for field in asked.fields
        }

    async def _show(self, scope: Scope) -> None:
        run_id = UUID(self.run["id"]) if self.run else None
        found = await in_thread(_read, scope, UUID(self.store["id"]), run_id)
        self.history = [_run(row, scope.locale) for row in found.history]
        self.limits = limits_shown(found.limits, scope.locale)
        if found.run is None:
            return
        row, content = found.run
        self.run = _run(row, scope.locale)
        self.busy = row.status in {"waiting", "running"}
        records = content.get("records", [])
        parked = sum(isinstance(one, dict) and one.get("_") == "ParkedRecord" for one in records)
        self.run |= {
            "detail": str(content.get("detail", "")),
            "count": say(
                scope.locale,
                "console.records_count",
                count=formats.number(len(records), scope.locale),
                parked=formats.number(parked, scope.locale),
            ),
            "more": say(scope.locale, "console.more_records", count=bench.MOST_SHOWN)
            if len(records) > bench.MOST_SHOWN
            else "",
        }
        self.exchanges = await in_thread(bench.exchange_rows, scope, content.get("exchanges", []))
        self.records, self.facts = await in_thread(bench.record_rows, scope, records)


@dataclass(frozen=True, slots=True)
class _Found:
    history: list[BenchRow]
    limits: list[LimitUse]
    run: tuple[BenchRow, dict[str, Any]] | None


def _read(scope: Scope, connection_id: UUID, run_id: UUID | None) -> _Found:
    with db.transaction(scope) as session:
        history = bench_runs.history(session, scope, connection_id, BenchKind.OPERATION)
    return _Found(
        history, standing.limits(scope, connection_id), _read_run(scope, run_id) if run_id else None
    )


def _read_run(scope: Scope, run_id: UUID) -> tuple[BenchRow, dict[str, Any]] | None:
    try:
        with db.transaction(scope) as session:
            return bench_runs.read(session, scope, run_id)
    except SecretUnreadable:
        return None


def _start(
    scope: Scope, connection_id: UUID, operation: str, typed: dict[str, str], *, confirmed: bool
) -> UUID:
    with db.transaction(scope) as session:
        return console.start(session, scope, connection_id, operation, typed, confirmed=confirmed)


def _run(row: BenchRow, locale: Locale) -> dict[str, str]:
    took = (row.finished_at - row.started_at) if row.finished_at and row.started_at else None
    return {
        "id": str(row.id),
        "operation": bench.operation_label(locale, row.operation),
        "status": row.status,
        "status_label": say(locale, f"console.{row.status}"),
        "tone": _TONES.get(row.status, "neutral"),
        "error": error_sentence(row.error, locale) if row.error else "",
        "at": formats.short(row.created_at, locale),
        "at_full": formats.full(row.created_at, locale),
        "took": say(locale, "console.took", seconds=bench.seconds(took.total_seconds(), locale))
        if took
        else "",
        "detail": "",
        "count": "",
        "more": "",
    }


def _default(written: str) -> str:
    if written not in {"now", "-1d"}:
        return written
    moment = now() + timedelta(minutes=5) if written == "now" else now() - timedelta(days=1)
    return moment.astimezone(ISTANBUL).strftime("%Y-%m-%dT%H:%M")


def _choice(value: str, locale: Locale) -> str:
    for key in (f"order_status.{value}", f"console.reason_{value}"):
        if knows(key):
            return say(locale, key)
    return value
