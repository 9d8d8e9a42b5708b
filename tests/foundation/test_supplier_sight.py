"""What the database shows to somebody of a supplier, over every table and column there is."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, create_engine, text

from prapazar.domain.dropship import actions as dropship
from prapazar.domain.dropship.rules import RefuseReason
from prapazar.foundation import db
from prapazar.foundation.scope import NO_SUPPLIER, PermissionDenied, Scope
from prapazar.foundation.supplier_sight import SEEN, SUPPLIER_ROLE
from tests.factories import supplying

_UNTOLD = (
    *("buyer_name", "buyer_email", "buyer_phone", "city", "district", "shipping_address", "billing_address"),
    *("note", "search", "total", "discount", "unit_price", "cost", "sale_price", "list_price", "floor_price"),
)


@pytest.fixture
def owner(database: str) -> Iterator[Connection]:
    engine = create_engine(database)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_supplier_reads_the_columns_that_are_listed_and_none_besides(owner: Connection) -> None:
    rows = owner.execute(
        text(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
            " AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p', 'v', 'm')"
            " AND c.relnamespace = 'public'::regnamespace"
            " AND has_column_privilege(:role, c.oid, a.attnum, 'SELECT')"
        ),
        {"role": SUPPLIER_ROLE},
    )
    found: dict[str, set[str]] = defaultdict(set)
    for table, column in rows:
        found[table].add(column)

    assert found == {table: set(sight.columns.split()) for table, sight in SEEN.items()}
    told = {column for table, columns in found.items() if table != "import_run" for column in columns}
    assert told.isdisjoint(_UNTOLD)


def test_a_supplier_writes_nothing_but_their_own_notifications(owner: Connection) -> None:
    rows = owner.execute(
        text(
            "SELECT c.relname, r.name FROM pg_class c"
            " CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'])"
            " AS r(name) WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(:role, c.oid, r.name) ORDER BY 1, 2"
        ),
        {"role": SUPPLIER_ROLE},
    )
    roles = owner.execute(
        text(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, (SELECT count(*) FROM pg_auth_members m"
            " WHERE m.member = r.oid) FROM pg_roles r WHERE rolname = :role"
        ),
        {"role": SUPPLIER_ROLE},
    ).one()

    assert [tuple(row) for row in rows] == [
        ("notification", "UPDATE"),
        ("notification_choice", "INSERT"),
        ("notification_choice", "UPDATE"),
    ]
    assert tuple(roles) == (False, False, False, 0)


def _rows(scope: Scope) -> dict[str, int]:
    with db.transaction(scope) as session:
        return {
            table: session.execute(text(f"SELECT count(id) FROM {table}")).scalar_one() for table in _FILLED
        }


_FILLED = ("warehouse", "shipment_package", "purchase_order", "order_line", "product", "variant", "stock")


def test_who_belongs_to_a_supplier_sees_its_rows_and_nobody_elses(scope: Scope, other_scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(supplying.of(scope, made.ours)) as session:
        seen = [
            session.execute(text(f"SELECT id FROM {table}")).scalars().all()
            for table in ("warehouse", "shipment_package", "variant")
        ]

    counted = [
        _rows(one)
        for one in (
            scope,
            supplying.of(scope, made.ours),
            supplying.of(scope, NO_SUPPLIER),
            supplying.of(other_scope, made.ours),
        )
    ]

    nothing = dict.fromkeys(_FILLED, 0)
    assert seen == [[made.ours], [made.mine], [made.tea]]
    assert counted[0] == {
        **dict.fromkeys(("shipment_package", "order_line", "product", "variant"), 3),
        "warehouse": 3,
        "purchase_order": 2,
        "stock": 5,
    }
    assert counted[1:] == [dict.fromkeys(_FILLED, 1), nothing, nothing]


def test_of_an_order_that_two_suppliers_send_each_sees_its_own_steps(scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        session.execute(
            text(
                "INSERT INTO order_event (merchant_id, order_id, kind, values) SELECT merchant_id, order_id, 'status',"
                " jsonb_build_object('package', external_id, 'is', 'picking') FROM shipment_package"
            )
        )

    with db.transaction(supplying.of(scope, made.ours)) as session:
        steps = session.execute(text("SELECT values ->> 'package' FROM order_event")).scalars().all()

    assert steps == ["P1"]


def test_of_refusals_each_supplier_sees_its_own_and_those_of_its_stores(scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        for package, place in ((made.mine, made.ours), (made.theirs, made.other)):
            dropship.refuse(session, scope, [package], place, reason=RefuseReason.OUT_OF_STOCK)
    own = supplying.of(scope, made.ours)
    seen = []

    for who in (own, replace(own, stores=frozenset()), supplying.of(scope, NO_SUPPLIER)):
        with db.transaction(who) as session:
            seen.append(session.execute(text("SELECT values ->> 'package' FROM order_event")).scalars().all())

    assert seen == [["P1"], [], []]


def test_who_also_sees_one_store_sees_its_packages_alone(scope: Scope) -> None:
    made = supplying.supplied(scope)

    with db.transaction(replace(supplying.of(scope, made.ours), stores=frozenset())) as session:
        seen = session.execute(text("SELECT count(id) FROM shipment_package")).scalar_one()

    assert seen == 0


_CLOSED = (
    "SELECT buyer_name FROM purchase_order",
    "SELECT * FROM order_line",
    "SELECT id FROM customer",
    "SELECT cost FROM variant",
    "UPDATE shipment_package SET status = 'shipped'",
    "DELETE FROM stock",
)


def test_what_is_not_shown_is_refused_as_a_missing_permission(scope: Scope) -> None:
    made = supplying.supplied(scope)
    missing = []

    for statement in _CLOSED:
        with (
            pytest.raises(PermissionDenied) as refused,
            db.transaction(supplying.of(scope, made.ours)) as session,
        ):
            session.execute(text(statement))
        missing.append(refused.value.permission)

    assert missing == ["supplier"] * len(_CLOSED)
