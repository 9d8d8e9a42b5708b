"""The list of shipments: each worklist shows what waits in it, and one merchant's alone."""

from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.shipping import actions
from prapazar.domain.shipping import queries_list as lists
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.domain.shipping.queries_list import TO_CREATE, VIEWS, ShipmentFilter
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, paper_carrier

_SET = (
    "UPDATE shipment SET status = 'refused', code = 'paper.phone' WHERE reference = :first",
    (
        "UPDATE shipment SET status = 'in_transit', is_late = true, expected_amount = 80, billed_amount = 95"
        " WHERE reference = :second"
    ),
)


@pytest.fixture
def packages(scope: Scope) -> list[UUID]:
    """Three with a shipment, of which one is refused and one late and dearer than it should be; one without."""
    with db.transaction(scope) as session:
        found = paper_carrier.packages(session, scope, 4)
        account = CarrierAccount(catalog.connection(session, scope, "aras"), "aras", "Aras")
        opened = actions.open_shipments(session, scope, found[:3], [account])
        names = {row.id: row.reference for row in session.execute(text("SELECT id, reference FROM shipment"))}
        first, second = (names[opened.shipments[one]] for one in found[:2])
        for statement in _SET:
            session.execute(text(statement), {"first": first, "second": second})
    return found


def test_each_worklist_shows_what_waits_in_it(scope: Scope, other_scope: Scope, packages: list[UUID]) -> None:
    with db.transaction(scope) as session:
        counts = {view: lists.count(session, scope, ShipmentFilter(view)) for view in VIEWS}
        waiting = [row.id for row in lists.page(session, scope, ShipmentFilter(TO_CREATE))]
    with db.transaction(other_scope) as session:
        others = [lists.count(session, other_scope, ShipmentFilter(view)) for view in ("all", TO_CREATE)]

    assert counts == {
        "all": 3,
        "to_create": 2,  # the refused one may go with another carrier
        "refused": 1,
        "ready": 1,
        "on_the_way": 1,
        "late": 1,
        "delivered": 0,
        "returned": 0,
        "differs": 1,
        "disputed": 0,
    }
    assert set(waiting) == {packages[0], packages[3]}
    assert others == [0, 0]


def test_list_is_walked_page_by_page_and_found_by_number_or_bar_code(
    scope: Scope, packages: list[UUID]
) -> None:
    with db.transaction(scope) as session:
        first = lists.page(session, scope, ShipmentFilter(), limit=2)
        rest = lists.page(session, scope, ShipmentFilter(), after=lists.place(first[-1], "all"), limit=2)
        wanted = rest[0]
        session.execute(
            text("UPDATE shipment_parcel SET barcode = '8690001' WHERE shipment_id = :id"), {"id": wanted.id}
        )
        found = [
            [row.id for row in lists.page(session, scope, ShipmentFilter(search=typed))]
            for typed in (wanted.reference.lower(), "8690001", wanted.order_number, "yok")
        ]

    assert len({row.id for row in first + rest}) == len(packages) - 1
    assert found == [[wanted.id]] * 3 + [[]]


def test_package_a_supplier_sends_gets_no_shipment_unless_it_is_named(
    scope: Scope, packages: list[UUID]
) -> None:
    with db.transaction(scope) as session:
        supplier = routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
        routing.assign(session, scope, [packages[3]], supplier)
        order_id = session.execute(
            text("SELECT order_id FROM shipment_package WHERE id = :id"), {"id": packages[3]}
        ).scalar_one()

        waiting = [row.id for row in lists.page(session, scope, ShipmentFilter(TO_CREATE))]

        assert waiting == [packages[0]]
        assert lists.packages_of(session, scope, [order_id]) == [packages[3]]
