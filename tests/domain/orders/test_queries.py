"""The lists people work from, where suppliers send some of the packages."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import queries, views
from prapazar.domain.orders.actions import import_packages, move
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.orders.routing import queries as routes
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import orders, supplying
from tests.factories.supplying import Supplied

WORK = ("new", "to_pick", "to_pack", "carrier")


@pytest.fixture
def made(scope: Scope) -> Supplied:
    """Of order A each supplier sends a part, of C one of them and we; B is ours alone."""
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        shop = session.execute(text("SELECT connection_id FROM shipment_package LIMIT 1")).scalar_one()
        parts = [
            orders.package(name, orders.line(code), order="C")
            for name, code in (("P4", "869CAY"), ("P5", "869KASIK"))
        ]
        import_packages(session, scope, shop, parts)
        routing.assign(session, scope, [_package(session, "P4")], made.ours)
    return made


def _package(session: Session, external_id: str) -> UUID:
    found: UUID = session.execute(
        text("SELECT id FROM shipment_package WHERE external_id = :id"), {"id": external_id}
    ).scalar_one()
    return found


def _listed(session: Session, scope: Scope, view: str, supplier: str = "") -> list[str]:
    wanted = views.asked(view=view, supplier=supplier)
    rows = queries.page(session, scope, wanted)
    assert (
        queries.count(session, scope, wanted)
        == len(rows)
        == len(queries.ids_matching(session, scope, wanted))
    )
    return sorted(row.number for row in rows)


def _work(session: Session, scope: Scope) -> dict[str, list[str]]:
    found, counted = {view: _listed(session, scope, view) for view in WORK}, queries.worklists(session, scope)
    assert {view: len(numbers) for view, numbers in found.items()} == {
        view: counted[view].count for view in WORK
    }
    return {view: numbers for view, numbers in found.items() if numbers}


def test_lists_of_work_hold_what_leaves_our_own_shelves(scope: Scope, made: Supplied) -> None:
    seen = []
    with db.transaction(scope) as session:
        ours = [_package(session, one) for one in ("P3", "P5")]
        every = list(session.execute(text("SELECT id FROM purchase_order")).scalars())
        seen.append(_work(session, scope))
        for status in (OrderStatus.PICKING, OrderStatus.PACKED, OrderStatus.SHIPPED):
            move(session, scope, every, status, package_ids=ours)
            seen.append(_work(session, scope))

        assert seen == [{"new": ["B", "C"]}, {"to_pick": ["B", "C"]}, {"carrier": ["B", "C"]}, {}]
        assert _listed(session, scope, "all") == ["A", "B", "C"]
        assert queries.worklists(session, scope)["all"].count == 2


def test_package_that_comes_back_from_a_supplier_is_work_again(scope: Scope, made: Supplied) -> None:
    with db.transaction(scope) as session:
        home = next(one.id for one in routes.places(session, scope) if one.is_default)

        routing.assign(session, scope, [made.mine], home)

        assert _work(session, scope) == {"new": ["A", "B", "C"]}


def test_orders_are_found_by_the_supplier_who_sends_a_part(scope: Scope, made: Supplied) -> None:
    with db.transaction(scope) as session:
        found = [
            _listed(session, scope, view, supplier)
            for view, supplier in (
                ("all", "any"),
                ("all", str(made.other)),
                ("new", str(made.ours)),
                ("cancelled", "any"),
                ("all", "nonsense"),
            )
        ]

        assert found == [["A", "C"], ["A"], ["A", "C"], [], ["A", "B", "C"]]
