"""Log-in: keys, lock-out, log-out everywhere, merchant switch."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from passlib.hash import argon2
from sqlalchemy import text

from prapazar.domain.access import actions, queries
from prapazar.domain.access.actions import login
from prapazar.domain.access.errors import AccessInvalid, Lock, LoginRefused
from prapazar.foundation import db
from tests.factories import people

pytestmark = pytest.mark.usefixtures("database")

_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _log_in(email: str, password: str) -> str:
    """As the API does it: a counted failure is kept although it is raised."""
    with db.system_transaction() as session:
        try:
            return actions.log_in(session, email, password)
        except LoginRefused as refused:
            problem: Exception = refused
    raise problem


def _counted() -> tuple[int, datetime]:
    with db.system_transaction() as session:
        row = session.execute(text("SELECT failed_logins, locked_until FROM app_user")).one()
    return row.failed_logins, row.locked_until


def _is_known(key: str) -> bool:
    with db.system_transaction() as session:
        return queries.session_by_key(session, key) is not None


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    moment = [_NOON]
    monkeypatch.setattr(login, "now", lambda: moment[0])

    def forward(step: timedelta) -> datetime:
        moment[0] += step
        return moment[0]

    return forward


def test_log_in_gives_a_key_the_table_does_not_hold() -> None:
    who = people.member(people.merchant())

    with db.system_transaction() as session:
        kept = session.execute(text("SELECT encode(key_hash, 'escape') FROM login_session")).scalars().all()

    assert (_is_known(who.key), who.key in kept) == (True, False)


@pytest.mark.parametrize(("email", "password"), [("", "wrong"), ("nobody@example.com", people.PASSWORD)])
def test_log_in_refuses_without_saying_which_was_wrong(email: str, password: str) -> None:
    who = people.member(people.merchant())

    with pytest.raises(LoginRefused):
        _log_in(email or who.email, password)


def test_log_in_hashes_for_unknown_people_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(_password: str, kept: str) -> bool:
        asked.append(kept)
        return False

    monkeypatch.setattr(argon2, "verify", refuse)

    with pytest.raises(LoginRefused):
        _log_in("nobody@example.com", "whatever")

    assert [kept.partition("=")[0] for kept in asked] == ["$argon2id$v"]


def test_fifth_failure_locks_and_each_further_one_twice_as_long(
    clock: Callable[[timedelta], datetime],
) -> None:
    who = people.member(people.merchant())
    locks: list[timedelta] = []

    for _ in range(7):
        with pytest.raises(LoginRefused):
            _log_in(who.email, "wrong")
        with db.system_transaction() as session:
            until = session.execute(text("SELECT locked_until FROM app_user")).scalar_one()
        if until is not None:
            locks.append(until - clock(timedelta()))
            clock(locks[-1] + timedelta(seconds=1))

    assert locks == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]


def test_locked_account_refuses_the_right_password_until_the_lock_ends(
    clock: Callable[[timedelta], datetime],
) -> None:
    who = people.member(people.merchant())
    for _ in range(5):
        with pytest.raises(LoginRefused):
            _log_in(who.email, "wrong")

    with pytest.raises(LoginRefused):
        _log_in(who.email, people.PASSWORD)
    clock(timedelta(seconds=31))
    key = _log_in(who.email, people.PASSWORD)

    with db.system_transaction() as session:
        counted = session.execute(text("SELECT failed_logins, locked_until FROM app_user")).one()
    assert (bool(key), tuple(counted)) == (True, (0, None))


def test_locked_account_is_refused_after_reading_the_password_and_counts_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who = people.member(people.merchant())
    for _ in range(5):
        with pytest.raises(LoginRefused):
            _log_in(who.email, "wrong")
    before = _counted()
    asked: list[str] = []

    def accept(password: str, _kept: str) -> bool:
        asked.append(password)
        return True

    monkeypatch.setattr(argon2, "verify", accept)
    with pytest.raises(LoginRefused):
        _log_in(who.email, people.PASSWORD)

    assert (asked, _counted() == before) == ([people.PASSWORD], True)


def test_only_the_first_lock_names_the_owner(clock: Callable[[timedelta], datetime]) -> None:
    who = people.member(people.merchant())
    told: list[Lock | None] = []

    for _ in range(7):
        with pytest.raises(LoginRefused) as refused:
            _log_in(who.email, "wrong")
        told.append(refused.value.lock)
        clock(timedelta(hours=1, seconds=1))

    assert told == [*[None] * 4, Lock(who.email, "Ayşe Yılmaz", "tr", ""), None, None]


def test_log_out_ends_one_session_and_everywhere_ends_all() -> None:
    who = people.member(people.merchant())
    second, third = _log_in(who.email, people.PASSWORD), _log_in(who.email, people.PASSWORD)

    with db.system_transaction() as session:
        actions.log_out(session, second)
    after_one = [_is_known(key) for key in (who.key, second, third)]
    with db.system_transaction() as session:
        ended = actions.log_out_everywhere(session, who.user_id)

    assert after_one == [True, False, True]
    assert (ended, [_is_known(key) for key in (who.key, second, third)]) == (2, [False, False, False])


def test_switch_merchant_moves_the_session_of_a_member() -> None:
    first, second = people.merchant("Anadolu"), people.merchant("Ege")
    who = people.member(first)
    with db.system_transaction() as session:
        actions.invite(session, people.member(second).scope, who.email, people.role_id(second, "operator"))

    with db.system_transaction() as session:
        actions.switch_merchant(session, who.key, second)

    with db.system_transaction() as session:
        row = queries.session_by_key(session, who.key)
    assert row is not None
    assert (row.merchant_id, row.role_key) == (second, "operator")


def test_switch_merchant_refuses_strangers_and_changes_nothing() -> None:
    who, other = people.member(people.merchant("Anadolu")), people.merchant("Ege")

    for wanted in (other, uuid4()):
        with pytest.raises(AccessInvalid), db.system_transaction() as session:
            actions.switch_merchant(session, who.key, wanted)

    assert who.scope.merchant_id == who.merchant_id


def test_super_admin_without_membership_begins_in_a_merchant() -> None:
    merchant_id = people.merchant()
    who = people.member(merchant_id, is_super_admin=True)
    with db.system_transaction() as session:
        session.execute(text("DELETE FROM membership"))

    key = _log_in(who.email, people.PASSWORD)

    with db.system_transaction() as session:
        row = queries.session_by_key(session, key)
    assert row is not None
    assert (row.merchant_id, row.permissions) == (merchant_id, frozenset({"*"}))
