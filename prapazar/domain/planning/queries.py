"""Reads of calendar entries: those of a window with every time they happen, and one with all of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.planning import recurrence
from prapazar.domain.planning.enums import OF_PERSONS, EntryKind
from prapazar.domain.planning.errors import EntryMissing
from prapazar.domain.planning.rules import EntryDraft, Span, read_lines
from prapazar.foundation.scope import Scope

MOST = 1_000
"""Entries of one window; a calendar with more is no longer read."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    id: UUID
    kind: str
    title: str
    note: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    rule: str
    repeats_until: datetime | None
    skips: tuple[str, ...]
    series_id: UUID | None
    remind_minutes: int | None
    lines: tuple[dict[str, Any], ...]
    status: str
    outcome: dict[str, Any]
    link_kind: str
    link_id: UUID | None
    user_id: UUID | None
    person: str | None

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at, self.is_all_day)

    def draft(self) -> EntryDraft:
        return EntryDraft(
            kind=EntryKind(self.kind),
            title=self.title,
            span=self.span,
            note=self.note,
            rule=self.rule,
            repeats_until=self.repeats_until,
            remind_minutes=self.remind_minutes,
            lines=read_lines(self.lines),
            link=(self.link_kind, self.link_id) if self.link_id else None,
        )


@dataclass(frozen=True, slots=True)
class Happening:
    """One time that an entry happens."""

    entry: EntryRow
    span: Span

    @property
    def day(self) -> str:
        """Which one of a series; "" where there is only one."""
        return recurrence.day_of(self.span.starts_at).isoformat() if self.entry.rule else ""


_COLUMNS = (
    "SELECT e.id, e.kind, e.title, e.note, e.starts_at, e.ends_at, e.is_all_day, e.rule, e.repeats_until, e.skips,"
    " e.series_id, e.remind_minutes, e.lines, e.status, e.outcome, e.link_kind, e.link_id, e.user_id, u.name"
    " FROM calendar_entry e LEFT JOIN app_user u ON u.id = e.user_id WHERE e.merchant_id = :merchant AND "
)
# What lasts longer than this is found by its series or not at all; so the index serves the other end.
_WINDOW = text(
    f"{_COLUMNS} e.kind = ANY(CAST(:kinds AS text[])) AND e.starts_at < :until"
    " AND (e.rule = '' AND e.ends_at >= :since"
    "  OR e.rule <> '' AND (e.repeats_until IS NULL OR e.repeats_until + (e.ends_at - e.starts_at) >= :since))"
    " ORDER BY e.starts_at DESC, e.id LIMIT :most"
)


def happenings(
    session: Session, scope: Scope, since: datetime, until: datetime, kinds: Collection[str]
) -> list[Happening]:
    """Each time that an entry happens in the window, earliest first."""
    scope.require("calendar.read")
    if not kinds:
        return []
    rows = session.execute(
        _WINDOW,
        {"merchant": scope.merchant_id, "kinds": list(kinds), "since": since, "until": until, "most": MOST},
    )
    found = [one for row in rows for one in _times(_shown(scope, _row(row)), since, until)]
    return sorted(found, key=lambda one: (one.span.starts_at, one.entry.id))


def _times(entry: EntryRow, since: datetime, until: datetime) -> list[Happening]:
    if not entry.rule:
        touches = entry.ends_at > since or entry.ends_at == entry.starts_at
        return [Happening(entry, entry.span)] if touches else []
    length = entry.ends_at - entry.starts_at
    starts = recurrence.starts_between(
        entry.rule, entry.starts_at, since - length, until, last=entry.repeats_until, skips=entry.skips
    )
    return [
        Happening(entry, entry.span.moved(recurrence.local(start) - recurrence.local(entry.starts_at)))
        for start in starts
        if start + length > since or not length
    ]


def entries(session: Session, scope: Scope, since: datetime, until: datetime) -> list[EntryRow]:
    """As they are written, series once, for other calendar programs."""
    scope.require("calendar.read")
    rows = session.execute(
        _WINDOW,
        {
            "merchant": scope.merchant_id,
            "kinds": [kind.value for kind in EntryKind],
            "since": since,
            "until": until,
            "most": MOST,
        },
    )
    return [_shown(scope, _row(row)) for row in rows]


def entry(session: Session, scope: Scope, entry_id: UUID) -> EntryRow:
    """Raises EntryMissing."""
    scope.require("calendar.read")
    return _shown(scope, _one(session, scope, entry_id, ""))


def of_ids(session: Session, scope: Scope, ids: Collection[UUID]) -> dict[UUID, EntryRow]:
    """For the product itself, which remembered them; held until the transaction ends."""
    rows = session.execute(
        text(f"{_COLUMNS} e.id = ANY(CAST(:ids AS uuid[])) ORDER BY e.id FOR UPDATE OF e"),
        {"merchant": scope.merchant_id, "ids": list(ids)},
    )
    return {row.id: _row(row) for row in rows}


def lock(session: Session, scope: Scope, entry_id: UUID) -> EntryRow:
    return _one(session, scope, entry_id, " FOR UPDATE OF e")


def _one(session: Session, scope: Scope, entry_id: UUID, ending: str) -> EntryRow:
    row = session.execute(
        text(f"{_COLUMNS} e.id = :id{ending}"), {"merchant": scope.merchant_id, "id": entry_id}
    ).one_or_none()
    if row is None:
        raise EntryMissing(entry_id)
    return _row(row)


def _shown(scope: Scope, row: EntryRow) -> EntryRow:
    return masking.row(scope, row, "title", "note") if row.link_kind in OF_PERSONS else row


def _row(row: Any) -> EntryRow:  # noqa: ANN401 - a row of the statement above
    values = list(row)
    values[9], values[12] = tuple(values[9]), tuple(values[12])
    return EntryRow(*values)
