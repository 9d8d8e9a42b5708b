"""Traffic and replay: what went over the wire, the recordings, and what today's code makes of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.channels import bench_runs, queries, takes
from prapazar.domain.channels.enums import BenchKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.queries import TrafficFilter, TrafficRow
from prapazar.domain.channels.takes import TakeFilter, TakeRow
from prapazar.flows import console, replays
from prapazar.foundation import db, formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.secrets import SecretUnreadable
from prapazar.foundation.texts import say
from prapazar.states import bench
from prapazar.states.call_names import call_choices
from prapazar.states.channel_log import entry_shown
from prapazar.states.channels import asked_store, error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 50
HOURS = ("1", "24", "72")
DAYS = ("0", "1", "7", "30")
NO_FILTERS = {"operation": "", "outcome": "", "search": "", "hours": ""}
_MEGA = 1_000_000


_CUT = "console.cut"
"""The recording holds the beginning only."""


class TrafficState(rx.State):
    store: dict[str, str] = {}
    view: str = "requests"
    filters: dict[str, str] = {"operation": "", "outcome": "", "search": "", "hours": ""}
    operations: list[dict[str, str]] = []
    rows: list[dict[str, str]] = []
    takes: list[dict[str, str]] = []
    has_more: bool = False
    is_older: bool = False
    entry: dict[str, str] = {}
    entry_open: bool = False
    take: dict[str, str] = {}
    take_open: bool = False
    changes: list[dict[str, str]] = []
    records: list[dict[str, str]] = []
    facts: dict[str, list[dict[str, str]]] = {}
    exchanges: list[dict[str, str]] = []
    recording: str = "0"
    recording_choices: list[dict[str, str]] = []
    kept: str = ""
    comparison: dict[str, str] = {}
    differing: list[dict[str, str]] = []
    loading: bool = True
    missing: bool = False
    _before: tuple[str, str] = ("", "")
    """Moment and id of the last row shown."""

    @rx.event
    @allow("console.read")
    async def load(self) -> None:
        """`?take=` opens a recording."""
        scope = await current_scope(self)
        self.filters, self.take_open, self.entry_open = dict(NO_FILTERS), False, False
        try:
            self.store = await in_thread(bench.read_store, scope, asked_store(self.router.url.path))
        except (ValueError, ConnectionMissing):
            self.missing, self.loading = True, False
            return
        await self._first_page(scope)
        await self._compared(scope)
        self.missing, self.loading = False, False

    @rx.event
    @allow("console.read")
    async def news(self) -> None:
        if self.store:
            await self._compared(await current_scope(self))

    @rx.event
    @allow("console.read")
    async def show_view(self, view: str) -> None:
        if view in {"requests", "takes"}:
            self.view, self.filters = view, dict(NO_FILTERS)
            await self._first_page(await current_scope(self))

    @rx.event
    @allow("console.read")
    async def set_filter(self, name: str, value: str) -> None:
        if name in NO_FILTERS:
            self.filters = {**self.filters, name: str(value)[:100]}
            await self._first_page(await current_scope(self))

    @rx.event
    @allow("console.read")
    async def clear(self) -> None:
        self.filters = dict(NO_FILTERS)
        await self._first_page(await current_scope(self))

    @rx.event
    @allow("console.read")
    async def older(self) -> None:
        self.is_older = True
        at, row_id = self._before
        await self._page(
            await current_scope(self), (datetime.fromisoformat(at), UUID(row_id)) if at else None
        )

    @rx.event
    @allow("console.read")
    async def newest(self) -> None:
        await self._first_page(await current_scope(self))

    @rx.event
    @allow("console.read")
    def open_entry(self, entry_id: str) -> None:
        found = next((row for row in self.rows if row["id"] == entry_id), None)
        self.entry, self.entry_open = found or {}, found is not None

    @rx.event
    @allow("console.read")
    def close_entry(self, is_open: bool) -> None:
        self.entry_open = bool(is_open)

    @rx.event
    @allow("console.read")
    async def replay(self, take_id: str) -> None:
        """What today's code makes of a recording; nothing is asked of the channel."""
        scope = await current_scope(self)
        try:
            found = await in_thread(replays.replay_take, scope, UUID(str(take_id)))
        except (ValueError, SecretUnreadable, ConnectionMissing):
            found = None
        if found is None:
            await toast(self, "error", say(scope.locale, "console.missing"))
            return
        taken, replayed = found
        locale = scope.locale
        self.entry_open, self.take_open = False, True
        label = bench.operation_label(locale, taken.operation)
        self.take = {
            "id": str(taken.id),
            "title": say(locale, "console.replay_of", operation=label, at=formats.short(taken.at, locale)),
            "error": error_sentence(replayed.error, locale) if replayed.error else "",
            "differs": say(
                locale, "console.replay_differs", count=formats.number(len(replayed.changes), locale)
            )
            if replayed.changes
            else "",
            "is_orders": "1" if taken.operation in {"orders", "order"} else "",
        }
        self.changes = [
            _change(place, change.record, change.field, change.was, change.now, scope)
            for place, change in enumerate(replayed.changes)
        ]
        self.exchanges = await in_thread(bench.exchange_rows, scope, taken.content["exchanges"])
        self.records, self.facts = await in_thread(bench.record_rows, scope, replayed.records)

    @rx.event
    @allow("console.read")
    def close_take(self, is_open: bool) -> None:
        self.take_open = bool(is_open)

    @rx.event
    @allow("console.write")
    async def import_again(self) -> None:
        scope = await current_scope(self)
        try:
            count = await in_thread(console.import_again, scope, UUID(self.take.get("id", "")))
        except (ValueError, SecretUnreadable):
            return
        said = say(scope.locale, "console.import_again_done", count=formats.number(count, scope.locale))
        await toast(self, "success", said)

    @rx.event
    @allow("console.write")
    async def record(self, days: str) -> None:
        scope = await current_scope(self)
        if days not in DAYS:
            return
        try:
            await in_thread(
                _write, scope, lambda session: takes.set_recording(session, scope, self._id(), int(days))
            )
        except (ConnectionInvalid, ConnectionMissing):
            return
        await self._first_page(scope)
        await toast(self, "success", say(scope.locale, "console.recording_saved"))

    @rx.event
    @allow("console.write")
    async def compare(self) -> None:
        scope = await current_scope(self)
        operation = self.filters["operation"] if self.view == "takes" else ""
        await in_thread(
            _write,
            scope,
            lambda session: console.start_comparison(session, scope, self._id(), operation),
        )
        await self._compared(scope)

    def _id(self) -> UUID:
        return UUID(self.store["id"])

    async def _first_page(self, scope: Scope) -> None:
        self.is_older = False
        days, count, size = await in_thread(_kept, scope, self._id())
        locale = scope.locale
        self.recording = str(days)
        self.recording_choices = [
            {
                "value": one,
                "label": say(locale, "console.recording_for", days=one)
                if one != "0"
                else say(locale, "console.recording_off"),
            }
            for one in dict.fromkeys((*DAYS, str(days)))
        ]
        self.kept = say(
            locale, "console.recording_kept", count=formats.number(count, locale), size=_size(size, locale)
        )
        await self._page(scope, None)

    async def _page(self, scope: Scope, before: tuple[datetime, UUID] | None) -> None:
        names, requests, recorded = await in_thread(
            _search, scope, self._id(), self.view, dict(self.filters), before
        )
        locale = scope.locale
        self.operations = (
            [{"value": name, "label": bench.operation_label(locale, name)} for name in names]
            if self.view == "takes"
            else call_choices(locale, names)
        )
        self.rows = [entry_shown(row, locale) | {"take": str(row.take_id or "")} for row in requests[:PAGE]]
        self.takes = [_take(row, locale) for row in recorded[:PAGE]]
        self.has_more = max(len(requests), len(recorded)) > PAGE
        shown: list[TrafficRow | TakeRow] = [*requests[:PAGE], *recorded[:PAGE]]
        self._before = (shown[-1].at.isoformat(), str(shown[-1].id)) if shown else ("", "")

    async def _compared(self, scope: Scope) -> None:
        found = await in_thread(_comparison, scope, self._id())
        if found is None:
            self.comparison, self.differing = {}, []
            return
        row, content = found
        locale = scope.locale
        changes = content.get("changes", [])
        key = "console.compare_some" if changes else "console.compare_none"
        said = say(
            locale,
            key,
            count=formats.number(content.get("compared", 0), locale),
            changes=formats.number(content.get("total", 0), locale),
        )
        is_open = row.status in {"waiting", "running"}
        if is_open:
            said = say(locale, "console.running")
        elif row.error:
            said = error_sentence(row.error, locale)
        self.comparison = {
            "at": formats.short(row.created_at, locale),
            "busy": "1" if is_open else "",
            "tone": "bad" if row.error else "wait" if changes else "good",
            "text": said,
        }
        self.differing = [
            _change(place, one["record"], one["field"], one["was"], one["now"], scope)
            | {"take": one["take"], "operation": bench.operation_label(locale, one["operation"])}
            for place, one in enumerate(changes)
        ]


