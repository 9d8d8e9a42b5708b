"""Customers out of orders as they arrive."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from prapazar.domain.customers import actions, queries, queries_one
from prapazar.domain.customers.enums import Reason
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.domain.customers.queries_one import Spent
from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.customers import MODA, arrive, bought, everything, ids, people
from tests.factories.orders import line, package


def test_buyers_of_two_channels_become_one_customer(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        first = catalog.connection(session, scope)
        second = catalog.connection(session, scope, "woocommerce")

    arrive(scope, first, bought("1", "Ayşe Yılmaz", email="ayse@x.com", address=MODA, quantity=2))
    arrive(
        scope,
        second,
        bought("2", "AYSE YILMAZ", email="AYŞE@X.com", phone="0532 123 45 67", day=1),
        bought("3", "Ayşe Y.", phone="+905321234567", day=2),
        bought("4", "Can Er", email="can@x.com", day=3),
    )

    with db.transaction(scope) as session:
        rows = queries.page(session, scope, CustomerFilter())
        detail = queries_one.detail(session, scope, rows[1].id)
    assert [(row.name, row.order_count, row.spent) for row in rows] == [
        ("Can Er", 1, Decimal("100.00")),
        ("Ayşe Yılmaz", 3, Decimal("400.00")),
    ]
    assert (rows[1].email, rows[1].phone, rows[1].city, rows[1].district) == (
        "ayse@x.com",
        "905321234567",
        "İstanbul",
        "Kadıköy",
    )
    assert sorted(rows[1].channels) == sorted(str(one) for one in (first, second))
    assert (detail.emails, detail.phones) == (("ayse@x.com",), ("905321234567",))
    assert [(one.line, one.district) for one in detail.addresses] == [("Moda Cad. No: 12 D: 5", "Kadıköy")]
    assert people(other_scope) == {}


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_customers_are_the_same_whatever_the_batch(scope: Scope, batch: int) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        orders = [
            bought(
                str(n),
                f"Ad{n % 4} Soyad",
                email=f"e{n % 4}@x.com" if n % 3 else None,
                phone=f"0532123450{n % 4}",
            )
            for n in range(12)
        ]
        import_packages(session, scope, shop, orders)

    rounds = 0
    while True:
        with db.transaction(scope) as session:
            done = actions.gather(session, scope, limit=batch)
        if not done.orders:
            break
        rounds += 1

    assert rounds == -(-12 // batch)
    assert people(scope) == {f"Ad{n} Soyad": 3 for n in range(4)}


def test_gathering_again_changes_nothing(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
    orders = [
        bought("1", "Ayşe Yılmaz", email="a@x.com", address=MODA),
        bought("2", "Can Er", phone="05321234567"),
    ]
    arrive(scope, shop, *orders)
    with db.transaction(scope) as session:
        before = everything(session)
        session.execute(text("UPDATE customer_order SET is_waiting = true"))

    arrive(scope, shop, *orders)

    with db.transaction(scope) as session:
        assert everything(session) == before


def test_cancelled_order_counts_and_is_not_spent(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
    arrive(
        scope, shop, bought("1", "Ayşe Yılmaz", email="a@x.com"), bought("2", "Ayşe Yılmaz", email="a@x.com")
    )

    arrive(scope, shop, package("2", line("869"), status=OrderStatus.CANCELLED, minute=5))

    with db.transaction(scope) as session:
        row = queries.page(session, scope, CustomerFilter())[0]
        spent = queries_one.detail(session, scope, row.id).spent
    assert (row.order_count, row.spent) == (2, Decimal("100.00"))
    assert spent == (Spent("TRY", 2, 1, Decimal("100.00")),)


def test_same_name_at_the_same_door_is_suggested_once_and_not_merged(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
    same = {**MODA, "line": "moda caddesi 12/5"}

    arrive(
        scope,
        shop,
        bought("1", "Ayşe Yılmaz", email="a@x.com", address=MODA),
        bought("2", "Ayşe Yılmaz", email="b@x.com", address=same, day=1),
        bought("3", "Ali Yılmaz", email="c@x.com", address=MODA, day=1),
    )

    with db.transaction(scope) as session:
        pairs = queries.pairs(session, scope)
        assert [(one.reason, one.first.email, one.second.email) for one in pairs] == [
            (Reason.LIKENESS, "a@x.com", "b@x.com")
        ]
        actions.dismiss(session, scope, pairs[0].id)
        session.execute(text("UPDATE customer_order SET is_waiting = true"))
        actions.gather(session, scope)
        assert queries.pairs(session, scope) == []
        assert queries.count(session, scope, CustomerFilter()) == 3


def test_orders_of_a_test_store_make_no_customers(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        session.execute(text("UPDATE connection SET is_test = true"))

    arrive(scope, shop, bought("1", "Ayşe Yılmaz", email="a@x.com"))

    with db.transaction(scope) as session:
        waiting = session.execute(text("SELECT count(*) FROM customer_order WHERE is_waiting")).scalar()
    assert (ids(scope), waiting) == ({}, 0)
