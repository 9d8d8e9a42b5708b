"""The ticket list: worklists, filters, many given or closed at once."""

from collections.abc import Callable, Sequence
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.channels import queries as channels
from prapazar.domain.support import actions, queries
from prapazar.domain.support.actions import RowResult
from prapazar.domain.support.enums import TICKET_REASONS, Priority, TicketStatus
from prapazar.domain.support.queries import TicketFilter
from prapazar.foundation import db
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.ticket_rows import shown
from prapazar.states.toast import toast

MOST, AT_ONCE = 1000, 200
KIND = ListKind(
    screen="tickets",
    reads="tickets.read",
    views=("all", *(view for view in queries.VIEWS if view != "all")),
    filters=("search", "priority", "assignee", "reason", "connection", "tag"),
    sorts=tuple(queries.SORTS),
    first_sort="-said",
    columns=(
        "customer",
        "channel",
        "order",
        "priority",
        "status",
        "reason",
        "assignee",
        "tags",
        "due",
        "said",
        "created",
    ),
    hidden_first=("reason", "tags", "created", "order"),
    grows_at_top=True,
)


class TicketsState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {
        "priority": [],
        "assignee": [],
        "reason": [],
        "connection": [],
    }
    refused: list[dict[str, str]] = []
    """{id, number, why} of the last change of many."""

    @rx.event
    @allow("tickets.write")
    async def move_many(self, status: str) -> None:
        if status in {TicketStatus.SOLVED, TicketStatus.CLOSED}:
            wanted = TicketStatus(status)
            await self._many(lambda session, scope, ids: actions.move_many(session, scope, ids, wanted))

    @rx.event
    @allow("tickets.write")
    async def assign_many(self, user_id: str) -> None:
        """To nobody with `-`."""
        user = next(iter(uuids([str(user_id)])), None)
        if user is not None or user_id == "-":
            await self._many(lambda session, scope, ids: actions.assign_many(session, scope, ids, user))

    @rx.event
    @allow("tickets.write")
    def close_refused(self, is_open: bool) -> None:
        if not is_open:
            self.refused = []

    async def _many(self, work: Callable[[Session, Scope, list[UUID]], list[RowResult]]) -> None:
        scope = await current_scope(self)
        chosen = None if self.every else uuids(self.selected)
        results = await in_thread(_each, scope, chosen, self._filter(), work)
        done = sum(not one.code for one in results)
        self.refused = [
            {"id": str(one.id), "number": one.number or "–", "why": say(scope.locale, one.code)}
            for one in results
            if one.code
        ][:AT_ONCE]
        await self._show_first()
        if done:
            await toast(self, "success", say(scope.locale, "tickets.many_done", count=done))

    def _filter(self) -> TicketFilter:
        chosen = {name: next(iter(uuids([self.filters[name]])), None) for name in ("assignee", "connection")}
        return TicketFilter(
            view=self.view,
            search=self.filters["search"],
            priority=self.filters["priority"],
            assignee=chosen["assignee"],
            reason=self.filters["reason"],
            connection=chosen["connection"],
            tag=self.filters["tag"],
            sort=self.sort or KIND.first_sort,
        )

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = TicketFilter(view="all", ids=tuple(ids)) if ids else self._filter()
        return lambda session, scope: _look(session, scope, wanted, after, with_choices)


def _look(session: Session, scope: Scope, wanted: TicketFilter, after: str, with_choices: bool) -> Look:
    found = queries.page(session, scope, wanted, after=after, limit=PAGE + 1)
    counts = queries.worklists(session, scope)
    return Look(
        rows=[shown(row, scope) for row in found[:PAGE]],
        end=queries.cursor(found[PAGE - 1], wanted.sort) if len(found) > PAGE else "",
        total=queries.count(session, scope, wanted),
        counts=counts,
        choices=_choices(session, scope) if with_choices else None,
    )


def _choices(session: Session, scope: Scope) -> dict[str, list[dict[str, str]]]:
    return {
        "priority": priorities(scope.locale),
        "reason": reasons(scope.locale),
        "assignee": [{"value": str(one.id), "label": one.name} for one in queries.members(session, scope)],
        "connection": [{"value": str(one.id), "label": one.name} for one in channels.names(session, scope)],
    }


def priorities(locale: Locale) -> list[dict[str, str]]:
    return [{"value": one.value, "label": say(locale, f"tickets.priority_{one}")} for one in Priority]


def reasons(locale: Locale) -> list[dict[str, str]]:
    return [{"value": one, "label": say(locale, f"tickets.reason_{one}")} for one in TICKET_REASONS]


def _each(
    scope: Scope,
    chosen: list[UUID] | None,
    wanted: TicketFilter,
    work: Callable[[Session, Scope, list[UUID]], list[RowResult]],
) -> list[RowResult]:
    """By two hundred in a transaction; at most a thousand of all that match."""
    if chosen is None:
        with db.transaction(scope) as session:
            chosen = [row.id for row in queries.page(session, scope, wanted, limit=MOST)]
    results: list[RowResult] = []
    for start in range(0, len(chosen), AT_ONCE):
        with db.transaction(scope) as session:
            results += work(session, scope, chosen[start : start + AT_ONCE])
    return results