def _write(scope: Scope, work: Callable[..., object]) -> None:
    with db.transaction(scope) as session:
        work(session)


def _kept(scope: Scope, connection_id: UUID) -> tuple[int, int, int]:
    with db.transaction(scope) as session:
        return takes.kept(session, connection_id)


def _search(
    scope: Scope,
    connection_id: UUID,
    view: str,
    filters: dict[str, str],
    before: tuple[datetime, UUID] | None,
) -> tuple[list[str], list[TrafficRow], list[TakeRow]]:
    since = now() - timedelta(hours=int(filters["hours"])) if filters["hours"] in HOURS else None
    with db.transaction(scope) as session:
        if view == "takes":
            wanted = TakeFilter(
                operation=filters["operation"],
                search=filters["search"],
                since=since,
                errors_only=filters["outcome"] == "error",
            )
            found = takes.search(session, scope, connection_id, wanted, before=before, limit=PAGE + 1)
            return takes.operations(session, connection_id), [], found
        asked = TrafficFilter(
            operation=filters["operation"], outcome=filters["outcome"], search=filters["search"], since=since
        )
        rows = queries.search_traffic(session, scope, connection_id, asked, before=before, limit=PAGE + 1)
        return queries.traffic_operations(session, connection_id), rows, []


def _comparison(scope: Scope, connection_id: UUID) -> tuple[bench_runs.BenchRow, dict[str, Any]] | None:
    try:
        with db.transaction(scope) as session:
            rows = bench_runs.history(session, scope, connection_id, BenchKind.COMPARE)
            return bench_runs.read(session, scope, rows[0].id) if rows else None
    except SecretUnreadable:
        return None


