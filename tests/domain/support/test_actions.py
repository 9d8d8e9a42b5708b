"""Tickets in the books: opened once, answered, moved, given in turn, merged and taken apart, told of once."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.support import actions, queries, queries_feedback, statistics
from prapazar.domain.support.actions import Desk, Facts, Rated, RowResult, TicketDraft
from prapazar.domain.support.enums import (
    AnswerWay,
    AssignBy,
    LowRating,
    Priority,
    TicketStatus,
)
from prapazar.domain.support.errors import TicketMissing, TicketRefused
from prapazar.domain.support.hours import DAY
from prapazar.domain.support.queries import TicketFilter, TicketRow
from prapazar.domain.support.rules import Policy
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import PermissionDenied, Scope, system_scope
from tests.factories import people

ALWAYS = ((0, DAY),) * 7
HOUR = timedelta(hours=1)


def _open(scope: Scope, subject: str = "Kargom nerede?", **values: object) -> UUID:
    with db.transaction(scope) as session:
        return actions.open_ticket(session, scope, TicketDraft(subject=subject, **values))  # type: ignore[arg-type]


def _row(scope: Scope, ticket_id: UUID) -> TicketRow:
    with db.transaction(scope) as session:
        return queries.detail(session, scope, ticket_id).row


def _said(scope: Scope, ticket_id: UUID) -> list[tuple[str, str]]:
    with db.transaction(scope) as session:
        return [(one.kind, one.body) for one in queries.detail(session, scope, ticket_id).entries]


def _round_the_clock(scope: Scope, **values: object) -> None:
    with db.transaction(scope) as session:
        actions.save_setting(session, scope, Desk(week=ALWAYS, keeps_holidays=False, **values))  # type: ignore[arg-type]


def _back(scope: Scope, ticket_id: UUID, span: timedelta) -> None:
    """As if it had been open for that long already."""
    with db.transaction(scope) as session:
        session.execute(
            text(
                "UPDATE ticket SET clock_since = clock_since - CAST(:span AS interval),"
                " first_due_at = first_due_at - CAST(:span AS interval),"
                " solve_due_at = solve_due_at - CAST(:span AS interval) WHERE id = :id"
            ),
            {"id": ticket_id, "span": span},
        )
        session.execute(text("UPDATE outbox SET available_at = now() WHERE topic = 'tickets.clock'"))


def _look(scope: Scope) -> int:
    with db.transaction(scope) as session:
        return actions.due_clocks(session, scope)


def _notices(scope: Scope) -> list[str]:
    with db.transaction(scope) as session:
        found = session.execute(text("SELECT DISTINCT kind FROM notification ORDER BY kind"))
        return list(found.scalars())


def test_ticket_is_opened_once_for_a_key_and_seen_by_its_merchant_alone(
    scope: Scope, other_scope: Scope
) -> None:
    first = _open(scope, words="Gelmedi", email="a@example.com", key="mail:1")
    again = _open(scope, "Başka", key="mail:1")
    second = _open(scope)

    row = _row(scope, first)
    assert again == first
    assert (row.number, row.status, row.email) == ("T-1001", "new", "a@example.com")
    assert _row(scope, second).number == "T-1002"
    assert _said(scope, first) == [("event", "opened"), ("customer", "Gelmedi")]
    with db.transaction(other_scope) as session, pytest.raises(TicketMissing):
        queries.detail(session, other_scope, first)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"subject": "  "}, "tickets.subject_needed"),
        ({"reason": "moon"}, "tickets.not_a_choice"),
        ({"order_id": UUID(int=5)}, "tickets.link_unknown"),
        ({"assignee_id": UUID(int=5)}, "tickets.assignee_unknown"),
    ],
    ids=["no subject", "no reason", "no order", "nobody"],
)
def test_ticket_that_cannot_be_is_refused(scope: Scope, values: dict[str, object], code: str) -> None:
    with pytest.raises(TicketRefused) as refused:
        _open(scope, **values)  # type: ignore[arg-type]  # fields of a draft

    assert refused.value.code == code
    with db.transaction(scope) as session:
        assert queries.count(session, scope, TicketFilter(view="all")) == 0


def test_who_may_only_read_opens_nothing(scope: Scope) -> None:
    reader = Scope(scope.merchant_id, permissions=frozenset({"tickets.read"}))

    with pytest.raises(PermissionDenied):
        _open(reader)


def test_answer_stops_the_clock_and_the_customers_word_starts_it(scope: Scope) -> None:
    _round_the_clock(scope)
    ticket = _open(scope)
    _back(scope, ticket, 2 * HOUR)

    with db.transaction(scope) as session:
        actions.add_answer(session, scope, ticket, "Yolda", AnswerWay.SPOKEN)
    waiting = _row(scope, ticket)
    with db.transaction(scope) as session:
        actions.customer_said(session, scope, ticket, "Gelmedi")
    back = _row(scope, ticket)

    assert (waiting.status, waiting.clock_since, waiting.solve_due_at) == ("waiting_customer", None, None)
    assert waiting.first_answer_seconds in range(7200, 7260)
    assert (back.status, back.spent_seconds) == ("waiting_us", waiting.spent_seconds)
    assert back.clock_since is not None
    assert back.solve_due_at == back.clock_since + timedelta(minutes=1080, seconds=-back.spent_seconds)
    assert back.first_due_at is None


def test_solved_ticket_is_reopened_by_the_customer(scope: Scope) -> None:
    ticket = _open(scope)
    with db.transaction(scope) as session:
        actions.move(session, scope, ticket, TicketStatus.SOLVED)
    solved = _row(scope, ticket)

    with db.transaction(scope) as session:
        actions.customer_said(session, scope, ticket, "Yine bozuldu")

    again = _row(scope, ticket)
    assert (solved.status, solved.solved_at is not None, solved.clock_since) == ("solved", True, None)
    assert (again.status, again.solved_at, again.reopened) == ("waiting_us", None, 1)


def test_promise_is_warned_of_and_broken_once(database: str) -> None:
    scope = system_scope(people.merchant())
    person = people.member(scope.merchant_id, "support_rep").user_id
    boss = people.member(scope.merchant_id, "admin").user_id
    _round_the_clock(scope, escalate_id=boss)
    ticket = _open(scope, assignee_id=person)

    _back(scope, ticket, timedelta(minutes=200))
    told = [_look(scope), _look(scope)]
    _back(scope, ticket, timedelta(minutes=60))
    broken = [_look(scope), _look(scope)]

    row = _row(scope, ticket)
    assert (told, broken) == ([1, 0], [1, 0])
    assert (row.first_told, row.solve_told, row.assignee_id) == ("breached", "", boss)
    assert _said(scope, ticket)[1:] == [
        ("event", "warned_first"),
        ("event", "escalated"),
        ("event", "breached_first"),
    ]
    assert _notices(scope) == ["tickets.breached_first", "tickets.new", "tickets.warned_first"]


def test_new_ticket_is_told_to_all_but_who_opened_it(database: str) -> None:
    merchant = people.merchant()
    opener, other = people.member(merchant, "admin"), people.member(merchant, "support_rep")

    _open(opener.scope)

    with db.transaction(system_scope(merchant)) as session:
        told = session.execute(text("SELECT user_id, kind FROM notification")).all()
    assert [tuple(one) for one in told] == [(other.user_id, "tickets.new")]


def test_clock_that_stands_still_is_told_of_to_nobody(scope: Scope) -> None:
    _round_the_clock(scope)
    ticket = _open(scope)

    with db.transaction(scope) as session:
        actions.move(session, scope, ticket, TicketStatus.WAITING_CUSTOMER)
    _back(scope, ticket, 100 * HOUR)

    assert _look(scope) == 0
    assert _row(scope, ticket).solve_told == ""


def test_policy_changed_midway_moves_open_deadlines(scope: Scope) -> None:
    _round_the_clock(scope)
    ticket = _open(scope)
    _back(scope, ticket, 2 * HOUR)
    before = _row(scope, ticket)

    with db.transaction(scope) as session:
        actions.save_policy(session, scope, Priority.NORMAL, None, Policy(300, 600, 20))

    row = _row(scope, ticket)
    assert (row.first_minutes, row.solve_minutes, row.warn_minutes) == (300, 600, 20)
    assert before.first_due_at is not None
    assert row.first_due_at is not None
    assert abs(row.first_due_at - before.first_due_at - HOUR) < timedelta(seconds=2)
    assert row.spent_seconds in range(7200, 7260)


def test_priority_brings_its_own_promise(scope: Scope) -> None:
    _round_the_clock(scope)
    ticket = _open(scope)

    with db.transaction(scope) as session:
        actions.describe(session, scope, ticket, Facts(priority=Priority.URGENT, tags=["acele"]))

    row = _row(scope, ticket)
    assert (row.priority, row.first_minutes, row.tags) == ("urgent", 30, ["acele"])
    assert row.clock_since is not None
    assert row.first_due_at == row.clock_since + HOUR / 2


def test_tickets_are_given_in_turn_and_to_the_least_loaded(database: str) -> None:
    scope = system_scope(people.merchant())
    first = people.member(scope.merchant_id, "support_rep", "a@example.com").user_id
    second = people.member(scope.merchant_id, "support_rep", "b@example.com").user_id
    _round_the_clock(scope, assign_by=AssignBy.TURN, people=[first, second])
    by_turn = [_row(scope, _open(scope)).assignee_id for _ in range(3)]

    _round_the_clock(scope, assign_by=AssignBy.LOAD, people=[first, second])
    by_load = [_row(scope, _open(scope)).assignee_id for _ in range(2)]

    assert sorted(by_turn[:2]) == sorted([first, second])  # type: ignore[type-var]
    assert by_turn[2] == by_turn[0]
    assert by_load[0] == by_turn[1]
    assert {first, second} >= set(by_load)


def test_many_are_moved_each_with_its_own_answer(scope: Scope) -> None:
    tickets = sorted(_open(scope, f"Soru {place}") for place in range(3))
    with db.transaction(scope) as session:
        actions.move(session, scope, tickets[1], TicketStatus.CLOSED)

    with db.transaction(scope) as session:
        results = actions.move_many(session, scope, [*tickets, UUID(int=7)], TicketStatus.CLOSED)

    assert {one.id: one.code for one in results} == {
        UUID(int=7): "tickets.missing",
        tickets[0]: "",
        tickets[1]: "tickets.stands_so",
        tickets[2]: "",
    }
    assert [_row(scope, one).status for one in tickets] == ["closed"] * 3


def test_many_are_given_to_one_person(database: str) -> None:
    scope = system_scope(people.merchant())
    person = people.member(scope.merchant_id, "support_rep").user_id
    tickets = sorted(_open(scope, f"Soru {place}") for place in range(2))

    with db.transaction(scope) as session:
        results = actions.assign_many(session, scope, tickets, person)
        refused = actions.assign_many(session, scope, tickets[:1], UUID(int=3))

    assert [one.code for one in results] == ["", ""]
    assert [(one.id, one.code) for one in refused] == [(tickets[0], "tickets.assignee_unknown")]
    assert [(_row(scope, one).assignee_id, _row(scope, one).status) for one in tickets] == [
        (person, "open")
    ] * 2
    assert isinstance(results[0], RowResult)


def test_merged_tickets_come_apart_as_they_were(scope: Scope) -> None:
    kept, gone = _open(scope, words="Birinci"), _open(scope, words="İkinci")
    with db.transaction(scope) as session:
        actions.move(session, scope, gone, TicketStatus.WAITING_US)
        actions.merge(session, scope, kept, gone)
    merged = _row(scope, gone)
    together = [body for kind, body in _said(scope, kept) if kind == "customer"]
    with db.transaction(scope) as session:
        actions.customer_said(session, scope, gone, "Üçüncü")

    with db.transaction(scope) as session:
        actions.unmerge(session, scope, gone)

    apart = _row(scope, gone)
    assert (merged.status, merged.merged_into_id, merged.clock_since) == ("closed", kept, None)
    assert together == ["Birinci", "İkinci"]
    assert (apart.status, apart.merged_into_id, apart.clock_since is not None) == ("waiting_us", None, True)
    assert [body for kind, body in _said(scope, kept) if kind == "customer"] == ["Birinci", "Üçüncü"]
    assert [body for kind, body in _said(scope, gone) if kind == "customer"] == ["İkinci"]


def test_merged_ticket_is_answered_where_it_is_shown_only(scope: Scope) -> None:
    kept, gone = _open(scope), _open(scope)
    with db.transaction(scope) as session:
        actions.merge(session, scope, kept, gone)

    with db.transaction(scope) as session, pytest.raises(TicketRefused, match="merged_away"):
        actions.add_answer(session, scope, gone, "Yanıt", AnswerWay.SPOKEN)
    with db.transaction(scope) as session, pytest.raises(TicketRefused, match="cannot_merge"):
        actions.merge(session, scope, kept, gone)


def test_list_is_paged_and_searched(scope: Scope) -> None:
    made = [_open(scope, subject) for subject in ("Kargo", "Fatura", "İade")]
    wanted = TicketFilter(sort="created")

    with db.transaction(scope) as session:
        first = queries.page(session, scope, wanted, limit=2)
        rest = queries.page(session, scope, wanted, after=queries.cursor(first[-1], "created"), limit=2)
        found = queries.page(session, scope, TicketFilter(search="iade"))
        by_number = queries.page(session, scope, TicketFilter(search="1002"))
        counts = queries.worklists(session, scope)

    assert [row.id for row in (*first, *rest)] == made
    assert [row.subject for row in found] == ["İade"]
    assert [row.id for row in by_number] == [made[1]]
    assert counts == {
        "open": 3,
        "mine": 0,
        "unassigned": 3,
        "today": counts["today"],
        "breached": 0,
        "waiting": 0,
    }


def test_statistics_count_what_was_opened_and_answered(scope: Scope) -> None:
    _round_the_clock(scope)
    ticket = _open(scope, reason="delivery")
    _open(scope, reason="delivery")
    _back(scope, ticket, HOUR)
    with db.transaction(scope) as session:
        actions.add_answer(session, scope, ticket, "Tamam", AnswerWay.SPOKEN, status=TicketStatus.SOLVED)

    since = now() - timedelta(days=1)
    with db.transaction(scope) as session:
        totals = statistics.totals(session, scope, since)
        reasons = statistics.by_reason(session, scope, since)
        people_ = statistics.by_person(session, scope, since)
        times = statistics.over_time(session, scope, since, now(), "day")

    assert (totals.opened, totals.solved, totals.broken, totals.reopened) == (2, 1, 0, 0)
    assert totals.first_seconds is not None
    assert 3600 <= totals.first_seconds < 3660
    assert [(one.key, one.opened, one.solved) for one in reasons] == [("delivery", 2, 1)]
    assert [(one.key, one.opened) for one in people_] == [("", 2)]
    assert (sum(one[1] for one in times), sum(one[2] for one in times)) == (2, 1)


def test_rating_is_given_once_changed_for_a_day_and_a_low_one_opens_one_ticket(scope: Scope) -> None:
    _round_the_clock(scope, low_rating=LowRating.TICKET)
    ticket = _open(scope)
    about = Rated(ticket_id=ticket)
    with db.transaction(scope) as session:
        first = actions.rate(session, scope, about, 2, ["service"], "Geç döndünüz")
    with db.transaction(scope) as session:
        again = actions.rate(session, scope, about, 1, ["service"], "Çok geç")
    with db.transaction(scope) as session:
        session.execute(text("UPDATE feedback SET created_at = created_at - interval '1 day'"))

    with db.transaction(scope) as session, pytest.raises(TicketRefused, match=r"feedback\.given"):
        actions.rate(session, scope, about, 5, [], "")

    with db.transaction(scope) as session:
        rows = queries_feedback.page(session, scope, queries_feedback.FeedbackFilter())
        opened = queries.page(session, scope, TicketFilter(view="all", reason="service"))
        reasons = queries_feedback.averages(session, scope, "reason", now() - timedelta(days=9))
    assert again == first
    assert [(row.rating, row.words, row.opened_id) for row in rows] == [(1, "Çok geç", opened[0].id)]
    assert [row.origin for row in opened] == ["feedback"]
    assert [(one.key, one.count, int(one.rating)) for one in reasons] == [("service", 1, 1)]


def test_rating_of_nothing_is_refused(scope: Scope, other_scope: Scope) -> None:
    ticket = _open(scope)

    with db.transaction(other_scope) as session, pytest.raises(TicketMissing):
        actions.rate(session, other_scope, Rated(ticket_id=ticket), 5, [], "")
    with db.transaction(scope) as session, pytest.raises(TicketRefused, match="not_a_choice"):
        actions.rate(session, scope, Rated(ticket_id=ticket), 6, [], "")
    with db.transaction(scope) as session:
        assert queries_feedback.page(session, scope, queries_feedback.FeedbackFilter()) == []
