"""The tickets about an order, on its page."""

from uuid import UUID

import reflex as rx

from prapazar.domain.support import queries
from prapazar.domain.support.queries import TicketRow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.ticket_rows import shown


class OrderTicketsState(rx.State):
    rows: list[dict[str, str]] = []

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        """Nothing for whoever may not read tickets."""
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.rows = []
        for order_id in uuids([asked]) if scope.can("tickets.read") else []:
            found = await in_thread(_read, scope, order_id)
            self.rows = [shown(row, scope) for row in found]


def _read(scope: Scope, order_id: UUID) -> list[TicketRow]:
    with db.transaction(scope) as session:
        return queries.of_order(session, scope, order_id)
