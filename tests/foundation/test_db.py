"""The database edge: one merchant per transaction, enforced by PostgreSQL itself."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

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
