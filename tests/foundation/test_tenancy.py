"""Tenant isolation over every table there is: what one merchant has, no other sees, changes or takes away."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from prapazar.foundation.tenancy import APP_ROLE, STORE_BOUND, STORE_ROLE, SYSTEM_ROLE, UNSCOPED_TABLES
from tests.factories import catalog

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
    "ARRAY": "'{}'",
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


def _fill(owner: Connection, table: str, merchant_id: UUID) -> str:
    """Where the row stands: a later one may lie before it, in room that others left."""
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
    made = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(values.values())}) RETURNING ctid::text'
    return str(owner.execute(text(made)).scalar_one())


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
            "INSERT INTO app_user (id, email, name, locale, theme, time_zone, is_super_admin, is_active, failed_logins)"
            " SELECT u.id, u.email, 'x', 'tr', 'light', 'UTC', false, true, 0 FROM (VALUES"
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


_MINE, _OTHER, _NONE = UUID(int=11), UUID(int=12), UUID(int=13)
_KEYS = (
    "connection_id",
    "order_id",
    "package_id",
    "claim_id",
    "invoice_id",
    "payment_id",
    "shipment_id",
    "ticket_id",
)
_SEEN_BY_ALL = {
    "carrier_bill": "of a carrier",
    "carrier_rule": "of a carrier",
    "carrier_tariff": "of a carrier",
    "carrier_terms": "of a carrier",
    "channel_attribute": "a channel's words",
    "channel_category": "a channel's words",
    "claim_reason": "a channel's words",
    "connection_grant": "of connecting",
    "feed": "of a catalogue",
    "feed_run": "of a catalogue",
    "file_offer": "an offer",
    "handover": "of a carrier",
    "import_run": "of a catalogue",
    "inbox": "machinery; its list is narrowed by query",
    "invoice_number": "no number may be missing from the books",
    "invoice_run_row": "written only of orders that are seen",
    "job_run": "machinery",
    "mapping": "a channel's words",
    "movement": "the ledger of stock is one",
    "payload_shape": "machinery",
    "privacy_order": "machinery of an erasure, which is of the whole person",
    "publication_batch": "machinery: which articles a channel has not answered for yet",
    "reservation": "the ledger of stock is one",
    "shortage": "the ledger of stock is one",
    "silence_watch": "machinery",
    "sla_policy": "a promise to buyers, not what they ask",
    "sync_job": "made with a connection that is nobody's yet; its list is narrowed by query",
    "sync_part": "machinery",
}
"""Tables with a key of a store's things that hold nothing a limited person must not see, and why."""


def _limited(scope: Scope) -> Scope:
    return replace(scope, stores=frozenset({_MINE}))


def _of_stores(owner: Connection, scope: Scope) -> None:
    """Each bound table with a row of my store, one of another and one of none, all hung on orders like that."""
    for table, rule in STORE_BOUND.items():
        key = next(one for one in _KEYS if one in rule)
        for store in (_MINE, _OTHER, None):
            place = _fill(owner, table, scope.merchant_id)
            hung = store if key == "connection_id" else (store or _NONE)
            values = f'"{key}" = :hung' + (", id = :id" if table in _PARENTS else "")
            owner.execute(
                text(f'UPDATE "{table}" SET {values} WHERE ctid = CAST(:place AS tid)'),
                {"hung": hung, "id": store or _NONE, "place": place},
            )
    owner.commit()


_SEEN_WITHOUT_A_STORE = ("notification", "publish_run", "publish_item", "ticket", "ticket_entry", "feedback")
"""About no store in particular, or none chosen yet."""
_PARENTS = ("purchase_order", "shipment_package", "claim", "invoice", "payment", "shipment", "ticket")


def _keyless(owner: Connection) -> None:
    """Rows of tables are told apart by what they hang on here, so several may carry the same sample values."""
    names = owner.execute(
        text(
            "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
            " WHERE c.relname = ANY(:tables) AND i.indisunique AND NOT i.indisprimary AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)"
        ),
        {"tables": list(STORE_BOUND)},
    ).scalars()
    for name in list(names):
        owner.execute(text(f"DROP INDEX {name}"))
    constraints = owner.execute(
        text(
            "SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
            " WHERE c.relname = ANY(:tables) AND k.contype IN ('u', 'c')"
        ),
        {"tables": list(STORE_BOUND)},
    ).all()
    for table, name in constraints:
        owner.execute(text(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"'))
    for table in STORE_BOUND:
        owner.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN merchant_id SET NOT NULL'))
        if "connection_id" in STORE_BOUND[table]:
            owner.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN connection_id DROP NOT NULL'))


def test_who_sees_one_store_sees_nothing_of_the_others(owner: Connection, scope: Scope) -> None:
    _keyless(owner)
    _of_stores(owner, scope)

    seen = {table: (_count(scope, table), _count(_limited(scope), table)) for table in STORE_BOUND}
    none = {table: _count(replace(scope, stores=frozenset()), table) for table in STORE_BOUND}
    changed = {table: _touched(_limited(scope), f'DELETE FROM "{table}"') for table in STORE_BOUND}

    of_none = {table: int(table in _SEEN_WITHOUT_A_STORE) for table in STORE_BOUND}
    assert seen == {table: (3, 1 + more) for table, more in of_none.items()}
    assert none == of_none
    assert changed == {table: 1 + more for table, more in of_none.items()}


def test_who_sees_one_store_writes_into_no_other(owner: Connection, scope: Scope) -> None:
    _keyless(owner)
    _of_stores(owner, scope)

    for store in (_OTHER, None):
        with pytest.raises(PermissionDenied) as refused, db.transaction(_limited(scope)) as session:
            session.execute(text("UPDATE purchase_order SET connection_id = :to"), {"to": store})
        assert refused.value.permission == "stores"


def test_every_table_that_hangs_on_a_store_is_bound_or_says_why_not(owner: Connection) -> None:
    found = owner.execute(
        text(
            "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_name = ANY(:keys)"
        ),
        {"keys": list(_KEYS)},
    ).scalars()

    assert set(found) - set(STORE_BOUND) == set(_SEEN_BY_ALL)


def test_the_store_role_is_the_tenant_role_and_less(owner: Connection) -> None:
    found = owner.execute(
        text(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, pg_has_role(rolname, :app, 'MEMBER'),"
            " pg_has_role(:app, rolname, 'MEMBER') FROM pg_roles WHERE rolname = :store"
        ),
        {"app": APP_ROLE, "store": STORE_ROLE},
    ).one()

    assert tuple(found) == (False, False, False, False, True, False)


def test_what_is_done_for_all_stores_sees_them_and_then_no_longer(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant = catalog.variant(session, scope, "KAHVE")
        stores = [catalog.connection(session, scope, name) for name in ("trendyol", "n11")]
        for store in stores:
            catalog.listing(session, scope, store, variant, "KAHVE")
    count = text("SELECT count(*) FROM listing")

    with db.transaction(replace(scope, stores=frozenset(stores[:1]))) as session:
        before = session.execute(count).scalar_one()
        with db.for_all_stores(session):
            during = session.execute(count).scalar_one()
        after = session.execute(count).scalar_one()

    assert (before, during, after) == (1, 2, 1)
