"""Reports that go by mail: who wants which, when, and what became of every letter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.channels.enums import Topic
from prapazar.domain.reporting.reports.errors import ReportMissing, ScheduleInvalid
from prapazar.foundation import outbox
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

RHYTHMS: Final = ("daily", "weekly", "monthly")
FORMS: Final = ("pdf", "xlsx")
MOST_PEOPLE, MOST = 10, 30
MOST_TRIES = 5
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_LONGEST_NAME = 60
_COLUMNS = (
    "id, user_id, name, report, query, rhythm, weekday, hour, form, people, is_active, next_at, last_at, code"
)


@dataclass(frozen=True, slots=True)
class Draft:
    name: str
    report: str
    query: Mapping[str, str]
    rhythm: str
    weekday: int
    hour: int
    form: str
    people: Sequence[str]


@dataclass(frozen=True, slots=True)
class Schedule:
    id: UUID
    user_id: UUID
    name: str
    report: str
    query: dict[str, str]
    rhythm: str
    weekday: int
    hour: int
    form: str
    people: list[str]
    is_active: bool
    next_at: datetime
    last_at: datetime | None
    code: str


@dataclass(frozen=True, slots=True)
class Letter:
    id: UUID
    recipient: str


def next_time(rhythm: str, weekday: int, hour: int, after: datetime) -> datetime:
    """The first time behind `after`, by Istanbul's clock."""
    there = after.astimezone(ISTANBUL)
    at = there.replace(hour=hour, minute=0, second=0, microsecond=0)
    if rhythm == "weekly":
        at += timedelta(days=(weekday - at.weekday()) % 7)
        return at if at > there else at + timedelta(days=7)
    if rhythm == "monthly":
        at = at.replace(day=1)
        return at if at > there else (at + timedelta(days=32)).replace(day=1)
    return at if at > there else at + timedelta(days=1)


def add(session: Session, scope: Scope, draft: Draft) -> UUID:
    """Raises ScheduleInvalid."""
    scope.require("reports.write")
    people = _checked(draft)
    if len(listed(session, scope)) >= MOST:
        raise ScheduleInvalid("name", "reports.too_many")
    schedule_id = new_id()
    at = next_time(draft.rhythm, draft.weekday, draft.hour, now())
    session.execute(
        text(
            "INSERT INTO report_schedule (id, merchant_id, user_id, name, report, query, rhythm, weekday, hour, form,"
            " people, is_active, next_at, code) VALUES (:id, :merchant, :user, :name, :report, :query, :rhythm,"
            " :weekday, :hour, :form, :people, true, :at, '')"
        ).bindparams(bindparam("query", type_=JSONB), bindparam("people", type_=JSONB)),
        {
            "id": schedule_id,
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "name": draft.name.strip()[:_LONGEST_NAME],
            "report": draft.report,
            "query": dict(draft.query),
            "rhythm": draft.rhythm,
            "weekday": draft.weekday,
            "hour": draft.hour,
            "form": draft.form,
            "people": people,
            "at": at,
        },
    )
    _wake(session, scope, schedule_id, at)
    audit.append(
        session, scope, "reports.schedule", schedule_id, {"report": draft.report, "people": len(people)}
    )
    return schedule_id


def switch(session: Session, scope: Scope, schedule_id: UUID, *, is_active: bool) -> None:
    """What was missed while it was off is not sent afterwards. Raises ReportMissing."""
    scope.require("reports.write")
    row = _lock(session, scope, schedule_id)
    at = next_time(row.rhythm, row.weekday, row.hour, now())
    session.execute(
        text("UPDATE report_schedule SET is_active = :active, next_at = :at, code = '' WHERE id = :id"),
        {"active": is_active, "at": at, "id": schedule_id},
    )
    if is_active:
        _wake(session, scope, schedule_id, at)


def remove(session: Session, scope: Scope, schedule_id: UUID) -> None:
    """Raises ReportMissing."""
    scope.require("reports.delete")
    _lock(session, scope, schedule_id)
    session.execute(text("DELETE FROM report_schedule WHERE id = :id"), {"id": schedule_id})
    audit.append(session, scope, "reports.unschedule", schedule_id, {})


def listed(session: Session, scope: Scope) -> list[Schedule]:
    scope.require("reports.read")
    found = session.execute(
        text(f"SELECT {_COLUMNS} FROM report_schedule WHERE merchant_id = :merchant ORDER BY name, id"),
        {"merchant": scope.merchant_id},
    )
    return [Schedule(*row) for row in found]


