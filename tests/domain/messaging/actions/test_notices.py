"""Notifications: to whom, how often, and by how many questions to the database."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from prapazar.domain.access import actions as access
from prapazar.domain.access import permissions
from prapazar.domain.messaging import actions, queries
from prapazar.domain.messaging.actions.notices import EVERYBODY, Note
from prapazar.domain.messaging.enums import Way
from prapazar.domain.messaging.rules import Choice
from prapazar.domain.orders.routing import actions as routing
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope
from tests.factories import catalog, people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database")
ROLES = ("admin", "operator", "integrator")


@pytest.fixture
def merchant() -> UUID:
    return people.merchant()


@pytest.fixture
def team(merchant: UUID) -> list[Member]:
    return [people.member(merchant, role) for role in ROLES]


@pytest.fixture
def stores(merchant: UUID) -> list[UUID]:
    """The first is the one that the operator sees."""
    scope = system_scope(merchant)
    with db.transaction(scope) as session:
        return [catalog.connection(session, scope, one) for one in ("trendyol", "n11")]


def _limit(merchant: UUID, stores: Sequence[UUID]) -> None:
    scope = system_scope(merchant)
    with db.transaction(scope) as session:
        access.save_role(
            session,
            scope,
            role_id=people.role_id(merchant, "operator"),
            name="Depo",
            permissions=["channels.read"],
            stores=stores,
        )


def _failed(merchant: UUID, store: UUID) -> None:
    scope = system_scope(merchant)
    with db.transaction(scope) as session:
        actions.notify(
            session,
            scope,
            "channels.failed",
            permission="channels.read",
            group_key=str(store),
            values={"channel": str(store)},
            store=store,
        )


def _note(who: Member, title: str = "Sayım") -> Note:
    return Note(
        who.user_id, "calendar.reminder", {"title": title, "when": "02.01 09:00"}, f"/calendar?entry={title}"
    )


def _told(who: Member) -> list[tuple[str, dict[str, Any], int]]:
    with db.transaction(who.scope) as session:
        return [(row.kind, row.values, row.count) for row in queries.notifications(session, who.scope)]


def _choose(who: Member, **rules: dict[str, str]) -> None:
    with db.transaction(who.scope) as session:
        actions.choose(session, who.scope, Choice(rules=rules))


def _statements(session: Session, scope: Scope, notes: Sequence[Note]) -> int:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", count)
    actions.notify_each(session, scope, notes)
    event.remove(engine, "before_cursor_execute", count)
    return len(asked)


def test_notes_to_three_people_ask_the_database_as_often_as_one(merchant: UUID, team: list[Member]) -> None:
    scope = system_scope(merchant)
    for one in team:
        _choose(one, calendar={"email": "now"})

    with db.transaction(scope) as session:
        asked = [
            _statements(session, scope, [_note(one, title) for one in some])
            for title, some in (("Bir", team[:1]), ("Hepsi", team))
        ]
        told = [(one["only"], one["v_title"]) for one in session.info["live_events"]]

    assert asked == [3, 3]
    assert sorted(told) == sorted(
        [(str(team[0].user_id), "Bir"), *((str(one.user_id), "Hepsi") for one in team)]
    )
    assert [len(_told(one)) for one in team] == [2, 1, 1]


def test_note_told_twice_while_unread_counts_up(merchant: UUID, team: list[Member]) -> None:
    scope, clerk = system_scope(merchant), team[1]

    for _ in range(2):
        with db.transaction(scope) as session:
            actions.notify_each(session, scope, [_note(clerk), _note(clerk)])

    assert _told(clerk) == [("calendar.reminder", {"title": "Sayım", "when": "02.01 09:00"}, 2)]


def test_note_reaches_nobody_who_left_or_does_not_want_it(merchant: UUID, team: list[Member]) -> None:
    scope = system_scope(merchant)
    boss, clerk, quiet = team
    _choose(quiet, calendar={"in_app": "off"})
    with db.transaction(boss.scope) as session:
        access.set_suspended(session, boss.scope, clerk.user_id, is_suspended=True)
        told = actions.notify_each(session, scope, [_note(clerk), _note(quiet)])

    assert (told, _told(quiet)) == (0, [])


def test_reminder_waits_for_the_letter_its_person_chose(merchant: UUID, team: list[Member]) -> None:
    scope, clerk = system_scope(merchant), team[1]
    _choose(clerk, tasks={"email": "now"}, other={"email": "now"})
    with db.transaction(scope) as session:
        actions.notify_each(
            session, scope, [_note(clerk), _note(clerk, "Görev")._replace(kind="tasks.reminder")]
        )

    with db.transaction(scope) as session:
        letters = (
            session.execute(text("SELECT payload FROM outbox WHERE topic = 'messages.tell'")).scalars().all()
        )
        said = actions.take_untold(session, scope, clerk.user_id, Way.EMAIL, ["tasks", "other"])

    assert letters == [{"user_id": str(clerk.user_id), "way": "email", "mode": "now"}]
    assert [(kind, values["title"]) for _, kind, values, _ in said] == [("tasks.reminder", "Görev")]


def test_what_is_about_a_store_reaches_only_those_who_see_it(
    merchant: UUID, team: list[Member], stores: list[UUID]
) -> None:
    _limit(merchant, stores[:1])

    for store in stores:
        _failed(merchant, store)

    every, own = sorted(map(str, stores)), [str(stores[0])]
    seen = [sorted(values["channel"] for _, values, _ in _told(one)) for one in team]
    assert seen == [every, own, every]


def test_what_was_told_before_a_store_was_hidden_is_hidden_too(
    merchant: UUID, team: list[Member], stores: list[UUID]
) -> None:
    _failed(merchant, stores[1])
    before = len(_told(team[1]))

    _limit(merchant, stores[:1])

    assert (before, _told(team[1])) == (1, [])


def test_people_of_a_supplier_hear_of_what_they_may_see_and_of_nothing_else(merchant: UUID) -> None:
    scope = system_scope(merchant)
    boss, bound, given = (people.member(merchant, role) for role in ("admin", "operator", "supplier"))
    unbound = people.member(merchant, "supplier", "yeni@example.com")
    _bind(merchant, boss, bound, given)
    everything = (*permissions.ALL, EVERYBODY)

    with db.transaction(scope) as session:
        for one in everything:
            actions.notify(session, scope, f"other.{one}", permission=one)
        heard: dict[UUID, set[str]] = {}
        for user_id, kind in session.execute(text("SELECT user_id, kind FROM notification")):
            heard.setdefault(user_id, set()).add(kind.removeprefix("other."))

    theirs = {*permissions.SUPPLIER_MAY, EVERYBODY}
    of_role = next(set(seed.permissions) for seed in permissions.SEEDS if seed.key == "operator")
    assert heard[boss.user_id] == {one for one in everything if not one.startswith("system.")}
    assert heard[bound.user_id] == (of_role & permissions.SUPPLIER_MAY) | {EVERYBODY}
    assert (heard[given.user_id], heard[unbound.user_id]) == (theirs, theirs)


def test_role_of_suppliers_that_was_given_more_hears_no_more(merchant: UUID) -> None:
    scope = system_scope(merchant)
    clerk = people.member(merchant, "supplier")
    with db.transaction(scope) as session:
        access.save_role(
            session,
            scope,
            role_id=people.role_id(merchant, "supplier"),
            name="Tedarikçi",
            permissions=["orders.read", "supplies.read"],
        )

    with db.transaction(scope) as session:
        told = [
            actions.notify(session, scope, f"other.{one}", permission=one)
            for one in ("orders.read", "supplies.read")
        ]

    assert told == [0, 1]
    assert [kind for kind, _, _ in _told(clerk)] == ["other.supplies.read"]


def _bind(merchant: UUID, boss: Member, *who: Member) -> None:
    scope = system_scope(merchant)
    with db.transaction(scope) as session:
        supplier = routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
    for one in who:
        with db.system_transaction() as session:
            access.set_member_supplier(session, boss.scope, one.user_id, supplier)
