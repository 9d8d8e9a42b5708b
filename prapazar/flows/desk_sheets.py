"""Lists of the desk as spreadsheets: questions, messages, tasks, notifications, and the audit trail."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.access import audit_queries, masking
from prapazar.domain.access.audit_queries import AuditFilter, AuditRow
from prapazar.domain.aftersales import queries_questions as questions
from prapazar.domain.aftersales.queries_questions import QuestionFilter, QuestionRow
from prapazar.domain.messaging import masking as addresses
from prapazar.domain.messaging import queries as notices
from prapazar.domain.messaging import queries_messages as messages
from prapazar.domain.messaging.queries import NotificationFilter, NotificationRow
from prapazar.domain.messaging.queries_messages import MessageFilter, MessageRow
from prapazar.domain.messaging.wording import sentence
from prapazar.domain.planning import queries_tasks as tasks
from prapazar.domain.planning.queries_tasks import TaskFilter, TaskRow
from prapazar.flows import audit_words
from prapazar.flows.list_sheets import ListSheet, paged
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import knows, say

_MOST_WAITING = 2_000
HIDDEN = "•••"


def question_sheet(scope: Scope, wanted: QuestionFilter) -> ListSheet:
    scope.require("messages.read")

    def read(session: Session, after: tuple[datetime, UUID] | None, limit: int) -> list[QuestionRow]:
        return questions.page(session, scope, wanted, after=after, limit=limit)

    waiting = wanted.view in {"waiting", "mine"}
    rows = _waiting(scope, wanted) if waiting else paged(scope, read, lambda row: (row.asked_at, row.id))
    names = (
        *("asked", "channel", "customer", "article", "question", "status", "answer", "answered"),
        *("answered_by", "due"),
    )
    return ListSheet(_headings(scope, names), (_question(scope, row) for row in rows), names=names)


def _waiting(scope: Scope, wanted: QuestionFilter) -> Iterator[QuestionRow]:
    """Those stand by their deadline, and are read at once: there are never many."""
    with db.transaction(scope) as session:
        yield from questions.page(session, scope, wanted, limit=_MOST_WAITING)


def message_sheet(scope: Scope, wanted: MessageFilter) -> ListSheet:
    scope.require("messages.read")

    def read(session: Session, after: str | None, limit: int) -> list[MessageRow]:
        return messages.page(session, scope, wanted, after=after or "", limit=limit)

    rows = paged(scope, read, messages.cursor)
    names = ("created", "way", "to", "subject", "text", "status", "order", "cost", "sent", "delivered")
    return ListSheet(_headings(scope, names), (_message(scope, row) for row in rows), (7,), names=names)


def task_sheet(scope: Scope, wanted: TaskFilter) -> ListSheet:
    scope.require("calendar.read")

    def read(session: Session, after: str | None, limit: int) -> list[TaskRow]:
        return tasks.page(session, scope, wanted, after=after or "", limit=limit)

    rows = paged(scope, read, tasks.cursor)
    names = ("task", "note", "status", "assignee", "due", "checklist", "record", "writer", "created", "done")
    return ListSheet(_headings(scope, names), (_task(scope, row) for row in rows), names=names)


def notification_sheet(scope: Scope, wanted: NotificationFilter) -> ListSheet:
    """The acting person's own."""

    def read(session: Session, after: str | None, limit: int) -> list[NotificationRow]:
        return notices.notifications(session, scope, wanted, after=after or "", limit=limit)

    rows = paged(scope, read, notices.cursor)
    names = ("updated", "level", "notification", "times", "read")
    return ListSheet(_headings(scope, names), (_notification(scope, row) for row in rows), names=names)


def audit_sheet(scope: Scope, wanted: AuditFilter) -> ListSheet:
    scope.require("audit.read")

    def read(session: Session, before: int | None, limit: int) -> list[tuple[AuditRow, Mapping[UUID, str]]]:
        rows = audit_queries.entries(session, scope, limit, before=before, wanted=wanted)
        called = audit_queries.names(session, scope, {one for row in rows for one in audit_words.named(row)})
        return [(row, called) for row in rows]

    rows = paged(scope, read, lambda found: found[0].number)
    names = ("number", "at", "person", "action", "subject_id", "values", "origin")
    return ListSheet(_headings(scope, names), (_entry(scope, *found) for found in rows), names=names)


def _headings(scope: Scope, names: Sequence[str]) -> list[str]:
    return [say(scope.locale, f"exports.col_{name}") for name in names]


def _status(scope: Scope, key: str, otherwise: str) -> str:
    return say(scope.locale, key) if knows(key) else otherwise


def _question(scope: Scope, row: QuestionRow) -> list[Cell]:
    return [
        row.asked_at,
        row.channel,
        HIDDEN if scope.hides("buyer.name") else row.customer_name,
        row.topic,
        row.body,
        _status(scope, f"questions.{row.status}", row.status),
        row.answer or "",
        row.answered_at,
        row.answered_by or "",
        row.due_at,
    ]


def _message(scope: Scope, row: MessageRow) -> list[Cell]:
    return [
        row.created_at,
        say(scope.locale, f"messages.way_{row.way}"),
        addresses.masked(scope, row.way, row.recipient),
        masking.words(scope, row.subject),
        masking.words(scope, row.body),
        say(scope.locale, f"messages.status_{row.status}"),
        row.order_number or "",
        row.cost,
        row.sent_at,
        row.delivered_at,
    ]


def _task(scope: Scope, row: TaskRow) -> list[Cell]:
    return [
        row.title,
        row.note,
        say(scope.locale, f"tasks.status_{row.status}"),
        row.assignee or "",
        row.due_at,
        f"{row.checked}/{len(row.checklist)}" if row.checklist else "",
        row.link_label or "",
        row.writer or "",
        row.created_at,
        row.done_at,
    ]


def _notification(scope: Scope, row: NotificationRow) -> list[Cell]:
    told = sentence(row.kind, row.values, row.count, scope.locale)
    return [row.updated_at, say(scope.locale, f"exports.level_{row.level}"), told, row.count, row.read_at]


def _entry(scope: Scope, row: AuditRow, called: Mapping[UUID, str]) -> list[Cell]:
    return [
        row.number,
        row.at,
        audit_words.person(row, called, scope.locale),
        audit_words.action(row.action, scope.locale),
        audit_words.record(row, called),
        audit_words.details(row, called, scope.locale),
        audit_words.origin(row),
    ]
