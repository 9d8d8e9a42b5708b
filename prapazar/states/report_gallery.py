"""Which reports there are, those people saved, those that are mailed, and files that workers wrote."""

from uuid import UUID

import reflex as rx

from prapazar.domain.access import views
from prapazar.domain.reporting.reports import exports, kinds, pivot, ranking, schedules
from prapazar.domain.reporting.reports.errors import ReportMissing
from prapazar.domain.reporting.reports.exports import ExportRow
from prapazar.domain.reporting.reports.schedules import Schedule
from prapazar.flows import exports as files
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.reports import SCREEN
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_TONES = {"waiting": "info", "running": "info", "done": "good", "failed": "bad", "cancelled": "neutral"}
_KILO = 1024


class ReportGalleryState(rx.State):
    reports: list[dict[str, str]] = []
    saved: list[dict[str, str]] = []
    schedules: list[dict[str, str]] = []
    loading: bool = True

    @rx.event
    @allow("reports.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        self.reports, self.saved, self.schedules = await in_thread(_gallery, scope)
        self.loading = False

    @rx.event
    @allow("reports.read")
    async def forget(self, saved_id: str) -> None:
        """Only one's own goes."""
        scope = await current_scope(self)
        for one in uuids([saved_id]):
            await in_thread(_forget, scope, one)
        self.reports, self.saved, self.schedules = await in_thread(_gallery, scope)
        await toast(self, "success", say(scope.locale, "reports.removed"))

    @rx.event
    @allow("reports.write")
    async def switch(self, schedule_id: str, is_active: bool) -> None:
        scope = await current_scope(self)
        for one in uuids([schedule_id]):
            await in_thread(_switch, scope, one, is_active is True)
        self.reports, self.saved, self.schedules = await in_thread(_gallery, scope)

    @rx.event
    @allow("reports.delete")
    async def unplan(self, schedule_id: str) -> None:
        scope = await current_scope(self)
        for one in uuids([schedule_id]):
            await in_thread(_unplan, scope, one)
        self.reports, self.saved, self.schedules = await in_thread(_gallery, scope)
        await toast(self, "success", say(scope.locale, "reports.removed"))


class ExportsState(rx.State):
    rows: list[dict[str, str]] = []
    run: dict[str, str] = {}
    """The one that is looked at; empty where there is none."""
    percent: int = -1
    """Of it; below zero where nobody knows how much there is."""
    loading: bool = True

    @rx.event
    @allow("*")
    async def load(self) -> None:
        self.run = {"id": str(self.router.url.query_parameters.get("export", ""))[:40]}
        await self._show()

    @rx.event
    @allow("*")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("*")
    async def stop(self) -> None:
        scope = await current_scope(self)
        for one in uuids([self.run.get("id", "")]):
            await in_thread(_stop, scope, one)
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        self.rows = await in_thread(_exports, scope)
        asked = self.run.get("id", "")
        first = self.rows[0] if self.rows and not asked else {}
        self.run = next((row for row in self.rows if row["id"] == asked), first)
        self.percent = int(self.run.get("percent") or -1)
        self.loading = False


def _gallery(scope: Scope) -> tuple[list[dict[str, str]], list[dict[str, str]], list[dict[str, str]]]:
    locale = scope.locale
    shown = [(kind.key, kind.icon) for kind in pivot.known(scope)]
    if ranking.may_see(scope):
        shown.insert(min(4, len(shown)), (kinds.ABC, "trophy"))
    known = [
        {
            "key": key,
            "icon": icon,
            "name": say(locale, f"reports.{key}"),
            "about": say(locale, f"reports.{key}_about"),
            "href": routes.report(key),
        }
        for key, icon in shown
    ]
    open_keys = {key for key, _ in shown}
    with db.transaction(scope) as session:
        kept = views.views(session, scope, SCREEN)
        planned = schedules.listed(session, scope)
    saved = [
        {
            "id": str(one.id),
            "name": one.name,
            "report": say(locale, f"reports.{one.query.get('report', '')}"),
            "href": _saved_href(one.query),
            "shared": "1" if one.is_shared else "",
            "own": "1" if one.is_own else "",
        }
        for one in kept
        if one.query.get("report") in open_keys
    ]
    return known, saved, [_schedule(one, locale) for one in planned]


def _saved_href(query: dict[str, str]) -> str:
    said = {name: value for name, value in query.items() if name != "report"}
    return routes.with_query(routes.report(query["report"]), **said)


def _schedule(one: Schedule, locale: Locale) -> dict[str, str]:
    when = say(locale, f"reports.rhythm_{one.rhythm}")
    if one.rhythm == "weekly":
        when = f"{when}, {say(locale, f'reports.weekday_{one.weekday}')}"
    return {
        "id": str(one.id),
        "name": one.name,
        "report": say(locale, f"reports.{one.report}"),
        "when": f"{when} {one.hour:02d}:00",
        "people": ", ".join(one.people),
        "form": one.form.upper(),
        "next": formats.short(one.next_at, locale) if one.is_active else "–",
        "last": formats.short(one.last_at, locale) if one.last_at else "–",
        "active": "1" if one.is_active else "",
        "fault": _fault(one.code, locale),
        "href": routes.with_query(routes.report(one.report), **one.query),
    }


def _fault(code: str, locale: Locale) -> str:
    if not code or not knows(code):
        return ""
    return say(locale, code, count="1") if code == "reports.some_failed" else say(locale, code)


def _exports(scope: Scope) -> list[dict[str, str]]:
    with db.transaction(scope) as session:
        return [_export(row, scope.locale) for row in exports.newest(session, scope)]


def _export(row: ExportRow, locale: Locale) -> dict[str, str]:
    is_kept = files.path_of(row) is not None
    status = "gone" if row.status == "done" and not is_kept else row.status
    return {
        "id": str(row.id),
        "what": say(locale, f"exports.{row.what}") if knows(f"exports.{row.what}") else row.what,
        "form": row.form.upper(),
        "rows": formats.number(row.done, locale),
        "size": _size(row.size, locale),
        "at": formats.short(row.created_at, locale),
        "status": say(locale, f"exports.status_{status}"),
        "tone": _TONES[row.status] if status != "gone" else "neutral",
        "is_open": "1" if row.is_open else "",
        "label": _progress(row, locale),
        "percent": str(row.done * 100 // row.total) if _is_measured(row) else "",
        "file": f"/api/exports/{row.id}/file" if is_kept else "",
        "why": say(locale, row.code) if row.code and knows(row.code) else "",
    }


def _progress(row: ExportRow, locale: Locale) -> str:
    done = formats.number(row.done, locale)
    if _is_measured(row):
        return say(locale, "exports.progress_of", done=done, total=formats.number(row.total, locale))
    return say(locale, "exports.progress", done=done)


def _is_measured(row: ExportRow) -> bool:
    """A list that grew, or that was not counted to its end, is measured by its rows alone."""
    return row.is_open and row.done <= row.total > 0


def _size(size: int, locale: Locale) -> str:
    if not size:
        return ""
    kilo = max(1, round(size / _KILO))
    return (
        f"{formats.number(kilo, locale)} KB"
        if kilo < _KILO
        else f"{formats.number(round(kilo / _KILO), locale)} MB"
    )


def _forget(scope: Scope, saved_id: UUID) -> None:
    with db.transaction(scope) as session:
        views.delete_view(session, scope, saved_id)


def _switch(scope: Scope, schedule_id: UUID, is_active: bool) -> None:
    try:
        with db.transaction(scope) as session:
            schedules.switch(session, scope, schedule_id, is_active=is_active)
    except ReportMissing:
        return


def _unplan(scope: Scope, schedule_id: UUID) -> None:
    try:
        with db.transaction(scope) as session:
            schedules.remove(session, scope, schedule_id)
    except ReportMissing:
        return


def _stop(scope: Scope, export_id: UUID) -> None:
    with db.transaction(scope) as session:
        exports.stop(session, scope, export_id)
