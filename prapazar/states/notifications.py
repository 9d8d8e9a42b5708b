"""The notification centre."""

from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.messaging import actions, queries
from prapazar.domain.messaging.queries import NotificationRow
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread

PAGE = 50
TONES = {"info": "info", "success": "good", "warning": "wait", "error": "bad"}


def sentence(kind: str, values: dict[str, Any], count: int, locale: Locale) -> str:
    """A notification in words; several of one kind in the plural where there is one."""
    key = (
        f"notifications.{kind}_many"
        if count > 1 and knows(f"notifications.{kind}_many")
        else f"notifications.{kind}"
    )
    return say(locale, key, **{"channel": "", "number": "", **values, "count": formats.number(count, locale)})


class NotificationsState(rx.State):
    rows: list[dict[str, str]] = []
    unread_only: bool = False
    level: str = ""
    page: int = 0
    has_next: bool = False
    range_label: str = ""
    loading: bool = True

    @rx.event
    @allow("*")
    async def load(self) -> None:
        self.page = 0
        await self._show()

    @rx.event
    @allow("*")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("*")
    async def show_unread(self, view: str) -> None:
        self.unread_only, self.page = view == "unread", 0
        await self._show()

    @rx.event
    @allow("*")
    async def set_level(self, level: str) -> None:
        self.level, self.page = level if level in TONES else "", 0
        await self._show()

    @rx.event
    @allow("*")
    async def mark(self, notification_id: str) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_mark, scope, [UUID(notification_id)])
        except ValueError:
            return
        await self._show()

    @rx.event
    @allow("*")
    async def mark_all(self) -> None:
        scope = await current_scope(self)
        await in_thread(_mark, scope, None)
        await self._show()

    @rx.event
    @allow("*")
    async def turn(self, step: int) -> None:
        self.page = max(0, self.page + (1 if step > 0 else -1))
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope, self.unread_only, self.level, self.page * PAGE)
        self.rows = [_shown(row, scope.locale) for row in found[:PAGE]]
        self.has_next = len(found) > PAGE
        first = self.page * PAGE + 1
        self.range_label = f"{first}–{first + len(self.rows) - 1}" if self.rows else ""
        self.loading = False


def _read(scope: Scope, unread_only: bool, level: str, offset: int) -> list[NotificationRow]:
    with db.transaction(scope) as session:
        return queries.notifications(
            session, scope, unread_only=unread_only, level=level, limit=PAGE + 1, offset=offset
        )


def _mark(scope: Scope, ids: list[UUID] | None) -> None:
    with db.transaction(scope) as session:
        actions.mark_read(session, scope, ids)


def _shown(row: NotificationRow, locale: Locale) -> dict[str, str]:
    times = (
        say(locale, "notifications.times", count=formats.number(row.count, locale)) if row.count > 1 else ""
    )
    return {
        "id": str(row.id),
        "text": sentence(row.kind, row.values, row.count, locale),
        "times": times,
        "tone": TONES[row.level],
        "link": row.link,
        "at": formats.short(row.updated_at, locale),
        "at_full": formats.full(row.updated_at, locale),
        "unread": "" if row.read_at else "1",
    }
