"""The inbox: a provider's event is kept raw, once, and waits until it is worked on."""

from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation import db, inbox
from prapazar.foundation.inbox import Delivery
from prapazar.foundation.scope import Scope

_HEADERS = {"x-event": "order.created"}


def _receive(
    session: Session, scope: Scope, connection_id: UUID, key: str, body: bytes = b"{}"
) -> UUID | None:
    return inbox.receive(session, scope.merchant_id, connection_id, key, "orders", _HEADERS, body)


def test_delivery_is_kept_as_it_came(scope: Scope) -> None:
    connection_id, body = uuid4(), b'{"no": "1", "bozuk": \xff'
    with db.transaction(scope) as session:
        row_id = _receive(session, scope, connection_id, "e1", body)

        waiting = inbox.waiting(session, connection_id)

    assert row_id is not None
    assert waiting == [Delivery(row_id, "orders", _HEADERS, body)]


def test_same_event_again_is_not_kept_again(scope: Scope) -> None:
    connection_id = uuid4()
    with db.transaction(scope) as session:
        first = _receive(session, scope, connection_id, "e1", b"first")
    with db.transaction(scope) as session:
        again = _receive(session, scope, connection_id, "e1", b"again")

        bodies = [row.body for row in inbox.waiting(session, connection_id)]

    assert first is not None
    assert again is None
    assert bodies == [b"first"]


def test_event_keys_belong_to_their_connection(scope: Scope) -> None:
    one, other = uuid4(), uuid4()
    with db.transaction(scope) as session:
        kept = [_receive(session, scope, connection_id, "e1") for connection_id in (one, other)]

    assert None not in kept


def test_waiting_deliveries_come_oldest_first_and_bounded(scope: Scope) -> None:
    connection_id = uuid4()
    for key in ("e1", "e2", "e3"):
        with db.transaction(scope) as session:
            _receive(session, scope, connection_id, key, key.encode())

    with db.transaction(scope) as session:
        bodies = [row.body for row in inbox.waiting(session, connection_id, limit=2)]

    assert bodies == [b"e1", b"e2"]


def test_finished_delivery_waits_no_more_and_says_how_it_ended(scope: Scope) -> None:
    connection_id = uuid4()
    with db.transaction(scope) as session:
        good, bad = (_receive(session, scope, connection_id, key) for key in ("e1", "e2"))
        assert good is not None
        assert bad is not None

        inbox.finish(session, [good, bad], [None, "unexpected_answer"])

        ends = session.execute(
            text("SELECT event_key, attempts, error, done_at IS NOT NULL FROM inbox ORDER BY id")
        ).all()
        assert inbox.waiting(session, connection_id) == []
        assert ends == [("e1", 1, None, True), ("e2", 1, "unexpected_answer", True)]


def test_finished_event_told_again_is_still_known(scope: Scope) -> None:
    connection_id = uuid4()
    with db.transaction(scope) as session:
        row_id = _receive(session, scope, connection_id, "e1")
        assert row_id is not None
        inbox.finish(session, [row_id], [None])

        again = _receive(session, scope, connection_id, "e1")

        assert again is None
        assert inbox.waiting(session, connection_id) == []


def test_another_merchant_sees_no_delivery(scope: Scope, other_scope: Scope) -> None:
    connection_id = uuid4()
    with db.transaction(scope) as session:
        _receive(session, scope, connection_id, "e1")

    with db.transaction(other_scope) as session:
        assert inbox.waiting(session, connection_id) == []


def test_delivery_that_keeps_failing_ends_with_its_cause(scope: Scope) -> None:
    connection_id = uuid4()
    with db.transaction(scope) as session:
        row_id = _receive(session, scope, connection_id, "e1")
        assert row_id is not None
        waited = []
        for _ in range(inbox.GIVE_UP_AFTER):
            waited.append(len(inbox.waiting(session, connection_id)))
            inbox.fail(session, row_id, "KeyError")

        ends = session.execute(text("SELECT attempts, error, done_at IS NOT NULL FROM inbox")).all()
    assert waited == [1] * inbox.GIVE_UP_AFTER
    assert ends == [(inbox.GIVE_UP_AFTER, "KeyError", True)]
