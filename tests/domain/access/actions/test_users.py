"""The people of a merchant."""

import pytest

from prapazar.domain.access import actions, audit_queries, queries
from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation import db
from prapazar.foundation.scope import NO_SUPPLIER, PermissionDenied
from tests.factories import people, supplying

pytestmark = pytest.mark.usefixtures("database")


def test_invite_adds_somebody_known_without_a_link() -> None:
    here, there = people.member(people.merchant("Anadolu")), people.member(people.merchant("Ege"), "operator")

    with db.system_transaction() as session:
        token = actions.invite(session, here.scope, there.email, people.role_id(here.merchant_id, "operator"))

    with db.transaction(here.scope) as session:
        emails = [row.email for row in queries.members(session, here.scope)]
    assert (token, sorted(emails)) == (None, sorted([here.email, there.email]))


def test_invite_refuses_a_role_of_another_merchant() -> None:
    here, other = people.member(people.merchant("Anadolu")), people.merchant("Ege")

    with pytest.raises(AccessInvalid) as refused, db.system_transaction() as session:
        actions.invite(session, here.scope, "m@example.com", people.role_id(other, "admin"))

    assert refused.value.code == "access.role_unknown"


def test_invite_refuses_to_give_more_than_one_has() -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id)
    with db.transaction(boss.scope) as session:
        role = actions.save_role(
            session, boss.scope, role_id=None, name="Kapıcı", permissions=["users.write"], masks=[]
        )
    keeper = people.member(merchant_id, "operator", "kapici@example.com")
    with db.system_transaction() as session:
        actions.set_member_role(session, boss.scope, keeper.user_id, role)

    with pytest.raises(AccessInvalid) as refused, db.system_transaction() as session:
        actions.invite(session, keeper.scope, "m@example.com", people.role_id(merchant_id, "admin"))

    assert refused.value.code == "access.more_than_own"


def test_invite_needs_the_permission() -> None:
    who = people.member(people.merchant(), "operator")

    with pytest.raises(PermissionDenied), db.system_transaction() as session:
        actions.invite(session, who.scope, "m@example.com", people.role_id(who.merchant_id, "operator"))


def test_invite_again_ends_the_earlier_link() -> None:
    who = people.member(people.merchant())
    with db.system_transaction() as session:
        first = actions.invite(
            session, who.scope, "m@example.com", people.role_id(who.merchant_id, "operator")
        )
        waiting = next(row for row in queries.members(session, who.scope) if row.is_waiting)
        email, second = actions.invite_again(session, who.scope, waiting.user_id)

    with db.system_transaction() as session:
        key = actions.accept_invitation(session, second, "Mehmet", people.PASSWORD)
    assert (email, first != second, bool(key)) == ("m@example.com", True, True)
    with pytest.raises(AccessInvalid), db.system_transaction() as session:
        actions.invite_again(session, who.scope, waiting.user_id)


def test_a_changed_role_acts_on_the_open_session() -> None:
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id), people.member(merchant_id, "operator")
    before = clerk.scope.can("stock.write")

    with db.system_transaction() as session:
        actions.set_member_role(
            session, boss.scope, clerk.user_id, people.role_id(merchant_id, "support_rep")
        )

    assert (before, clerk.scope.can("stock.write")) == (True, False)


def test_nobody_changes_their_own_role_or_access() -> None:
    boss = people.member(people.merchant())
    role = people.role_id(boss.merchant_id, "operator")

    with pytest.raises(AccessInvalid), db.system_transaction() as session:
        actions.set_member_role(session, boss.scope, boss.user_id, role)
    with pytest.raises(AccessInvalid), db.system_transaction() as session:
        actions.set_suspended(session, boss.scope, boss.user_id, is_suspended=True)

    assert boss.scope.can("users.write")


def test_suspended_member_is_out_at_once_and_back_with_the_role() -> None:
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id), people.member(merchant_id, "operator")

    def seen() -> tuple[bool, str]:
        with db.system_transaction() as session:
            row = queries.session_by_key(session, clerk.key)
        assert row is not None
        return row.merchant_id is None, row.role_key

    with db.system_transaction() as session:
        actions.set_suspended(session, boss.scope, clerk.user_id, is_suspended=True)
    during = seen()
    with db.system_transaction() as session:
        actions.set_suspended(session, boss.scope, clerk.user_id, is_suspended=False)

    assert (during, seen()) == ((True, ""), (False, "operator"))


def test_people_of_another_merchant_are_out_of_reach() -> None:
    boss, stranger = (
        people.member(people.merchant("Anadolu")),
        people.member(people.merchant("Ege"), "operator"),
    )

    with pytest.raises(AccessInvalid), db.system_transaction() as session:
        actions.set_suspended(session, boss.scope, stranger.user_id, is_suspended=True)
    with pytest.raises(AccessInvalid), db.system_transaction() as session:
        actions.set_member_role(
            session, boss.scope, stranger.user_id, people.role_id(boss.merchant_id, "support_rep")
        )

    assert stranger.scope.can("stock.write")


def test_add_member_does_not_take_over_an_invited_account() -> None:
    boss, other = people.member(people.merchant("Anadolu")), people.merchant("Ege")
    with db.system_transaction() as session:
        actions.invite(session, boss.scope, "m@example.com", people.role_id(boss.merchant_id, "operator"))

    with pytest.raises(AccessInvalid) as refused:
        people.member(other, email="m@example.com")

    assert refused.value.code == "access.email_taken"


def test_who_is_bound_to_a_supplier_sees_it_alone_and_the_books_say_who_did_it() -> None:
    merchant_id = people.merchant()
    boss, worker = people.member(merchant_id), people.member(merchant_id, "operator")
    made = supplying.supplied(boss.scope)
    before = worker.scope

    with db.system_transaction() as session:
        actions.set_member_supplier(session, boss.scope, worker.user_id, made.ours)
        actions.set_member_supplier(session, boss.scope, worker.user_id, made.ours)

    with db.system_transaction() as session:
        row = next(one for one in queries.members(session, boss.scope) if one.user_id == worker.user_id)
        sight = queries.sight(session, boss.scope, worker.user_id)
    with db.transaction(boss.scope) as session:
        entries = [
            one for one in audit_queries.entries(session, boss.scope) if one.action == "users.supplier"
        ]
    assert (before.supplier_id, before.can("orders.read")) == (None, True)
    assert (worker.scope.supplier_id, worker.scope.can("orders.read")) == (made.ours, False)
    assert (row.supplier, sight.supplier, "orders.read" in sight.permissions) == (
        *("Ege Toptan", "Ege Toptan", False),
    )
    assert [(one.subject_id, one.values) for one in entries] == [
        (worker.user_id, {"supplier": str(made.ours)})
    ]


def test_a_supplier_without_one_sees_nothing() -> None:
    worker = people.member(people.merchant(), "supplier")

    assert (worker.scope.supplier_id, worker.scope.can("supplies.read")) == (NO_SUPPLIER, True)


def test_binding_refuses_oneself_strangers_and_what_is_no_supplier() -> None:
    boss, stranger = people.member(people.merchant()), people.member(people.merchant("Ege"), "operator")
    made = supplying.supplied(boss.scope)

    for user, supplier, code in (
        (boss.user_id, made.ours, "access.own_role"),
        (stranger.user_id, made.ours, "access.not_a_member"),
        (stranger.user_id, made.tea, "access.supplier_unknown"),
    ):
        with pytest.raises(AccessInvalid) as refused, db.system_transaction() as session:
            actions.set_member_supplier(session, boss.scope, user, supplier)
        assert refused.value.code == code
