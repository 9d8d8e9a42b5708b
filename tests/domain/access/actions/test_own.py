"""One's own account: invitation, password, first run."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from prapazar.domain.access import actions, queries
from prapazar.domain.access.errors import AccessInvalid, LoginRefused, TokenInvalid
from prapazar.foundation import db
from tests.factories import people

pytestmark = pytest.mark.usefixtures("database")

_NEW = "yesil-Kaplumbaga-7"


def _invited(role_key: str = "operator") -> str:
    who = people.member(people.merchant())
    with db.system_transaction() as session:
        token = actions.invite(
            session, who.scope, "Mehmet@Example.com ", people.role_id(who.merchant_id, role_key)
        )
    assert token is not None
    return token


def test_accept_invitation_logs_in_with_the_role() -> None:
    token = _invited()

    with db.system_transaction() as session:
        key = actions.accept_invitation(session, token, " Mehmet Kaya ", _NEW)

    with db.system_transaction() as session:
        row = queries.session_by_key(session, key)
    assert row is not None
    assert (row.user_name, row.email, row.role_key) == ("Mehmet Kaya", "mehmet@example.com", "operator")


def test_a_link_works_once() -> None:
    token = _invited()
    with db.system_transaction() as session:
        actions.accept_invitation(session, token, "Mehmet", _NEW)

    with pytest.raises(TokenInvalid), db.system_transaction() as session:
        actions.accept_invitation(session, token, "Hırsız", "another-Password-1")

    with db.system_transaction() as session:
        assert actions.log_in(session, "mehmet@example.com", _NEW) != ""


def test_a_link_ends_with_its_time() -> None:
    token = _invited()
    with db.system_transaction() as session:
        session.execute(
            text("UPDATE one_time_token SET expires_at = :past"), {"past": "2020-01-01T00:00:00Z"}
        )

    with pytest.raises(TokenInvalid), db.system_transaction() as session:
        actions.accept_invitation(session, token, "Mehmet", _NEW)


def test_a_link_serves_only_its_purpose() -> None:
    token = _invited()

    with pytest.raises(TokenInvalid), db.system_transaction() as session:
        actions.reset_password(session, token, _NEW)


def test_a_short_password_leaves_the_link_usable() -> None:
    token = _invited()

    with pytest.raises(AccessInvalid) as refused, db.system_transaction() as session:
        actions.accept_invitation(session, token, "Mehmet", "short")
    with db.system_transaction() as session:
        key = actions.accept_invitation(session, token, "Mehmet", _NEW)

    assert (refused.value.field, refused.value.code, bool(key)) == ("password", "access.password_short", True)


def test_reset_password_ends_all_sessions() -> None:
    who = people.member(people.merchant())
    with db.system_transaction() as session:
        found = actions.request_password_reset(session, who.email.upper())
    assert found is not None

    with db.system_transaction() as session:
        actions.reset_password(session, found[2], _NEW)

    with db.system_transaction() as session:
        assert queries.session_by_key(session, who.key) is None
        assert actions.log_in(session, who.email, _NEW) != ""
    with pytest.raises(LoginRefused), db.system_transaction() as session:
        actions.log_in(session, who.email, people.PASSWORD)


def test_a_second_reset_link_ends_the_first() -> None:
    who = people.member(people.merchant())
    with db.system_transaction() as session:
        first = actions.request_password_reset(session, who.email)
        second = actions.request_password_reset(session, who.email)
    assert first is not None
    assert second is not None

    with pytest.raises(TokenInvalid), db.system_transaction() as session:
        actions.reset_password(session, first[2], _NEW)


def test_request_password_reset_is_silent_about_strangers() -> None:
    with db.system_transaction() as session:
        assert actions.request_password_reset(session, "nobody@example.com") is None


def test_change_password_wants_the_old_one() -> None:
    who = people.member(people.merchant())

    with pytest.raises(LoginRefused), db.system_transaction() as session:
        actions.change_password(session, who.user_id, "wrong", _NEW)

    with db.system_transaction() as session:
        assert queries.session_by_key(session, who.key) is not None


def test_first_run_makes_the_first_super_admin_with_a_merchant() -> None:
    with db.system_transaction() as session:
        token = actions.first_run_token(session)
    assert token is not None

    with db.system_transaction() as session:
        _user_id, key = actions.complete_first_run(
            session, token, name="Selin", email="selin@example.com", password=_NEW, merchant_name="Ege"
        )

    with db.system_transaction() as session:
        row = queries.session_by_key(session, key)
        again = actions.first_run_token(session)
    assert row is not None
    assert (row.is_super_admin, row.merchant_name, row.role_key, again) == (True, "Ege", "admin", None)


def test_first_run_link_is_worthless_once_somebody_exists() -> None:
    with db.system_transaction() as session:
        token = actions.first_run_token(session)
    assert token is not None
    people.member(people.merchant())

    with pytest.raises(TokenInvalid), db.system_transaction() as session:
        actions.complete_first_run(
            session, token, name="Hırsız", email="h@example.com", password=_NEW, merchant_name="X"
        )

    with db.system_transaction() as session:
        assert session.execute(text("SELECT count(*) FROM app_user WHERE is_super_admin")).scalar() == 0


def test_an_invitation_is_good_for_days_a_reset_for_an_hour() -> None:
    who = people.member(people.merchant())
    with db.system_transaction() as session:
        actions.invite(session, who.scope, "m@example.com", people.role_id(who.merchant_id, "operator"))
        actions.request_password_reset(session, who.email)

    with db.system_transaction() as session:
        found = session.execute(text("SELECT purpose, expires_at - created_at AS life FROM one_time_token"))
        lives = {row.purpose: round(row.life / timedelta(hours=1)) for row in found}

    assert lives == {"invitation": 168, "password_reset": 1}
