"""Reads of tasks: the board, the list by key, those of a window or a record, and who may be given one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.planning.enums import OF_PERSONS, LinkKind
from prapazar.domain.planning.errors import TaskMissing
from prapazar.domain.planning.rules import Check, TaskDraft
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import escape_like

VIEWS = {
    "open": "t.status <> 'done'",
    "mine": "t.status <> 'done' AND t.assignee_id = :me",
    "late": "t.status <> 'done' AND t.due_at < now()",
    "done": "t.status = 'done'",
    "all": "true",
}
COLUMN_MOST = 100
"""Cards of one column of the board; the list has the others."""


@dataclass(frozen=True, slots=True)
class TaskFilter:
    view: str = "open"
    search: str = ""
    assignee: UUID | None = None
    link_id: UUID | None = None
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskRow:
    id: UUID
    title: str
    note: str
    status: str
    place: int
    assignee_id: UUID | None
    assignee: str | None
    due_at: datetime | None
    is_all_day: bool
    remind_minutes: int | None
    checklist: tuple[dict[str, Any], ...]
    link_kind: str
    link_id: UUID | None
    link_label: str | None
    writer: str | None
    created_at: datetime
    done_at: datetime | None

    @property
    def checked(self) -> int:
        return sum(bool(one.get("done")) for one in self.checklist)

    def draft(self) -> TaskDraft:
        return TaskDraft(
            title=self.title,
            note=self.note,
            assignee_id=self.assignee_id,
            due_at=self.due_at,
            is_all_day=self.is_all_day,
            remind_minutes=self.remind_minutes,
            checklist=tuple(Check(str(one["text"]), bool(one["done"])) for one in self.checklist),
            link=(self.link_kind, self.link_id) if self.link_id else None,
        )


_LABEL = (
    "CASE t.link_kind WHEN 'order' THEN (SELECT number FROM purchase_order WHERE id = t.link_id)"
    " WHEN 'product' THEN (SELECT name FROM product WHERE id = t.link_id)"
    " WHEN 'claim' THEN (SELECT number FROM claim WHERE id = t.link_id)"
    " WHEN 'store' THEN (SELECT name FROM connection WHERE id = t.link_id)"
    " WHEN 'customer' THEN (SELECT name FROM customer WHERE id = t.link_id)"
    " WHEN 'ticket' THEN (SELECT number FROM ticket WHERE id = t.link_id) END"
)
_ROW = (
    "SELECT t.id, t.title, t.note, t.status, t.place, t.assignee_id, a.name, t.due_at, t.is_all_day, t.remind_minutes,"
    f" t.checklist, t.link_kind, t.link_id, {_LABEL}, w.name, t.created_at, t.done_at"
    " FROM task t LEFT JOIN app_user a ON a.id = t.assignee_id LEFT JOIN app_user w ON w.id = t.user_id"
    " WHERE t.merchant_id = :merchant AND "
)
# Who may not read the words finds nothing by them.
_SAID = (
    "(:words = '' OR (t.title ILIKE :like OR t.note ILIKE :like)"
    " AND NOT (:blind AND t.link_kind = ANY(CAST(:personal AS text[]))))"
)
_WANTED = (
    f" AND {_SAID}"
    " AND (CAST(:assignee AS uuid) IS NULL OR t.assignee_id = :assignee)"
    " AND (CAST(:link AS uuid) IS NULL OR t.link_id = :link)"
    " AND (NOT :chosen OR t.id = ANY(CAST(:ids AS uuid[])))"
)
_FAR = "coalesce(t.due_at, 'infinity')"


def cursor(row: TaskRow) -> str:
    return f"{row.due_at.isoformat() if row.due_at else 'infinity'}~{row.id}"


def page(
    session: Session, scope: Scope, wanted: TaskFilter, *, after: str = "", limit: int = 50
) -> list[TaskRow]:
    """What is due first stands first, what has no day last; `after`: the cursor of the last row before."""
    scope.require("calendar.read")
    due, _, last = after.partition("~")
    beyond = f" AND ({_FAR}, t.id) > (CAST(:due AS timestamptz), CAST(:last AS uuid))" if after else ""
    found = session.execute(
        text(f"{_ROW}{VIEWS[wanted.view]}{_WANTED}{beyond} ORDER BY {_FAR}, t.id LIMIT :limit"),
        {**_values(scope, wanted), "due": due, "last": last, "limit": limit},
    )
    return [_shown(scope, row) for row in found]


def counts(session: Session, scope: Scope) -> dict[str, int]:
    """Of the views that somebody must act on."""
    scope.require("calendar.read")
    names = ("open", "mine", "late")
    parts = ", ".join(f"count(*) FILTER (WHERE {VIEWS[name]})" for name in names)
    row = session.execute(
        text(f"SELECT {parts} FROM task t WHERE t.merchant_id = :merchant AND t.status <> 'done'"),
        {"merchant": scope.merchant_id, "me": scope.user_id},
    ).one()
    return dict(zip(names, row, strict=True))


_BOARD = text(
    f"{_ROW} t.id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY status ORDER BY"
    "   CASE WHEN status = 'done' THEN extract(epoch FROM done_at) * -1 ELSE place END, id) AS at"
    f"  FROM task t WHERE t.merchant_id = :merchant AND {_SAID}"
    "   AND (CAST(:assignee AS uuid) IS NULL OR t.assignee_id = :assignee)) c WHERE c.at <= :most)"
    " ORDER BY t.status, CASE WHEN t.status = 'done' THEN extract(epoch FROM t.done_at) * -1 ELSE t.place END, t.id"
)


def board(session: Session, scope: Scope, wanted: TaskFilter) -> list[TaskRow]:
    """The cards of each column from the top; what was done last stands on top of its column."""
    scope.require("calendar.read")
    found = session.execute(_BOARD, {**_values(scope, wanted), "most": COLUMN_MOST})
    return [_shown(scope, row) for row in found]


def due_between(
    session: Session, scope: Scope, since: datetime, until: datetime, limit: int
) -> list[TaskRow]:
    scope.require("calendar.read")
    found = session.execute(
        text(f"{_ROW} t.due_at >= :since AND t.due_at < :until ORDER BY t.due_at, t.id LIMIT :limit"),
        {"merchant": scope.merchant_id, "since": since, "until": until, "limit": limit},
    )
    return [_shown(scope, row) for row in found]


def task(session: Session, scope: Scope, task_id: UUID) -> TaskRow:
    """Raises TaskMissing."""
    scope.require("calendar.read")
    return shown(scope, _one(session, scope, task_id, ""))


def lock(session: Session, scope: Scope, task_id: UUID) -> TaskRow:
    return _one(session, scope, task_id, " FOR UPDATE OF t")


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: UUID
    name: str


def people(session: Session, scope: Scope) -> list[PersonRow]:
    """Who works here and may see the calendar: only they can be given a task."""
    scope.require("calendar.read")
    found = session.execute(
        text(
            "SELECT u.id, u.name FROM membership m JOIN app_user u ON u.id = m.user_id AND u.is_active"
            " JOIN role r ON r.id = m.role_id WHERE m.merchant_id = :merchant AND NOT m.is_suspended"
            " AND (r.permissions ? 'calendar.read' OR r.permissions ? '*') ORDER BY lower(u.name), u.id LIMIT 500"
        ),
        {"merchant": scope.merchant_id},
    )
    return [PersonRow(*row) for row in found]


def _one(session: Session, scope: Scope, task_id: UUID, ending: str) -> TaskRow:
    row = session.execute(
        text(f"{_ROW} t.id = :id{ending}"), {"merchant": scope.merchant_id, "id": task_id}
    ).one_or_none()
    if row is None:
        raise TaskMissing(task_id)
    return _row(row)


def _values(scope: Scope, wanted: TaskFilter) -> dict[str, Any]:
    words = wanted.search.strip()
    return {
        "merchant": scope.merchant_id,
        "me": scope.user_id,
        "words": words,
        "blind": bool(scope.masks),
        "personal": sorted(OF_PERSONS),
        "like": f"%{escape_like(words)}%",
        "assignee": wanted.assignee,
        "link": wanted.link_id,
        "chosen": bool(wanted.ids),
        "ids": list(wanted.ids),
    }


def shown(scope: Scope, row: TaskRow) -> TaskRow:
    """As the person may see it: what was written of a buyer's affairs is hidden from who may not see buyers."""
    if not scope.masks or row.link_kind not in OF_PERSONS:
        return row
    named = ("title", "note", "link_label") if row.link_kind == LinkKind.CUSTOMER else ("title", "note")
    checklist = tuple({**one, "text": masking.DOTS} for one in row.checklist)
    return replace(masking.row(scope, row, *named), checklist=checklist)


def _shown(scope: Scope, row: Any) -> TaskRow:  # noqa: ANN401 - a row of the statement above
    return shown(scope, _row(row))


def _row(row: Any) -> TaskRow:  # noqa: ANN401 - a row of the statement above
    values = list(row)
    values[10] = tuple(values[10])
    return TaskRow(*values)
