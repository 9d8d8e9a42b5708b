"""Lists taken out over REST: what a worker writes, how far it is, and the file; lists without a router of their own."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from prapazar.api.door import logged_in, scope_with
from prapazar.api.downloads import ChosenIds, attached, chosen, media_type
from prapazar.api.errors import Refused, tells
from prapazar.api.exporting import Form, exported
from prapazar.domain.access import queries
from prapazar.domain.access.audit_queries import AuditFilter
from prapazar.domain.access.queries import SessionRow
from prapazar.domain.aftersales.queries_questions import QuestionFilter
from prapazar.domain.messaging.queries import NotificationFilter
from prapazar.domain.messaging.queries_messages import MessageFilter
from prapazar.domain.planning.queries_tasks import TaskFilter
from prapazar.domain.reporting.reports import exports
from prapazar.domain.reporting.reports.errors import ReportMissing
from prapazar.domain.reporting.reports.exports import ExportRow
from prapazar.flows import exports as files
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/exports", tags=["exports"])
tells(ReportMissing, 404, "exports.missing")


def _person(row: Annotated[SessionRow, Depends(logged_in)]) -> Scope:
    return queries.scope_of(row)


Person = Annotated[Scope, Depends(_person)]


class OneExport(BaseModel):
    id: UUID
    what: str
    form: str
    status: str
    rows: int
    """Written so far."""
    expected: int
    """As the list counted them when it was asked for; 0 where it did not."""
    name: str
    size: int
    is_kept: bool
    """The file can be fetched."""
    created_at: datetime
    finished_at: datetime | None


def _one(row: ExportRow) -> OneExport:
    told = {
        name: getattr(row, name)
        for name in OneExport.model_fields
        if name not in {"rows", "expected", "is_kept"}
    }
    return OneExport(**told, rows=row.done, expected=row.total, is_kept=files.path_of(row) is not None)


@router.get("")
def newest(scope: Person) -> list[OneExport]:
    """One's own, the newest twenty."""
    with db.transaction(scope) as session:
        return [_one(row) for row in exports.newest(session, scope)]


@router.get("/questions.{form}")
def questions(
    request: Request,
    scope: Annotated[Scope, Depends(scope_with("messages.read"))],
    form: Form,
    view: Literal["all", "waiting", "mine", "answered", ""] = "",
    search: Annotated[str, Query(max_length=100)] = "",
    channel: UUID | Literal[""] = "",
    ids: ChosenIds = "",
) -> Response:
    stores = (channel,) if isinstance(channel, UUID) else ()
    kind = "" if view == "all" else view
    wanted = QuestionFilter(view=kind, search=search, connection_ids=stores, ids=chosen(ids))
    return exported(request, scope, "questions", form, wanted)


@router.get("/messages.{form}")
def messages(
    request: Request,
    scope: Annotated[Scope, Depends(scope_with("messages.read"))],
    form: Form,
    view: Annotated[str, Query(max_length=30)] = "all",
    way: Annotated[str, Query(max_length=20)] = "",
    search: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    return exported(request, scope, "messages", form, MessageFilter(view, way, search))


@router.get("/tasks.{form}")
def tasks(
    request: Request,
    scope: Annotated[Scope, Depends(scope_with("calendar.read"))],
    form: Form,
    view: Literal["open", "mine", "late", "done", "all", "board"] = "open",
    search: Annotated[str, Query(max_length=120)] = "",
    assignee: UUID | Literal[""] = "",
    ids: ChosenIds = "",
) -> Response:
    wanted = TaskFilter(
        view="open" if view == "board" else view,
        search=search,
        assignee=assignee or None,
        ids=chosen(ids),
    )
    return exported(request, scope, "tasks", form, wanted)


@router.get("/notifications.{form}")
def notifications(
    request: Request,
    scope: Annotated[Scope, Depends(scope_with("notifications.read"))],
    form: Form,
    view: Literal["all", "unread", "cause"] = "all",
    level: Annotated[str, Query(pattern="^(info|success|warning|error)?$")] = "",
    subject: Annotated[str, Query(max_length=30)] = "",
) -> Response:
    return exported(
        request, scope, "notifications", form, NotificationFilter(view == "unread", level, subject)
    )


class AskedEntries(BaseModel):
    search: str = Field("", max_length=120)
    person: UUID | Literal[""] = ""
    action: str = Field("", max_length=60)
    record: UUID | Literal[""] = ""
    days: Literal["", "1", "7", "30", "90", "365"] = ""
    """Of the last so many."""
    ids: ChosenIds = ""

    def filter(self) -> AuditFilter:
        return AuditFilter(
            search=self.search,
            user_id=self.person or None,
            action=self.action,
            subject_id=self.record or None,
            since=now() - timedelta(days=int(self.days)) if self.days else None,
            ids=chosen(self.ids),
        )


@router.get("/audit.{form}")
def audit(
    request: Request,
    scope: Annotated[Scope, Depends(scope_with("audit.read"))],
    form: Form,
    asked: Annotated[AskedEntries, Query()],
) -> Response:
    return exported(request, scope, "audit", form, asked.filter())


@router.get("/{export_id}")
def one(export_id: UUID, scope: Person) -> OneExport:
    with db.transaction(scope) as session:
        return _one(exports.one(session, scope, export_id))


@router.get("/{export_id}/file")
def file(export_id: UUID, scope: Person) -> Response:
    """Kept for two days."""
    with db.transaction(scope) as session:
        row = exports.one(session, scope, export_id)
    path = files.path_of(row)
    if path is None:
        raise Refused(404, "exports.missing")
    headers = attached(row.name) | {"cache-control": "private, no-store"}
    return Response(path.read_bytes(), media_type=media_type(row.name), headers=headers)


@router.post("/{export_id}/cancel")
def cancel(export_id: UUID, scope: Person) -> OneExport:
    """One that is over stays as it is."""
    with db.transaction(scope) as session:
        exports.stop(session, scope, export_id)
        return _one(exports.one(session, scope, export_id))
