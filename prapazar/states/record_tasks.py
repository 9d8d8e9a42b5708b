"""The open tasks about the record whose page is open: an order, a customer, a ticket, a product."""

from uuid import UUID

import reflex as rx

from prapazar.domain.planning import queries_tasks
from prapazar.domain.planning.queries_tasks import TaskFilter, TaskRow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.states import task_rows
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread

_SHOWN = 20


class RecordTasksState(rx.State):
    rows: list[dict[str, str]] = []

    @rx.event
    @allow("*")
    async def load(self) -> None:
        """Nothing for whoever may not see tasks."""
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.rows = []
        for record_id in uuids([asked]) if scope.can("calendar.read") else []:
            found = await in_thread(_read, scope, record_id)
            self.rows = [task_rows.shown(row, scope.locale) for row in found]


def _read(scope: Scope, record_id: UUID) -> list[TaskRow]:
    with db.transaction(scope) as session:
        return queries_tasks.page(session, scope, TaskFilter(link_id=record_id), limit=_SHOWN)
