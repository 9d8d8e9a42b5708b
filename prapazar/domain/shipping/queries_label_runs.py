"""Reads of labels printed by a worker: how far each print-out is, and its file."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.shipping.errors import LabelRunMissing
from prapazar.foundation import secrets
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class LabelRunRow:
    id: UUID
    kind: str
    """`10x15`, `a4` or `zpl`."""
    status: str
    total: int
    done: int
    printed: int
    """Shipments that stand in the file: those no carrier has taken are left out."""
    name: str
    size: int
    code: str
    """Why it failed: a code of foundation.texts."""
    person: str | None
    created_at: datetime
    finished_at: datetime | None
    is_kept: bool
    """The file can be fetched."""


_ROWS = (
    "SELECT r.id, r.kind, r.status, r.total, r.done, r.printed, r.name, r.size, r.code, u.name AS person,"
    " r.created_at, r.finished_at, r.content IS NOT NULL AS is_kept"
    " FROM label_run r LEFT JOIN app_user u ON u.id = r.user_id WHERE r.merchant_id = :merchant"
)


def label_runs(session: Session, scope: Scope, most: int = 20) -> list[LabelRunRow]:
    """The newest first."""
    scope.require("fulfillment.read")
    found = session.execute(
        text(f"{_ROWS} ORDER BY r.created_at DESC, r.id DESC LIMIT :most"),
        {"merchant": scope.merchant_id, "most": most},
    )
    return [LabelRunRow(*row) for row in found]


def label_run(session: Session, scope: Scope, run_id: UUID) -> LabelRunRow:
    """Raises LabelRunMissing."""
    scope.require("fulfillment.read")
    row = session.execute(
        text(f"{_ROWS} AND r.id = :id"), {"merchant": scope.merchant_id, "id": run_id}
    ).one_or_none()
    if row is None:
        raise LabelRunMissing(run_id)
    return LabelRunRow(*row)


def label_file(session: Session, scope: Scope, run_id: UUID) -> bytes:
    """Raises LabelRunMissing, also for one whose file is not there yet or no more."""
    scope.require("fulfillment.read")
    sealed: bytes | None = session.execute(
        text("SELECT content FROM label_run WHERE merchant_id = :merchant AND id = :id"),
        {"merchant": scope.merchant_id, "id": run_id},
    ).scalar()
    if sealed is None:
        raise LabelRunMissing(run_id)
    return secrets.box().open(bytes(sealed), run_id.bytes)
