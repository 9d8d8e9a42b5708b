"""Files of lists and reports that a worker writes: begun, carried on, stopped, ended, and who took what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.channels.enums import RunStatus, Topic
from prapazar.domain.messaging import personal
from prapazar.domain.messaging.personal import Note
from prapazar.domain.reporting.reports.errors import ReportMissing
from prapazar.foundation import live, outbox, routes
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

FORMS = ("csv", "xlsx", "pdf")
KEPT = 20
_COLUMNS = (
    "id, user_id, what, query, form, locale, status, total, done, code, name, size, file, created_at,"
    " finished_at"
)
_INSERT = text(
    "INSERT INTO export (id, merchant_id, user_id, what, query, form, locale, status, total, done, code, name, size)"
    " VALUES (:id, :merchant, :user, :what, :query, :form, :locale, 'waiting', :total, 0, '', '', 0)"
).bindparams(bindparam("query", type_=JSONB))


@dataclass(frozen=True, slots=True)
class ExportRow:
    id: UUID
    user_id: UUID
    what: str
    query: dict[str, Any]
    form: str
    locale: str
    status: str
    total: int
    """0 where nobody has counted."""
    done: int
    code: str
    name: str
    size: int
    file: str | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.status in {RunStatus.WAITING, RunStatus.RUNNING}


def begin(
    session: Session, scope: Scope, what: str, query: Mapping[str, Any], form: str, total: int = 0
) -> UUID:
    """A worker writes it with the rights its person has then."""
    export_id = new_id()
    values = {"id": export_id, "merchant": scope.merchant_id, "user": scope.user_id, "what": what}
    session.execute(
        _INSERT, {**values, "query": dict(query), "form": form, "locale": scope.locale, "total": total}
    )
    outbox.append(session, scope.merchant_id, Topic.EXPORT.value, export_id, export_id, {})
    return export_id


def tell(session: Session, scope: Scope, what: str, form: str, rows: int | None = None) -> None:
    """Into the audit trail: who took what out."""
    audit.append(session, scope, "exports.made", None, {"what": what, "form": form, "rows": rows})


def take_up(session: Session, scope: Scope, export_id: UUID) -> ExportRow | None:
    """None for one that is over or gone. One whose worker died begins anew."""
    row = session.execute(
        text(
            "UPDATE export SET status = 'running', done = 0 WHERE id = :id AND merchant_id = :merchant"
            f" AND status IN ('waiting', 'running') RETURNING {_COLUMNS}"
        ),
        {"id": export_id, "merchant": scope.merchant_id},
    ).one_or_none()
    return None if row is None else ExportRow(*row)


def advance(session: Session, scope: Scope, export_id: UUID, done: int) -> bool:
    """False when somebody has stopped it."""
    found = session.execute(
        text("UPDATE export SET done = :done WHERE id = :id AND status = 'running' RETURNING id"),
        {"id": export_id, "done": done},
    ).first()
    live.tell(session, scope.merchant_id, "exports.changed")
    return found is not None


def finish(
    session: Session, scope: Scope, row: ExportRow, *, file: str, name: str, size: int, done: int
) -> None:
    """Told to whoever asked for it, with the way to the file."""
    found = session.execute(
        text(
            "UPDATE export SET status = 'done', done = :done, total = :done, file = :file, name = :name, size = :size,"
            " finished_at = now() WHERE id = :id AND status = 'running' RETURNING id"
        ),
        {"id": row.id, "done": done, "file": file, "name": name, "size": size},
    ).first()
    if found is None:
        return
    tell(session, scope, row.what, row.form, done)
    note = Note(row.user_id, "exports.done", {"name": name, "rows": done}, routes.export(row.id))
    personal.notify(session, scope, [note])
    live.tell(session, scope.merchant_id, "exports.changed")


def fail(session: Session, scope: Scope, row: ExportRow, code: str) -> None:
    session.execute(
        text(
            "UPDATE export SET status = 'failed', code = :code, finished_at = now()"
            " WHERE id = :id AND status IN ('waiting', 'running')"
        ),
        {"id": row.id, "code": code},
    )
    personal.notify(session, scope, [Note(row.user_id, "exports.failed", {}, routes.export(row.id))])
    live.tell(session, scope.merchant_id, "exports.changed")


def stop(session: Session, scope: Scope, export_id: UUID) -> None:
    """Only one's own; one that is over stays as it is."""
    session.execute(
        text(
            "UPDATE export SET status = 'cancelled', finished_at = now() WHERE id = :id AND user_id = :user"
            " AND status IN ('waiting', 'running')"
        ),
        {"id": export_id, "user": scope.user_id},
    )
    live.tell(session, scope.merchant_id, "exports.changed")


def newest(session: Session, scope: Scope) -> list[ExportRow]:
    """The acting person's own."""
    found = session.execute(
        text(
            f"SELECT {_COLUMNS} FROM export WHERE merchant_id = :merchant AND user_id = :user"
            " ORDER BY created_at DESC, id DESC LIMIT :most"
        ),
        {"merchant": scope.merchant_id, "user": scope.user_id, "most": KEPT},
    )
    return [ExportRow(*row) for row in found]


def one(session: Session, scope: Scope, export_id: UUID) -> ExportRow:
    """The acting person's own. Raises ReportMissing."""
    row = session.execute(
        text(f"SELECT {_COLUMNS} FROM export WHERE merchant_id = :merchant AND user_id = :user AND id = :id"),
        {"merchant": scope.merchant_id, "user": scope.user_id, "id": export_id},
    ).one_or_none()
    if row is None:
        raise ReportMissing(export_id)
    return ExportRow(*row)
