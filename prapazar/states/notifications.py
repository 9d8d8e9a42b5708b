"""The notification centre: one's own, by filter, and what went wrong by root cause."""

from uuid import UUID

import reflex as rx

from prapazar.domain.messaging import actions, queries
from prapazar.domain.messaging.enums import SUBJECTS
from prapazar.domain.messaging.queries import CauseRow, NotificationFilter, NotificationRow
from prapazar.domain.messaging.wording import cause, has_plural, of_cause, sentence
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE
from prapazar.states.paged import Paged
from prapazar.states.session import current_scope, in_thread

TONES = {"info": "info", "success": "good", "warning": "wait", "error": "bad"}
VIEWS = ("all", "unread", "cause")


class NotificationsState(Paged, rx.State):
    rows: list[dict[str, str]] = []
    view: str = "all"
    level: str = ""
    subject: str = ""
    loading: bool = True

    @rx.event
    @allow("*")
    async def load(self) -> None:
        await self._begin()

    @rx.event
    @allow("*")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("*")
    async def show_view(self, view: str) -> None:
        self.view = view if view in VIEWS else "all"
        await self._begin()

    @rx.event
    @allow("*")
    async def set_level(self, level: str) -> None:
        self.level = level if level in TONES else ""
        await self._begin()

    @rx.event
    @allow("*")
    async def set_subject(self, subject: str) -> None:
        self.subject = subject if subject in SUBJECTS else ""
        await self._begin()

    @rx.event
    @allow("*")
    async def mark(self, row_id: str) -> None:
        """One, or all of one root cause."""
        row = next((one for one in self.rows if one["id"] == row_id), None)
        if row is not None:
            scope = await current_scope(self)
            await in_thread(_mark_row, scope, row)
            await self._show()

    @rx.event
    @allow("*")
    async def mark_all(self) -> None:
        scope = await current_scope(self)
        await in_thread(_mark_all, scope)
        await self._show()

    @rx.event
    @allow("*")
    async def turn(self, step: int) -> None:
        self._step(step)
        await self._show()

    async def _begin(self) -> None:
        self._to_first()
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        if self.view == "cause":
            found = await in_thread(_causes, scope)
            self.rows, self.has_next, self.range_label = found, False, ""
            self._to_first()
            self.loading = False
            return
        wanted = NotificationFilter(self.view == "unread", self.level, self.subject)
        rows = await in_thread(_read, scope, wanted, self._after())
        self.rows = [_shown(row, scope.locale) for row in self._cut(rows, queries.cursor)]
        self.loading = False


def _read(scope: Scope, wanted: NotificationFilter, after: str) -> list[NotificationRow]:
    with db.transaction(scope) as session:
        return queries.notifications(session, scope, wanted, after=after, limit=PAGE + 1)


def _causes(scope: Scope) -> list[dict[str, str]]:
    with db.transaction(scope) as session:
        found = queries.causes(session, scope)
    return [_shown_cause(row, scope.locale) for row in found]


def _mark_row(scope: Scope, row: dict[str, str]) -> None:
    with db.transaction(scope) as session:
        if row["kind"]:
            actions.mark_cause_read(session, scope, row["kind"], row["cause"])
        else:
            actions.mark_read(session, scope, [UUID(row["id"])])


def _mark_all(scope: Scope) -> None:
    with db.transaction(scope) as session:
        actions.mark_read(session, scope)


def _shown(row: NotificationRow, locale: Locale) -> dict[str, str]:
    # "24 new orders" says itself how many there are.
    is_told = row.count == 1 or has_plural(row.kind)
    times = "" if is_told else say(locale, "notifications.times", count=formats.number(row.count, locale))
    return {
        "id": str(row.id),
        "kind": "",
        "cause": "",
        "text": sentence(row.kind, row.values, row.count, locale),
        "why": cause(str(row.values.get("code", "")), locale),
        "times": times,
        "tone": TONES[row.level],
        "link": row.link,
        "at": formats.short(row.updated_at, locale),
        "at_full": formats.full(row.updated_at, locale),
        "unread": "" if row.read_at else "1",
    }


def _shown_cause(row: CauseRow, locale: Locale) -> dict[str, str]:
    places = formats.number(row.places, locale)
    where = say(locale, "notifications.places", count=places) if row.places > 1 else ""
    where = ", ".join(row.stores) if len(row.stores) > 1 else where
    since = say(locale, "notifications.since", first=formats.short(row.first_at, locale))
    why, said = cause(row.cause, locale), of_cause(row, locale)
    return {
        "id": f"{row.kind}|{row.cause}",
        "kind": row.kind,
        "cause": row.cause,
        "text": why or said,
        "why": " · ".join(part for part in (said if why else "", where, since) if part),
        "times": say(locale, "notifications.times", count=formats.number(row.count, locale)),
        "tone": TONES[row.level],
        "link": row.link if row.places == 1 else "",
        "at": formats.short(row.last_at, locale),
        "at_full": formats.full(row.last_at, locale),
        "unread": "1" if row.unread else "",
    }
