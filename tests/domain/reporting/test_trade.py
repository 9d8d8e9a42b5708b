"""Margin, shelves, listings, prices and buyers, counted by hand beside the books."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import text

from prapazar.domain.customers.models import Customer
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.reporting import trade
from prapazar.domain.reporting.trade import Customers, Margin, Offers, Prices, RoutedRow, Shelf
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.domain.stock.models import Warehouse
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders


def test_margin_is_of_lines_with_a_known_cost_alone(scope: Scope) -> None:
    noon = orders.NOON
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        tea = catalog.variant(session, scope, "TEA")
        catalog.variant(session, scope, "CUP")
        session.execute(text("UPDATE variant SET cost = 30 WHERE id = :id"), {"id": tea})
        sold = [orders.line("869TEA", 2), orders.line("869CUP", external_id="2")]
        import_packages(session, scope, shop, [orders.package("p", *sold, ordered_at=noon)])
        session.execute(text("UPDATE order_line SET commission_rate = 10, vat_rate = 25"))

        today, before = trade.margin(session, scope, noon)

    assert today == Margin(Decimal(160), Decimal(60), Decimal(20), lines=2, known_lines=1)
    assert (today.left, today.share, today.known) == (Decimal(80), Decimal("0.5"), Decimal("0.5"))
    assert (before.lines, before.share, before.known) == (0, None, None)


def test_margin_takes_the_vat_of_the_product_and_only_what_is_still_sold(scope: Scope) -> None:
    noon = orders.NOON
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        tea = catalog.variant(session, scope, "TEA")
        session.execute(text("UPDATE variant SET cost = 30 WHERE id = :id"), {"id": tea})
        sold = orders.line("869TEA", 2)
        import_packages(session, scope, shop, [orders.package("p", sold, ordered_at=noon)])
        session.execute(text("UPDATE product SET vat_rate = 25"))
        session.execute(text("UPDATE order_line SET vat_rate = NULL, commission_rate = NULL"))
        whole, _ = trade.margin(session, scope, noon)
        session.execute(text("UPDATE order_line SET cancelled_quantity = 1"))
        half, _ = trade.margin(session, scope, noon)
        session.execute(text("UPDATE variant SET currency = 'USD'"))
        abroad, _ = trade.margin(session, scope, noon)

    assert whole == Margin(Decimal(160), Decimal(60), Decimal(0), lines=1, known_lines=1)
    assert half == Margin(Decimal(80), Decimal(30), Decimal(0), lines=1, known_lines=1)
    assert abroad == Margin(Decimal(0), Decimal(0), Decimal(0), lines=1, known_lines=0)


def test_shelf_listings_and_prices_are_counted(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        tea, cup = (catalog.variant(session, scope, sku) for sku in ("TEA", "CUP"))
        session.execute(text("UPDATE variant SET cost = 120 WHERE id = :id"), {"id": tea})
        session.execute(
            text("UPDATE variant SET sale_price = NULL, floor_price = NULL WHERE id = :id"), {"id": cup}
        )
        stock.set_on_hand(session, scope, [StockCount(tea, 5), StockCount(cup, 0)])
        listing = catalog.listing(session, scope, shop, tea, "1")
        catalog.listing(session, scope, shop, cup, "2")
        session.execute(
            text("UPDATE listing SET problem = 'x', status = 'paused' WHERE id = :id"), {"id": listing}
        )

        found = (trade.shelf(session, scope), trade.offers(session, scope), trade.prices(session, scope))
    with db.transaction(other_scope) as session:
        others = trade.shelf(session, other_scope)

    assert found == (Shelf(5, Decimal(600), 2, 1, 1), Offers(2, 1, 0, 1), Prices(2, 1, 1, 1))
    assert others == Shelf(0, Decimal(0), 0, 0, 0)


def test_what_waits_at_a_supplier_is_told_with_the_first_deadline(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        busy, idle = (
            Warehouse(merchant_id=scope.merchant_id, name=name, is_supplier=True) for name in ("Ege", "Boş")
        )
        session.add_all([busy, idle])
        import_packages(session, scope, shop, [orders.package(name, orders.line("?")) for name in ("a", "b")])
        session.flush()
        session.execute(text("UPDATE shipment_package SET warehouse_id = :id"), {"id": busy.id})
        session.execute(
            text("UPDATE purchase_order SET ship_by_at = :at WHERE number = 'o-a'"), {"at": orders.NOON}
        )

        found = trade.routed(session, scope)
        late = 1  # NOON is over

    assert found == [
        RoutedRow(busy.id, "Ege", 2, late, orders.NOON),
        RoutedRow(idle.id, "Boş", 0, 0, None),
    ]


def test_customers_are_new_once_and_come_back_after(scope: Scope) -> None:
    noon, day = orders.NOON, timedelta(days=1)
    bought = {"new": (1, 1), "before": (9, 9), "back": (100, 2), "away": (200, 50)}
    with db.transaction(scope) as session:
        for name, (first, last) in bought.items():
            row = Customer(
                merchant_id=scope.merchant_id,
                name=name,
                order_count=2,
                spent=Decimal(first),
                first_order_at=noon - first * day,
                last_order_at=noon - last * day,
            )
            session.add(row)
        session.flush()

        found = trade.customers(session, scope, noon)
        best = [row.name for row in trade.best_customers(session, scope, 2)]

    assert (found, best) == (Customers(fresh=1, fresh_before=1, back=1), ["away", "back"])
