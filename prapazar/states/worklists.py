"""The counters beside the places: what waits for somebody."""

import reflex as rx

from prapazar.domain.access import queries as access
from prapazar.domain.orders import queries, queries_repairs
from prapazar.domain.orders.queries import OrderFilter
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.states.policy import allow
from prapazar.states.session import in_thread, session_row

KINDS = ("orders.imported", "orders.changed", "repairs.changed")
"""Live events after which the counters are read again, on every screen."""


class WorkState(rx.State):
    orders: int = 0
    repairs: int = 0

    @rx.event
    @allow("*")
    async def load(self) -> None:
        """On every page's `on_load` and after each of KINDS."""
        row = await session_row(self.router_data)
        if row is not None and row.merchant_id is not None:
            self.orders, self.repairs = await in_thread(waiting, access.scope_of(row))


def waiting(scope: Scope) -> tuple[int, int]:
    with db.transaction(scope) as session:
        new = queries.count(session, scope, OrderFilter(statuses=("new",))) if scope.can("orders.read") else 0
        broken = queries_repairs.open_count(session, scope) if scope.can("repairs.read") else 0
    return new, broken
