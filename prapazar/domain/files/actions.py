"""Keep, read, list and remove files; whoever may see the record may see its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.files import rules
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.files.errors import FileMissing, FileRefused
from prapazar.domain.files.models import StoredFile
from prapazar.foundation import secrets
from prapazar.foundation.scope import Scope

_MAY = {
    Subject.ORDER: "orders",
    Subject.SHIPMENT: "fulfillment",
    Subject.INVOICE: "invoices",
    Subject.CLAIM: "claims",
    Subject.TICKET: "tickets",
}
_SAME = text("SELECT id FROM stored_file WHERE subject_id = :subject AND digest = :digest LIMIT 1")
_LISTED = text(
    "SELECT id, subject_id, kind, name, content_type, size, created_at FROM stored_file"
    " WHERE merchant_id = :merchant AND subject = :subject AND subject_id = ANY(:subjects)"
    " ORDER BY created_at DESC, id"
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    id: UUID
    subject_id: UUID
    kind: FileKind
    name: str
    content_type: str
    size: int
    created_at: datetime


def keep(
    session: Session, scope: Scope, subject: Subject, subject_id: UUID, kind: FileKind, name: str, data: bytes
) -> UUID:
    """The file's id; that of the one there is where the same bytes are kept already. Raises FileRefused."""
    scope.require(f"{_MAY[subject]}.write")
    row = _row(scope, subject, subject_id, kind, name, data)
    same: UUID | None = session.execute(_SAME, {"subject": subject_id, "digest": row.digest}).scalar()
    if same is not None:
        return same
    session.add(row)
    session.flush()
    return row.id


def keep_new(
    session: Session,
    scope: Scope,
    subject: Subject,
    kind: FileKind,
    files: Sequence[tuple[UUID, str, bytes]],
) -> list[UUID]:
    """Many at once, of records that have none yet: record, name and bytes. Written with the next flush."""
    scope.require(f"{_MAY[subject]}.write")
    rows = [_row(scope, subject, subject_id, kind, name, data) for subject_id, name, data in files]
    session.add_all(rows)
    return [row.id for row in rows]


def _row(
    scope: Scope, subject: Subject, subject_id: UUID, kind: FileKind, name: str, data: bytes
) -> StoredFile:
    found = rules.content_type(data)
    if not data:
        raise FileRefused("kept.empty", name)
    if len(data) > rules.MOST_BYTES:
        raise FileRefused("kept.too_large", name)
    if found is None:
        raise FileRefused("kept.kind_not_kept", name)
    row = StoredFile(
        merchant_id=scope.merchant_id,
        subject=subject.value,
        subject_id=subject_id,
        kind=kind.value,
        name=rules.name(name),
        content_type=found,
        size=len(data),
        digest=sha256(data).digest(),
        content=b"",
        user_id=scope.user_id,
    )
    row.content = secrets.box().seal(data, row.id.bytes)
    return row


def read(session: Session, scope: Scope, file_id: UUID) -> tuple[KeptFile, bytes]:
    """Raises FileMissing, and PermissionDenied for whoever may not see its record."""
    row = session.get(StoredFile, file_id)
    if row is None or row.merchant_id != scope.merchant_id:
        raise FileMissing(file_id)
    scope.require(f"{_MAY[Subject(row.subject)]}.read")
    kept = KeptFile(
        row.id, row.subject_id, FileKind(row.kind), row.name, row.content_type, row.size, row.created_at
    )
    return kept, secrets.box().open(row.content, row.id.bytes)


def listed(session: Session, scope: Scope, subject: Subject, subject_ids: Sequence[UUID]) -> list[KeptFile]:
    """Newest first, without their bytes."""
    scope.require(f"{_MAY[subject]}.read")
    found = {"merchant": scope.merchant_id, "subject": subject.value, "subjects": list(subject_ids)}
    return [
        KeptFile(r.id, r.subject_id, FileKind(r.kind), r.name, r.content_type, r.size, r.created_at)
        for r in session.execute(_LISTED, found)
    ]


def remove(session: Session, scope: Scope, file_id: UUID) -> None:
    row = session.get(StoredFile, file_id)
    if row is None or row.merchant_id != scope.merchant_id:
        raise FileMissing(file_id)
    scope.require(f"{_MAY[Subject(row.subject)]}.write")
    session.delete(row)
