"""Writes of routing rules."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.records import IncomingPackage
from prapazar.domain.orders.routing import actions, queries
from prapazar.domain.orders.routing.actions import Draft, RuleInvalid
from prapazar.domain.orders.routing.queries import RuleRow
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import books, catalog, orders


def _rules(session: Session, scope: Scope) -> list[tuple[str, str, list[str], bool]]:
    found: list[RuleRow] = queries.rules(session, scope)
    return [(row.name, row.warehouse, row.provinces, row.needs_stock) for row in found]


def test_change_rule_writes_the_rule_anew_in_its_place(scope: Scope) -> None:
    with db.transaction(scope) as session:
        home = actions.add_place(session, scope, "İzmir", is_supplier=False)
        other = actions.add_place(session, scope, "Bursa", is_supplier=True)
        first = actions.add_rule(session, scope, Draft("Ege", home, provinces=("İzmir",)))
        actions.add_rule(session, scope, Draft("Rest", home))

        actions.change_rule(
            session, scope, first, Draft("Marmara", other, provinces=("Bursa", " "), needs_stock=True)
        )
        actions.change_rule(session, scope, uuid4(), Draft("Nobody's", other))

    with db.transaction(scope) as session:
        assert _rules(session, scope) == [
            ("Marmara", "Bursa", ["Bursa"], True),
            ("Rest", "İzmir", [], False),
        ]


def test_change_rule_refuses_what_lacks_a_name_or_a_known_place(scope: Scope) -> None:
    with db.transaction(scope) as session:
        home = actions.add_place(session, scope, "İzmir", is_supplier=False)
        rule = actions.add_rule(session, scope, Draft("Ege", home))

        with pytest.raises(RuleInvalid, match=r"routing\.name_missing"):
            actions.change_rule(session, scope, rule, Draft(" ", home))
        with pytest.raises(RuleInvalid, match=r"routing\.place_missing"):
            actions.change_rule(session, scope, rule, Draft("Ege", uuid4()))

        assert _rules(session, scope) == [("Ege", "İzmir", [], False)]


@pytest.fixture
def shop(scope: Scope) -> UUID:
    """Its rule sends everything to a supplier, who has told of three cups, and never of tea."""
    with db.transaction(scope) as session:
        cup, tea = (catalog.variant(session, scope, sku) for sku in ("BARDAK", "CAY"))
        catalog.bundle(session, scope, "TAKIM", {cup: 2, tea: 1})
        stock.set_on_hand(session, scope, [StockCount(cup, 50), StockCount(tea, 50)])
        supplier = actions.add_place(session, scope, "Ege Toptan", is_supplier=True)
        stock.set_on_hand(session, scope, [StockCount(cup, 3)], warehouse_id=supplier)
        actions.add_rule(session, scope, Draft("Hepsi", supplier))
        return catalog.connection(session, scope)


def _arrive(scope: Scope, shop: UUID, *packages: IncomingPackage) -> None:
    with db.transaction(scope) as session:
        import_packages(session, scope, shop, packages)
        actions.route_arrived(session, scope, shop, [one.external_id for one in packages])


def _sent_from(session: Session) -> list[str]:
    found = session.execute(
        text(
            "SELECT p.external_id || ' ' || w.name FROM shipment_package p"
            " LEFT JOIN warehouse w ON w.id = p.warehouse_id ORDER BY p.external_id"
        )
    )
    return list(found.scalars())


def _passed(session: Session) -> Sequence[tuple[str, dict[str, object]]]:
    found = session.execute(
        text(
            "SELECT o.number, e.values FROM order_event e JOIN purchase_order o ON o.id = e.order_id"
            " WHERE e.kind = 'passed_over' ORDER BY e.id"
        )
    )
    return [(row[0], row[1]) for row in found]


def _shelves(session: Session) -> list[tuple[str, str, int, int]]:
    found = session.execute(
        text(
            "SELECT w.name, v.sku, s.on_hand, s.reserved FROM stock s JOIN warehouse w ON w.id = s.warehouse_id"
            " JOIN variant v ON v.id = s.variant_id ORDER BY 1, 2"
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in found]


def test_supplier_gets_no_more_than_it_has_told_of_and_the_order_says_why(scope: Scope, shop: UUID) -> None:
    _arrive(
        scope,
        shop,
        orders.package("P1", orders.line("869BARDAK", 2)),
        orders.package("P2", orders.line("869BARDAK", 2)),
        orders.package("P3", orders.line("869CAY", 9)),
        orders.package("P4", orders.line("869TAKIM", 1)),
        orders.package("P5", orders.line("869BARDAK", 1)),
    )

    with db.transaction(scope) as session:
        assert _sent_from(session) == [
            *("P1 Ege Toptan", "P2 Depo", "P3 Ege Toptan", "P4 Depo", "P5 Ege Toptan")
        ]
        lack = {"warehouse": "Ege Toptan", "sku": "BARDAK", "left": 1, "quantity": 2}
        assert _passed(session) == [("o-P2", lack), ("o-P4", lack)]
        assert _shelves(session) == [
            *(("Depo", "BARDAK", 50, 4), ("Depo", "CAY", 50, 1)),
            *(("Ege Toptan", "BARDAK", 3, 3), ("Ege Toptan", "CAY", 0, 9)),
        ]
        assert books.faults(session) == []


def test_next_rule_is_asked_where_a_supplier_has_too_few(scope: Scope, shop: UUID) -> None:
    with db.transaction(scope) as session:
        other = actions.add_place(session, scope, "İzmir", is_supplier=False)
        actions.add_rule(session, scope, Draft("Kalan", other))

    _arrive(scope, shop, orders.package("P1", orders.line("869BARDAK", 4)))

    with db.transaction(scope) as session:
        assert _sent_from(session) == ["P1 İzmir"]
        assert [number for number, _ in _passed(session)] == ["o-P1"]
        assert books.faults(session) == []


def test_order_nobody_has_stays_with_its_shortage_and_is_judged_once(scope: Scope, shop: UUID) -> None:
    wanted = orders.package("P1", orders.line("869BARDAK", 60))
    _arrive(scope, shop, wanted)

    _arrive(scope, shop, wanted, orders.package("P2", orders.line("869BARDAK", 1)))

    with db.transaction(scope) as session:
        short = session.execute(
            text(
                "SELECT w.name, s.quantity FROM shortage s JOIN warehouse w ON w.id = s.warehouse_id"
                " WHERE s.resolved_at IS NULL"
            )
        )
        assert [tuple(row) for row in short] == [("Depo", 10)]
        assert _sent_from(session) == ["P1 Depo", "P2 Ege Toptan"]
        assert [number for number, _ in _passed(session)] == ["o-P1"]
        assert books.faults(session) == []


def test_package_a_supplier_sends_already_stays_there_when_its_shelf_is_emptied(
    scope: Scope, shop: UUID
) -> None:
    _arrive(scope, shop, orders.package("P1", orders.line("869BARDAK", 2)))
    with db.transaction(scope) as session:
        stock.set_on_hand(
            session,
            scope,
            [
                StockCount(
                    session.execute(text("SELECT id FROM variant WHERE sku = 'BARDAK'")).scalar_one(), 0
                )
            ],
            warehouse_id=session.execute(text("SELECT id FROM warehouse WHERE is_supplier")).scalar_one(),
        )

        moved = actions.route(
            session, scope, session.execute(text("SELECT id FROM shipment_package")).scalars().all()
        )

        assert (moved, _sent_from(session), _passed(session)) == (0, ["P1 Ege Toptan"], [])


def test_orders_routed_at_once_are_not_promised_the_same_units(scope: Scope, shop: UUID) -> None:
    together = Barrier(6)
    with db.transaction(scope) as session:
        import_packages(
            session, scope, shop, [orders.package(f"P{n}", orders.line("869BARDAK")) for n in range(6)]
        )
        packages = session.execute(text("SELECT id FROM shipment_package")).scalars().all()

    def route(package_id: UUID) -> int:
        with db.transaction(scope) as session:
            together.wait(timeout=120)
            return actions.route(session, scope, [package_id])

    with ThreadPoolExecutor(6) as pool:
        sent = sorted(pool.map(route, packages))

    with db.transaction(scope) as session:
        assert sent == [0, 0, 0, 1, 1, 1]
        assert _shelves(session)[-1] == ("Ege Toptan", "BARDAK", 3, 3)
        assert books.faults(session) == []
