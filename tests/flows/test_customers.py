"""Customers gathered behind the outbox."""

from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.channels.enums import Topic
from prapazar.domain.customers import actions
from prapazar.domain.customers.actions.gather import Gathered
from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.flows import customers
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.customers import bought, people


@pytest.fixture
def shop(scope: Scope) -> UUID:
    """A channel that brought five orders of five people."""
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
        orders = [bought(str(n), f"Ad{n} Soyad", email=f"e{n}@x.com") for n in range(5)]
        import_packages(session, scope, store, orders)
    return store


def _marks(scope: Scope) -> list[tuple[str, UUID, str | None]]:
    with db.transaction(scope) as session:
        found = session.execute(
            text(
                "SELECT topic, partition, last_error FROM outbox WHERE topic = :topic AND claimed_until IS NULL"
            ),
            {"topic": Topic.GATHER_CUSTOMERS.value},
        )
        return [(row.topic, row.partition, row.last_error) for row in found]


def test_marked_orders_are_gathered_once(scope: Scope, shop: UUID) -> None:
    marked = _marks(scope)

    counts = [customers.gather(shop), customers.gather(shop)]

    assert marked == [("customers.gather", shop, None)]
    assert counts == [5, 0]
    assert people(scope) == {f"Ad{n} Soyad": 1 for n in range(5)}
    assert _marks(scope) == []


def test_what_one_task_does_not_reach_waits_for_the_next(
    scope: Scope, shop: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = actions.gather
    monkeypatch.setattr(customers, "BATCH", 2)
    monkeypatch.setattr(customers, "ROUNDS", 2)
    monkeypatch.setattr(actions, "gather", lambda session, scope: few(session, scope, limit=2))

    first = customers.gather(shop), len(people(scope)), _marks(scope)
    second = customers.gather(shop), len(people(scope)), _marks(scope)

    assert first == (4, 4, [("customers.gather", shop, None)])
    assert second == (1, 5, [])


def test_failure_is_told_and_tried_again(scope: Scope, shop: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Gathered:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(actions, "gather", fail)
        failed = customers.gather(shop), people(scope), _marks(scope)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE outbox SET available_at = now()"))
    again = customers.gather(shop), len(people(scope)), _marks(scope)

    assert failed == (0, {}, [("customers.gather", shop, "RuntimeError")])
    assert again == (5, 5, [])
