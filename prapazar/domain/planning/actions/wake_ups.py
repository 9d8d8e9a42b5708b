"""When the product has to look at an entry or a task again: outbox rows that become due at that time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.planning import recurrence
from prapazar.domain.planning.enums import PlanStatus
from prapazar.domain.planning.queries import EntryRow
from prapazar.foundation import outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

ENTRY, TASK = "entry", "task"


def for_entry(session: Session, scope: Scope, row: EntryRow) -> None:
    if row.status == PlanStatus.WAITING:
        _append(
            session, scope, Topic.CARRY_OUT, row.id, {"starts_at": row.starts_at.isoformat()}, row.starts_at
        )
    start = _next_reminded(row, None)
    if start is None or row.remind_minutes is None:
        outbox.take_back(session, Topic.REMIND, scope.merchant_id, row.id)
        return
    at = start - timedelta(minutes=row.remind_minutes)
    _append(session, scope, Topic.REMIND, row.id, {"what": ENTRY, "starts_at": start.isoformat()}, at)


def for_series(session: Session, scope: Scope, told: Mapping[UUID, tuple[EntryRow, datetime]]) -> None:
    """The next reminder of each series, after the time it was told of now."""
    waits = {}
    for entry_id, (row, said) in told.items():
        start = _next_reminded(row, said)
        if start is not None and row.remind_minutes is not None:
            at = start - timedelta(minutes=row.remind_minutes)
            waits[entry_id] = ({"what": ENTRY, "starts_at": start.isoformat()}, at)
    outbox.put_many(session, scope.merchant_id, Topic.REMIND, scope.merchant_id, waits)


def for_task(
    session: Session, scope: Scope, task_id: UUID, due_at: datetime | None, remind_minutes: int | None
) -> None:
    """Nothing where it is done, or its reminder lies in the past."""
    at = due_at - timedelta(minutes=remind_minutes) if due_at and remind_minutes is not None else None
    if due_at is None or at is None or at <= now():
        outbox.take_back(session, Topic.REMIND, scope.merchant_id, task_id)
        return
    _append(session, scope, Topic.REMIND, task_id, {"what": TASK, "starts_at": due_at.isoformat()}, at)


def take_back(session: Session, scope: Scope, row_id: UUID) -> None:
    for topic in (Topic.REMIND, Topic.CARRY_OUT):
        outbox.take_back(session, topic, scope.merchant_id, row_id)


def _next_reminded(row: EntryRow, after: datetime | None) -> datetime | None:
    """The next beginning whose reminder is still to come; `after`: the last one that was told."""
    if row.remind_minutes is None:
        return None
    since = after or now() + timedelta(minutes=row.remind_minutes)
    if not row.rule:
        return row.starts_at if row.starts_at > since else None
    return recurrence.next_start(row.rule, row.starts_at, since, last=row.repeats_until, skips=row.skips)


def _append(
    session: Session, scope: Scope, topic: Topic, row_id: UUID, payload: dict[str, str], at: datetime
) -> None:
    outbox.append(session, scope.merchant_id, topic, scope.merchant_id, row_id, payload, not_before=at)
