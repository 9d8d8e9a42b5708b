"""A ticket's clock and its promises, whose turn it is, what may follow what; on plain values."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from prapazar.domain.support import rules
from prapazar.domain.support.enums import Goal, Priority, TicketStatus, Told
from prapazar.domain.support.hours import WorkingHours
from prapazar.domain.support.rules import Clock, GoalState, News, Policy
from prapazar.foundation.clock import ISTANBUL

HOURS = WorkingHours()
HOUR = timedelta(hours=1)
ANNE, BORA, CAN = UUID(int=1), UUID(int=2), UUID(int=3)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """Of November 2026 in Istanbul; the 2nd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ISTANBUL).astimezone(UTC)


def test_clock_stands_while_the_customer_is_waited_for() -> None:
    started = Clock().moved(HOURS, _at(2, 10), runs=True)

    stopped = started.moved(HOURS, _at(2, 12), runs=False)
    again = stopped.moved(HOURS, _at(4, 10), runs=True)

    assert stopped == Clock(2 * HOUR)
    assert stopped.due(HOURS, 240) is None
    assert again == Clock(2 * HOUR, _at(4, 10))
    assert again.due(HOURS, 240) == _at(4, 12)


def test_clock_that_runs_is_not_started_anew() -> None:
    started = Clock(HOUR, _at(2, 10))

    assert started.moved(HOURS, _at(3, 10), runs=True) == started
    assert Clock(HOUR).moved(HOURS, _at(3, 10), runs=False) == Clock(HOUR)


def test_clock_does_not_count_a_weekend() -> None:
    started = Clock().moved(HOURS, _at(6, 16), runs=True)

    assert started.due(HOURS, 240) == _at(9, 11)
    assert started.read(HOURS, _at(9, 10)) == 3 * HOUR


def test_clock_used_up_is_due_at_once() -> None:
    assert Clock(5 * HOUR, _at(2, 10)).due(HOURS, 240) == _at(2, 10)


def test_policy_changed_midway_counts_what_ran_already() -> None:
    clock = Clock(HOUR, _at(2, 10))

    assert clock.due(HOURS, 240) == _at(2, 13)
    assert clock.due(HOURS, 480) == _at(2, 17)
    assert clock.due(HOURS, 60) == _at(2, 10)


def test_hours_changed_midway_count_from_then_on() -> None:
    """Two hours ran by the old hours; the rest runs by the new ones, in the mornings alone."""
    mornings = WorkingHours(week=((9 * 60, 12 * 60),) * 7)
    clock = Clock(since=_at(2, 13))

    settled = clock.settled(HOURS, _at(2, 15))

    assert settled == Clock(2 * HOUR, _at(2, 15))
    assert settled.due(mornings, 240) == _at(3, 11)
    assert Clock(HOUR).settled(HOURS, _at(2, 15)) == Clock(HOUR)


@pytest.mark.parametrize(
    ("at", "told", "expected"),
    [
        (_at(2, 12), Told.NOTHING, []),
        (_at(2, 13), Told.NOTHING, [News(Goal.SOLVE, Told.WARNED)]),
        (_at(2, 13, 30), Told.WARNED, []),
        (_at(2, 14), Told.WARNED, [News(Goal.SOLVE, Told.BREACHED)]),
        (_at(2, 15), Told.NOTHING, [News(Goal.SOLVE, Told.BREACHED)]),
        (_at(3, 9), Told.BREACHED, []),
    ],
    ids=["early", "warned", "warned once", "broken", "broken unseen", "broken once"],
)
def test_news_are_told_once(at: datetime, told: Told, expected: list[News]) -> None:
    goals = [GoalState(Goal.SOLVE, _at(2, 14), told)]

    assert rules.news(HOURS, goals, 60, at) == expected


