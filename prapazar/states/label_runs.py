"""Many labels printed by a worker: begun from the list of shipments, watched, and fetched."""

from uuid import UUID

import reflex as rx

from prapazar.domain.channels.enums import RunStatus
from prapazar.domain.shipping import actions, queries_label_runs, queries_list
from prapazar.domain.shipping.errors import LabelRunMissing
from prapazar.domain.shipping.labels.files import FIELDS
from prapazar.domain.shipping.queries_label_runs import LabelRunRow
from prapazar.domain.shipping.queries_list import ShipmentFilter
from prapazar.flows import label_runs
from prapazar.flows.shipment_labels import MOST, Print
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipments import ShipmentsState
from prapazar.states.toast import toast

AT_ONCE = label_runs.AT_ONCE
_TONES = {"waiting": "info", "running": "info", "done": "good", "failed": "bad", "cancelled": "neutral"}


class LabelRunState(rx.State):
    run: dict[str, str] = {}
    """The one that is looked at; empty where there is none."""
    rows: list[dict[str, str]] = []
    percent: int = 0
    loading: bool = True

    @rx.event
    @allow("fulfillment.read")
    async def load(self) -> None:
        """The print-out the address names, or the newest."""
        self.run, self.loading = {"id": str(self.router.url.query_parameters.get("run", ""))[:40]}, True
        await self._show()

    @rx.event
    @allow("fulfillment.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("fulfillment.read")
    async def begin(self, kind: str) -> rx.event.EventSpec | None:
        """Of the selected shipments; `kind` as the address of a print-out says it, such as `a4&start=2`."""
        listed = await self.get_state(ShipmentsState)
        paper, _, field = str(kind)[:20].partition("&start=")
        if paper not in set(Print) or not listed.selected:
            return None
        first_field = int(field) if field.isdecimal() and 1 <= int(field) <= FIELDS else 1
        scope = await current_scope(self)
        ids, wanted = list(listed.selected), listed._wanted()  # noqa: SLF001 - the list's own filter, hidden from browsers
        made, is_cut = await in_thread(_begin, scope, ids, wanted, Print(paper), first_field)
        if is_cut:
            most = formats.number(MOST, scope.locale)
            await toast(self, "warning", say(scope.locale, "printing.cut", most=most))
        return rx.redirect(routes.label_run(made)) if made else None

    @rx.event
    @allow("fulfillment.read")
    async def stop(self) -> None:
        scope = await current_scope(self)
        for run_id in uuids([self.run.get("id", "")]):
            await in_thread(_stop, scope, run_id)
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        rows = await in_thread(_read, scope)
        asked = self.run.get("id", "")
        found = next((row for row in rows if str(row.id) == asked), rows[0] if rows and not asked else None)
        was_open = self.run.get("is_open", "")
        self.rows, self.loading = [_row(row, scope.locale) for row in rows], False
        if found is None:
            self.run, self.percent = {}, 0
            return
        self.run, self.percent = _run(found, scope.locale), round(100 * found.done / max(found.total, 1))
        if was_open and found.status == RunStatus.DONE:
            await toast(self, "success", say(scope.locale, "printing.status_done"))


def _begin(
    scope: Scope, ids: list[str], wanted: ShipmentFilter | None, kind: Print, first_field: int
) -> tuple[UUID | None, bool]:
    """The print-out, and whether more were wanted than it takes."""
    with db.transaction(scope) as session:
        chosen = uuids(ids) if wanted is None else queries_list.matching(session, scope, wanted, MOST + 1)
    if not chosen:
        return None, False
    return label_runs.begin(scope, chosen[:MOST], kind, first_field), len(chosen) > MOST


def _read(scope: Scope) -> list[LabelRunRow]:
    with db.transaction(scope) as session:
        return queries_label_runs.label_runs(session, scope)


def _stop(scope: Scope, run_id: UUID) -> None:
    try:
        with db.transaction(scope) as session:
            actions.cancel_label_run(session, scope, run_id)
    except LabelRunMissing:
        return


def _file(row: LabelRunRow) -> str:
    return f"/api/shipments/labels/runs/{row.id}/file" if row.is_kept else ""


def _status(row: LabelRunRow) -> str:
    return "gone" if row.status == RunStatus.DONE and not row.is_kept else row.status


def _run(row: LabelRunRow, locale: Locale) -> dict[str, str]:
    counts = {name: formats.number(getattr(row, name), locale) for name in ("done", "total", "printed")}
    missing = row.total - row.printed if row.status == RunStatus.DONE else 0
    return {
        "id": str(row.id),
        "label": say(locale, "printing.progress", done=counts["done"], total=counts["total"]),
        "is_open": "1" if row.status in {RunStatus.WAITING, RunStatus.RUNNING} else "",
        "file": _file(row),
        "hint": say(locale, "printing.fetch_hint", printed=counts["printed"]),
        "left_out": say(locale, "printing.left_out", count=formats.number(missing, locale))
        if missing
        else "",
        "status": say(locale, f"printing.status_{_status(row)}"),
        "tone": _TONES[row.status],
        "why": say(locale, row.code) if row.code else "",
        "at": formats.short(row.created_at, locale),
    }


def _row(row: LabelRunRow, locale: Locale) -> dict[str, str]:
    return {
        "id": str(row.id),
        "kind": say(locale, f"printing.kind_{row.kind}"),
        "count": formats.number(row.total, locale),
        "at": formats.short(row.created_at, locale),
        "person": row.person or "",
        "status": say(locale, f"printing.status_{_status(row)}"),
        "tone": _TONES[row.status] if _status(row) != "gone" else "neutral",
        "file": _file(row),
    }