def begin(
    session: Session, scope: Scope, schedule_id: UUID, due_at: datetime
) -> tuple[Schedule, list[Letter]] | None:
    """The letters that are still to go; None for a time that is no longer wanted.

    One that somebody began and did not end may have gone: it stays so, and does not go again.
    """
    row = session.execute(
        text(f"SELECT {_COLUMNS} FROM report_schedule WHERE id = :id AND merchant_id = :merchant FOR UPDATE"),
        {"id": schedule_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None or not row.is_active or row.next_at != due_at:
        return None
    schedule = Schedule(*row)
    session.execute(
        text(
            "INSERT INTO report_letter (id, merchant_id, schedule_id, due_at, recipient, status, detail, attempts)"
            " SELECT gen_random_uuid(), :merchant, :id, :due, p, 'waiting', '', 0 FROM unnest(CAST(:people"
            " AS text[])) p"
            " ON CONFLICT (schedule_id, due_at, recipient) DO NOTHING"
        ),
        {"merchant": scope.merchant_id, "id": schedule_id, "due": due_at, "people": schedule.people},
    )
    session.execute(
        text(
            "UPDATE report_letter SET status = 'unclear', at = now()"
            " WHERE schedule_id = :id AND due_at = :due AND status = 'begun'"
        ),
        {"id": schedule_id, "due": due_at},
    )
    letters = session.execute(
        text(
            "SELECT id, recipient FROM report_letter WHERE schedule_id = :id AND due_at = :due"
            " AND status = 'waiting' ORDER BY recipient"
        ),
        {"id": schedule_id, "due": due_at},
    )
    return schedule, [Letter(*one) for one in letters]


def begin_letter(session: Session, letter_id: UUID) -> bool:
    """Committed before anything is sent; False for one that somebody else began."""
    found = session.execute(
        text(
            "UPDATE report_letter SET status = 'begun', attempts = attempts + 1, at = now()"
            " WHERE id = :id AND status = 'waiting' RETURNING id"
        ),
        {"id": letter_id},
    )
    return found.first() is not None


def end_letter(session: Session, letter_id: UUID, status: str, detail: str = "") -> None:
    """`waiting` is tried again, five times."""
    session.execute(
        text(
            "UPDATE report_letter SET status = CASE WHEN :status = 'waiting' AND attempts >= :most THEN 'failed'"
            " ELSE :status END, detail = :detail, at = now() WHERE id = :id AND status = 'begun'"
        ),
        {"id": letter_id, "status": status, "detail": detail[:300], "most": MOST_TRIES},
    )


def end(session: Session, scope: Scope, schedule: Schedule, due_at: datetime, code: str = "") -> bool:
    """On to the next time; False while letters of this one wait for another try."""
    counts: dict[str, int] = dict(
        session.execute(
            text(
                "SELECT status, count(*) FROM report_letter WHERE schedule_id = :id AND due_at = :due GROUP BY status"
            ),
            {"id": schedule.id, "due": due_at},
        )
        .tuples()
        .all()
    )
    if counts.get("waiting") and not code:
        return False
    at = next_time(schedule.rhythm, schedule.weekday, schedule.hour, max(now(), due_at))
    failed = counts.get("failed", 0) + counts.get("unclear", 0)
    session.execute(
        text(
            "UPDATE report_schedule SET next_at = :at, last_at = CASE WHEN :sent THEN now() ELSE last_at END,"
            " code = :code WHERE id = :id"
        ),
        {
            "id": schedule.id,
            "at": at,
            "sent": bool(counts.get("sent")),
            "code": code or ("reports.some_failed" if failed else ""),
        },
    )
    _wake(session, scope, schedule.id, at)
    return True


def _wake(session: Session, scope: Scope, schedule_id: UUID, at: datetime) -> None:
    outbox.append(
        session,
        scope.merchant_id,
        Topic.MAIL_REPORTS.value,
        scope.merchant_id,
        schedule_id,
        {"schedule_id": str(schedule_id), "due_at": at.isoformat()},
        not_before=at,
    )


def _lock(session: Session, scope: Scope, schedule_id: UUID) -> Any:  # noqa: ANN401 - a row of the statement
    row = session.execute(
        text("SELECT * FROM report_schedule WHERE id = :id AND merchant_id = :merchant FOR UPDATE"),
        {"id": schedule_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None:
        raise ReportMissing(schedule_id)
    return row


def _checked(draft: Draft) -> list[str]:
    if not draft.name.strip():
        raise ScheduleInvalid("name", "forms.required")
    if draft.rhythm not in RHYTHMS or draft.form not in FORMS or draft.weekday not in range(7):
        raise ScheduleInvalid("rhythm", "errors.invalid_fields")
    if draft.hour not in range(24):
        raise ScheduleInvalid("hour", "reports.bad_hour")
    people = list(dict.fromkeys(one.strip().lower() for one in draft.people if one.strip()))
    if not people or len(people) > MOST_PEOPLE or not all(_ADDRESS.fullmatch(one) for one in people):
        raise ScheduleInvalid("people", "reports.bad_people")
    return people
