"""Tenant isolation over every table there is: what one merchant has, no other sees, changes or takes away."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.tenancy import APP_ROLE, SYSTEM_ROLE, UNSCOPED_TABLES

_SAMPLES = {
    "uuid": "gen_random_uuid()",
    "text": "'x'",
    "character varying": "'x'",
    "integer": "1",
    "bigint": "1",
    "smallint": "1",
    "numeric": "1",
    "boolean": "true",
    "timestamp with time zone": "now()",
    "date": "current_date",
    "jsonb": "'{}'",
    "bytea": "'x'",
    "tsvector": "''",
}
"""A value of every type a column has; a new type has to be given one here."""


@pytest.fixture
def owner(database: str) -> Iterator[Connection]:
    """The database's owner, who fills tables whatever they refer to."""
    engine = create_engine(database)
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        yield connection
    engine.dispose()


def _tables(owner: Connection, *, with_merchant: bool) -> list[str]:
    found = owner.execute(
        text(
            "SELECT table_name FROM information_schema.tables t WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE' AND table_name <> 'alembic_version'"
            " AND :wanted = EXISTS (SELECT 1 FROM information_schema.columns c"
            "  WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'merchant_id')"
            " ORDER BY table_name"
        ),
        {"wanted": with_merchant},
    )
    return list(found.scalars())


def _fill(owner: Connection, table: str, merchant_id: UUID) -> None:
    columns = owner.execute(
        text(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = :table AND is_generated = 'NEVER'"
            " AND is_identity = 'NO'"
        ),
        {"table": table},
    ).all()
    values = {name: _SAMPLES[kind] for name, kind in columns} | {"merchant_id": f"'{merchant_id}'"}
    names = ", ".join(f'"{name}"' for name in values)
    owner.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(values.values())})'))


def _count(scope: Scope, table: str) -> int:
    with db.transaction(scope) as session:
        found: int = session.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
    return found


def _touched(scope: Scope, statement: str) -> int:
    """How many rows the merchant could change; undone again."""
    with db.transaction(scope) as session, session.begin_nested() as attempt:
        rows = session.execute(text(f"{statement} RETURNING 1")).all()
        attempt.rollback()
    return len(rows)


def test_every_table_of_merchants_is_isolated(owner: Connection, scope: Scope, other_scope: Scope) -> None:
    tables = _tables(owner, with_merchant=True)
    for table in tables:
        _fill(owner, table, scope.merchant_id)
    owner.commit()

    seen = {table: (_count(scope, table), _count(other_scope, table)) for table in tables}
    changed = {
        table: (
            _touched(other_scope, f'UPDATE "{table}" SET merchant_id = merchant_id'),
            _touched(other_scope, f'DELETE FROM "{table}"'),
        )
        for table in tables
    }

    assert len(tables) > 20
    assert seen == dict.fromkeys(tables, (1, 0))
    assert changed == dict.fromkeys(tables, (0, 0))
    assert {table: _count(scope, table) for table in tables} == dict.fromkeys(tables, 1)


def test_no_table_takes_a_row_for_another_merchant(
    owner: Connection, scope: Scope, other_scope: Scope
) -> None:
    tables = _tables(owner, with_merchant=True)
    for table in tables:
        _fill(owner, table, other_scope.merchant_id)
    owner.commit()

    for table in tables:
        give_away = text(f'UPDATE "{table}" SET merchant_id = :other')
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            db.transaction(other_scope) as session,
        ):
            session.execute(give_away, {"other": scope.merchant_id})

    assert {table: _count(scope, table) for table in tables} == dict.fromkeys(tables, 0)


def test_without_a_merchant_nothing_is_seen(owner: Connection, scope: Scope) -> None:
    tables = _tables(owner, with_merchant=True)
    for table in tables:
        _fill(owner, table, scope.merchant_id)
    owner.commit()

    engine = create_engine(db.role_url(APP_ROLE))
    with engine.connect() as nobody:
        seen = {
            table: nobody.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one() for table in tables
        }
    engine.dispose()

    assert seen == dict.fromkeys(tables, 0)


def test_tables_of_no_merchant_are_closed_unless_listed(owner: Connection) -> None:
    rights = {
        table: [
            right
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
            if owner.execute(
                text("SELECT has_table_privilege(:role, :table, :right)"),
                {"role": APP_ROLE, "table": f'public."{table}"', "right": right},
            ).scalar()
        ]
        for table in _tables(owner, with_merchant=False)
    }

    assert rights == {table: ["SELECT"] if table in UNSCOPED_TABLES else [] for table in rights}
    assert set(UNSCOPED_TABLES) <= set(rights)


def test_listed_tables_show_only_what_concerns_the_merchant(
    owner: Connection, scope: Scope, other_scope: Scope
) -> None:
    owner.execute(
        text(
            "INSERT INTO app_user (id, email, name, locale, theme, is_super_admin, is_active, failed_logins)"
            " SELECT u.id, u.email, 'x', 'tr', 'light', false, true, 0 FROM (VALUES"
            "  (CAST(:mine AS uuid), 'a@example.com'), (CAST(:theirs AS uuid), 'b@example.com')) u(id, email)"
        ),
        {"mine": UUID(int=1), "theirs": UUID(int=2)},
    )
    for user_id, merchant_id in ((UUID(int=1), scope.merchant_id), (UUID(int=2), other_scope.merchant_id)):
        _fill(owner, "membership", merchant_id)
        owner.execute(
            text("UPDATE membership SET user_id = :user WHERE merchant_id = :merchant"),
            {"user": user_id, "merchant": merchant_id},
        )
    owner.commit()

    with db.transaction(scope) as session:
        users = session.execute(text("SELECT email FROM app_user")).scalars().all()
        merchants = session.execute(text("SELECT id FROM merchant")).scalars().all()

    assert users == ["a@example.com"]
    assert merchants == [scope.merchant_id]


def test_roles_cannot_bypass_row_level_security(owner: Connection) -> None:
    found = owner.execute(
        text(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles"
            " WHERE rolname IN (:app, :system) ORDER BY rolname"
        ),
        {"app": APP_ROLE, "system": SYSTEM_ROLE},
    ).all()
    memberships = owner.execute(
        text(
            "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
            " WHERE r.rolname IN (:app, :system)"
        ),
        {"app": APP_ROLE, "system": SYSTEM_ROLE},
    ).scalar_one()

    assert found == [(name, False, False, False, False, False) for name in (APP_ROLE, SYSTEM_ROLE)]
    assert memberships == 0


def test_migrating_again_changes_no_right(owner: Connection, scope: Scope) -> None:
    policies = text("SELECT tablename, policyname, roles, qual, with_check FROM pg_policies ORDER BY 1, 2")
    before = owner.execute(policies).all()
    owner.commit()

    db.migrate()

    assert owner.execute(policies).all() == before
    assert _count(scope, "merchant") == 1
