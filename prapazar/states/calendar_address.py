"""The person's secret calendar address: shown, replaced, closed."""

import reflex as rx

from prapazar.domain.planning import actions, queries_addresses
from prapazar.domain.planning.queries_addresses import AddressRow
from prapazar.flows import calendar_files
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast


class CalendarAddressState(rx.State):
    address: dict[str, str] = {}
    is_open: bool = False

    @rx.event
    @allow("calendar.read")
    async def open_address(self, is_open: bool) -> None:
        self.is_open = bool(is_open)
        if self.is_open:
            await self._show(await current_scope(self))

    @rx.event
    @allow("calendar.read")
    async def make(self) -> None:
        scope = await current_scope(self)
        await in_thread(_make, scope)
        await self._show(scope)
        await toast(self, "success", say(scope.locale, "calendar.feed_made"))

    @rx.event
    @allow("calendar.read")
    async def forget(self) -> None:
        scope = await current_scope(self)
        await in_thread(_forget, scope)
        self.address = {}
        await toast(self, "success", say(scope.locale, "calendar.feed_forgotten"))

    async def _show(self, scope: Scope) -> None:
        found = await in_thread(_read, scope)
        self.address = {}
        if found is None:
            return
        told = say(scope.locale, "calendar.feed_unread")
        if found.read_at is not None:
            told = say(scope.locale, "calendar.feed_read", at=formats.short(found.read_at, scope.locale))
        self.address = {"url": calendar_files.address(found.key), "read": told}


def _read(scope: Scope) -> AddressRow | None:
    with db.transaction(scope) as session:
        return queries_addresses.own(session, scope)


def _make(scope: Scope) -> None:
    with db.transaction(scope) as session:
        actions.make_address(session, scope)


def _forget(scope: Scope) -> None:
    with db.transaction(scope) as session:
        actions.forget_address(session, scope)
