"""The customer list: views, filters, putting chosen ones together."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.channels import queries as channels
from prapazar.domain.customers import actions, queries
from prapazar.domain.customers.errors import CustomerMissing, CustomerRefused
from prapazar.domain.customers.queries import BY_HAND, COUNT_LIMIT, CustomerFilter
from prapazar.foundation import db, formats, places
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.customer_rows import shown
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

MOST_MERGED = 10
KIND = ListKind(
    screen="customers",
    reads="customers.read",
    views=queries.VIEWS,
    filters=("search", "channel", "city"),
    sorts=("last", "spent", "orders", "name"),
    first_sort="-last",
    columns=("company", "email", "phone", "place", "channel", "orders", "spent", "first", "last", "tags"),
    hidden_first=("company", "first", "tags"),
)


class CustomersState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {"channel": [], "city": []}
    pairs: str = ""
    """How many suggestions wait, "" for none."""
    merge_open: bool = False

    @rx.event
    @allow("customers.write")
    async def ask_merge(self, is_open: bool) -> None:
        scope = await current_scope(self)
        if is_open is True and not 1 < len(self.selected) <= MOST_MERGED:
            await toast(self, "warning", say(scope.locale, "customers.merge_count", most=MOST_MERGED))
            return
        self.merge_open = is_open is True

    @rx.event
    @allow("customers.write")
    async def merge(self) -> None:
        """The chosen ones into the one of them who bought most often."""
        scope = await current_scope(self)
        ids = uuids(self.selected)[:MOST_MERGED]
        try:
            await in_thread(_merge, scope, ids)
        except CustomerRefused as refused:
            await toast(self, "warning", say(scope.locale, refused.code))
        except CustomerMissing:
            await toast(self, "warning", say(scope.locale, "customers.missing"))
        else:
            await toast(self, "success", say(scope.locale, "customers.merged_done"))
        self.merge_open = False
        await self._show_first()

    async def _show(self, *, with_choices: bool = False, counts_again: bool = True) -> None:
        await super()._show(with_choices=with_choices, counts_again=counts_again)
        scope = await current_scope(self)
        waiting = await in_thread(_waiting, scope)
        self.pairs = formats.number(waiting, scope.locale) if waiting else ""

    def _filter(self) -> CustomerFilter:
        return CustomerFilter(
            self.view, self.filters["search"], self.filters["channel"], self.filters["city"]
        )

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = CustomerFilter(ids=tuple(ids)) if ids else self._filter()
        sort = self.sort or KIND.first_sort
        return lambda session, scope: _look(session, scope, wanted, sort, after, with_choices)


def _look(
    session: Session, scope: Scope, wanted: CustomerFilter, sort: str, after: str, with_choices: bool
) -> Look:
    found = queries.page(session, scope, wanted, after=after, limit=PAGE + 1, sort=sort)
    total = queries.count(session, scope, wanted)
    stores = channels.names(session, scope)
    named = {str(one.id): (one.connector, one.name) for one in stores}
    return Look(
        rows=[shown(row, scope, named) for row in found[:PAGE]],
        end=queries.cursor(found[PAGE - 1], sort) if len(found) > PAGE else "",
        total=min(total, COUNT_LIMIT),
        is_capped=total > COUNT_LIMIT,
        choices={
            "channel": [
                *({"value": str(one.id), "label": one.name} for one in stores),
                {"value": BY_HAND, "label": say(scope.locale, "orders.manual")},
            ],
            "city": [{"value": one.name, "label": one.name} for one in places.provinces()],
        }
        if with_choices
        else None,
    )


def _waiting(scope: Scope) -> int:
    with db.transaction(scope) as session:
        return queries.count_pairs(session, scope)


def _merge(scope: Scope, ids: Sequence[UUID]) -> None:
    with db.transaction(scope) as session:
        rows = queries.page(session, scope, CustomerFilter(ids=tuple(ids)), sort="-orders", limit=MOST_MERGED)
        if len(rows) < len(ids):
            raise CustomerMissing(str(ids))
        for gone in rows[1:]:
            actions.merge(session, scope, rows[0].id, gone.id)
