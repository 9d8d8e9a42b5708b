"""Tasks as a board and as a list, and the dialog of one."""

from typing import Any
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.planning import actions, queries_tasks
from prapazar.domain.planning.enums import TaskStatus
from prapazar.domain.planning.errors import PlanInvalid, TaskMissing
from prapazar.domain.planning.queries_tasks import TaskFilter, TaskRow
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states import task_rows
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE
from prapazar.states.paged import Paged
from prapazar.states.session import current_scope, in_thread
from prapazar.states.task import TaskState
from prapazar.states.toast import toast

BOARD = "board"
_VIEWS = ("open", "mine", "late", "done", "all")


class TasksState(Paged, rx.State):
    view: str = BOARD
    search: str = ""
    assignee: str = ""
    views: list[dict[str, str]] = []
    people: list[dict[str, str]] = []
    todo: list[dict[str, str]] = []
    doing: list[dict[str, str]] = []
    done: list[dict[str, str]] = []
    rows: list[dict[str, str]] = []
    loading: bool = True
    """Where each page before this one ended."""

    @rx.event
    @allow("calendar.read")
    async def load(self) -> Any:  # noqa: ANN401 - an event of another state, or nothing
        """The board; the address may name a task, or a record a new one is to be about."""
        asked = self.router.url.query_parameters
        self._to_first()
        await self._show()
        if task := str(asked.get("task", "")):
            return TaskState.open_task(task)
        if about := str(asked.get("about", "")):
            return TaskState.begin(about)
        return None

    @rx.event
    @allow("calendar.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("calendar.read")
    async def choose(self, view: str) -> None:
        self.view = str(view) if view in _VIEWS else BOARD
        self._to_first()
        await self._show()

    @rx.event
    @allow("calendar.read")
    async def find(self, words: str) -> None:
        self.search = str(words)[:120]
        self._to_first()
        await self._show()

    @rx.event
    @allow("calendar.read")
    async def choose_assignee(self, person: str) -> None:
        self.assignee = _id(str(person))
        self._to_first()
        await self._show()

    @rx.event
    @allow("calendar.read")
    async def turn(self, step: int) -> None:
        self._step(step)
        await self._show()

    @rx.event
    @allow("calendar.write")
    async def move(self, card: str, column: str, place: int) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_move, scope, UUID(str(card)), TaskStatus(column), int(place))
        except (ValueError, TypeError, TaskMissing):
            await toast(self, "error", say(scope.locale, "tasks.missing"))
        await self._show()

    @rx.event
    @allow("calendar.write")
    async def finish(self, task_id: str) -> None:
        """Done, or open again."""
        scope = await current_scope(self)
        row = next((one for one in self.rows if one["id"] == task_id), None)
        if row is None:
            return
        status = TaskStatus.TODO if row["status"] == TaskStatus.DONE else TaskStatus.DONE
        try:
            await in_thread(_move, scope, UUID(task_id), status, 0)
        except (ValueError, PlanInvalid, TaskMissing):
            await toast(self, "error", say(scope.locale, "tasks.missing"))
        else:
            told = "tasks.done" if status is TaskStatus.DONE else "tasks.reopened"
            await toast(self, "success", say(scope.locale, told))
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        wanted = TaskFilter(
            view="open" if self.view == BOARD else self.view,
            search=self.search,
            assignee=UUID(self.assignee) if self.assignee else None,
        )
        found = await in_thread(_look, scope, wanted, self._after(), is_board=self.view == BOARD)
        self.views = _views(found.counts, scope.locale)
        self.people = [{"value": str(one.id), "label": one.name} for one in found.people]
        if self.view == BOARD:
            cards = [task_rows.shown(row, scope.locale) for row in found.rows]
            self.todo, self.doing, self.done = (
                [one for one in cards if one["status"] == status.value] for status in TaskStatus
            )
        else:
            here = self._cut(found.rows, queries_tasks.cursor)
            self.rows = [task_rows.shown(row, scope.locale) for row in here]
        self.loading = False


class _Found:
    """What one look at the database brought."""

    def __init__(
        self, session: Session, scope: Scope, wanted: TaskFilter, after: str, *, is_board: bool
    ) -> None:
        self.rows: list[TaskRow] = (
            queries_tasks.board(session, scope, wanted)
            if is_board
            else queries_tasks.page(session, scope, wanted, after=after, limit=PAGE + 1)
        )
        self.counts = queries_tasks.counts(session, scope)
        self.people = queries_tasks.people(session, scope)


def _look(scope: Scope, wanted: TaskFilter, after: str, *, is_board: bool) -> _Found:
    with db.transaction(scope) as session:
        return _Found(session, scope, wanted, after, is_board=is_board)


def _move(scope: Scope, task_id: UUID, status: TaskStatus, place: int) -> None:
    with db.transaction(scope) as session:
        actions.move_task(session, scope, task_id, status, place)


def _views(counts: dict[str, int], locale: Locale) -> list[dict[str, str]]:
    named = [(BOARD, "tasks.board"), *((view, f"tasks.view_{view}") for view in _VIEWS)]
    return [
        {
            "value": value,
            "label": say(locale, key),
            "count": formats.number(counts[value], locale) if counts.get(value) else "",
        }
        for value, key in named
    ]


def _id(said: str) -> str:
    try:
        return str(UUID(said))
    except ValueError:
        return ""
