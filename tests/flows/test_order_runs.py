"""Bulk actions and routing from the import to the books."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import import_packages, move
from prapazar.domain.orders.bulk import actions
from prapazar.domain.orders.bulk.enums import BulkKind
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.orders.routing import queries as routes
from prapazar.domain.packing import queries_picking
from prapazar.domain.stock import actions as stock
from prapazar.flows import order_runs
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import books, catalog, orders, supplying


def _orders(scope: Scope, count: int) -> list[UUID]:
    with db.transaction(scope) as session:
        channel, tea = catalog.connection(session, scope), catalog.variant(session, scope, "TEA")
        stock.set_on_hand(session, scope, [stock.StockCount(tea, 500)])
        packages = [orders.package(f"P{n:03}", orders.line("869TEA")) for n in range(count)]
        import_packages(session, scope, channel, packages)
        found = session.execute(text("SELECT id FROM purchase_order ORDER BY number"))
        return list(found.scalars())


def _run(scope: Scope, run_id: UUID) -> actions.RunRow:
    with db.transaction(scope) as session:
        found = actions.run(session, scope, run_id)
    assert found is not None
    return found


def test_few_orders_are_done_at_once_and_each_refusal_is_told(scope: Scope) -> None:
    ids = _orders(scope, 3)
    with db.transaction(scope) as session:
        move(session, scope, ids[:1], OrderStatus.CANCELLED)

    done = _run(scope, order_runs.start(scope, BulkKind.PACK, ids))
    listed = _run(scope, order_runs.start(scope, BulkKind.PICK_LIST, ids))

    assert (done.status, done.done, done.failed) == ("done", 3, 1)
    assert done.results == [
        {"id": str(ids[0]), "number": "o-P000", "code": "orders.step_refused", "detail": ""}
    ]
    assert (listed.made_id, listed.failed) == (None, 3)


def test_many_orders_wait_for_a_worker_that_may_die_in_the_middle(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = _orders(scope, 60)
    run_id = order_runs.start(scope, BulkKind.TAG, ids, {"text": "acil"})
    before, record, parts = _run(scope, run_id), actions.record, iter(range(9))

    def dying(*values: object) -> None:
        if next(parts) == 1:
            raise KeyboardInterrupt
        record(*values)  # type: ignore[arg-type]  # passed on as they are

    monkeypatch.setattr(actions, "record", dying)
    with pytest.raises(KeyboardInterrupt):
        order_runs.carry_on(run_id)
    monkeypatch.undo()
    halfway = _run(scope, run_id)
    order_runs.carry_on(run_id)

    assert [(one.status, one.done) for one in (before, halfway, _run(scope, run_id))] == [
        ("waiting", 0),
        ("running", 20),
        ("done", 60),
    ]
    with db.transaction(scope) as session:
        tagged = session.execute(text("SELECT count(*) FROM purchase_order WHERE tags = '[\"acil\"]'"))
        assert tagged.scalar() == 60


def _held(session: Session) -> dict[str, int]:
    found = session.execute(
        text(
            "SELECT w.name, sum(r.quantity) FROM reservation r JOIN warehouse w ON w.id = r.warehouse_id"
            " GROUP BY w.name"
        )
    )
    return {row[0]: int(row[1]) for row in found}


def test_rule_sends_orders_to_a_supplier_who_holds_them_from_then_on(scope: Scope) -> None:
    ids = _orders(scope, 2)
    with db.transaction(scope) as session:
        supplier = routing.add_place(session, scope, "Tedarikçi", is_supplier=True)
        routing.add_rule(session, scope, routing.Draft("Ankara", supplier, provinces=("Ankara",)))
        routing.add_rule(session, scope, routing.Draft("İstanbul", supplier, provinces=("ISTANBUL",)))
    run = _run(scope, order_runs.start(scope, BulkKind.ROUTE, ids[:1]))

    with db.transaction(scope) as session:
        home = next(place.id for place in routes.places(session, scope) if place.is_default)
        sent = _held(session)
        assert books.faults(session) == []
    order_runs.start(scope, BulkKind.ROUTE, ids[:1], {"warehouse_id": str(home)})

    assert (run.failed, sent) == (0, {"Depo": 1, "Tedarikçi": 1})
    with db.transaction(scope) as session:
        assert (_held(session), books.faults(session)) == ({"Depo": 2}, [])


def test_steps_with_many_orders_leave_a_suppliers_part_alone(scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        ids = list(session.execute(text("SELECT id FROM purchase_order ORDER BY number")).scalars())
        session.execute(
            text("UPDATE shipment_package SET order_id = :a WHERE id = :house"),
            {"a": ids[0], "house": made.house},
        )

    run = _run(scope, order_runs.start(scope, BulkKind.PACK, ids[:1]))

    with db.transaction(scope) as session:
        found = session.execute(text("SELECT external_id, status FROM shipment_package ORDER BY 1"))
        assert (run.failed, [tuple(row) for row in found]) == (
            0,
            [("P1", "new"), ("P2", "new"), ("P3", "packed")],
        )


def test_orders_given_to_a_supplier_leave_the_picking_list(scope: Scope) -> None:
    ids = _orders(scope, 2)
    listed = _run(scope, order_runs.start(scope, BulkKind.PICK_LIST, ids)).made_id
    assert listed is not None
    with db.transaction(scope) as session:
        supplier = routing.add_place(session, scope, "Tedarikçi", is_supplier=True)

    order_runs.start(scope, BulkKind.ROUTE, ids[:1], {"warehouse_id": str(supplier)})

    with db.transaction(scope) as session:
        head, rows = queries_picking.one(session, scope, listed)
        assert (head.packages, [row.order_number for row in rows]) == (1, ["o-P001"])