def test_no_news_of_a_promise_that_is_kept_or_stands_still() -> None:
    goals = [
        GoalState(Goal.FIRST, _at(2, 10), Told.NOTHING, is_met=True),
        GoalState(Goal.SOLVE, None, Told.NOTHING),
    ]

    assert rules.news(HOURS, goals, 60, _at(3, 10)) == []
    assert rules.next_look(HOURS, goals, 60, _at(2, 9)) is None


def test_warning_comes_before_by_working_time() -> None:
    """Due on Monday at 9.30; half an hour of work before it was Friday evening's close."""
    goals = [GoalState(Goal.SOLVE, _at(9, 9, 30), Told.NOTHING)]

    assert rules.next_look(HOURS, goals, 60, _at(6, 10)) == _at(6, 17, 30)


def test_next_look_is_the_earliest_that_brings_news() -> None:
    goals = [
        GoalState(Goal.FIRST, _at(2, 12), Told.WARNED),
        GoalState(Goal.SOLVE, _at(3, 12), Told.NOTHING),
    ]

    assert rules.next_look(HOURS, goals, 60, _at(2, 11, 30)) == _at(2, 12)
    assert rules.next_look(HOURS, goals[1:], 60, _at(2, 11, 30)) == _at(3, 11)
    assert rules.next_look(HOURS, goals[1:], 60, _at(3, 11)) == _at(3, 12)


def test_channel_has_a_policy_of_its_own_before_all_others() -> None:
    shop, usual, own = UUID(int=9), Policy(60, 120), Policy(10, 20)
    known = {(Priority.HIGH, None): usual, (Priority.HIGH, shop): own}

    assert rules.policy_of(known, Priority.HIGH, shop) == own
    assert rules.policy_of(known, Priority.HIGH, UUID(int=8)) == usual
    assert rules.policy_of(known, Priority.HIGH, None) == usual
    assert rules.policy_of(known, Priority.LOW, shop) == rules.DEFAULTS[Priority.LOW]


def test_turn_goes_round() -> None:
    people = [ANNE, BORA, CAN]

    assert [rules.whose_turn(people, last) for last in (None, ANNE, BORA, CAN)] == [ANNE, BORA, CAN, ANNE]
    assert rules.whose_turn(people, UUID(int=99)) == ANNE
    assert rules.whose_turn([], ANNE) is None


def test_least_loaded_is_the_first_of_those_with_fewest() -> None:
    assert rules.least_loaded([ANNE, BORA, CAN], {ANNE: 3, BORA: 1, CAN: 1}) == BORA
    assert rules.least_loaded([ANNE, BORA, CAN], {ANNE: 3, BORA: 1}) == CAN
    assert rules.least_loaded([], {}) is None


def test_customers_word_opens_what_was_solved() -> None:
    after = {status: rules.after_customer(status) for status in TicketStatus}

    assert after == {
        TicketStatus.NEW: TicketStatus.NEW,
        TicketStatus.OPEN: TicketStatus.OPEN,
        TicketStatus.WAITING_CUSTOMER: TicketStatus.WAITING_US,
        TicketStatus.WAITING_US: TicketStatus.WAITING_US,
        TicketStatus.SOLVED: TicketStatus.WAITING_US,
        TicketStatus.CLOSED: TicketStatus.WAITING_US,
    }


def test_nothing_becomes_new_again_or_what_it_is() -> None:
    allowed = {
        (was.value, now.value) for was in TicketStatus for now in TicketStatus if rules.may_become(was, now)
    }

    assert len(allowed) == 25
    assert {now for _, now in allowed} == {one.value for one in TicketStatus} - {"new"}


def test_tags_are_cleaned() -> None:
    assert rules.tags([" acele ", "", "acele", "x" * 50]) == ["acele", "x" * 40]


def test_rating_is_changeable_for_a_day() -> None:
    assert rules.is_changeable(_at(2, 10), _at(3, 9, 59))
    assert not rules.is_changeable(_at(2, 10), _at(3, 10))
