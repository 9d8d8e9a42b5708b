"""The dashboard's figures against orders placed on known days."""

from datetime import timedelta
from decimal import Decimal

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.reporting.dashboard import Day, dashboard, low_stock
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders


def test_dashboard_counts_days_hours_and_what_waits(scope: Scope) -> None:
    noon = orders.NOON
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        packages = [
            orders.package("today", orders.line("?", 2), ordered_at=noon - timedelta(hours=1)),
            orders.package("gone", orders.line("?"), status=OrderStatus.CANCELLED, ordered_at=noon),
            orders.package("yesterday", orders.line("?"), ordered_at=noon - timedelta(days=1, hours=2)),
            orders.package("later yesterday", orders.line("?"), ordered_at=noon - timedelta(hours=20)),
        ]
        import_packages(session, scope, shop, packages)

        shown = dashboard(session, scope, at=noon)

    assert shown.today == Day(noon.date(), orders=1, revenue=Decimal("200.00"), units=2, cancelled=1)
    assert (shown.same_time_yesterday.orders, shown.days[-2].orders) == (1, 2)
    assert [(cell.hour, cell.orders) for cell in shown.hours] == [(11, 1)]
    assert (shown.attention.new_orders, shown.attention.problems, shown.attention.repairs) == (3, 3, 3)


def test_what_sells_out_within_a_week_is_running_low(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        on_hand = {"QUICK": 10, "SLOW": 100, "STILL": 3}
        variants = {sku: catalog.variant(session, scope, sku) for sku in on_hand}
        stock.set_on_hand(
            session, scope, [StockCount(variants[sku], units) for sku, units in on_hand.items()]
        )
        sold = [orders.line(f"869{sku}", 5, external_id=sku) for sku in ("QUICK", "SLOW")]
        import_packages(session, scope, shop, [orders.package("p", *sold)])

        shown = low_stock(session, scope)

    # Five in a shop's first three days: five more last for three.
    assert [(row.sku, row.available, row.sold_30, row.days_left) for row in shown] == [("QUICK", 5, 5, 3)]
