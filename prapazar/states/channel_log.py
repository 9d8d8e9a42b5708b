"""What went over the wire of one store lately."""

import json
from urllib.parse import urlsplit
from uuid import UUID

import reflex as rx

from prapazar.domain.channels import queries
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.domain.channels.queries import TrafficRow
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.states.call_names import call_label
from prapazar.states.channels import asked_store, error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread


class ChannelLogState(rx.State):
    log: list[dict[str, str]] = []
    errors_only: bool = False
    entry: dict[str, str] = {}
    entry_open: bool = False

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        await self._show()

    @rx.event
    @allow("channels.read")
    async def show_errors(self, checked: bool) -> None:
        self.errors_only = bool(checked)
        await self._show()

    @rx.event
    @allow("channels.read")
    def open_entry(self, entry_id: str) -> None:
        found = next((row for row in self.log if row["id"] == entry_id), None)
        self.entry, self.entry_open = found or {}, found is not None

    @rx.event
    @allow("channels.read")
    def close_entry(self, is_open: bool) -> None:
        self.entry_open = bool(is_open)

    async def _show(self) -> None:
        scope = await current_scope(self)
        try:
            found = await in_thread(_read, scope, asked_store(self.router.url.path), self.errors_only)
        except (ValueError, ConnectionMissing):
            self.log = []
            return
        self.log = [entry_shown(row, scope.locale) for row in found]


def _read(scope: Scope, connection_id: UUID, errors_only: bool) -> list[TrafficRow]:
    with db.transaction(scope) as session:
        return queries.traffic(session, scope, connection_id, errors_only=errors_only)


def entry_shown(row: TrafficRow, locale: Locale) -> dict[str, str]:
    return {
        "id": str(row.id),
        "at": formats.short(row.at, locale) + f":{row.at.second:02d}",
        "at_full": formats.full(row.at, locale),
        "operation": call_label(locale, row.operation),
        "call": row.operation,
        "method": row.method,
        "url": row.url,
        "path": _path(row.url),
        "status": str(row.status or "–"),
        "took": f"{formats.number(round(row.duration_ms), locale)} ms",
        "error": error_sentence(row.error, locale) if row.error else "",
        "tone": "bad" if row.error else "good",
        "request": _laid_out(row.request),
        "answer": _laid_out(row.answer),
    }


def _path(url: str) -> str:
    """What differs from one request of a channel to the next."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _laid_out(body: str) -> str:
    """JSON over several lines; what was cut off or is none stays as it is."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body
