"""Write, move and remove entries: a whole series, or one of its times as an entry of its own."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit, masking
from prapazar.domain.planning import queries, recurrence, rules
from prapazar.domain.planning.actions import wake_ups
from prapazar.domain.planning.enums import PLANS, EntryKind, PlanStatus
from prapazar.domain.planning.errors import EntryMissing, PlanInvalid
from prapazar.domain.planning.queries import EntryRow
from prapazar.domain.planning.rules import EntryDraft, Span
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_NEEDS = {EntryKind.PRICE: "prices.write", EntryKind.STOCK: "stock.write"}
_INSERT = text(
    "INSERT INTO calendar_entry (id, merchant_id, kind, title, note, starts_at, ends_at, is_all_day, rule,"
    " repeats_until, series_id, remind_minutes, lines, status, link_kind, link_id, user_id)"
    " VALUES (:id, :merchant, :kind, :title, :note, :starts_at, :ends_at, :is_all_day, :rule, :repeats_until,"
    " :series, :remind, :lines, :status, :link_kind, :link_id, :user)"
).bindparams(bindparam("lines", type_=JSONB))
_UPDATE = text(
    "UPDATE calendar_entry SET title = :title, note = :note, starts_at = :starts_at, ends_at = :ends_at,"
    " is_all_day = :is_all_day, rule = :rule, repeats_until = :repeats_until, skips = :skips,"
    " remind_minutes = :remind, lines = :lines, status = :status, link_kind = :link_kind, link_id = :link_id,"
    " updated_at = now() WHERE id = :id AND merchant_id = :merchant"
).bindparams(bindparam("lines", type_=JSONB), bindparam("skips", type_=JSONB))


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move left, so that it can be put back: the entry that stands at the new time, and where it was."""

    entry_id: UUID
    was: Span
    series_id: UUID | None = None
    """Where one of a series became an entry of its own."""
    day: str = ""


def add(session: Session, scope: Scope, draft: EntryDraft) -> UUID:
    scope.require("calendar.write")
    good = _allowed(scope, rules.checked_entry(draft))
    if good.kind in PLANS and good.span.starts_at <= now():
        raise PlanInvalid("starts", "calendar.plan_past")
    return _insert(session, scope, good)


def change(
    session: Session, scope: Scope, entry_id: UUID, draft: EntryDraft, day: date | None = None
) -> UUID:
    """All of it, or with `day` only the time that begins on it. Returns the entry that says so now."""
    scope.require("calendar.write")
    row = queries.lock(session, scope, entry_id)
    written = replace(
        draft,
        kind=EntryKind(row.kind),
        title=masking.kept(scope, draft.title, row.title),
        note=masking.kept(scope, draft.note, row.note),
    )
    good = _allowed(scope, rules.checked_entry(written))
    _must_wait(row)
    if day is not None and row.rule:
        _skip(session, scope, row, day)
        return _insert(session, scope, replace(good, rule="", repeats_until=None), series_id=row.id)
    if good.kind in PLANS and good.span.starts_at <= now():
        raise PlanInvalid("starts", "calendar.plan_past")
    _update(session, scope, row, good)
    return row.id


def move(session: Session, scope: Scope, entry_id: UUID, span: Span, day: date | None = None) -> Moved:
    """To another time; of a series only the one of `day`, without it the whole series by as much."""
    scope.require("calendar.write")
    row = queries.lock(session, scope, entry_id)
    draft = replace(row.draft(), span=rules.checked_span(span))
    _allowed(scope, draft)
    _must_wait(row)
    if draft.kind in PLANS and span.starts_at <= now():
        raise PlanInvalid("starts", "calendar.plan_past")
    if day is None or not row.rule:
        _update(session, scope, row, draft)
        return Moved(row.id, row.span)
    was = _skip(session, scope, row, day)
    single = _insert(session, scope, replace(draft, rule="", repeats_until=None), series_id=row.id)
    return Moved(single, was, row.id, day.isoformat())


def put_back(session: Session, scope: Scope, moved: Moved) -> None:
    """Undo a move; one taken out of its series goes back into it."""
    scope.require("calendar.write")
    if moved.series_id is None:
        row = queries.lock(session, scope, moved.entry_id)
        _update(session, scope, row, replace(row.draft(), span=rules.checked_span(moved.was)))
        return
    _delete(session, scope, moved.entry_id)
    row = queries.lock(session, scope, moved.series_id)
    _write_skips(session, scope, row, [one for one in row.skips if one != moved.day])


