"""The counters beside the places: what waits for somebody."""

import reflex as rx

from prapazar.domain.access import queries as access
from prapazar.domain.aftersales import queries as claims
from prapazar.domain.aftersales import queries_questions as questions
from prapazar.domain.orders import queries, queries_repairs
from prapazar.domain.orders.views import VIEWS
from prapazar.domain.support import queries as tickets
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.states.policy import allow
from prapazar.states.session import in_thread, session_row
from prapazar.states.updates import put

KINDS = (
    "orders.imported",
    "orders.changed",
    "repairs.changed",
    "claims.imported",
    "claims.changed",
    "questions.imported",
    "questions.changed",
    "tickets.changed",
)
"""Live events after which the counters are read again, on every screen."""


class WorkState(rx.State):
    orders: int = 0
    repairs: int = 0
    claims: int = 0
    questions: int = 0
    tickets: int = 0

    @rx.event
    @allow("*")
    async def load(self) -> None:
        """On every page's `on_load` and after each of KINDS."""
        row = await session_row(self.router_data)
        if row is not None and row.merchant_id is not None:
            found = await in_thread(waiting, access.scope_of(row))
            put(
                self, **dict(zip(("orders", "repairs", "claims", "questions", "tickets"), found, strict=True))
            )


def waiting(scope: Scope) -> tuple[int, int, int, int, int]:
    with db.transaction(scope) as session:
        new = queries.count(session, scope, VIEWS["new"]) if scope.can("orders.read") else 0
        broken = queries_repairs.open_count(session, scope) if scope.can("repairs.read") else 0
        undecided = claims.worklists(session, scope)["decide"] if scope.can("claims.read") else 0
        asked = questions.counts(session, scope)["waiting"] if scope.can("messages.read") else 0
        helped = tickets.waiting(session, scope) if scope.can("tickets.read") else 0
    return new, broken, undecided, asked, helped
