"""Schedules of all stores, or of the one whose page is open: how often, now, paused, and the last runs."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import TOLD_TO_WAIT, JobKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.schedules import actions, queries, rules
from prapazar.domain.channels.schedules.queries import RunRow, ScheduleRow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.channels import error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

Work = Callable[[Session, Scope, UUID, JobKind], None]


class SchedulesState(rx.State):
    rows: list[dict[str, str]] = []
    stores: list[dict[str, str]] = []
    store: str = ""
    """The one shown; "" is all of them."""
    loading: bool = True
    editing: dict[str, str] = {}
    is_editing: bool = False
    fault: str = ""
    runs: list[dict[str, str]] = []
    runs_title: str = ""
    runs_of: str = ""
    are_runs_open: bool = False

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        """All of them, or the store the address names, in its path or as `connection`."""
        path = self.router.url.path.rstrip("/")
        asked = self.router.url.query_parameters.get("connection", "")
        self.store = _id(str(asked) if path == routes.SCHEDULES else path.strip("/").split("/")[1])
        await self._show()

    @rx.event
    @allow("channels.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("channels.read")
    async def choose(self, store: str) -> None:
        self.store = _id(str(store))
        await self._show()

    @rx.event
    @allow("channels.write")
    async def run(self, row_id: str) -> None:
        """Of a store that is off nothing is called: whoever presses hears it, instead of waiting for a run."""
        scope = await current_scope(self)
        found = next((row for row in self.rows if row["id"] == row_id), None)
        if found is not None and found["is_idle"]:
            await toast(self, "warning", say(scope.locale, "schedules.run_idle"))
            return
        await self._do(row_id, actions.run_now, "schedules.run_done")

    @rx.event
    @allow("channels.write")
    async def pause(self, row_id: str) -> None:
        await self._do(row_id, actions.pause, "schedules.pause_done")

    @rx.event
    @allow("channels.write")
    async def resume(self, row_id: str) -> None:
        await self._do(row_id, actions.resume, "schedules.resume_done")

    @rx.event
    @allow("channels.write")
    def edit(self, row_id: str) -> None:
        found = next((row for row in self.rows if row["id"] == row_id), None)
        self.editing, self.is_editing, self.fault = found or {}, found is not None, ""
        self.are_runs_open = False

    @rx.event
    @allow("channels.write")
    def close_edit(self, is_open: bool) -> None:
        self.is_editing = bool(is_open)

    @rx.event
    @allow("channels.write")
    async def save(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        seconds = rules.interval(str(values.get("interval", "")))
        if seconds is None:
            self.fault = say(scope.locale, "schedules.unreadable")
            return
        if not rules.is_within_bounds(seconds):
            self.fault = say(scope.locale, "schedules.out_of_bounds")
            return

        def change(session: Session, scope: Scope, connection_id: UUID, kind: JobKind) -> None:
            actions.set_interval(session, scope, connection_id, kind, seconds)

        self.is_editing, self.fault = False, ""
        await self._do(self.editing.get("id", ""), change, "schedules.saved")

    @rx.event
    @allow("channels.read")
    async def open_runs(self, row_id: str) -> None:
        scope = await current_scope(self)
        found = next((row for row in await self._read(scope) if _key(row) == row_id), None)
        if found is not None:
            self.runs = [_run(run, place, scope.locale) for place, run in enumerate(found.runs)]
            self.runs_of = row_id
            self.runs_title = f"{found.name}: {say(scope.locale, f'channels.job_{found.kind}')}"
        self.are_runs_open = found is not None

    @rx.event
    @allow("channels.read")
    def close_runs(self, is_open: bool) -> None:
        self.are_runs_open = bool(is_open)

    async def _do(self, row_id: str, work: Work, done: str) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_carry_out, scope, row_id, work)
        except (ValueError, ConnectionMissing, ConnectionInvalid):
            await self._show()
            return
        await self._show()
        await toast(self, "success", say(scope.locale, done))

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await self._read(scope)
        if not self.store:
            names = {str(row.connection_id): row.name for row in found}
            self.stores = [{"value": value, "label": label} for value, label in names.items()]
        self.rows = [shown(row, scope.locale) for row in found]
        self.loading = False

    async def _read(self, scope: Scope) -> list[ScheduleRow]:
        return await in_thread(_read, scope, UUID(self.store) if self.store else None)


def _id(asked: str) -> str:
    try:
        return str(UUID(asked))
    except ValueError:
        return ""


def _key(row: ScheduleRow) -> str:
    return f"{row.connection_id}:{row.kind}"


def _read(scope: Scope, connection_id: UUID | None) -> list[ScheduleRow]:
    with db.transaction(scope) as session:
        return queries.schedules(session, scope, connection_id)


def _carry_out(scope: Scope, row_id: str, work: Work) -> None:
    connection, _, kind = row_id.partition(":")
    with db.transaction(scope) as session:
        work(session, scope, UUID(connection), JobKind(kind))


def shown(row: ScheduleRow, locale: Locale) -> dict[str, str]:
    state, tone = _state(row, locale)
    runs = list(reversed(row.runs))
    blank = [Decimal(0)] * (queries.RUNS_SHOWN - len(runs))
    took = [*blank, *(Decimal(run.took // timedelta(milliseconds=1)) + 1 for run in runs)]
    return {
        "id": _key(row),
        "store": row.name,
        "connector": row.connector,
        "href": routes.channel(row.connection_id),
        "label": say(locale, f"channels.job_{row.kind}"),
        "every": formats.duration(timedelta(seconds=row.interval_seconds), locale),
        "state": state,
        "tone": tone,
        "is_paused": "" if row.is_enabled else "1",
        "is_idle": "" if row.connection_status == "active" else "1",
        "hint": _hint(row, locale),
        "last": formats.ago(row.last_finished_at, locale) if row.last_finished_at else "",
        "last_full": formats.full(row.last_finished_at, locale) if row.last_finished_at else "",
        "took": _span(row.runs[0].took, locale) if row.runs else "",
        "next": _next(row, locale),
        "good": formats.bars(took),
        "bad": _failed(took, runs),
        "runs": say(
            locale,
            "schedules.runs_label",
            count=formats.number(len(runs), locale),
            failed=formats.number(sum(run.error is not None for run in runs), locale),
        ),
    }


def _failed(took: list[Decimal], runs: list[RunRow]) -> str:
    """Laid over the others, so to their scale."""
    errors = [*[False] * (len(took) - len(runs)), *(run.error is not None for run in runs)]
    return formats.bars(
        [height if failed else Decimal(0) for height, failed in zip(took, errors, strict=True)],
        highest=max(took, default=Decimal(1)),
    )


def _state(row: ScheduleRow, locale: Locale) -> tuple[str, str]:
    if row.last_status == "running" and row.last_started_at:
        return say(locale, "channels.job_running"), "info"
    if row.asked_at is not None and row.connection_status == "active":
        return say(locale, "schedules.asked"), "info"
    if not row.is_enabled:
        return say(locale, "schedules.paused"), "neutral"
    if row.last_status == "failed":
        return _ended(row.last_error, locale)
    return _done(row, locale) if row.last_status else (say(locale, "schedules.due"), "neutral")


def _ended(error: str | None, locale: Locale) -> tuple[str, str]:
    """Being told to wait is no failure: the next run goes on."""
    if error == TOLD_TO_WAIT:
        return say(locale, "schedules.told_to_wait"), "wait"
    return say(locale, "channels.job_failed"), "bad"


def _done(row: ScheduleRow, locale: Locale) -> tuple[str, str]:
    """Nothing that lies unread is called good."""
    done = say(locale, "channels.job_done", count=formats.number(row.last_count, locale))
    return done, "wait" if row.unread else "good"


def _hint(row: ScheduleRow, locale: Locale) -> str:
    """Since when and by whom it is paused, why it failed, or what it could not read."""
    if not row.is_enabled and row.paused_at:
        since = formats.short(row.paused_at, locale)
        if row.paused_by:
            return say(locale, "schedules.paused_by", since=since, person=row.paused_by)
        return say(locale, "schedules.paused_since", since=since)
    if row.last_status == "failed" and row.last_error:
        return error_sentence(row.last_error, locale)
    if row.unread:
        return say(locale, "channels.job_unread", unread=formats.number(row.unread, locale))
    return ""


def _next(row: ScheduleRow, locale: Locale) -> str:
    if not row.is_enabled:
        return ""
    if row.connection_status != "active":
        return say(locale, "schedules.idle")
    if row.next_run_at <= now():
        return say(locale, "schedules.due")
    return formats.remaining(row.next_run_at, locale)


def _run(run: RunRow, place: int, locale: Locale) -> dict[str, str]:
    done = say(locale, "channels.job_done", count=formats.number(run.count, locale)), "good"
    result, tone = _ended(run.error, locale) if run.error else done
    return {
        "id": str(place),
        "at": formats.short(run.started_at, locale),
        "at_full": formats.full(run.started_at, locale),
        "took": _span(run.took, locale),
        "state": result,
        "hint": error_sentence(run.error, locale) if run.error else "",
        "tone": tone,
    }


def _span(took: timedelta, locale: Locale) -> str:
    if took < timedelta(seconds=1):
        return f"{formats.number(took // timedelta(milliseconds=1), locale)} ms"
    return formats.duration(took, locale)
