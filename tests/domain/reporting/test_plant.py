"""Queues, slow calls and all merchants: what each may see of them."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from prapazar.domain.channels.models import TrafficEntry
from prapazar.domain.reporting import plant
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog, orders


def test_queues_are_the_merchants_own(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        for _ in range(2):
            outbox.append(session, scope.merchant_id, "listings.push_stock", uuid4(), uuid4(), {})
        session.flush()

        own = [(row.topic, row.waiting, row.parked) for row in plant.queues(session, scope)]
    with db.transaction(other_scope) as session:
        others = plant.queues(session, other_scope)

    assert (own, others) == ([("listings.push_stock", 2, 0)], [])


def test_slow_calls_are_those_ninety_five_of_a_hundred_are_quicker_than(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        for operation, took, minutes in (("a", 10, 5), ("a", 900, 5), ("b", 50, 5), ("b", 9000, 90)):
            row = TrafficEntry(
                merchant_id=scope.merchant_id,
                connection_id=shop,
                at=orders.NOON - timedelta(minutes=minutes),
                operation=operation,
                method="GET",
                url="/",
                duration_ms=Decimal(took),
            )
            session.add(row)
        session.flush()

        found = plant.slow_calls(session, scope, orders.NOON)

    assert [(row.operation, row.calls, row.slow_ms) for row in found] == [
        ("a", 2, Decimal(900)),
        ("b", 1, Decimal(50)),
    ]


def test_all_merchants_are_for_super_admins_alone(scope: Scope) -> None:
    admin = replace(scope, permissions=frozenset({"system.read", "console.read"}))
    with db.transaction(scope) as session:
        catalog.connection(session, scope)
    with db.system_transaction() as session:
        own = next(row for row in plant.merchants(session, scope, 10_000) if row.id == scope.merchant_id)
        weeks = plant.growth(session, scope)
        for asked in (plant.merchants, plant.people, plant.connectors, plant.growth, plant.all_queues):
            with pytest.raises(PermissionDenied):
                asked(session, admin)

    assert (own.name, own.people, own.stores, own.failing) == ("Anadolu", 0, 1, 0)
    assert (len(weeks), weeks[-1].stores > 0) == (12, True)


def test_what_came_in_a_week_is_what_its_bar_counts(scope: Scope) -> None:
    with db.transaction(scope) as session:
        catalog.connection(session, scope)
    with db.system_transaction() as session:
        last = plant.growth(session, scope)[-1]
        monday = last.week.astimezone(ISTANBUL).date()
        found = Counter(row.kind for row in plant.came(session, scope, monday, 100_000))
        before = plant.came(session, scope, monday - timedelta(days=7 * 52))

    assert found == Counter(merchant=last.merchants, user=last.users, store=last.stores)
    assert (found["store"] > 0, before) == (True, [])
    with db.transaction(scope) as session, pytest.raises(PermissionDenied):
        plant.came(session, replace(scope, permissions=frozenset({"reports.read"})), monday)
