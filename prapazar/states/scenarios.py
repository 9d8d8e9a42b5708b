"""The test scenarios of a store: started by a person, followed step by step, kept as a report."""

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.channels import bench_runs
from prapazar.domain.channels.bench_runs import BenchRow
from prapazar.domain.channels.enums import BenchKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.flows import console
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.secrets import SecretUnreadable
from prapazar.foundation.texts import knows, say
from prapazar.states import bench
from prapazar.states.channels import asked_store, error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_PRICE = re.compile(r"\d+\.\d+")
_TONES = {"passed": "good", "failed": "bad", "skipped": "neutral"}


class ScenariosState(rx.State):
    store: dict[str, str] = {}
    steps: list[dict[str, str]] = []
    reports: list[dict[str, str]] = []
    run: dict[str, str] = {}
    busy: bool = False
    exchanges: list[dict[str, str]] = []
    step_open: bool = False
    step: dict[str, str] = {}
    loading: bool = True
    missing: bool = False

    @rx.event
    @allow("console.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        self.run, self.steps, self.step_open = {}, [], False
        try:
            self.store = await in_thread(bench.read_store, scope, asked_store(self.router.url.path))
        except (ValueError, ConnectionMissing):
            self.missing, self.loading = True, False
            return
        await self._show(scope)
        self.missing, self.loading = False, False

    @rx.event
    @allow("console.read")
    async def news(self) -> None:
        if self.store:
            await self._show(await current_scope(self))

    @rx.event
    @allow("console.write")
    async def start(self) -> None:
        scope = await current_scope(self)
        try:
            run_id = await in_thread(_start, scope, UUID(self.store["id"]))
        except ConnectionInvalid as error:
            await toast(self, "error", error_sentence(error.code, scope.locale))
            return
        self.run, self.steps, self.busy = {"id": str(run_id)}, [], True
        await self._show(scope)

    @rx.event
    @allow("console.read")
    async def open_report(self, run_id: str) -> None:
        if run_id in {row["id"] for row in self.reports}:
            self.run = {"id": run_id}
            await self._show(await current_scope(self))

    @rx.event
    @allow("console.read")
    async def open_step(self, name: str) -> None:
        """The requests it made."""
        scope = await current_scope(self)
        found = await in_thread(_read_run, scope, UUID(self.run["id"])) if self.run else None
        step = next((one for one in self.steps if one["id"] == name), None)
        if found is None or step is None:
            return
        made = found[1].get("exchanges", [])[int(step["first"]) : int(step["last"])]
        self.exchanges = await in_thread(bench.exchange_rows, scope, made)
        self.step, self.step_open = step, True

    @rx.event
    @allow("console.read")
    def close_step(self, is_open: bool) -> None:
        self.step_open = bool(is_open)

    async def _show(self, scope: Scope) -> None:
        rows = await in_thread(_reports, scope, UUID(self.store["id"]))
        self.reports = [_report(row, scope.locale) for row in rows]
        if not self.run and rows:
            self.run = {"id": str(rows[0].id)}
        found = await in_thread(_read_run, scope, UUID(self.run["id"])) if self.run else None
        if found is None:
            return
        row, content = found
        steps = content.get("steps", [])
        counts = {kind: sum(one["outcome"] == kind for one in steps) for kind in _TONES}
        self.run = _report(row, scope.locale) | {"sum": say(scope.locale, "scenarios.report", **counts)}
        self.busy = row.status in {"waiting", "running"}
        self.steps = [_step(one, scope.locale) for one in steps]


def _reports(scope: Scope, connection_id: UUID) -> list[BenchRow]:
    with db.transaction(scope) as session:
        return bench_runs.history(session, scope, connection_id, BenchKind.SCENARIOS)


def _read_run(scope: Scope, run_id: UUID) -> tuple[BenchRow, dict[str, Any]] | None:
    try:
        with db.transaction(scope) as session:
            return bench_runs.read(session, scope, run_id)
    except SecretUnreadable:
        return None


def _start(scope: Scope, connection_id: UUID) -> UUID:
    with db.transaction(scope) as session:
        return console.start_scenarios(session, scope, connection_id)


def _report(row: BenchRow, locale: Locale) -> dict[str, str]:
    tone = {"done": "good", "failed": "bad"}.get(row.status, "info")
    outcome = {"done": "scenarios.none_failed", "failed": "scenarios.some_failed"}.get(row.status)
    return {
        "id": str(row.id),
        "status": row.status,
        "label": say(locale, outcome or "scenarios.running"),
        "tone": tone,
        "error": error_sentence(row.error, locale) if row.error else "",
        "at": formats.short(row.created_at, locale),
        "at_full": formats.full(row.created_at, locale),
        "sum": "",
    }


def _spoken(name: str, value: str, locale: Locale) -> str:
    """A price is written as the reader writes prices."""
    return formats.number(Decimal(value), locale) if name == "value" and _PRICE.fullmatch(value) else value


def _step(step: dict[str, Any], locale: Locale) -> dict[str, str]:
    code = step["code"]
    values = {name: _spoken(name, value, locale) for name, value in step["values"].items()}
    found = say(locale, code, **values) if code.startswith("scenarios.") and knows(code) else ""
    if not found:
        found = " ".join(filter(None, [error_sentence(code, locale), step["values"].get("detail", "")]))
    return {
        "id": step["name"],
        "label": say(locale, f"scenarios.step_{step['name']}"),
        "outcome": say(locale, f"scenarios.{step['outcome']}"),
        "tone": _TONES[step["outcome"]],
        "found": found,
        "took": say(locale, "console.took", seconds=bench.seconds(step["seconds"], locale)),
        "requests": formats.number(step["last"] - step["first"], locale),
        "first": str(step["first"]),
        "last": str(step["last"]),
    }
