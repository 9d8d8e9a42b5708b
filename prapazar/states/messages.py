"""The message log: what went to whom, at what cost, and what became of it."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.messaging import actions
from prapazar.domain.messaging import queries_messages as queries
from prapazar.domain.messaging.enums import RESENDABLE, MessageStatus, Way
from prapazar.domain.messaging.errors import MessageMissing, MessageRefused
from prapazar.domain.messaging.masking import masked
from prapazar.domain.messaging.queries_messages import MessageFilter, MessageRow, Spent
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE
from prapazar.states.lists import uuids
from prapazar.states.paged import Paged
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

TONES = {
    "waiting": "wait",
    "sending": "wait",
    "sent": "info",
    "delivered": "good",
    "read": "good",
    "failed": "bad",
    "unclear": "wait",
    "blocked": "neutral",
    "kept": "neutral",
}


class MessagesState(Paged, rx.State):
    rows: list[dict[str, str]] = []
    figures: list[dict[str, str]] = []
    view: str = "all"
    way: str = ""
    search: str = ""
    loading: bool = True
    shown: dict[str, str] = {}
    is_open: bool = False
    ask_again: bool = False

    @rx.event
    @allow("messages.read")
    async def load(self) -> None:
        self.is_open = self.ask_again = False
        await self._begin()

    @rx.event
    @allow("messages.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("messages.read")
    async def show_view(self, view: str) -> None:
        self.view = view if view in queries.VIEWS else "all"
        await self._begin()

    @rx.event
    @allow("messages.read")
    async def set_way(self, way: str) -> None:
        self.way = way if way in set(Way) else ""
        await self._begin()

    @rx.event
    @allow("messages.read")
    async def set_search(self, search: str) -> None:
        self.search = str(search)[:200]
        await self._begin()

    @rx.event
    @allow("messages.read")
    async def turn(self, step: int) -> None:
        self._step(step)
        await self._show()

    @rx.event
    @allow("messages.read")
    async def open(self, message_id: str) -> None:
        scope = await current_scope(self)
        for one in uuids([message_id]):
            try:
                row = await in_thread(_one, scope, one)
            except MessageMissing:
                return
            self.shown, self.is_open, self.ask_again = _whole(row, scope), True, False

    @rx.event
    @allow("messages.read")
    def set_open(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("messages.write")
    def set_ask_again(self, is_open: bool) -> None:
        self.ask_again = bool(is_open)

    @rx.event
    @allow("messages.write")
    async def send_again(self) -> None:
        scope = await current_scope(self)
        self.ask_again = False
        for one in uuids([self.shown.get("id", "")]):
            try:
                await in_thread(_again, scope, one)
            except MessageRefused as refused:
                await toast(self, "error", say(scope.locale, refused.code))
                return
            self.is_open = False
            await self._show()
            await toast(self, "success", say(scope.locale, "messages.sent_again"))

    async def _begin(self) -> None:
        self._to_first()
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        wanted = MessageFilter(self.view, self.way, self.search)
        rows, spent = await in_thread(_read, scope, wanted, self._after())
        self.rows = [_shown(row, scope) for row in self._cut(rows, queries.cursor)]
        self.figures = _figures(spent, scope)
        self.loading = False


def _read(scope: Scope, wanted: MessageFilter, after: str) -> tuple[list[MessageRow], list[Spent]]:
    with db.transaction(scope) as session:
        rows = queries.page(session, scope, wanted, after=after, limit=PAGE + 1)
        return rows, queries.month(session, scope)


def _one(scope: Scope, message_id: UUID) -> MessageRow:
    with db.transaction(scope) as session:
        return queries.message(session, scope, message_id)


def _again(scope: Scope, message_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.send_again(session, scope, message_id)


def _figures(spent: list[Spent], scope: Scope) -> list[dict[str, str]]:
    told = [
        {
            "label": say(
                scope.locale, "messages.sum_messages", way=say(scope.locale, f"messages.way_{one.way}")
            ),
            "value": formats.number(one.messages, scope.locale),
        }
        for one in spent
    ]
    cost = sum((one.cost for one in spent), start=Decimal(0))
    if told:
        told.append(
            {
                "label": say(scope.locale, "messages.sum_cost"),
                "value": formats.money(cost, locale=scope.locale),
            }
        )
    return told


def _shown(row: MessageRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    return {
        "id": str(row.id),
        "to": masked(scope, row.way, row.recipient) or "—",
        "way": say(locale, f"messages.way_{row.way}"),
        "text": row.subject or row.body[:120],
        "about": row.order_number or say(locale, f"messages.event_{row.event}"),
        "status": say(locale, f"messages.status_{row.status}"),
        "tone": TONES[row.status],
        "why": _words(row.code, scope),
        "cost": formats.money(row.cost, locale=locale) if row.cost else "",
        "at": formats.short(row.created_at, locale),
        "at_full": formats.full(row.created_at, locale),
    }


def _whole(row: MessageRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale

    def moment(found: Any) -> str:  # noqa: ANN401 - a time or none
        return formats.full(found, locale) if found else ""

    return {
        **_shown(row, scope),
        "subject": row.subject,
        "body": row.body,
        "purpose": say(locale, f"messages.purpose_{row.purpose}"),
        "template": row.template or "",
        "account": row.account or (say(locale, "messages.own_server") if row.way == Way.EMAIL else ""),
        "attempts": formats.number(row.attempts, locale),
        "provider_status": row.provider_status,
        "detail": row.detail,
        "sent_at": moment(row.sent_at),
        "delivered_at": moment(row.delivered_at),
        "order_link": routes.order(row.order_id) if row.order_id else "",
        "order_number": row.order_number or "",
        "can_again": "1" if MessageStatus(row.status) in RESENDABLE and row.recipient else "",
        "is_unclear": "1" if row.status == MessageStatus.UNCLEAR else "",
    }


def _words(code: str, scope: Scope) -> str:
    return say(scope.locale, code) if code and knows(code) else code
