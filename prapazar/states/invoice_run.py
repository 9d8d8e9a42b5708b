"""Bulk invoicing: its progress, and what became of each order."""

from uuid import UUID

import reflex as rx

from prapazar.domain.invoicing import actions, queries
from prapazar.domain.invoicing.queries import RunLine, RunRow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.invoice_rows import refusal
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_SHOWN = 100
"""What failed stands first; the whole is in the list of invoices, and these are sent again as the run goes on."""
_TONES = {"waiting": "info", "done": "good", "failed": "bad"}


class InvoiceRunState(rx.State):
    run: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    percent: int = 0
    loading: bool = True

    @rx.event
    @allow("invoices.read")
    async def load(self) -> None:
        """The run the address names, or the newest."""
        self.run, self.loading = {"id": str(self.router.url.query_parameters.get("run", ""))[:40]}, True
        await self._show()

    @rx.event
    @allow("invoices.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("invoices.write")
    async def cancel(self) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_cancel, scope, UUID(self.run.get("id", "")))
        except ValueError:
            return
        await self._show()
        await toast(self, "success", say(scope.locale, "invoices.run_cancelled"))

    async def _show(self) -> None:
        scope = await current_scope(self)
        try:
            wanted = UUID(self.run["id"]) if self.run.get("id") else None
        except ValueError:
            wanted = None
        found, lines = await in_thread(_read, scope, wanted)
        self.loading = False
        if found is None:
            self.run, self.rows = {}, []
            return
        self.run = _run(found, scope.locale)
        self.percent = round(100 * (found.done + found.failed) / max(found.total, 1))
        self.rows = [_line(line, scope.locale) for line in lines]


def _read(scope: Scope, run_id: UUID | None) -> tuple[RunRow | None, list[RunLine]]:
    with db.transaction(scope) as session:
        found = queries.run(session, scope, run_id)
        return found, queries.run_lines(session, scope, found.id, limit=_SHOWN) if found else []


def _cancel(scope: Scope, run_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.cancel_run(session, scope, run_id)


def _run(row: RunRow, locale: Locale) -> dict[str, str]:
    counts = {name: formats.number(getattr(row, name), locale) for name in ("done", "total", "failed")}
    return {
        "id": str(row.id),
        "label": say(locale, "invoices.run_progress", **counts),
        "at": formats.short(row.created_at, locale),
        "is_open": "1" if row.status in {"waiting", "running"} else "",
        "is_cancelled": "1" if row.status == "cancelled" else "",
    }


def _line(row: RunLine, locale: Locale) -> dict[str, str]:
    return {
        "id": str(row.id),
        "order": row.order_number,
        "order_href": routes.order(row.order_id),
        "status": say(locale, f"invoices.run_{row.status}"),
        "tone": _TONES[row.status],
        "cause": refusal(row.code, row.detail, locale),
        "number": row.number or (say(locale, "invoices.draft_number") if row.invoice_id else ""),
        "href": routes.invoice(row.invoice_id) if row.invoice_id else "",
        "sent": say(locale, f"invoices.status_{row.invoice_status}") if row.invoice_status else "",
    }
