"""A super admin in somebody's place."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from prapazar.domain.access import actions, audit, queries
from prapazar.domain.access.errors import AccessInvalid, NotOwnAccount
from prapazar.domain.access.queries import SessionRow
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, system_scope
from tests.factories import people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database")


def _row(who: Member) -> SessionRow | None:
    with db.system_transaction() as session:
        return queries.session_by_key(session, who.key)


def _begin(who: Member, other: Member) -> None:
    row = _row(who)
    assert row is not None
    with db.system_transaction() as session:
        actions.begin_impersonation(session, row, other.user_id)


def _written(who: Member) -> list[tuple[str, object, object]]:
    with db.transaction(system_scope(who.merchant_id)) as session:
        found = session.execute(
            text(
                "SELECT action, user_id, subject_id FROM audit_entry WHERE action LIKE 'impersonation.%'"
                " ORDER BY number"
            )
        )
        return [(one.action, one.user_id, one.subject_id) for one in found]


def test_in_somebodys_place_one_is_and_may_what_they_may_and_no_more() -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id, is_super_admin=True)
    clerk = people.member(merchant_id, "operator")

    _begin(boss, clerk)

    row = _row(boss)
    assert row is not None
    assert (row.user_id, row.is_super_admin, row.permissions, row.impersonator_id) == (
        clerk.user_id,
        False,
        clerk.scope.permissions,
        boss.user_id,
    )
    assert queries.scope_of(row).behind_id == boss.user_id
    with pytest.raises(NotOwnAccount):
        _ = row.own_id


def test_begin_and_end_are_written_down() -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id, is_super_admin=True)
    clerk = people.member(merchant_id, "operator")
    _begin(boss, clerk)
    acting = _row(boss)
    assert acting is not None

    with db.transaction(queries.scope_of(acting)) as session:
        audit.append(session, queries.scope_of(acting), "stock.set", None, {})
    with db.system_transaction() as session:
        actions.end_impersonation(session, acting)
        actions.end_impersonation(session, acting)  # over already

    assert _written(boss) == [
        ("impersonation.begin", boss.user_id, clerk.user_id),
        ("impersonation.end", boss.user_id, clerk.user_id),
    ]
    with db.transaction(system_scope(merchant_id)) as session:
        done = session.execute(text("SELECT values FROM audit_entry WHERE action = 'stock.set'")).scalar_one()
        assert audit.verify(session, system_scope(merchant_id)) is None
    back = _row(boss)
    assert done == {"impersonator": str(boss.user_id)}
    assert back is not None
    assert (back.user_id, back.impersonator_id, back.own_id) == (boss.user_id, None, boss.user_id)


def test_logging_out_ends_it_in_writing() -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id, is_super_admin=True)
    clerk = people.member(merchant_id, "operator")
    _begin(boss, clerk)

    with db.system_transaction() as session:
        actions.log_out(session, boss.key)

    assert ([one[0] for one in _written(boss)], _row(boss)) == (
        ["impersonation.begin", "impersonation.end"],
        None,
    )
    assert _row(clerk) is not None


def test_an_hour_later_it_is_over_and_the_sweep_writes_it_down() -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id, is_super_admin=True)
    clerk = people.member(merchant_id, "operator")
    _begin(boss, clerk)
    with db.system_transaction() as session:
        early = actions.end_overdue(session)
        session.execute(
            text("UPDATE login_session SET acting_until = acting_until - CAST(:hour AS interval)"),
            {"hour": timedelta(hours=1)},
        )
    during = _row(boss)

    with db.system_transaction() as session:
        late = actions.end_overdue(session)

    assert (early, during, late) == (0, None, 1)
    assert [one[0] for one in _written(boss)] == ["impersonation.begin", "impersonation.end"]


def test_nobody_but_a_super_admin_takes_anybodys_place() -> None:
    merchant_id = people.merchant()
    admin, clerk = people.member(merchant_id), people.member(merchant_id, "operator")

    with pytest.raises(PermissionDenied):
        _begin(admin, clerk)

    row = _row(admin)
    assert row is not None
    assert (row.user_id, _written(admin)) == (admin.user_id, [])


def test_some_places_are_not_taken() -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id, is_super_admin=True)
    other_boss = people.member(merchant_id, "operator", is_super_admin=True)
    stranger = people.member(people.merchant("Ege"))
    gone = people.member(merchant_id, "integrator")
    with db.system_transaction() as session:
        actions.set_suspended(session, boss.scope, gone.user_id, is_suspended=True)

    for who in (boss, other_boss, stranger, gone):
        with pytest.raises(AccessInvalid):
            _begin(boss, who)

    assert _written(boss) == []


def test_one_place_at_a_time_and_no_other_merchant() -> None:
    merchant_id, elsewhere = people.merchant(), people.merchant("Ege")
    boss = people.member(merchant_id, is_super_admin=True)
    clerk, second = people.member(merchant_id, "operator"), people.member(merchant_id, "integrator")
    _begin(boss, clerk)

    with pytest.raises(PermissionDenied):
        _begin(boss, second)  # a clerk cannot
    with pytest.raises(AccessInvalid), db.system_transaction() as session:
        actions.switch_merchant(session, boss.key, elsewhere)

    row = _row(boss)
    assert row is not None
    with db.system_transaction() as session:
        assert queries.merchants_of(session, row) == [(merchant_id, "Anadolu")]


def test_who_is_no_super_admin_any_more_is_out() -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id, is_super_admin=True)
    clerk = people.member(merchant_id, "operator")
    _begin(boss, clerk)

    with db.system_transaction() as session:
        session.execute(
            text("UPDATE app_user SET is_super_admin = false WHERE id = :id"), {"id": boss.user_id}
        )

    assert _row(boss) is None
