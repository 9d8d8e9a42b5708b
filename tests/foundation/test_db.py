"""The database edge: one merchant per transaction, enforced by PostgreSQL itself."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from prapazar.foundation import db
from prapazar.foundation.scope import Scope

_COUNT = text("SELECT count(*) FROM brand")
_INSERT = text(
    "INSERT INTO brand (id, merchant_id, name, folded) VALUES (gen_random_uuid(), :m, 'Eti', 'eti')"
)


def test_transaction_sees_only_its_merchant(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        session.execute(_INSERT, {"m": scope.merchant_id})

    with db.transaction(other_scope) as session:
        seen_by_other = session.execute(_COUNT).scalar()
    with db.transaction(scope) as session:
        seen_by_owner = session.execute(_COUNT).scalar()

    assert (seen_by_owner, seen_by_other) == (1, 0)


def test_transaction_cannot_write_for_another_merchant(scope: Scope, other_scope: Scope) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        db.transaction(scope) as session,
    ):
        session.execute(_INSERT, {"m": other_scope.merchant_id})

    with db.transaction(other_scope) as session:
        assert session.execute(_COUNT).scalar() == 0


def test_tenant_role_cannot_become_another(scope: Scope) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), db.transaction(scope) as session:
        session.execute(text("SET ROLE postgres"))


_ADD = text("UPDATE brand SET name = name || :who WHERE folded = :key")


def _cross(scope: Scope, who: str, keys: tuple[str, str], gate: Barrier, tries: list[str]) -> None:
    """Two of these with the keys turned round wait for each other in a circle, the first time."""

    def work(session: Session) -> None:
        tries.append(who)
        session.execute(_ADD, {"who": who, "key": keys[0]})
        if tries.count(who) == 1:
            gate.wait(120)
        session.execute(_ADD, {"who": who, "key": keys[1]})

    db.retried(scope, work)


def test_deadlocked_transaction_is_begun_anew_and_both_are_done(scope: Scope) -> None:
    insert = "INSERT INTO brand (id, merchant_id, name, folded) VALUES (gen_random_uuid(), :m, '', :key)"
    with db.transaction(scope) as session:
        for key in ("eti", "ülker"):
            session.execute(text(insert), {"m": scope.merchant_id, "key": key})
    gate, tries = Barrier(2), list[str]()

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(_cross, scope, "1", ("eti", "ülker"), gate, tries)
        other = pool.submit(_cross, scope, "2", ("ülker", "eti"), gate, tries)
        one.result(120)
        other.result(120)

    with db.transaction(scope) as session:
        names = session.execute(text("SELECT name FROM brand")).scalars().all()
    assert [sorted(name) for name in names] == [["1", "2"], ["1", "2"]]
    assert 2 < len(tries) <= 2 * db.ATTEMPTS


def test_transaction_that_always_clashes_fails_in_the_end(scope: Scope) -> None:
    tries = []

    def clash(session: Session) -> None:
        tries.append(1)
        session.execute(text("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40P01'; END $$"))

    with pytest.raises(OperationalError):
        db.retried(scope, clash)

    assert len(tries) == db.ATTEMPTS


def test_transaction_that_is_wrong_is_not_begun_anew(scope: Scope) -> None:
    tries = []

    def fail(session: Session) -> None:
        tries.append(1)
        session.execute(text("SELECT nothing"))

    with pytest.raises(ProgrammingError):
        db.retried(scope, fail)

    assert len(tries) == 1
