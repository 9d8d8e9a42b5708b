"""Picking, common parcels and split packages, in the books."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import import_packages, move
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.packing import actions, queries, queries_picking
from prapazar.domain.packing.errors import NothingToPick, SplitRefused
from prapazar.domain.stock import actions as stock
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import books, catalog, orders

HOME: dict[str, str | None] = {
    "name": "Ayşe Yılmaz",
    "line": "Lale Sokak 1",
    "district": "Kadıköy",
    "city": "İstanbul",
}


def _shop(session: Session, scope: Scope, *, tea: int = 50) -> tuple[UUID, dict[str, UUID]]:
    """A store with tea on shelf B-2 and cups on A-10; the store's id and the orders' by number."""
    channel = catalog.connection(session, scope)
    leaves, cup = (
        catalog.variant(session, scope, "TEA"),
        catalog.variant(session, scope, "CUP", name="Fincan"),
    )
    stock.set_on_hand(session, scope, [stock.StockCount(leaves, tea), stock.StockCount(cup, 50)])
    session.execute(text("UPDATE variant SET shelf = 'A-10' WHERE sku = 'CUP'"))
    session.execute(text("UPDATE stock SET shelf = 'B-2' WHERE variant_id = :id"), {"id": leaves})
    packages = [
        orders.package("P1", orders.line("869TEA", 3), orders.line("869CUP", external_id="2"), order="N1"),
        orders.package("P2", orders.line("869TEA", 1), order="N2"),
        orders.package("P3", orders.line("869CUP", 2), order="N3"),
    ]
    elsewhere = {**HOME, "line": "Gül Sokak 9"}
    homes = [HOME, {**HOME, "line": "LALE  sokak 1"}, elsewhere]
    import_packages(
        session,
        scope,
        channel,
        [replace(one, shipping_address=home) for one, home in zip(packages, homes, strict=True)],
    )
    found = session.execute(text("SELECT number, id FROM purchase_order"))
    return channel, {row.number: row.id for row in found}


def _package(session: Session, external_id: str) -> UUID:
    found: UUID = session.execute(
        text("SELECT id FROM shipment_package WHERE external_id = :id"), {"id": external_id}
    ).scalar_one()
    return found


def _statuses(session: Session) -> dict[str, str]:
    found = session.execute(text("SELECT external_id, status FROM shipment_package ORDER BY external_id"))
    return {row.external_id: row.status for row in found}


def test_list_is_walked_along_shelves_and_what_is_not_there_is_a_problem(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _, numbers = _shop(session, scope)
        made = actions.make_list(session, scope, list(numbers.values()))
        head, rows = queries_picking.one(session, scope, made)
        cups, teas = queries_picking.stops(rows)

        actions.pick(session, scope, made, [row.id for row in teas.rows], 4)
        actions.pick(session, scope, made, [row.id for row in cups.rows], 2)
        actions.pick(session, scope, made, [row.id for row in cups.rows], -1)
        actions.pick(session, scope, made, [row.id for row in cups.rows], 0, found=False)

        assert [(stop.shelf, stop.quantity, stop.boxes) for stop in (cups, teas)] == [
            ("A-10", 3, "1, 3 (2)"),
            ("B-2", 4, "1 (3), 2"),
        ]
        after, rows = queries_picking.one(session, scope, made)
        assert (head.packages, after.units, after.picked, after.missing, after.status) == (3, 7, 5, 2, "done")
        assert set(_statuses(session).values()) == {"picking"}
        troubled = session.execute(
            text("SELECT number FROM purchase_order WHERE has_problem ORDER BY 1")
        ).scalars()
        assert list(troubled) == ["N1", "N3"]
        boxes = [[one.number for one in queries.find(session, scope, f"{head.number}-{n}")] for n in (1, 3)]
        assert boxes == [["N1"], ["N3"]]
        with pytest.raises(NothingToPick):
            actions.make_list(session, scope, [])


def test_orders_to_one_address_travel_packed_and_shipped_as_one(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _, numbers = _shop(session, scope)
        could = [one.number for one in actions.alike(session, scope, numbers["N2"])]

        merged = actions.merge(session, scope, list(numbers.values()))

        assert (could, merged.parcels, merged.numbers, merged.refused) == (["N1"], 1, ("N1", "N2"), ("N3",))
        [leader] = queries.find(session, scope, "N2")
        items = actions.open_box(session, scope, leader.id)
        assert (leader.number, sum(item.wanted for item in items)) == ("N1", 5)
        for code, times in (("TEA", 3), ("TEA", 1), ("CUP", 1)):
            actions.count(session, scope, leader.id, code, times)
        assert actions.pack(session, scope, leader.id) is True
        move(session, scope, [numbers["N1"]], OrderStatus.SHIPPED, carrier="aras", tracking_number="KP1")
        tracked = session.execute(
            text("SELECT external_id FROM shipment_package WHERE tracking_number = 'KP1'")
        )
        assert sorted(tracked.scalars()) == ["P1", "P2"]
        assert _statuses(session) == {"P1": "shipped", "P2": "shipped", "P3": "new"}
        assert actions.unmerge(session, scope, numbers["N1"]) is False
        assert books.faults(session) == []


def test_one_parcel_of_two_stores_is_told_to_both_but_none_that_a_channel_pays_for(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel, numbers = _shop(session, scope)
        web = catalog.connection(session, scope, "woocommerce")
        own = orders.package("W1", orders.line("869TEA", 1), order="N4")
        paid = replace(orders.package("W2", orders.line("869TEA", 1), order="N5"), tracking_number="KP9")
        import_packages(session, scope, web, [replace(one, shipping_address=HOME) for one in (own, paid)])
        found = session.execute(text("SELECT number, id FROM purchase_order"))
        numbers = {row.number: row.id for row in found}
        could = [one.number for one in actions.alike(session, scope, numbers["N4"])]

        merged = actions.merge(session, scope, list(numbers.values()))
        move(session, scope, [numbers["N1"]], OrderStatus.PICKING)

        told = session.execute(
            text("SELECT DISTINCT partition FROM outbox WHERE topic = 'orders.report_status'")
        )
        assert (could, merged.numbers) == (["N1", "N2"], ("N1", "N2", "N4"))
        assert set(told.scalars()) == {channel, web}


def test_cancelled_order_leaves_the_common_parcel_and_undo_takes_it_apart(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _, numbers = _shop(session, scope)
        actions.merge(session, scope, list(numbers.values()))
        apart = actions.unmerge(session, scope, numbers["N2"])
        actions.merge(session, scope, list(numbers.values()))

        move(session, scope, [numbers["N1"]], OrderStatus.CANCELLED)

        [alone] = queries.find(session, scope, "P2")
        assert (apart, alone.number) == (True, "N2")
        assert _statuses(session) == {"P1": "cancelled", "P2": "new", "P3": "new"}


def test_split_package_keeps_books_and_money_through_the_next_import_and_joins_again(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel, _ = _shop(session, scope, tea=2)
        whole = _package(session, "P1")
        found = session.execute(text("SELECT sku, id FROM order_line WHERE package_id = :id"), {"id": whole})
        lines: dict[str, UUID] = {row.sku: row.id for row in found}
        with pytest.raises(SplitRefused):
            actions.split(session, scope, whole, {lines["869TEA"]: 3, lines["869CUP"]: 1})

        part = actions.split(session, scope, whole, {lines["869TEA"]: 2})
        news = orders.package(
            "P1", orders.line("869TEA", 3), orders.line("869CUP", external_id="2"), order="N1", minute=5
        )
        import_packages(session, scope, channel, [replace(news, shipping_address=HOME)])

        kept = session.execute(
            text(
                "SELECT p.external_id, l.quantity, l.total FROM order_line l JOIN shipment_package p"
                " ON p.id = l.package_id WHERE l.sku = '869TEA' AND p.order_id ="
                " (SELECT order_id FROM shipment_package WHERE id = :id) ORDER BY 1"
            ),
            {"id": whole},
        ).all()
        assert [tuple(row) for row in kept] == [("P1", 1, Decimal(100)), ("P1/2", 2, Decimal(200))]
        assert (books.faults(session), books.owed_but_neither_held_nor_short(session)) == ([], [])
        actions.join(session, scope, part)
        assert _statuses(session) == {"P1": "new", "P2": "new", "P3": "new"}
        assert (books.faults(session), books.owed_but_neither_held_nor_short(session)) == ([], [])
        actions.split(session, scope, whole, {lines["869TEA"]: 1})
        gone = replace(news, status=OrderStatus.CANCELLED, modified_at=news.modified_at.replace(hour=20))
        import_packages(session, scope, channel, [replace(gone, payload_hash=b"x")])
        assert _statuses(session)["P1/2"] == "cancelled"
        assert books.faults(session) == []


def _routed(session: Session, scope: Scope, *external_ids: str) -> None:
    supplier = routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
    routing.assign(session, scope, [_package(session, one) for one in external_ids], supplier)


def _waiting(session: Session, scope: Scope) -> list[str]:
    return [one.number for one in queries.waiting(session, scope)]


def test_what_a_supplier_sends_is_neither_fetched_nor_packed_nor_merged_here(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel, numbers = _shop(session, scope)
        theirs = orders.package("P4", orders.line("869CUP"), order="N3")
        import_packages(session, scope, channel, [theirs])
        _routed(session, scope, "P1", "P4")

        made = actions.make_list(session, scope, list(numbers.values()))
        merged = actions.merge(session, scope, [numbers["N1"], numbers["N2"]])

        head, rows = queries_picking.one(session, scope, made)
        assert (head.packages, head.units, sorted(row.package for row in rows)) == (2, 3, ["P2", "P3"])
        assert _statuses(session) == {"P1": "new", "P2": "picking", "P3": "picking", "P4": "new"}
        assert (merged.parcels, actions.alike(session, scope, numbers["N2"])) == (0, [])
        assert _waiting(session, scope) == ["N2", "N3"]
        assert queries.is_elsewhere(session, _package(session, "P1")) is True
        assert actions.open_box(session, scope, _package(session, "P1")) == []
        tea = queries.article(session, scope, "TEA")
        assert tea is not None
        assert queries.with_wanting(session, scope, tea).wanted_by == ("N2",)
        with pytest.raises(NothingToPick):
            actions.make_list(session, scope, [numbers["N1"]])


def test_own_part_of_an_order_that_waits_for_a_supplier_is_packed_from_one_scan(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel, numbers = _shop(session, scope)
        import_packages(session, scope, channel, [orders.package("P4", orders.line("869TEA"), order="N3")])
        _routed(session, scope, "P1", "P2", "P4")
        made = actions.make_list(session, scope, list(numbers.values()))
        _, rows = queries_picking.one(session, scope, made)
        actions.pick(session, scope, made, [row.id for row in rows], 2)
        cup = queries.article(session, scope, "CUP")
        assert cup is not None

        assert queries.alone(session, scope, cup.id, 2) == _package(session, "P3")


def test_package_given_to_a_supplier_leaves_the_list_it_stands_on(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _, numbers = _shop(session, scope)
        made = actions.make_list(session, scope, list(numbers.values()))
        every = [_package(session, one) for one in ("P1", "P2", "P3")]
        _routed(session, scope, "P1")

        actions.leave(session, scope, every)

        head, rows = queries_picking.one(session, scope, made)
        assert (head.status, head.packages, head.units, len(rows)) == ("open", 2, 3, 2)
        supplier = session.execute(text("SELECT id FROM warehouse WHERE is_supplier")).scalar_one()
        routing.assign(session, scope, every, supplier)
        actions.leave(session, scope, every)
        head, rows = queries_picking.one(session, scope, made)
        assert (head.status, head.packages, head.units, rows) == ("done", 0, 0, [])
