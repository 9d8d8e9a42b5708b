"""The calendar over REST: a window of it, entries, moving, and one's secret address."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.planning import actions, queries, queries_addresses, rules
from prapazar.domain.planning.enums import EntryKind, Layer
from prapazar.domain.planning.errors import EntryMissing, PlanInvalid, TaskMissing
from prapazar.domain.planning.queries import EntryRow
from prapazar.domain.planning.rules import EntryDraft, PlanLine, Span
from prapazar.flows import calendar as flow
from prapazar.flows import calendar_files
from prapazar.flows.calendar import Item
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/calendar", tags=["calendar"])
tells(EntryMissing, 404, "calendar.missing")
tells(TaskMissing, 404, "tasks.missing")
Reader = Annotated[Scope, Depends(scope_with("calendar.read"))]
Writer = Annotated[Scope, Depends(scope_with("calendar.write"))]
Remover = Annotated[Scope, Depends(scope_with("calendar.delete"))]


class Line(BaseModel):
    sku: Annotated[str, Field(min_length=1, max_length=100)]
    value: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
    """A price, or units."""


class Entry(BaseModel):
    kind: EntryKind = EntryKind.APPOINTMENT
    title: Annotated[str, Field(max_length=140)]
    note: Annotated[str, Field(max_length=4000)] = ""
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None = None
    """Exclusive; left out: at once, or that day."""
    is_all_day: bool = False
    """Both ends then are widened to days in Istanbul."""
    rule: Annotated[str, Field(max_length=200)] = ""
    """RFC 5545, of days or longer: `FREQ=WEEKLY;BYDAY=MO`."""
    repeats_until: AwareDatetime | None = None
    remind_minutes: Annotated[int, Field(ge=0, le=rules.LONGEST_REMINDER)] | None = None
    lines: Annotated[list[Line], Field(max_length=rules.MOST_LINES)] = []
    """Of a price or stock plan, which is carried out at `starts_at`."""


class KeptEntry(Entry):
    id: UUID
    ends_at: datetime
    skips: list[date]
    series_id: UUID | None
    status: str
    outcome: dict[str, object]


class Shown(BaseModel):
    key: str
    layer: Layer
    title: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    can_move: bool
    is_done: bool
    is_bad: bool
    is_series: bool
    hint: str


class Window(BaseModel):
    items: list[Shown]


class NewTime(BaseModel):
    key: Annotated[str, Field(max_length=140, pattern="^(entry|task|job):")]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    is_all_day: bool = False


class MovedTo(BaseModel):
    key: str
    """What stands at the new time; one of a series is an entry of its own from now on."""


class Address(BaseModel):
    url: str
    created_at: datetime
    read_at: datetime | None


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except PlanInvalid as refused:
        raise Refused(422, refused.code, **refused.values) from refused
    except ConnectionInvalid as refused:
        raise Refused(422, refused.code) from refused
    except (ConnectionMissing, ValueError):
        raise Refused(404, "errors.not_found") from None


@router.get("")
def window(
    scope: Reader,
    since: Annotated[AwareDatetime, Query()],
    until: Annotated[AwareDatetime, Query()],
    layer: Annotated[list[Layer], Query()] = [],  # noqa: B006 - FastAPI copies a default
) -> Window:
    """Everything between two times; without `layer` all that the caller may see."""
    if not since < until <= since + flow.LONGEST:
        raise Refused(422, "calendar.window_long")
    with db.transaction(scope) as session:
        items = flow.window(session, scope, since, until, layer or list(Layer))
    return Window(items=[_shown(one) for one in items])


@router.post("/entries", status_code=201)
def add(scope: Writer, wanted: Entry) -> KeptEntry:
    with _refusals(), db.transaction(scope) as session:
        return _kept(queries.entry(session, scope, actions.add(session, scope, _draft(wanted))))


@router.get("/entries/{entry_id}")
def one(scope: Reader, entry_id: UUID) -> KeptEntry:
    with db.transaction(scope) as session:
        return _kept(queries.entry(session, scope, entry_id))


@router.put("/entries/{entry_id}")
def change(scope: Writer, entry_id: UUID, wanted: Entry, day: date | None = None) -> KeptEntry:
    """`day`: only the time of the series that begins on it, which becomes an entry of its own."""
    with _refusals(), db.transaction(scope) as session:
        kept = actions.change(session, scope, entry_id, _draft(wanted), day)
        return _kept(queries.entry(session, scope, kept))


@router.delete("/entries/{entry_id}", status_code=204)
def remove(scope: Remover, entry_id: UUID, day: date | None = None) -> None:
    with _refusals(), db.transaction(scope) as session:
        actions.remove(session, scope, entry_id, day)


@router.post("/move")
def move(scope: Writer, wanted: NewTime) -> MovedTo:
    """An entry, a task or a scheduled job, by the key it has in the window."""
    span = _span(wanted.starts_at, wanted.ends_at, is_all_day=wanted.is_all_day)
    with _refusals(), db.transaction(scope) as session:
        return MovedTo(key=flow.move(session, scope, wanted.key, span).key)


@router.get("/address")
def address(scope: Reader) -> Address:
    with db.transaction(scope) as session:
        return _address(queries_addresses.own(session, scope))


@router.post("/address", status_code=201)
def make_address(scope: Reader) -> Address:
    """A new secret address; the one before is closed."""
    with db.transaction(scope) as session:
        actions.make_address(session, scope)
        return _address(queries_addresses.own(session, scope))


@router.delete("/address", status_code=204)
def forget_address(scope: Reader) -> None:
    with db.transaction(scope) as session:
        actions.forget_address(session, scope)


def _address(row: queries_addresses.AddressRow | None) -> Address:
    if row is None:
        raise Refused(404, "calendar.feed_none")
    return Address(url=calendar_files.address(row.key), created_at=row.created_at, read_at=row.read_at)


def _span(starts_at: datetime, ends_at: datetime | None, *, is_all_day: bool) -> Span:
    if is_all_day:
        return rules.whole_days_around(starts_at, ends_at)
    return Span(starts_at, ends_at or starts_at)


def _draft(wanted: Entry) -> EntryDraft:
    return EntryDraft(
        kind=wanted.kind,
        title=wanted.title,
        span=_span(wanted.starts_at, wanted.ends_at, is_all_day=wanted.is_all_day),
        note=wanted.note,
        rule=wanted.rule,
        repeats_until=wanted.repeats_until,
        remind_minutes=wanted.remind_minutes,
        lines=tuple(_line(one, wanted.kind) for one in wanted.lines),
    )


def _line(one: Line, kind: EntryKind) -> PlanLine:
    if not rules.is_possible(one.value, kind):
        raise PlanInvalid("lines", "calendar.line_unreadable", line=one.sku, text=str(one.value))
    return PlanLine(one.sku, one.value)


def _kept(row: EntryRow) -> KeptEntry:
    return KeptEntry(
        id=row.id,
        kind=EntryKind(row.kind),
        title=row.title,
        note=row.note,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_all_day=row.is_all_day,
        rule=row.rule,
        repeats_until=row.repeats_until,
        remind_minutes=row.remind_minutes,
        lines=[Line(sku=one.sku, value=one.value) for one in rules.read_lines(row.lines)],
        skips=[date.fromisoformat(day) for day in row.skips],
        series_id=row.series_id,
        status=row.status,
        outcome=row.outcome,
    )


def _shown(one: Item) -> Shown:
    return Shown(
        key=one.key,
        layer=one.layer,
        title=one.title,
        starts_at=one.span.starts_at,
        ends_at=one.span.ends_at,
        is_all_day=one.span.is_all_day,
        can_move=one.can_move,
        is_done=one.is_done,
        is_bad=one.is_bad,
        is_series=one.is_series,
        hint=one.hint,
    )
