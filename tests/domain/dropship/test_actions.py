"""Packages taken on and shipped by who sends them."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.dropship import actions, goods
from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.domain.dropship.goods import ToldRow
from prapazar.domain.dropship.rules import RefuseReason
from prapazar.domain.listings.offers import UNITS
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import books, orders, supplying


def _states(session: Session) -> dict[str, tuple[str, str | None, str | None]]:
    rows = session.execute(
        text(
            "SELECT external_id, status, carrier, tracking_number FROM shipment_package ORDER BY external_id"
        )
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def test_take_on_moves_the_suppliers_own_package_and_ship_sends_it(scope: Scope) -> None:
    made = supplying.supplied(scope)

    with db.transaction(scope) as session:
        taken = actions.take_on(session, scope, [made.mine], made.ours)
        between = _states(session)
        actions.ship(session, scope, made.mine, made.ours, carrier=" Sürat ", tracking_number="S1")
        after = _states(session)
        order = session.execute(text("SELECT status FROM purchase_order WHERE number = 'A'")).scalar_one()

    waiting = {"P2": ("new", None, None), "P3": ("new", None, None)}
    assert (taken.moved, taken.refused) == (("A",), ())
    assert between == {"P1": ("picking", None, None), **waiting}
    assert after == {"P1": ("shipped", "Sürat", "S1"), **waiting}
    assert order == "new"


def test_ship_takes_a_new_package_on_first(scope: Scope) -> None:
    made = supplying.supplied(scope)

    with db.transaction(scope) as session:
        actions.ship(session, scope, made.mine, made.ours, carrier="Sürat", tracking_number="S1")

        assert _states(session)["P1"] == ("shipped", "Sürat", "S1")


def test_what_is_another_suppliers_or_done_is_refused_and_stays(scope: Scope) -> None:
    made = supplying.supplied(scope)
    tracked = {"carrier": "Sürat", "tracking_number": "S1"}
    with db.transaction(scope) as session:
        before = _states(session)

        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            actions.take_on(session, scope, [made.mine, made.theirs], made.ours)
        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            actions.ship(session, scope, made.house, None, **tracked)
        with pytest.raises(SupplyRefused, match=r"supplies\.tracking_missing"):
            actions.ship(session, scope, made.mine, made.ours, carrier="Sürat", tracking_number=" ")

        assert _states(session) == before

        actions.ship(session, scope, made.mine, made.ours, **tracked)
        with pytest.raises(SupplyRefused, match=r"supplies\.not_open"):
            actions.ship(session, scope, made.mine, made.ours, carrier="Aras", tracking_number="S2")
        assert _states(session)["P1"] == ("shipped", "Sürat", "S1")


def _places(session: Session) -> dict[str, tuple[str, str | None]]:
    rows = session.execute(
        text(
            "SELECT p.external_id, p.status, w.name FROM shipment_package p"
            " LEFT JOIN warehouse w ON w.id = p.warehouse_id ORDER BY p.external_id"
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _held(session: Session) -> dict[str, tuple[int, int, int]]:
    """Of tea, by place: on hand, held, missing."""
    rows = session.execute(
        text(
            "SELECT w.name, s.on_hand, s.reserved, coalesce((SELECT sum(h.quantity) FROM shortage h"
            "  WHERE h.variant_id = s.variant_id AND h.warehouse_id = s.warehouse_id AND h.resolved_at IS NULL), 0)"
            " FROM stock s JOIN warehouse w ON w.id = s.warehouse_id JOIN variant v ON v.id = s.variant_id"
            " WHERE v.sku = 'CAY' ORDER BY w.name"
        )
    )
    return {row[0]: (row[1], row[2], int(row[3])) for row in rows}


def test_refused_package_comes_back_to_our_shelves_with_its_reason_and_its_stock_is_free(
    scope: Scope,
) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        stock.set_on_hand(session, scope, [StockCount(made.tea, 5)], warehouse_id=made.ours)
        stock.set_on_hand(session, scope, [StockCount(made.tea, 1)])
        actions.take_on(session, scope, [made.mine], made.ours)
        before = _held(session)

        [gone] = actions.refuse(
            session, scope, [made.mine], made.ours, reason=RefuseReason.DEFECTIVE, note=" Kutusu yırtık "
        )

        said = session.execute(
            text("SELECT values FROM order_event WHERE kind = 'supply_refused'")
        ).scalar_one()
        assert (gone.number, gone.supplier) == ("A", "Ege Toptan")
        assert _places(session) == {
            "P1": ("picking", "Depo"),
            "P2": ("new", "Bursa Toptan"),
            "P3": ("new", None),
        }
        assert before == {"Depo": (1, 0, 0), "Ege Toptan": (5, 2, 0)}
        assert _held(session) == {"Depo": (1, 1, 1), "Ege Toptan": (5, 0, 0)}
        assert said == {
            "package": "P1",
            "warehouse": "Ege Toptan",
            "supplier": str(made.ours),
            "store": str(session.execute(text("SELECT id FROM connection")).scalar_one()),
            "reason": "defective",
            "text": "Kutusu yırtık",
        }
        assert (books.faults(session), books.owed_but_neither_held_nor_short(session)) == ([], [])


def test_refused_package_goes_by_the_next_rule_and_never_back_to_who_refused_it(scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        for place in (made.ours, made.other):
            routing.add_rule(session, scope, routing.Draft("Hepsi", place))
        refused = {"reason": RefuseReason.TOO_LATE}

        actions.refuse(session, scope, [made.mine], made.ours, **refused)
        second = _places(session)["P1"]
        actions.refuse(session, scope, [made.mine], made.other, **refused)
        third = _places(session)["P1"]
        again = routing.route(session, scope, [made.mine])

        assert (second, third, again) == (("new", "Bursa Toptan"), ("new", "Depo"), 0)
        assert _places(session)["P1"] == ("new", "Depo")


def _offered(session: Session, made: supplying.Supplied) -> int | None:
    """Units of tea that channels are told of."""
    return session.execute(
        text(f"WITH {UNITS} SELECT CAST(units AS int) FROM offered"), {"variants": [made.tea]}
    ).scalar_one_or_none()


def test_refused_for_want_of_stock_empties_the_suppliers_shelf_of_these_goods_until_it_tells_again(
    scope: Scope,
) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        goods.tell(session, scope, made.ours, [ToldRow(2, "CAY", 9)], source="eski.csv")
        stock.set_on_hand(session, scope, [StockCount(made.tea, 4)])
        routing.add_rule(session, scope, routing.Draft("Hepsi", made.ours))
        before = (_held(session), _offered(session, made))

        [gone] = actions.refuse(
            session, scope, [made.mine], made.ours, reason=RefuseReason.OUT_OF_STOCK, note=""
        )
        after = (_held(session), _offered(session, made))
        shop = session.execute(text("SELECT id FROM connection")).scalar_one()
        import_packages(session, scope, shop, [orders.package("P9", orders.line("869CAY"), order="Z")])
        routing.route_arrived(session, scope, shop, ["P9"])
        next_one = _places(session)["P9"]
        said = session.execute(
            text("SELECT values FROM order_event WHERE kind = 'supply_emptied'")
        ).scalar_one()
        movement = session.execute(
            text(
                "SELECT kind, on_hand_change, on_hand_after, note FROM movement ORDER BY id DESC LIMIT 1 OFFSET 1"
            )
        ).one()
        goods.tell(session, scope, made.ours, [ToldRow(2, "CAY", 6)], source="yeni.csv")
        later = _held(session)["Ege Toptan"]

    assert before == ({"Depo": (4, 0, 0), "Ege Toptan": (9, 2, 0)}, 11)
    assert after == ({"Depo": (4, 2, 0), "Ege Toptan": (0, 0, 0)}, 2)
    assert gone.emptied == ("CAY",)
    assert said == {"warehouse": "Ege Toptan", "skus": "CAY"}
    assert next_one == ("new", "Depo")
    assert tuple(movement) == ("count", -9, 0, "A")
    assert later == (6, 0, 0)


def test_supplier_who_never_told_of_its_stock_is_known_to_have_none_after_it_says_so(scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        before = goods.shelf(session, supplying.of(scope, made.ours))

        actions.refuse(session, scope, [made.mine], made.ours, reason=RefuseReason.OUT_OF_STOCK)

        after = goods.shelf(session, supplying.of(scope, made.ours))
        assert before.untold - after.untold == 1
        assert (_held(session)["Ege Toptan"], books.faults(session)) == ((0, 0, 0), [])


def test_what_is_not_the_suppliers_or_has_left_or_is_not_explained_is_not_refused(scope: Scope) -> None:
    made = supplying.supplied(scope)
    stock_gone = {"reason": RefuseReason.OUT_OF_STOCK}
    with db.transaction(scope) as session:
        before = (_places(session), _held(session))

        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            actions.refuse(session, scope, [made.mine, made.theirs], made.ours, **stock_gone)
        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            actions.refuse(session, scope, [made.house], None, **stock_gone)
        with pytest.raises(SupplyRefused, match=r"supplies\.note_missing"):
            actions.refuse(session, scope, [made.mine], made.ours, reason=RefuseReason.OTHER, note="  ")

        assert (_places(session), _held(session)) == before

        actions.ship(session, scope, made.mine, made.ours, carrier="Sürat", tracking_number="S1")
        with pytest.raises(SupplyRefused, match=r"supplies\.not_open"):
            actions.refuse(session, scope, [made.mine], made.ours, **stock_gone)
        assert _places(session)["P1"] == ("shipped", "Ege Toptan")
