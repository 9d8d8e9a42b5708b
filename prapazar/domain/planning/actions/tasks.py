"""Write, move, put off, check off and remove tasks."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.messaging import personal
from prapazar.domain.messaging.personal import Note
from prapazar.domain.planning import queries_tasks, rules
from prapazar.domain.planning.actions import wake_ups
from prapazar.domain.planning.enums import OF_PERSONS, TaskStatus
from prapazar.domain.planning.errors import PlanInvalid, TaskMissing
from prapazar.domain.planning.queries_tasks import TaskRow
from prapazar.domain.planning.rules import Check, TaskDraft
from prapazar.foundation import live, routes
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_INSERT = text(
    "INSERT INTO task (id, merchant_id, title, note, status, place, assignee_id, due_at, is_all_day, remind_minutes,"
    " checklist, link_kind, link_id, user_id) VALUES (:id, :merchant, :title, :note, 'todo',"
    " (SELECT coalesce(min(place), 0) - 1 FROM task WHERE merchant_id = :merchant AND status = 'todo'),"
    " :assignee, :due, :is_all_day, :remind, :checklist, :link_kind, :link_id, :user)"
).bindparams(bindparam("checklist", type_=JSONB))
_UPDATE = text(
    "UPDATE task SET title = :title, note = :note, assignee_id = :assignee, due_at = :due, is_all_day = :is_all_day,"
    " remind_minutes = :remind, checklist = :checklist, link_kind = :link_kind, link_id = :link_id,"
    " updated_at = now() WHERE id = :id AND merchant_id = :merchant"
).bindparams(bindparam("checklist", type_=JSONB))
# The board keeps its order by numbers that leave room; the others of the column make way in the same statement.
_MOVE = text(
    "WITH others AS (SELECT id, row_number() OVER (ORDER BY place, id) - 1 AS at FROM task"
    "  WHERE merchant_id = :merchant AND status = :status AND id <> :id),"
    " wanted AS (SELECT id, at + CASE WHEN at >= :at THEN 1 ELSE 0 END AS at FROM others"
    "  UNION ALL SELECT CAST(:id AS uuid), least(:at, (SELECT count(*) FROM others)))"
    " UPDATE task t SET place = w.at, status = :status,"
    "  updated_at = CASE WHEN t.id = :id THEN now() ELSE t.updated_at END,"
    "  done_at = CASE WHEN t.id <> :id THEN t.done_at WHEN :status = 'done' THEN coalesce(t.done_at, now()) END"
    " FROM wanted w WHERE w.id = t.id AND (t.id = :id OR t.place <> w.at)"
)


def add_task(session: Session, scope: Scope, draft: TaskDraft) -> UUID:
    scope.require("calendar.write")
    good = _checked(session, scope, draft)
    task_id = new_id()
    session.execute(_INSERT, {**_values(scope, task_id, good), "user": scope.user_id})
    _tell(session, scope, queries_tasks.lock(session, scope, task_id), assigned=good.assignee_id is not None)
    return task_id


def change_task(session: Session, scope: Scope, task_id: UUID, draft: TaskDraft) -> None:
    scope.require("calendar.write")
    row = queries_tasks.lock(session, scope, task_id)
    good = _checked(session, scope, _with_kept_words(scope, draft, row))
    session.execute(_UPDATE, _values(scope, task_id, good))
    is_new = good.assignee_id is not None and good.assignee_id != row.assignee_id
    _tell(session, scope, queries_tasks.lock(session, scope, task_id), assigned=is_new)


def move_task(session: Session, scope: Scope, task_id: UUID, status: TaskStatus, place: int = 0) -> None:
    """To a place of the board, counted from the top of its column."""
    scope.require("calendar.write")
    queries_tasks.lock(session, scope, task_id)
    session.execute(
        _MOVE, {"merchant": scope.merchant_id, "id": task_id, "status": status.value, "at": max(0, place)}
    )
    _tell(session, scope, queries_tasks.lock(session, scope, task_id))


def put_off(session: Session, scope: Scope, task_id: UUID, due_at: datetime, *, is_all_day: bool) -> None:
    """Due at another time."""
    scope.require("calendar.write")
    row = queries_tasks.lock(session, scope, task_id)
    moved = replace(row.draft(), due_at=due_at, is_all_day=is_all_day)
    session.execute(_UPDATE, _values(scope, task_id, rules.checked_task(moved)))
    _tell(session, scope, queries_tasks.lock(session, scope, task_id))


def check_off(session: Session, scope: Scope, task_id: UUID, place: int, *, is_done: bool) -> None:
    """One line of its list."""
    scope.require("calendar.write")
    row = queries_tasks.lock(session, scope, task_id)
    if not 0 <= place < len(row.checklist):
        raise TaskMissing(task_id)
    checklist = [
        {**one, "done": is_done if at == place else one["done"]} for at, one in enumerate(row.checklist)
    ]
    session.execute(
        text("UPDATE task SET checklist = :checklist, updated_at = now() WHERE id = :id").bindparams(
            bindparam("checklist", type_=JSONB)
        ),
        {"checklist": checklist, "id": task_id},
    )
    live.tell(session, scope.merchant_id, "tasks.changed")


def remove_task(session: Session, scope: Scope, task_id: UUID) -> None:
    scope.require("calendar.delete")
    gone = session.execute(
        text("DELETE FROM task WHERE id = :id AND merchant_id = :merchant RETURNING id"),
        {"id": task_id, "merchant": scope.merchant_id},
    ).scalar()
    if gone is None:
        raise TaskMissing(task_id)
    wake_ups.take_back(session, scope, task_id)
    live.tell(session, scope.merchant_id, "tasks.changed")


def _with_kept_words(scope: Scope, draft: TaskDraft, row: TaskRow) -> TaskDraft:
    """Words that were hidden from who changes the task stay; lines of its list in their places."""
    lines = list(draft.checklist)
    if scope.masks:
        present = [Check(str(one["text"]), bool(one["done"])) for one in row.checklist]
        lines = [
            present[at] if one.text.strip() == masking.DOTS and at < len(present) else one
            for at, one in enumerate(lines)
        ]
    return replace(
        draft,
        title=masking.kept(scope, draft.title, row.title),
        note=masking.kept(scope, draft.note, row.note),
        checklist=tuple(lines),
    )


def _checked(session: Session, scope: Scope, draft: TaskDraft) -> TaskDraft:
    good = rules.checked_task(draft)
    known = {one.id for one in queries_tasks.people(session, scope)} if good.assignee_id else set()
    if good.assignee_id is not None and good.assignee_id not in known:
        raise PlanInvalid("assignee", "tasks.assignee_unknown")
    return good


def _values(scope: Scope, task_id: UUID, draft: TaskDraft) -> dict[str, Any]:
    kind, link_id = draft.link or ("", None)
    return {
        "id": task_id,
        "merchant": scope.merchant_id,
        "title": draft.title,
        "note": draft.note,
        "assignee": draft.assignee_id,
        "due": draft.due_at,
        "is_all_day": draft.is_all_day,
        "remind": draft.remind_minutes,
        "checklist": [{"text": one.text, "done": one.done} for one in draft.checklist],
        "link_kind": kind,
        "link_id": link_id,
    }


def _told(row: TaskRow) -> dict[str, Any]:
    return {"title": row.title, **({"of_person": "1"} if row.link_kind in OF_PERSONS else {})}


def _tell(session: Session, scope: Scope, row: TaskRow, *, assigned: bool = False) -> None:
    """Whoever is given a task by somebody else hears of it."""
    is_open = row.status != TaskStatus.DONE
    wake_ups.for_task(session, scope, row.id, row.due_at if is_open else None, row.remind_minutes)
    live.tell(session, scope.merchant_id, "tasks.changed")
    if assigned and is_open and row.assignee_id is not None and row.assignee_id != scope.user_id:
        note = Note(row.assignee_id, "tasks.assigned", _told(row), routes.task(row.id))
        personal.notify(session, scope, [note])
