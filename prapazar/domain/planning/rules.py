"""What makes an entry or a task right, and how a span moves; on plain values, no session."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from prapazar.domain.planning import recurrence
from prapazar.domain.planning.enums import PLANS, EntryKind
from prapazar.domain.planning.errors import PlanInvalid
from prapazar.domain.stock.rules import MOST_UNITS
from prapazar.foundation.clock import ISTANBUL

LONGEST_TITLE, LONGEST_NOTE = 140, 4_000
MOST_LINES, MOST_CHECKS = 500, 50
LONGEST_REMINDER = 60 * 24 * 28
FIRST_DAY, LAST_DAY = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_LARGEST = Decimal(1_000_000_000)


@dataclass(frozen=True, slots=True)
class Span:
    """From `starts_at` up to, not with, `ends_at`; of whole days midnights in Istanbul."""

    starts_at: datetime
    ends_at: datetime
    is_all_day: bool = False

    def moved(self, delta: timedelta) -> "Span":
        """Kept at the same time of Istanbul's day."""
        return replace(self, starts_at=shifted(self.starts_at, delta), ends_at=shifted(self.ends_at, delta))


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What one article is to cost, or how many of it there are to be."""

    sku: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    kind: EntryKind
    title: str
    span: Span
    note: str = ""
    rule: str = ""
    repeats_until: datetime | None = None
    remind_minutes: int | None = None
    lines: tuple[PlanLine, ...] = ()
    link: tuple[str, UUID] | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a task's list."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    title: str
    note: str = ""
    assignee_id: UUID | None = None
    due_at: datetime | None = None
    is_all_day: bool = True
    remind_minutes: int | None = None
    checklist: tuple[Check, ...] = field(default=())
    link: tuple[str, UUID] | None = None


def shifted(moment: datetime, delta: timedelta) -> datetime:
    return recurrence.absolute(recurrence.local(moment) + delta)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ISTANBUL).astimezone(UTC)


def whole_days(first: date, last: date) -> Span:
    """Both days included."""
    return Span(midnight(first), midnight(max(first, last) + timedelta(days=1)), is_all_day=True)


def whole_days_around(starts_at: datetime, ends_at: datetime | None) -> Span:
    """The days in Istanbul that two times touch; the second is exclusive."""
    last = recurrence.day_of(ends_at - timedelta(microseconds=1)) if ends_at and ends_at > starts_at else None
    first = recurrence.day_of(starts_at)
    return whole_days(first, last or first)


def checked_entry(draft: EntryDraft) -> EntryDraft:
    """In the form it is kept in. Raises PlanInvalid."""
    title = _title(draft.title)
    checked_span(draft.span)
    rule = _rule(draft)
    if draft.kind in PLANS and not 0 < len(draft.lines) <= MOST_LINES:
        raise PlanInvalid("lines", "calendar.no_lines", most=str(MOST_LINES))
    return replace(
        draft,
        title=title,
        note=draft.note.strip()[:LONGEST_NOTE],
        rule=rule,
        repeats_until=draft.repeats_until if rule else None,
        remind_minutes=_reminder(draft.remind_minutes),
        lines=draft.lines if draft.kind in PLANS else (),
    )


def _rule(draft: EntryDraft) -> str:
    if not draft.rule:
        return ""
    rule = recurrence.checked(draft.rule)
    if rule is None or draft.kind in PLANS:
        raise PlanInvalid("rule", "calendar.rule_unknown" if rule is None else "calendar.plan_once")
    if draft.repeats_until is not None and draft.repeats_until < draft.span.starts_at:
        raise PlanInvalid("repeats_until", "calendar.ends_before")
    return rule


def checked_span(span: Span) -> Span:
    if span.ends_at < span.starts_at or (span.is_all_day and span.ends_at == span.starts_at):
        raise PlanInvalid("ends", "calendar.ends_before")
    if not FIRST_DAY <= span.starts_at < LAST_DAY or span.ends_at >= LAST_DAY:
        raise PlanInvalid("starts", "calendar.day_unreadable")
    return span


def checked_task(draft: TaskDraft) -> TaskDraft:
    if draft.due_at is not None and not FIRST_DAY <= draft.due_at < LAST_DAY:
        raise PlanInvalid("due", "calendar.day_unreadable")
    kept = tuple(replace(one, text=one.text.strip()[:LONGEST_TITLE]) for one in draft.checklist)
    return replace(
        draft,
        title=_title(draft.title),
        note=draft.note.strip()[:LONGEST_NOTE],
        remind_minutes=_reminder(draft.remind_minutes) if draft.due_at else None,
        checklist=tuple(one for one in kept if one.text)[:MOST_CHECKS],
    )


def _title(said: str) -> str:
    title = " ".join(said.split())[:LONGEST_TITLE]
    if not title:
        raise PlanInvalid("title", "calendar.no_title")
    return title


def _reminder(minutes: int | None) -> int | None:
    if minutes is not None and not 0 <= minutes <= LONGEST_REMINDER:
        raise PlanInvalid("remind", "calendar.reminder_far")
    return minutes


def lines_of(words: str, kind: EntryKind) -> tuple[PlanLine, ...]:
    """`SKU; 199,90` one on a line, as people paste it from a sheet. Raises PlanInvalid, naming the line."""
    found: dict[str, PlanLine] = {}
    for number, line in enumerate(words.splitlines(), start=1):
        if not line.strip():
            continue
        sku, _, said = line.replace("\t", ";").rpartition(";")
        value = amount(said)
        if not sku.strip() or value is None or not is_possible(value, kind):
            raise PlanInvalid("lines", "calendar.line_unreadable", line=str(number), text=line.strip()[:60])
        found[sku.strip()] = PlanLine(sku.strip(), value)
    return tuple(found.values())


def is_possible(value: Decimal, kind: EntryKind) -> bool:
    if not 0 <= value < _LARGEST:
        return False
    if kind is EntryKind.STOCK:
        return value == value.to_integral_value() and value <= MOST_UNITS
    return value > 0


def amount(said: str) -> Decimal | None:
    """`1.299,90`, `1299.90` and `12`; None for anything else."""
    words = said.strip().replace("₺", "").replace("TL", "").replace(" ", "")
    if "," in words:
        words = words.replace(".", "").replace(",", ".")
    try:
        value = Decimal(words)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def kept_lines(lines: Iterable[PlanLine]) -> list[dict[str, Any]]:
    return [{"sku": line.sku, "value": str(line.value)} for line in lines]


def read_lines(kept: Iterable[dict[str, Any]]) -> tuple[PlanLine, ...]:
    return tuple(PlanLine(str(line["sku"]), Decimal(str(line["value"]))) for line in kept)
