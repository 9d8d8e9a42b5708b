"""The person behind a cookie, remembered for a moment."""

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from prapazar.domain.access import actions, queries, sessions
from prapazar.domain.access.queries import NoMerchantChosen, SessionRow
from prapazar.foundation import db
from tests.factories import people

pytestmark = pytest.mark.usefixtures("database")


def test_session_by_key_asks_once() -> None:
    who = people.member(people.merchant())
    asked: list[str] = []

    with db.system_transaction() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))
        row = queries.session_by_key(session, who.key)

    assert row is not None
    assert (len(asked), row.email, row.role_key) == (1, who.email, "admin")


def test_load_knows_nobody_without_a_key() -> None:
    assert [sessions.load(""), sessions.load("guessed")] == [None, None]


def test_load_notices_a_log_out_within_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    who = people.member(people.merchant())
    moment = [100.0]
    monkeypatch.setattr("prapazar.domain.access.sessions.time.monotonic", lambda: moment[0])
    first = sessions.load(who.key)
    with db.system_transaction() as session:
        actions.log_out(session, who.key)

    remembered = sessions.load(who.key)
    moment[0] += 0.9
    after = sessions.load(who.key)

    assert first is not None
    assert (remembered, after) == (first, None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE app_user SET is_active = false",
        "UPDATE login_session SET expires_at = now() - interval '1 second'",
        "UPDATE login_session SET revoked_at = now()",
    ],
)
def test_load_knows_nobody_whose_session_ended(change: str) -> None:
    who = people.member(people.merchant())

    with db.system_transaction() as session:
        session.execute(text(change))

    assert sessions.load(who.key) is None


def test_load_prolongs_a_session_in_use() -> None:
    who = people.member(people.merchant())
    with db.system_transaction() as session:
        session.execute(
            text(
                "UPDATE login_session SET seen_at = now() - interval '10 minutes',"
                " expires_at = now() + interval '1 minute'"
            )
        )

    sessions.load(who.key)

    with db.system_transaction() as session:
        left = session.execute(
            text("SELECT expires_at > now() + interval '11 hours' FROM login_session")
        ).scalar()
    assert left is True


def test_scope_of_somebody_in_no_merchant_is_refused() -> None:
    who = people.member(people.merchant())
    with db.system_transaction() as session:
        session.execute(text("DELETE FROM membership"))

    row = sessions.load(who.key)

    assert row is not None
    assert row.permissions == frozenset()
    with pytest.raises(NoMerchantChosen):
        queries.scope_of(row)


def test_scope_of_tech_service_carries_the_masks() -> None:
    scope = people.member(people.merchant(), "tech_service").scope

    assert (scope.hides("buyer.phone"), scope.can("orders.read"), scope.can("orders.write")) == (
        True,
        True,
        False,
    )


def test_what_was_asked_before_everything_was_forgotten_is_not_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who = people.member(people.merchant())
    asking = queries.session_by_key

    def and_rights_change(session: Session, key: str) -> SessionRow | None:
        row = asking(session, key)
        sessions.forget_all()
        return row

    monkeypatch.setattr("prapazar.domain.access.sessions.queries.session_by_key", and_rights_change)
    sessions.load(who.key)

    assert sessions.peek(who.key) == (False, None)
