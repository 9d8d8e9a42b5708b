"""Layers of several subjects in one window: one question each, only for who may see them; jobs and tasks moved."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.channels.schedules.models import SyncJob
from prapazar.domain.planning import actions, recurrence, rules
from prapazar.domain.planning.enums import EntryKind, Layer
from prapazar.domain.planning.rules import EntryDraft, Span, TaskDraft
from prapazar.flows import calendar
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories import payments as factory

MONDAY = recurrence.absolute(datetime(2040, 1, 2, 9))  # noqa: DTZ001 - a clock on the wall
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ALL = tuple(Layer)


def _orders(scope: Scope, count: int) -> None:
    """Due on one day in Istanbul, the last of them at half past midnight there."""
    with db.transaction(scope) as session:
        made = [factory.order(session, scope) for _ in range(count)]
        session.execute(
            text(
                "UPDATE purchase_order SET status = 'new', ship_by_at = :at WHERE id = ANY(CAST(:ids AS uuid[]))"
            ),
            {"at": recurrence.absolute(datetime(2040, 1, 3, 0, 30)), "ids": made},  # noqa: DTZ001 - as above
        )


def _job(scope: Scope, at: datetime, seconds: int = 86_400) -> UUID:
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
        job = SyncJob(
            merchant_id=scope.merchant_id,
            connection_id=store,
            kind=JobKind.PRODUCTS.value,
            interval_seconds=seconds,
            next_run_at=at,
        )
        session.add(job)
    return store


def _window(scope: Scope, *layers: Layer) -> list[calendar.Item]:
    with db.transaction(scope) as session:
        return calendar.window(session, scope, MONDAY - DAY, MONDAY + 6 * DAY, layers or ALL)


def test_deliveries_are_counted_by_their_day_in_istanbul(scope: Scope) -> None:
    _orders(scope, 3)

    (found,) = _window(scope, Layer.DELIVERY)

    assert (found.key, found.title, recurrence.day_of(found.span.starts_at).isoformat()) == (
        "deliveries:2040-01-03",
        "3 sipariş kargoya",
        "2040-01-03",
    )


def test_layers_of_other_subjects_need_their_own_permission(scope: Scope) -> None:
    _orders(scope, 1)
    _job(scope, MONDAY)
    clerk = Scope(scope.merchant_id, permissions=frozenset({"calendar.read"}))

    assert {one.layer for one in _window(scope)} == {Layer.DELIVERY, Layer.JOB, Layer.SALES}
    assert {one.layer for one in _window(clerk)} == {Layer.SALES}


def _statements(session: Session, work: object) -> int:
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        work()  # type: ignore[operator]
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_window_asks_as_many_questions_for_one_as_for_many(scope: Scope) -> None:
    def counted() -> int:
        with db.transaction(scope) as session:
            return _statements(
                session, lambda: calendar.window(session, scope, MONDAY - DAY, MONDAY + 6 * DAY, ALL)
            )

    def fill(count: int) -> None:
        _orders(scope, count)
        with db.transaction(scope) as session:
            for number in range(count):
                draft = EntryDraft(
                    kind=EntryKind.MAINTENANCE, title=f"{number}", span=Span(MONDAY, MONDAY + HOUR)
                )
                actions.add(session, scope, draft)
                actions.add_task(session, scope, TaskDraft(title=f"{number}", due_at=MONDAY))

    fill(1)
    few = counted()
    fill(3)

    assert (few, counted()) == (7, 7)


def test_job_is_moved_with_its_schedule_and_taken_back(scope: Scope) -> None:
    before = (now() + DAY).replace(microsecond=0)
    store = _job(scope, before)
    later = before + 3 * HOUR
    key = f"job:{store}:products"

    with db.transaction(scope) as session:
        done = calendar.move(session, scope, key, Span(later, later + HOUR))
        moved = session.execute(text("SELECT next_run_at FROM sync_job")).scalar_one()
        calendar.undo(session, scope, done)
        back = session.execute(text("SELECT next_run_at FROM sync_job")).scalar_one()
        with pytest.raises(ConnectionInvalid):
            calendar.move(session, scope, key, Span(before + 30 * DAY, before + 31 * DAY))

    assert (moved, back) == (later, before)


def test_job_that_runs_every_few_minutes_is_no_appointment(scope: Scope) -> None:
    _job(scope, MONDAY, seconds=300)

    assert _window(scope, Layer.JOB) == []


def test_task_dragged_to_a_whole_day_is_due_at_its_end_and_goes_back(scope: Scope) -> None:
    with db.transaction(scope) as session:
        task = actions.add_task(session, scope, TaskDraft(title="Say", due_at=MONDAY, is_all_day=False))
        day = rules.whole_days(recurrence.day_of(MONDAY + DAY), recurrence.day_of(MONDAY + DAY))
        done = calendar.move(session, scope, f"task:{task}", day)
        (moved,) = calendar.window(session, scope, MONDAY - DAY, MONDAY + 6 * DAY, [Layer.TASK])
        calendar.undo(session, scope, done)
        (back,) = calendar.window(session, scope, MONDAY - DAY, MONDAY + 6 * DAY, [Layer.TASK])

    assert (moved.span, back.span) == (day, Span(MONDAY, MONDAY + timedelta(minutes=30)))


def test_series_follows_the_one_that_was_moved(scope: Scope) -> None:
    with db.transaction(scope) as session:
        draft = EntryDraft(
            kind=EntryKind.APPOINTMENT, title="Sayım", span=Span(MONDAY, MONDAY + HOUR), rule="FREQ=DAILY"
        )
        series = actions.add(session, scope, draft)
        third = MONDAY + 2 * DAY + 2 * HOUR
        done = calendar.move(session, scope, f"entry:{series}@2040-01-04", Span(third, third + HOUR))
        calendar.move_all(session, scope, done)
        found = calendar.window(session, scope, MONDAY - DAY, MONDAY + 3 * DAY, [Layer.APPOINTMENT])

    assert [one.span.starts_at for one in found] == [MONDAY + 2 * HOUR + day * DAY for day in range(3)]
    assert {one.key.partition("@")[0] for one in found} == {f"entry:{series}"}
