"""Many labels as long work: a worker draws them into one file, which waits to be fetched."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import text

from prapazar.domain.channels.enums import Topic
from prapazar.domain.shipping import actions
from prapazar.domain.shipping.actions import LabelJob
from prapazar.flows import shipment_labels
from prapazar.flows.shipment_labels import Print
from prapazar.foundation import db, outbox
from prapazar.foundation.scope import Scope, system_scope

log = structlog.get_logger(__name__)
AT_ONCE = 50
"""More are left to a worker."""
STEP = 20
"""Shipments after which the progress is told."""
_LEASE = timedelta(minutes=10)


class Stopped(Exception):
    """Somebody has cancelled it."""


def begin(scope: Scope, shipment_ids: Sequence[UUID], kind: Print, start: int = 1) -> UUID:
    """The print-out that a worker begins at once; its file is to be fetched from it."""
    with db.transaction(scope) as session:
        return actions.begin_label_run(session, scope, shipment_ids, kind.value, start)


def work(run_id: UUID) -> None:
    """From its beginning, also after a crash: what is drawn twice is the same, and only a whole file is kept."""
    with db.exclusive(f"{Topic.PRINT_LABELS.value}:{run_id}") as is_mine:
        scope = _scope(run_id) if is_mine else None
        if scope is None:
            return
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.PRINT_LABELS.value, run_id, 10, _LEASE)
            job = actions.take_up_label_run(session, run_id)
        if job is not None:
            _carry_out(replace(scope, locale="en" if job.locale == "en" else "tr"), run_id, job)
        with db.transaction(scope) as session:
            outbox.finish(session, [claim.id for claim in claims])


def _carry_out(scope: Scope, run_id: UUID, job: LabelJob) -> None:
    try:
        _draw(scope, run_id, job)
    except Stopped:
        pass
    except Exception:
        log.exception("labels not printed", run=str(run_id))
        with db.transaction(scope) as session:
            actions.fail_label_run(session, scope, run_id, "printing.failed")


def _draw(scope: Scope, run_id: UUID, job: LabelJob) -> None:
    stack = shipment_labels.read(scope, job.shipment_ids)
    if not stack.rows:
        with db.transaction(scope) as session:
            actions.fail_label_run(session, scope, run_id, "shipping.no_label")
        return
    out = shipment_labels.print_out(stack, Print(job.kind), job.first_field, _progress(scope, run_id))
    actor = replace(scope, user_id=job.user_id)
    with db.transaction(actor) as session:
        actions.finish_label_run(session, actor, run_id, out.name, out.data, out.shipment_ids)


def _progress(scope: Scope, run_id: UUID) -> Callable[[], None]:
    done = 0

    def told() -> None:
        nonlocal done
        done += 1
        if done % STEP:
            return
        with db.transaction(scope) as session:
            goes_on = actions.advance_label_run(session, scope, run_id, done)
        if not goes_on:
            raise Stopped

    return told


def _scope(run_id: UUID) -> Scope | None:
    """What may be done was asked when it was begun."""
    with db.system_transaction() as session:
        merchant_id: UUID | None = session.execute(
            text("SELECT merchant_id FROM label_run WHERE id = :id"), {"id": run_id}
        ).scalar()
    return None if merchant_id is None else system_scope(merchant_id)
