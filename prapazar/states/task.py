"""The dialog of one task: written, changed, ticked off, removed."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.planning import actions, links, queries_tasks, recurrence
from prapazar.domain.planning.enums import LinkKind, TaskStatus
from prapazar.domain.planning.errors import PlanInvalid, TaskMissing
from prapazar.domain.planning.queries_tasks import TaskRow
from prapazar.domain.planning.rules import Check, TaskDraft
from prapazar.foundation import db
from prapazar.foundation.scope import Locale, PermissionDenied, Scope
from prapazar.foundation.texts import say
from prapazar.states import task_rows
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

REMINDERS = ("", "0", "60", "1440", "10080")
Values = dict[str, Any]


class TaskState(rx.State):
    form: dict[str, str] = {}
    """What the fields begin with."""
    checks: list[dict[str, str]] = []
    status: str = TaskStatus.TODO.value
    choices: dict[str, list[dict[str, str]]] = {"assignee": [], "status": [], "remind": [], "link": []}
    errors: dict[str, str] = {}
    is_open: bool = False
    is_removing: bool = False
    version: int = 0
    _about: dict[str, str] = {}
    """{kind, name, id} of the record the form opened with: two customers may bear one name."""

    @rx.event
    @allow("calendar.write")
    async def begin(self, about: str) -> None:
        """`about`: `order:<id>` of the record it is about, or ""."""
        scope = await current_scope(self)
        kind, _, record = str(about).partition(":")
        try:
            name = await in_thread(_name, scope, kind, UUID(record)) if record else ""
        except (ValueError, PlanInvalid, PermissionDenied):
            kind = name = ""
        self._about = {"kind": kind, "name": name, "id": record} if name else {}
        self._fill({"link_kind": kind if name else "", "link_name": name}, [], TaskStatus.TODO.value)
        self.choices = await in_thread(_choices, scope)

    @rx.event
    @allow("calendar.read")
    async def open_task(self, task_id: str) -> None:
        scope = await current_scope(self)
        try:
            form, checks, status = await in_thread(_read, scope, UUID(str(task_id)))
        except (ValueError, TaskMissing):
            await toast(self, "error", say(scope.locale, "tasks.missing"))
            return
        record = form.pop("link_id")
        self._about = {"kind": form["link_kind"], "name": form["link_name"], "id": record} if record else {}
        self._fill(form, checks, status)
        self.choices = await in_thread(_choices, scope)

    @rx.event
    @allow("calendar.read")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("calendar.write")
    async def check(self, place: str, is_done: bool) -> None:
        """Kept at once, as nobody saves a tick."""
        scope = await current_scope(self)
        try:
            task_id = UUID(self.form.get("id", ""))
            await in_thread(_check, scope, task_id, int(place), is_done=bool(is_done))
            _, self.checks, _ = await in_thread(_read, scope, task_id)
        except (ValueError, TaskMissing):
            await toast(self, "error", say(scope.locale, "tasks.missing"))

    @rx.event
    @allow("calendar.write")
    async def save(self, values: Values) -> Any:  # noqa: ANN401 - Reflex's event, or nothing
        scope = await current_scope(self)
        try:
            await in_thread(_save, scope, self.form.get("id", ""), values, self.checks, self._about)
        except PlanInvalid as error:
            self.errors = {error.field: say(scope.locale, error.code, **error.values)}
            return rx.set_focus(f"f-{error.field}")
        except (ValueError, TaskMissing):
            self.errors = {"title": say(scope.locale, "tasks.missing")}
            return None
        self.is_open = False
        await toast(self, "success", say(scope.locale, "tasks.saved"))
        return None

    @rx.event
    @allow("calendar.delete")
    def ask_remove(self, is_open: bool) -> None:
        self.is_removing = bool(is_open)

    @rx.event
    @allow("calendar.delete")
    async def remove(self) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_remove, scope, UUID(self.form.get("id", "")))
        except (ValueError, TaskMissing):
            await toast(self, "error", say(scope.locale, "tasks.missing"))
        else:
            await toast(self, "success", say(scope.locale, "tasks.removed"))
        self.is_removing = self.is_open = False

    def _fill(self, form: dict[str, str], checks: list[dict[str, str]], status: str) -> None:
        names = (
            "id",
            "title",
            "note",
            "assignee",
            "day",
            "time",
            "remind",
            "steps",
            "link_kind",
            "link_name",
            "href",
        )
        self.form = {**dict.fromkeys(names, ""), **form}
        self.checks, self.status, self.errors = checks, status, {}
        self.version += 1
        self.is_open = True


def drafted(
    session: Session, scope: Scope, values: Values, checks: list[dict[str, str]], about: dict[str, str]
) -> TaskDraft:
    """What stands in the form. Raises PlanInvalid."""
    due, is_all_day = _due(str(values.get("due", "")), str(values.get("time", "")))
    assignee, said = str(values.get("assignee", "")), str(values.get("remind", ""))
    done = {one["text"] for one in checks if one["done"]}
    steps = [line.strip() for line in str(values.get("steps", "")).splitlines() if line.strip()]
    kind, named = str(values.get("link_kind", "")), str(values.get("link", ""))
    # A name the person may not see comes back as dots; what it stands for is put in again below.
    is_hidden = bool(scope.masks) and named == masking.DOTS
    if about and (kind, named) == (about["kind"], about["name"]):
        link: tuple[str, UUID] | None = (kind, UUID(about["id"]))
    else:
        link = None if is_hidden else links.found(session, scope, kind, named)
    return TaskDraft(
        title=str(values.get("title", "")),
        note=str(values.get("note", "")),
        assignee_id=UUID(assignee) if assignee else None,
        due_at=due,
        is_all_day=is_all_day,
        remind_minutes=int(said) if said and said in REMINDERS else None,
        checklist=tuple(Check(step, step in done) for step in steps),
        link=link,
    )


def _due(day: str, at: str) -> tuple[datetime | None, bool]:
    """A day without a time ends a minute before midnight."""
    if not day:
        return None, True
    try:
        moment = time.fromisoformat(at) if at else time(23, 59)
        return recurrence.absolute(datetime.combine(date.fromisoformat(day), moment)), not at
    except ValueError:
        raise PlanInvalid("due", "calendar.day_unreadable") from None


def _save(
    scope: Scope, task_id: str, values: Values, checks: list[dict[str, str]], about: dict[str, str]
) -> None:
    """Text, and the column of the board where it changed."""
    with db.transaction(scope) as session:
        draft = drafted(session, scope, values, checks, about)
        status = TaskStatus(str(values.get("status") or TaskStatus.TODO))
        if task_id:
            found = UUID(task_id)
            row = queries_tasks.task(session, scope, found)
            actions.change_task(session, scope, found, _with_hidden_link(scope, row, draft))
            before = row.status
        else:
            found, before = actions.add_task(session, scope, draft), TaskStatus.TODO.value
        if status.value != before:
            actions.move_task(session, scope, found, status)


def _with_hidden_link(scope: Scope, row: TaskRow, draft: TaskDraft) -> TaskDraft:
    """A record the person may not see is not in their form, and stays where it is."""
    if row.link_id is None:
        return draft
    is_open = scope.can(links.NEEDS[LinkKind(row.link_kind)])
    if is_open and not (row.link_kind == LinkKind.CUSTOMER and scope.hides("buyer.name")):
        return draft
    return replace(draft, link=(row.link_kind, row.link_id))


def _read(scope: Scope, task_id: UUID) -> tuple[dict[str, str], list[dict[str, str]], str]:
    with db.transaction(scope) as session:
        row = queries_tasks.task(session, scope, task_id)
        can_link = row.link_kind and scope.can(links.NEEDS[LinkKind(row.link_kind)])
        name = links.name(session, scope, row.link_kind, row.link_id) if can_link and row.link_id else ""
    checks = [
        {"place": str(place), "text": str(one["text"]), "done": "1" if one["done"] else ""}
        for place, one in enumerate(row.checklist)
    ]
    return _form(row, name, scope.locale), checks, row.status


def _form(row: TaskRow, link_name: str, locale: Locale) -> dict[str, str]:
    due = recurrence.local(row.due_at) if row.due_at else None
    return {
        "id": str(row.id),
        "title": row.title,
        "note": row.note,
        "assignee": str(row.assignee_id or ""),
        "day": f"{due:%Y-%m-%d}" if due else "",
        "time": f"{due:%H:%M}" if due and not row.is_all_day else "",
        "remind": "" if row.remind_minutes is None else str(row.remind_minutes),
        "steps": "\n".join(str(one["text"]) for one in row.checklist),
        "link_kind": row.link_kind if link_name else "",
        "link_name": link_name,
        "link_id": str(row.link_id) if link_name else "",
        "href": task_rows.shown(row, locale)["href"] if link_name else "",
    }


def _choices(scope: Scope) -> dict[str, list[dict[str, str]]]:
    with db.transaction(scope) as session:
        people = queries_tasks.people(session, scope)
    locale = scope.locale
    kinds = [kind for kind in LinkKind if scope.can(links.NEEDS[kind])]
    return {
        "assignee": [
            {"value": "", "label": say(locale, "tasks.nobody")},
            *({"value": str(one.id), "label": one.name} for one in people),
        ],
        "status": [{"value": one.value, "label": say(locale, f"tasks.status_{one}")} for one in TaskStatus],
        "remind": [{"value": one, "label": _reminder(one, locale)} for one in REMINDERS],
        "link": [
            {"value": "", "label": say(locale, "tasks.link_none")},
            *({"value": kind.value, "label": say(locale, f"tasks.link_{kind}")} for kind in kinds),
        ],
    }


def _reminder(minutes: str, locale: Locale) -> str:
    return say(locale, "tasks.remind_0" if minutes == "0" else f"calendar.remind_{minutes or 'never'}")


def _name(scope: Scope, kind: str, record_id: UUID) -> str:
    with db.transaction(scope) as session:
        return links.name(session, scope, kind, record_id)


def _check(scope: Scope, task_id: UUID, place: int, *, is_done: bool) -> None:
    with db.transaction(scope) as session:
        actions.check_off(session, scope, task_id, place, is_done=is_done)


def _remove(scope: Scope, task_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.remove_task(session, scope, task_id)