def _change(place: int, record: str, field: str, was: str, is_now: str, scope: Scope) -> dict[str, str]:
    is_hidden = bool(scope.masks) and console.is_personal(field)
    return {
        "id": str(place),
        "record": record,
        "field": field or say(scope.locale, "console.whole_record"),
        "was": console.DOTS if is_hidden else was,
        "now": console.DOTS if is_hidden else is_now,
    }


def _take(row: TakeRow, locale: Locale) -> dict[str, str]:
    is_bad = bool(row.parked) or row.error not in {None, "", _CUT}
    return {
        "id": str(row.id),
        "at": formats.short(row.at, locale) + f":{row.at.second:02d}",
        "at_full": formats.full(row.at, locale),
        "operation": bench.operation_label(locale, row.operation),
        "records": formats.number(row.records, locale),
        "parked": formats.number(row.parked, locale) if row.parked else "",
        "size": _size(row.size, locale),
        "error": error_sentence(row.error, locale) if row.error else "",
        "label": say(
            locale,
            "console.take_cut" if row.error == _CUT else "console.failed" if is_bad else "console.done",
        ),
        "tone": "bad" if is_bad else "wait" if row.error else "good",
    }


def _outcome(row: TakeRow, *, is_bad: bool) -> str:
    if row.error == _CUT:
        return "console.take_cut"
    return "console.failed" if is_bad else "console.done"


def _size(size: int, locale: Locale) -> str:
    if size < _MEGA:
        return f"{formats.number(-(-size // 1000), locale)} kB"
    return f"{formats.number(round(size / _MEGA), locale)} MB"
