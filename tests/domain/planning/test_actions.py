"""Entries and tasks: written, moved and put back, one of a series, reminders that tell once."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.planning import actions, queries, queries_tasks, recurrence, rules
from prapazar.domain.planning.actions.entries import Moved
from prapazar.domain.planning.enums import EntryKind, TaskStatus
from prapazar.domain.planning.errors import EntryMissing, PlanInvalid, TaskMissing
from prapazar.domain.planning.rules import Check, EntryDraft, PlanLine, Span, TaskDraft
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import people

MONDAY = recurrence.absolute(datetime(2040, 1, 2, 9))  # noqa: DTZ001 - a clock on the wall
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KINDS = tuple(kind.value for kind in EntryKind)


def _draft(title: str = "Sayım", **values: object) -> EntryDraft:
    known = {"kind": EntryKind.APPOINTMENT, "title": title, "span": Span(MONDAY, MONDAY + HOUR)}
    return EntryDraft(**(known | values))  # type: ignore[arg-type]


def _add(scope: Scope, draft: EntryDraft) -> UUID:
    with db.transaction(scope) as session:
        return actions.add(session, scope, draft)


def _shown(scope: Scope, days: int = 28) -> list[tuple[str, datetime]]:
    with db.transaction(scope) as session:
        found = queries.happenings(session, scope, MONDAY - DAY, MONDAY + days * DAY, KINDS)
    return [(one.entry.title, one.span.starts_at) for one in found]


def test_entry_is_shown_to_its_merchant_alone(scope: Scope, other_scope: Scope) -> None:
    kept = _add(scope, _draft())

    assert _shown(scope) == [("Sayım", MONDAY)]
    assert _shown(other_scope) == []
    with db.transaction(other_scope) as session, pytest.raises(EntryMissing):
        queries.entry(session, other_scope, kept)


def test_one_of_a_series_is_moved_alone_and_put_back(scope: Scope) -> None:
    series = _add(scope, _draft(rule="FREQ=WEEKLY"))
    second, later = MONDAY + 7 * DAY, MONDAY + 8 * DAY

    with db.transaction(scope) as session:
        moved = actions.move(session, scope, series, Span(later, later + HOUR), date(2040, 1, 9))
    after_move = _shown(scope)
    with db.transaction(scope) as session:
        actions.put_back(session, scope, moved)

    assert moved == Moved(moved.entry_id, Span(second, second + HOUR), series, "2040-01-09")
    assert after_move == [
        ("Sayım", MONDAY),
        ("Sayım", later),
        ("Sayım", MONDAY + 14 * DAY),
        ("Sayım", MONDAY + 21 * DAY),
    ]
    assert _shown(scope) == [("Sayım", MONDAY + week * 7 * DAY) for week in range(4)]


def test_series_moves_as_a_whole_with_the_days_left_out(scope: Scope) -> None:
    series = _add(scope, _draft(rule="FREQ=WEEKLY"))
    with db.transaction(scope) as session:
        actions.remove(session, scope, series, date(2040, 1, 9))
        actions.move(session, scope, series, Span(MONDAY + DAY, MONDAY + DAY + HOUR))

    assert _shown(scope) == [
        ("Sayım", MONDAY + DAY),
        ("Sayım", MONDAY + 15 * DAY),
        ("Sayım", MONDAY + 22 * DAY),
    ]


def test_day_a_series_does_not_happen_on_cannot_be_changed(scope: Scope) -> None:
    series = _add(scope, _draft(rule="FREQ=WEEKLY"))

    with db.transaction(scope) as session, pytest.raises(EntryMissing):
        actions.change(session, scope, series, _draft("Başka"), date(2040, 1, 3))
    assert _shown(scope, 6) == [("Sayım", MONDAY)]


def test_one_of_a_series_takes_another_name(scope: Scope) -> None:
    series = _add(scope, _draft(rule="FREQ=WEEKLY"))
    second = MONDAY + 7 * DAY

    with db.transaction(scope) as session:
        draft = _draft("Büyük sayım", span=Span(second, second + HOUR))
        actions.change(session, scope, series, draft, date(2040, 1, 9))

    assert _shown(scope, 14) == [("Sayım", MONDAY), ("Büyük sayım", second)]


def test_price_plan_needs_the_right_to_set_prices(scope: Scope) -> None:
    clerk = Scope(scope.merchant_id, permissions=frozenset({"calendar.read", "calendar.write"}))
    plan = _draft(kind=EntryKind.PRICE, lines=(PlanLine("A", Decimal(5)),), span=Span(MONDAY, MONDAY))

    with pytest.raises(PermissionDenied), db.transaction(clerk) as session:
        actions.add(session, clerk, plan)
    before = recurrence.absolute(datetime(2020, 1, 1))  # noqa: DTZ001 - a clock on the wall
    late = _draft(kind=EntryKind.PRICE, lines=plan.lines, span=Span(before, before))
    with pytest.raises(PlanInvalid) as past, db.transaction(scope) as session:
        actions.add(session, scope, late)

    assert past.value.code == "calendar.plan_past"
    assert _shown(scope) == []


def _due_now(scope: Scope) -> None:
    """The outbox as it stands when the time has come."""
    with db.system_transaction() as session:
        session.execute(text("UPDATE outbox SET available_at = now() - interval '1 second'"))


def _told(scope: Scope) -> list[tuple[str, str]]:
    with db.transaction(scope) as session:
        rows = session.execute(text("SELECT kind, values ->> 'title' FROM notification ORDER BY created_at"))
        return [(row[0], row[1]) for row in rows]


def _remind(scope: Scope) -> int:
    with db.transaction(scope) as session:
        return actions.due_reminders(session, scope)


@pytest.mark.usefixtures("database")
def test_series_reminds_its_writer_of_one_time_after_another() -> None:
    who = people.member(people.merchant()).scope
    _add(who, _draft(rule="FREQ=WEEKLY", remind_minutes=15))

    early = _remind(who)
    _due_now(who)
    first, again = _remind(who), _remind(who)
    with db.transaction(who) as session:
        waiting = session.execute(text("SELECT payload ->> 'starts_at', available_at FROM outbox")).one()

    assert (early, first, again) == (0, 1, 0)
    assert _told(who) == [("calendar.reminder", "Sayım")]
    second = MONDAY + 7 * DAY
    assert (datetime.fromisoformat(waiting[0]), waiting[1]) == (second, second - timedelta(minutes=15))


@pytest.mark.usefixtures("database")
def test_removed_entry_reminds_nobody() -> None:
    who = people.member(people.merchant()).scope
    kept = _add(who, _draft(remind_minutes=15))

    with db.transaction(who) as session:
        actions.remove(session, who, kept)
    _due_now(who)

    assert (_remind(who), _told(who)) == (0, [])


@pytest.mark.usefixtures("database")
def test_task_tells_whom_it_is_given_and_reminds_them_until_it_is_done() -> None:
    merchant = people.merchant()
    writer, helper = (people.member(merchant, role) for role in ("admin", "operator"))
    draft = TaskDraft(title="Rafı say", assignee_id=helper.user_id, due_at=MONDAY, remind_minutes=60)

    with db.transaction(writer.scope) as session:
        first, second = (actions.add_task(session, writer.scope, draft) for _ in range(2))
        actions.move_task(session, writer.scope, second, TaskStatus.DONE)
    _due_now(writer.scope)
    told = _remind(writer.scope)

    assert told == 1
    with db.transaction(writer.scope) as session:
        rows = session.execute(text("SELECT user_id, kind, link FROM notification ORDER BY kind, link")).all()
    assert sorted(tuple(row) for row in rows) == sorted(
        [
            (helper.user_id, "tasks.assigned", f"/tasks?task={first}"),
            (helper.user_id, "tasks.assigned", f"/tasks?task={second}"),
            (helper.user_id, "tasks.reminder", f"/tasks?task={first}"),
        ]
    )


def test_board_keeps_the_order_people_gave_it(scope: Scope) -> None:
    with db.transaction(scope) as session:
        a, b, c = (actions.add_task(session, scope, TaskDraft(title=name)) for name in "ABC")
        actions.move_task(session, scope, a, TaskStatus.TODO, 0)
        actions.move_task(session, scope, b, TaskStatus.DOING)
        actions.move_task(session, scope, c, TaskStatus.DOING, 1)
        actions.add_task(session, scope, TaskDraft(title="D"))
        rows = queries_tasks.board(session, scope, queries_tasks.TaskFilter())

    assert [(row.status, row.title) for row in rows] == [
        ("doing", "B"),
        ("doing", "C"),
        ("todo", "D"),
        ("todo", "A"),
    ]


def test_tasks_are_listed_by_due_date_page_by_page(scope: Scope) -> None:
    with db.transaction(scope) as session:
        for title, due in (("yok", None), ("geç", MONDAY + DAY), ("önce", MONDAY), ("o gün", MONDAY + DAY)):
            actions.add_task(session, scope, TaskDraft(title=title, due_at=due))
        wanted = queries_tasks.TaskFilter()
        first = queries_tasks.page(session, scope, wanted, limit=2)
        rest = queries_tasks.page(session, scope, wanted, after=queries_tasks.cursor(first[-1]))
        counts = queries_tasks.counts(session, scope)

    assert [row.title for row in (*first, *rest)] == ["önce", "geç", "o gün", "yok"]
    assert counts == {"open": 4, "mine": 0, "late": 0}


def test_step_is_ticked_off_alone(scope: Scope) -> None:
    with db.transaction(scope) as session:
        kept = actions.add_task(
            session, scope, TaskDraft(title="Kargo", checklist=(Check("bant"), Check(" "), Check("fiş")))
        )
        actions.check_off(session, scope, kept, 1, is_done=True)
        row = queries_tasks.task(session, scope, kept)
        with pytest.raises(TaskMissing):
            actions.check_off(session, scope, kept, 2, is_done=True)

    assert (row.checklist, row.checked) == (
        ({"text": "bant", "done": False}, {"text": "fiş", "done": True}),
        1,
    )


def test_task_is_given_only_to_who_works_here(scope: Scope) -> None:
    outside = people.member(people.merchant("Ege")).user_id

    with db.transaction(scope) as session, pytest.raises(PlanInvalid) as refused:
        actions.add_task(session, scope, TaskDraft(title="Say", assignee_id=outside))

    assert (refused.value.field, refused.value.code) == ("assignee", "tasks.assignee_unknown")


def test_all_day_task_falls_due_when_its_day_ends(scope: Scope) -> None:
    with db.transaction(scope) as session:
        kept = actions.add_task(session, scope, TaskDraft(title="Say", due_at=MONDAY))
        until = rules.whole_days(date(2040, 1, 5), date(2040, 1, 5)).ends_at - timedelta(minutes=1)
        actions.put_off(session, scope, kept, until, is_all_day=True)
        row = queries_tasks.task(session, scope, kept)

    assert row.due_at is not None
    assert (recurrence.local(row.due_at), row.is_all_day) == (datetime(2040, 1, 5, 23, 59), True)  # noqa: DTZ001 - as above
