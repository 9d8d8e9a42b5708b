"""Reminders whose time has come: told once, in the transaction that takes them from the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import personal
from prapazar.domain.messaging.personal import Note
from prapazar.domain.planning import queries, recurrence
from prapazar.domain.planning.actions import wake_ups
from prapazar.domain.planning.enums import OF_PERSONS
from prapazar.domain.planning.queries import EntryRow
from prapazar.foundation import outbox, routes
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope

BATCH = 200
_LEASE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class _Due:
    user_id: UUID
    title: str
    starts_at: datetime
    is_all_day: bool
    link: str
    kind: str
    is_of_person: bool
    """What it is called may name a buyer."""


def due_reminders(session: Session, scope: Scope) -> int:
    """Tell those who asked; a series is then awaited anew. Returns how many were told."""
    claims = outbox.claim(session, Topic.REMIND, scope.merchant_id, BATCH, _LEASE)
    entries = [claim for claim in claims if claim.payload.get("what") == wake_ups.ENTRY]
    tasks = [claim for claim in claims if claim.payload.get("what") == wake_ups.TASK]
    due = [*_of_entries(session, scope, entries), *_of_tasks(session, scope, tasks)]
    personal.notify(session, scope, [_note(one) for one in due])
    outbox.finish(session, [claim.id for claim in claims])
    return len(due)


def _note(one: _Due) -> Note:
    wall = recurrence.local(one.starts_at)
    when = f"{wall:%d.%m}" if one.is_all_day else f"{wall:%d.%m %H:%M}"
    told = {"title": one.title, "when": when, **({"of_person": "1"} if one.is_of_person else {})}
    return Note(one.user_id, one.kind, told, one.link)


def _of_entries(session: Session, scope: Scope, claims: Sequence[Claim]) -> list[_Due]:
    """What was moved meanwhile has a row of its own, with its new time."""
    rows = queries.of_ids(session, scope, [claim.coalesce_key for claim in claims])
    found, series = [], {}
    for claim in claims:
        row = rows.get(claim.coalesce_key)
        if row is None:
            continue
        said = datetime.fromisoformat(str(claim.payload["starts_at"]))
        if row.user_id is not None and _still_happens(row, said):
            link = routes.with_query(routes.CALENDAR, entry=str(row.id))
            of_person = row.link_kind in OF_PERSONS
            found.append(
                _Due(row.user_id, row.title, said, row.is_all_day, link, "calendar.reminder", of_person)
            )
        if row.rule:
            series[row.id] = (row, said)
    wake_ups.for_series(session, scope, series)
    return found


def _still_happens(row: EntryRow, start: datetime) -> bool:
    if not row.rule:
        return row.starts_at == start
    day = recurrence.day_of(start)
    return day.isoformat() not in row.skips and recurrence.happens_on(row.rule, row.starts_at, day) == start


_TASKS = text(
    "SELECT t.id, coalesce(t.assignee_id, t.user_id) AS person, t.title, t.due_at, t.is_all_day,"
    " t.link_kind FROM task t"
    " WHERE t.merchant_id = :merchant AND t.id = ANY(CAST(:ids AS uuid[])) AND t.status <> 'done'"
    " AND t.due_at IS NOT NULL"
)


def _of_tasks(session: Session, scope: Scope, claims: Sequence[Claim]) -> list[_Due]:
    said = {claim.coalesce_key: datetime.fromisoformat(str(claim.payload["starts_at"])) for claim in claims}
    rows = session.execute(_TASKS, {"merchant": scope.merchant_id, "ids": list(said)})
    return [
        _Due(
            *(row.person, row.title, row.due_at, row.is_all_day, routes.task(row.id), "tasks.reminder"),
            row.link_kind in OF_PERSONS,
        )
        for row in rows
        if row.person is not None and row.due_at == said[row.id]
    ]
