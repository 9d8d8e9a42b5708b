"""Tasks over REST: list, one, written, changed, moved over the board, ticked off, removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy.orm import Session

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.domain.planning import actions, links, queries_tasks, rules
from prapazar.domain.planning.enums import LinkKind, TaskStatus
from prapazar.domain.planning.errors import PlanInvalid
from prapazar.domain.planning.queries_tasks import TaskFilter, TaskRow
from prapazar.domain.planning.rules import Check, TaskDraft
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/tasks", tags=["calendar"])
Reader = Annotated[Scope, Depends(scope_with("calendar.read"))]
Writer = Annotated[Scope, Depends(scope_with("calendar.write"))]
Remover = Annotated[Scope, Depends(scope_with("calendar.delete"))]


class Step(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=140)]
    done: bool = False


class About(BaseModel):
    kind: LinkKind
    id: UUID


class Wanted(BaseModel):
    title: Annotated[str, Field(max_length=140)]
    note: Annotated[str, Field(max_length=4000)] = ""
    assignee_id: UUID | None = None
    due_at: AwareDatetime | None = None
    is_all_day: bool = True
    remind_minutes: Annotated[int, Field(ge=0, le=rules.LONGEST_REMINDER)] | None = None
    checklist: Annotated[list[Step], Field(max_length=rules.MOST_CHECKS)] = []
    about: About | None = None


class OneTask(Wanted):
    id: UUID
    status: TaskStatus
    assignee: str | None
    created_at: datetime
    done_at: datetime | None


class TaskPage(BaseModel):
    tasks: list[OneTask]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class Place(BaseModel):
    status: TaskStatus
    place: Annotated[int, Field(ge=0)] = 0
    """From the top of its column."""


class Tick(BaseModel):
    place: Annotated[int, Field(ge=0)]
    done: bool = True


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except PlanInvalid as refused:
        raise Refused(422, refused.code, **refused.values) from refused


@router.get("")
def tasks(
    scope: Reader,
    view: Literal["open", "mine", "late", "done", "all"] = "open",
    search: Annotated[str, Query(max_length=120)] = "",
    assignee_id: UUID | None = None,
    about_id: UUID | None = None,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TaskPage:
    wanted = TaskFilter(view=view, search=search, assignee=assignee_id, link_id=about_id)
    try:
        after = _checked(cursor)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    with db.transaction(scope) as session:
        rows = queries_tasks.page(session, scope, wanted, after=after, limit=limit)
    more = queries_tasks.cursor(rows[-1]) if len(rows) == limit else None
    return TaskPage(tasks=[_one(row) for row in rows], next_cursor=more)


def _checked(cursor: str) -> str:
    if cursor:
        moment, _, task_id = cursor.partition("~")
        if moment != "infinity":
            datetime.fromisoformat(moment)
        UUID(task_id)
    return cursor


@router.post("", status_code=201)
def add(scope: Writer, wanted: Wanted) -> OneTask:
    with _refusals(), db.transaction(scope) as session:
        made = actions.add_task(session, scope, _draft(session, scope, wanted))
        return _one(queries_tasks.task(session, scope, made))


@router.get("/{task_id}")
def one(scope: Reader, task_id: UUID) -> OneTask:
    with db.transaction(scope) as session:
        return _one(queries_tasks.task(session, scope, task_id))


@router.put("/{task_id}")
def change(scope: Writer, task_id: UUID, wanted: Wanted) -> OneTask:
    with _refusals(), db.transaction(scope) as session:
        actions.change_task(session, scope, task_id, _draft(session, scope, wanted))
        return _one(queries_tasks.task(session, scope, task_id))


@router.post("/{task_id}/move")
def move(scope: Writer, task_id: UUID, place: Place) -> OneTask:
    with db.transaction(scope) as session:
        actions.move_task(session, scope, task_id, place.status, place.place)
        return _one(queries_tasks.task(session, scope, task_id))


@router.post("/{task_id}/tick")
def tick(scope: Writer, task_id: UUID, wanted: Tick) -> OneTask:
    with db.transaction(scope) as session:
        actions.check_off(session, scope, task_id, wanted.place, is_done=wanted.done)
        return _one(queries_tasks.task(session, scope, task_id))


@router.delete("/{task_id}", status_code=204)
def remove(scope: Remover, task_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.remove_task(session, scope, task_id)


def _draft(session: Session, scope: Scope, wanted: Wanted) -> TaskDraft:
    """What it is about must be there, and within the caller's sight."""
    about = wanted.about
    if about is not None and not links.name(session, scope, about.kind, about.id):
        raise PlanInvalid("link", "tasks.link_unknown")
    return TaskDraft(
        title=wanted.title,
        note=wanted.note,
        assignee_id=wanted.assignee_id,
        due_at=wanted.due_at,
        is_all_day=wanted.is_all_day,
        remind_minutes=wanted.remind_minutes,
        checklist=tuple(Check(step.text, step.done) for step in wanted.checklist),
        link=(about.kind.value, about.id) if about else None,
    )


def _one(row: TaskRow) -> OneTask:
    return OneTask(
        id=row.id,
        title=row.title,
        note=row.note,
        status=TaskStatus(row.status),
        assignee_id=row.assignee_id,
        assignee=row.assignee,
        due_at=row.due_at,
        is_all_day=row.is_all_day,
        remind_minutes=row.remind_minutes,
        checklist=[Step(text=str(step["text"]), done=bool(step["done"])) for step in row.checklist],
        about=About(kind=LinkKind(row.link_kind), id=row.link_id) if row.link_id else None,
        created_at=row.created_at,
        done_at=row.done_at,
    )
