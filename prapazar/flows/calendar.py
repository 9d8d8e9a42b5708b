"""The calendar as people see it: layers of several subjects in one window, moved and undone by one key."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.campaigns import actions as campaign_actions
from prapazar.domain.campaigns import queries as campaigns
from prapazar.domain.campaigns.enums import MOVABLE, CampaignStatus
from prapazar.domain.campaigns.errors import CampaignMissing, CampaignRefused
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.schedules import actions as schedules
from prapazar.domain.planning import actions, layers, queries, queries_tasks, recurrence, rules, sales_days
from prapazar.domain.planning.actions.entries import Moved
from prapazar.domain.planning.enums import EntryKind, Layer, PlanStatus, TaskStatus
from prapazar.domain.planning.errors import EntryMissing, PlanInvalid
from prapazar.domain.planning.layers import DayCount
from prapazar.domain.planning.queries import Happening
from prapazar.domain.planning.rules import Span
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

LONGEST = timedelta(days=400)
"""A window; whoever wants more asks twice."""
MOST_TASKS = 1_000
NEEDS = {
    Layer.DELIVERY: ("orders.read",),
    Layer.DEADLINE: ("claims.read", "messages.read"),
    Layer.JOB: ("channels.read",),
}
"""Layers of other subjects: any of these permissions opens them."""
_ENTRIES = {Layer(kind.value) for kind in EntryKind}
_WRITES = {EntryKind.PRICE: "prices.write", EntryKind.STOCK: "stock.write"}


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    """`entry:<id>`, of a series with `@<day>`; `task:<id>`, `campaign:<id>`, `job:<store>:<kind>`; others stay."""
    layer: Layer
    title: str
    span: Span
    can_move: bool = False
    can_resize: bool = False
    is_done: bool = False
    is_bad: bool = False
    """Late, or refused."""
    is_series: bool = False
    link: str = ""
    """To where it is dealt with, for what the calendar itself cannot open."""
    hint: str = ""


def layers_of(scope: Scope) -> list[Layer]:
    """Those the person may see."""
    return [layer for layer in Layer if layer not in NEEDS or any(scope.can(one) for one in NEEDS[layer])]


def window(
    session: Session, scope: Scope, since: datetime, until: datetime, wanted: Collection[Layer]
) -> list[Item]:
    """Everything of the wanted layers that touches the window, one question for each layer."""
    scope.require("calendar.read")
    shown = set(wanted) & set(layers_of(scope))
    until = min(until, since + LONGEST)
    return list(_items(session, scope, since, until, shown))


def _items(
    session: Session, scope: Scope, since: datetime, until: datetime, shown: set[Layer]
) -> Iterator[Item]:
    if Layer.SALES in shown:
        yield from _sales(scope, since, until)
    kinds = [layer.value for layer in sorted(shown & _ENTRIES)]
    yield from (_entry(scope, one) for one in queries.happenings(session, scope, since, until, kinds))
    if Layer.CAMPAIGN in shown and scope.can("campaigns.read"):
        yield from _campaigns(session, scope, since, until)
    if Layer.TASK in shown:
        yield from _tasks(session, scope, since, until)
    if Layer.DELIVERY in shown:
        found = layers.deliveries(session, scope, since, until)
        yield from _counts(
            scope, found, Layer.DELIVERY, "deliveries", routes.with_query(routes.ORDERS, view="to_pack")
        )
    if Layer.DEADLINE in shown and scope.can("claims.read"):
        found = layers.claims(session, scope, since, until)
        yield from _counts(
            scope, found, Layer.DEADLINE, "claims", routes.with_query(routes.RETURNS, view="decide")
        )
    if Layer.DEADLINE in shown and scope.can("messages.read"):
        found = layers.questions(session, scope, since, until)
        yield from _counts(scope, found, Layer.DEADLINE, "questions", routes.INBOX)
    if Layer.JOB in shown:
        yield from _jobs(session, scope, since, until)


def _sales(scope: Scope, since: datetime, until: datetime) -> Iterator[Item]:
    last = recurrence.day_of(until - timedelta(seconds=1)) + timedelta(days=1)
    for event in sales_days.between(recurrence.day_of(since), last):
        title = say(scope.locale, f"sales_days.{event.key}")
        if event.is_expected:
            title = say(scope.locale, "calendar.expected", title=title)
        hints = [
            *([say(scope.locale, "calendar.lead", day=_day(event.lead_since, scope))] if event.lead else []),
            *([say(scope.locale, "calendar.closed")] if event.is_closed else []),
            *([say(scope.locale, "calendar.world")] if event.is_world else []),
        ]
        span = rules.whole_days(event.since, event.until - timedelta(days=1))
        key = f"sale:{event.key}:{event.since.isoformat()}"
        yield Item(key, Layer.SALES, title, span, hint=" · ".join(hints))


def _day(day: date, scope: Scope) -> str:
    return formats.day(rules.midnight(day), scope.locale)


def _entry(scope: Scope, one: Happening) -> Item:
    entry = one.entry
    is_over = entry.status not in ("", PlanStatus.WAITING)
    needed = _WRITES.get(EntryKind(entry.kind))
    can = scope.can("calendar.write") and not is_over and (needed is None or scope.can(needed))
    return Item(
        key=f"entry:{entry.id}{'@' + one.day if one.day else ''}",
        layer=Layer(entry.kind),
        title=entry.title,
        span=one.span,
        can_move=can,
        can_resize=can and entry.kind not in (EntryKind.PRICE, EntryKind.STOCK),
        is_done=entry.status in (PlanStatus.DONE, PlanStatus.PARTLY),
        is_bad=entry.status in (PlanStatus.FAILED, PlanStatus.PARTLY),
        is_series=bool(entry.rule),
    )


def _tasks(session: Session, scope: Scope, since: datetime, until: datetime) -> Iterator[Item]:
    for row in queries_tasks.due_between(session, scope, since, until, MOST_TASKS):
        if row.due_at is None:
            continue
        day = recurrence.day_of(row.due_at)
        span = (
            rules.whole_days(day, day)
            if row.is_all_day
            else Span(row.due_at, row.due_at + timedelta(minutes=30))
        )
        yield Item(
            key=f"task:{row.id}",
            layer=Layer.TASK,
            title=row.title,
            span=span,
            can_move=scope.can("calendar.write"),
            is_done=row.status == TaskStatus.DONE,
            hint=row.assignee or "",
        )


def _counts(scope: Scope, found: list[DayCount], layer: Layer, name: str, link: str) -> Iterator[Item]:
    for one in found:
        title = say(scope.locale, f"calendar.count_{name}", count=formats.number(one.count, scope.locale))
        late = say(scope.locale, "calendar.count_late", count=formats.number(one.late, scope.locale))
        yield Item(
            key=f"{name}:{one.day.isoformat()}",
            layer=layer,
            title=title,
            span=rules.whole_days(one.day, one.day),
            is_bad=one.late > 0,
            link=link,
            hint=late if one.late else "",
        )


def _jobs(session: Session, scope: Scope, since: datetime, until: datetime) -> Iterator[Item]:
    for row in layers.jobs(session, scope, since, until):
        label = say(scope.locale, f"channels.job_{row.kind}")
        yield Item(
            key=f"job:{row.connection_id}:{row.kind}",
            layer=Layer.JOB,
            title=f"{row.name}: {label}",
            span=Span(row.next_run_at, row.next_run_at + timedelta(minutes=30)),
            can_move=scope.can("channels.write"),
            hint=formats.duration(timedelta(seconds=row.interval_seconds), scope.locale),
        )


@dataclass(frozen=True, slots=True)
class Undo:
    """How to put one move back."""

    key: str
    was: Span
    series_id: UUID | None = None
    day: str = ""
    delta: timedelta = timedelta(0)
    """How far one of a series went, should the others follow."""


def move(session: Session, scope: Scope, key: str, span: Span) -> Undo:
    """What was dragged goes to its new time. Raises PlanInvalid, EntryMissing, TaskMissing, ConnectionInvalid."""
    what, _, rest = key.partition(":")
    if what == "task":
        return _move_task(session, scope, UUID(rest), span)
    if what == "job":
        return _move_job(session, scope, rest, span)
    if what == "campaign":
        return _move_campaign(session, scope, UUID(rest), span)
    entry_id, _, day = rest.partition("@")
    moved = actions.move(session, scope, UUID(entry_id), span, date.fromisoformat(day) if day else None)
    delta = recurrence.local(span.starts_at) - recurrence.local(moved.was.starts_at)
    return Undo(f"entry:{moved.entry_id}", moved.was, moved.series_id, moved.day, delta)


def _move_task(session: Session, scope: Scope, task_id: UUID, span: Span) -> Undo:
    row = queries_tasks.task(session, scope, task_id)
    due = span.ends_at - timedelta(minutes=1) if span.is_all_day else span.starts_at
    actions.put_off(session, scope, task_id, due, is_all_day=span.is_all_day)
    before = row.due_at or due
    return Undo(f"task:{task_id}", Span(before, before, row.is_all_day))


def _move_job(session: Session, scope: Scope, rest: str, span: Span) -> Undo:
    store, _, kind = rest.partition(":")
    found = layers.job(session, scope, UUID(store), kind)
    schedules.move(session, scope, UUID(store), JobKind(kind), span.starts_at)
    return Undo(f"job:{rest}", Span(found.next_run_at, found.next_run_at))


def _campaigns(session: Session, scope: Scope, since: datetime, until: datetime) -> Iterator[Item]:
    last = recurrence.day_of(until - timedelta(seconds=1)) + timedelta(days=1)
    for row in campaigns.between(session, scope, recurrence.day_of(since), last):
        can = scope.can("calendar.write") and scope.can("campaigns.write")
        yield Item(
            key=f"campaign:{row.id}",
            layer=Layer.CAMPAIGN,
            title=row.name,
            span=rules.whole_days(row.starts_on, row.ends_on),
            can_move=can and CampaignStatus(row.status) in MOVABLE,
            can_resize=can,
            is_bad=bool(row.problem),
            link=routes.campaign(row.id),
            hint=row.segment,
        )


def _move_campaign(session: Session, scope: Scope, campaign_id: UUID, span: Span) -> Undo:
    """Its days alone: it lasts whole ones. Raises PlanInvalid where it cannot be moved any more."""
    since, last = recurrence.day_of(span.starts_at), recurrence.day_of(span.ends_at - timedelta(seconds=1))
    try:
        before = campaign_actions.move(session, scope, campaign_id, since, max(since, last))
    except CampaignRefused as refused:
        raise PlanInvalid("day", refused.code) from refused
    except CampaignMissing:
        raise EntryMissing from None
    return Undo(f"campaign:{campaign_id}", rules.whole_days(*before))


def undo(session: Session, scope: Scope, done: Undo) -> None:
    what, _, rest = done.key.partition(":")
    if what == "campaign":
        _move_campaign(session, scope, UUID(rest), done.was)
        return
    if what == "task":
        actions.put_off(session, scope, UUID(rest), done.was.starts_at, is_all_day=done.was.is_all_day)
    elif what == "job":
        store, _, kind = rest.partition(":")
        schedules.move(session, scope, UUID(store), JobKind(kind), done.was.starts_at)
    else:
        actions.put_back(session, scope, Moved(UUID(rest), done.was, done.series_id, done.day))


def move_all(session: Session, scope: Scope, done: Undo) -> Undo:
    """After one of a series was moved: the others go as far, and the one is part of them again."""
    if done.series_id is None:
        return done
    undo(session, scope, done)
    row = queries.entry(session, scope, done.series_id)
    moved = actions.move(session, scope, row.id, row.span.moved(done.delta))
    return Undo(f"entry:{row.id}", moved.was)


def run_job(session: Session, scope: Scope, key: str) -> None:
    store, _, kind = key.removeprefix("job:").partition(":")
    schedules.run_now(session, scope, UUID(store), JobKind(kind))