def remove(session: Session, scope: Scope, entry_id: UUID, day: date | None = None) -> None:
    """All of it, or with `day` only the time that begins on it."""
    scope.require("calendar.delete")
    row = queries.lock(session, scope, entry_id)
    if day is not None and row.rule:
        _skip(session, scope, row, day)
        return
    _allowed(scope, row.draft())
    _delete(session, scope, entry_id)
    audit.append(session, scope, "calendar.remove", entry_id, {"title": row.title, "kind": row.kind})


def _allowed(scope: Scope, draft: EntryDraft) -> EntryDraft:
    """Who plans a price must be one who may set it."""
    if draft.kind in _NEEDS:
        scope.require(_NEEDS[draft.kind])
    return draft


def _must_wait(row: EntryRow) -> None:
    if row.status not in ("", PlanStatus.WAITING):
        raise PlanInvalid("status", "calendar.plan_over")


def _skip(session: Session, scope: Scope, row: EntryRow, day: date) -> Span:
    """The time of the series that begins on `day`, which happens no longer."""
    start = recurrence.happens_on(row.rule, row.starts_at, day)
    if start is None or day.isoformat() in row.skips:
        raise EntryMissing(row.id)
    _write_skips(session, scope, row, sorted([*row.skips, day.isoformat()]))
    return row.span.moved(recurrence.local(start) - recurrence.local(row.starts_at))


def _write_skips(session: Session, scope: Scope, row: EntryRow, skips: list[str]) -> None:
    session.execute(
        text("UPDATE calendar_entry SET skips = :skips, updated_at = now() WHERE id = :id").bindparams(
            bindparam("skips", type_=JSONB)
        ),
        {"skips": skips, "id": row.id},
    )
    _tell(session, scope, replace(row, skips=tuple(skips)))


def _insert(session: Session, scope: Scope, draft: EntryDraft, series_id: UUID | None = None) -> UUID:
    entry_id = new_id()
    values = {**_values(scope, entry_id, draft), "series": series_id, "user": scope.user_id}
    session.execute(_INSERT, values)
    _tell(session, scope, queries.lock(session, scope, entry_id))
    if draft.kind in PLANS:
        audit.append(
            session, scope, "calendar.plan", entry_id, {"title": draft.title, "lines": len(draft.lines)}
        )
    return entry_id


def _update(session: Session, scope: Scope, row: EntryRow, draft: EntryDraft) -> None:
    """Days left out move with the series, so that the same ones stay out."""
    days = (recurrence.day_of(draft.span.starts_at) - recurrence.day_of(row.starts_at)).days
    skips = [_later(day, days) for day in row.skips] if draft.rule else []
    session.execute(_UPDATE, {**_values(scope, row.id, draft), "skips": skips})
    _tell(session, scope, queries.lock(session, scope, row.id))


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _values(scope: Scope, entry_id: UUID, draft: EntryDraft) -> dict[str, Any]:
    kind, link_id = draft.link or ("", None)
    until: datetime | None = draft.repeats_until
    return {
        "id": entry_id,
        "merchant": scope.merchant_id,
        "kind": draft.kind.value,
        "title": draft.title,
        "note": draft.note,
        "starts_at": draft.span.starts_at,
        "ends_at": draft.span.ends_at,
        "is_all_day": draft.span.is_all_day,
        "rule": draft.rule,
        "repeats_until": until,
        "remind": draft.remind_minutes,
        "lines": rules.kept_lines(draft.lines),
        "status": PlanStatus.WAITING.value if draft.kind in PLANS else "",
        "link_kind": kind,
        "link_id": link_id,
    }


def _delete(session: Session, scope: Scope, entry_id: UUID) -> None:
    gone = session.execute(
        text("DELETE FROM calendar_entry WHERE id = :id AND merchant_id = :merchant RETURNING id"),
        {"id": entry_id, "merchant": scope.merchant_id},
    ).scalar()
    if gone is None:
        raise EntryMissing(entry_id)
    wake_ups.take_back(session, scope, entry_id)
    live.tell(session, scope.merchant_id, "calendar.changed")


def _tell(session: Session, scope: Scope, row: EntryRow) -> None:
    wake_ups.for_entry(session, scope, row)
    live.tell(session, scope.merchant_id, "calendar.changed")
