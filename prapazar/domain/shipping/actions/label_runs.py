"""Many labels printed by a worker: asked for, drawn with their progress, kept until they are fetched or old."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import RunStatus, Topic
from prapazar.domain.shipping.actions.printed import mark_printed
from prapazar.domain.shipping.errors import LabelRunMissing
from prapazar.domain.shipping.models import LabelRun
from prapazar.foundation import live, outbox, secrets
from prapazar.foundation.scope import Scope

MOST_LABELS = 1_000
"""Shipments on one print-out."""
_OPEN = "status IN ('waiting', 'running')"


@dataclass(frozen=True, slots=True)
class LabelJob:
    """What a worker has to draw."""

    kind: str
    first_field: int
    shipment_ids: tuple[UUID, ...]
    user_id: UUID | None
    locale: str


def begin_label_run(
    session: Session, scope: Scope, shipment_ids: Sequence[UUID], kind: str, first_field: int = 1
) -> UUID:
    """A worker prints them into one file, in the order given."""
    scope.require("fulfillment.read")
    chosen = list(dict.fromkeys(shipment_ids))[:MOST_LABELS]
    run = LabelRun(
        merchant_id=scope.merchant_id,
        kind=kind,
        first_field=first_field,
        shipment_ids=[str(one) for one in chosen],
        total=len(chosen),
        user_id=scope.user_id,
        locale=scope.locale,
    )
    session.add(run)
    session.flush()
    outbox.append(session, scope.merchant_id, Topic.PRINT_LABELS.value, run.id, run.id, {})
    live.tell(session, scope.merchant_id, "labels.progress")
    return run.id


def take_up_label_run(session: Session, run_id: UUID) -> LabelJob | None:
    """From its beginning, also where a worker died over it; None where it was cancelled or is over."""
    row = session.execute(
        text(
            f"UPDATE label_run SET status = 'running', done = 0 WHERE id = :id AND {_OPEN}"
            " RETURNING kind, first_field, shipment_ids, user_id, locale"
        ),
        {"id": run_id},
    ).one_or_none()
    if row is None:
        return None
    ids = tuple(UUID(one) for one in row.shipment_ids)
    return LabelJob(row.kind, row.first_field, ids, row.user_id, row.locale)


def advance_label_run(session: Session, scope: Scope, run_id: UUID, done: int) -> bool:
    """False where somebody has cancelled it meanwhile."""
    found = session.execute(
        text("UPDATE label_run SET done = :done WHERE id = :id AND status = 'running' RETURNING id"),
        {"id": run_id, "done": done},
    )
    live.tell(session, scope.merchant_id, "labels.progress")
    return found.scalar() is not None


def finish_label_run(
    session: Session, scope: Scope, run_id: UUID, name: str, data: bytes, shipment_ids: Sequence[UUID]
) -> None:
    """The file is there to be fetched, and what stands in it counts as printed."""
    found = session.execute(
        text(
            "UPDATE label_run SET status = :done, done = total, printed = :printed, name = :name, size = :size,"
            " content = :content, finished_at = now() WHERE id = :id AND status = 'running' RETURNING id"
        ),
        {
            "id": run_id,
            "done": RunStatus.DONE.value,
            "printed": len(shipment_ids),
            "name": name,
            "size": len(data),
            "content": secrets.box().seal(data, run_id.bytes),
        },
    )
    if found.scalar() is not None:
        mark_printed(session, scope, shipment_ids)
    live.tell(session, scope.merchant_id, "labels.progress")


def fail_label_run(session: Session, scope: Scope, run_id: UUID, code: str) -> None:
    """`code` of foundation.texts."""
    _end(session, scope, run_id, RunStatus.FAILED, code)


def cancel_label_run(session: Session, scope: Scope, run_id: UUID) -> None:
    """Raises LabelRunMissing; one that is over stays as it is."""
    scope.require("fulfillment.read")
    row = session.get(LabelRun, run_id)
    if row is None or row.merchant_id != scope.merchant_id:
        raise LabelRunMissing(run_id)
    _end(session, scope, run_id, RunStatus.CANCELLED, "")


def _end(session: Session, scope: Scope, run_id: UUID, status: RunStatus, code: str) -> None:
    session.execute(
        text(
            f"UPDATE label_run SET status = :status, code = :code, finished_at = now() WHERE id = :id AND {_OPEN}"
        ),
        {"id": run_id, "status": status.value, "code": code},
    )
    live.tell(session, scope.merchant_id, "labels.progress")
