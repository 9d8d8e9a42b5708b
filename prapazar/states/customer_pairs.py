"""Customers who may be one person: put together or told apart, one pair after the other."""

import contextlib
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.customers import actions, queries
from prapazar.domain.customers.errors import CustomerMissing, CustomerRefused
from prapazar.domain.customers.queries import COUNT_LIMIT, Pair
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.customer_rows import pair
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_PAGE = 30


class CustomerPairsState(rx.State):
    pairs: list[dict[str, Any]] = []
    total: str = ""
    loading: bool = True

    @rx.event
    @allow("customers.read")
    async def load(self) -> None:
        await self._show()

    @rx.event
    @allow("customers.write")
    async def merge(self, suggestion_id: str) -> None:
        scope = await current_scope(self)
        found = next((one for one in self.pairs if one["id"] == suggestion_id), None)
        if found is None:
            return
        try:
            await in_thread(_merge, scope, UUID(found["kept"]), UUID(found["gone"]))
        except CustomerRefused as refused:
            await toast(self, "warning", say(scope.locale, refused.code))
        except CustomerMissing:
            await toast(self, "warning", say(scope.locale, "customers.missing"))
        else:
            await toast(self, "success", say(scope.locale, "customers.merged_done"))
        await self._show()

    @rx.event
    @allow("customers.write")
    async def dismiss(self, suggestion_id: str) -> None:
        scope = await current_scope(self)
        with contextlib.suppress(CustomerMissing, ValueError):
            await in_thread(_dismiss, scope, UUID(str(suggestion_id)))
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        found, count = await in_thread(_read, scope)
        self.pairs = [pair(one, scope) for one in found]
        shown = formats.number(min(count, COUNT_LIMIT), scope.locale)
        self.total = f"{shown}+" if count > COUNT_LIMIT else shown
        self.loading = False


def _read(scope: Scope) -> tuple[list[Pair], int]:
    with db.transaction(scope) as session:
        return queries.pairs(session, scope, limit=_PAGE), queries.count_pairs(session, scope)


def _merge(scope: Scope, kept: UUID, gone: UUID) -> None:
    with db.transaction(scope) as session:
        actions.merge(session, scope, kept, gone)


def _dismiss(scope: Scope, suggestion_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.dismiss(session, scope, suggestion_id)
