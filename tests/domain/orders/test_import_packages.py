"""The import: twice, late, out of order, split, cancelled: the books end the same."""

import itertools
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from prapazar.domain.orders import queries
from prapazar.domain.orders.actions import import_packages, summary
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.records import ImportResult, IncomingPackage
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock import queries as stock_queries
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders


@dataclass
class Shop:
    scope: Scope
    connection_id: UUID
    tea: UUID
    """Ten units, barcode `T`."""

    def take_in(self, *packages: IncomingPackage) -> ImportResult:
        with db.transaction(self.scope) as session:
            return import_packages(session, self.scope, self.connection_id, packages)

    def balance(self) -> tuple[int, int, int]:
        with db.transaction(self.scope) as session:
            (row,) = stock_queries.stock_of(session, self.scope, [self.tea])
        return row.on_hand, row.reserved, row.short

    def orders(self) -> list[tuple[str, str, bool]]:
        with db.transaction(self.scope) as session:
            rows = queries.page(session, self.scope, queries.OrderFilter())
        return sorted((row.number, row.status, row.has_problem) for row in rows)


@pytest.fixture
def shop(scope: Scope) -> Shop:
    with db.transaction(scope) as session:
        tea = catalog.variant(session, scope, "T")
        connection_id = catalog.connection(session, scope)
        catalog.listing(session, scope, connection_id, tea, "T")
        stock.set_on_hand(session, scope, [StockCount(tea, 10)])
        session.execute(text("UPDATE connection SET created_at = '2026-11-01'"))
    return Shop(scope, connection_id, tea)


def test_new_package_reserves_stock(shop: Shop) -> None:
    result = shop.take_in(orders.package("p1", orders.line("T", 3)))

    assert result == ImportResult(created=1, numbers=("o-p1",))
    assert shop.orders() == [("o-p1", "new", False)]
    assert shop.balance() == (10, 3, 0)


def test_same_package_again_changes_nothing(shop: Shop) -> None:
    package = orders.package("p1", orders.line("T", 3))
    shop.take_in(package)

    result = shop.take_in(package, package)

    assert result == ImportResult(unchanged=1)
    assert shop.balance() == (10, 3, 0)


@pytest.mark.parametrize("arrival", list(itertools.permutations(range(3))))
def test_any_order_of_arrival_ends_alike(shop: Shop, arrival: tuple[int, ...]) -> None:
    story = [
        orders.package("p1", orders.line("T", 3), minute=0),
        orders.package("p1", orders.line("T", 3), minute=5, status=OrderStatus.PICKING),
        orders.package("p1", orders.line("T", 3, cancelled=1), minute=9, status=OrderStatus.SHIPPED),
    ]

    for moment in arrival:
        shop.take_in(story[moment])

    assert shop.orders() == [("o-p1", "shipped", False)]
    assert shop.balance() == (8, 0, 0)


def test_cancelled_package_gives_stock_back(shop: Shop) -> None:
    shop.take_in(orders.package("p1", orders.line("T", 3)))

    shop.take_in(orders.package("p1", orders.line("T", 3), minute=1, status=OrderStatus.CANCELLED))

    assert shop.orders() == [("o-p1", "cancelled", False)]
    assert shop.balance() == (10, 0, 0)


def test_partial_cancellation_gives_its_units_back(shop: Shop) -> None:
    shop.take_in(orders.package("p1", orders.line("T", 3)))

    shop.take_in(orders.package("p1", orders.line("T", 3, cancelled=2), minute=1))

    assert shop.balance() == (10, 1, 0)


def test_split_package_never_reserves_twice(shop: Shop) -> None:
    shop.take_in(orders.package("p1", orders.line("T", 10), order="o"))

    shop.take_in(
        orders.package("p2", orders.line("T", 6), order="o", minute=2, origins=("p1",)),
        orders.package("p3", orders.line("T", 4), order="o", minute=2, origins=("p1",)),
    )
    shop.take_in(orders.package("p1", orders.line("T", 10), order="o", minute=2, status=OrderStatus.UNPACKED))

    assert shop.orders() == [("o", "new", False)]
    assert shop.balance() == (10, 10, 0)


def test_unmapped_line_waits_alone_and_the_rest_is_reserved(shop: Shop) -> None:
    result = shop.take_in(
        orders.package("p1", orders.line("T", 2), orders.line("?", 1, external_id="2")),
        orders.package("p2", orders.line("T", 1)),
    )

    assert (result.created, result.unmapped) == (2, 1)
    assert shop.orders() == [("o-p1", "new", True), ("o-p2", "new", False)]
    assert shop.balance() == (10, 3, 0)


def test_oversold_package_records_its_shortage(shop: Shop) -> None:
    shop.take_in(orders.package("p1", orders.line("T", 8)))

    result = shop.take_in(orders.package("p2", orders.line("T", 5)))

    assert result.short == 1
    assert shop.orders() == [("o-p1", "new", False), ("o-p2", "new", True)]
    assert shop.balance() == (10, 10, 3)


def test_history_from_before_the_connection_moves_no_stock(shop: Shop) -> None:
    old = orders.NOON.replace(month=10)

    shop.take_in(orders.package("p1", orders.line("T", 3), status=OrderStatus.DELIVERED, ordered_at=old))

    assert shop.orders() == [("o-p1", "delivered", False)]
    assert shop.balance() == (10, 0, 0)


def test_progress_made_here_is_not_undone_by_the_channel(shop: Shop) -> None:
    shop.take_in(orders.package("p1", orders.line("T", 1), status=OrderStatus.PICKING))

    shop.take_in(orders.package("p1", orders.line("T", 1), minute=3, status=OrderStatus.NEW))

    assert shop.orders() == [("o-p1", "picking", False)]


def test_import_takes_as_many_statements_for_many_as_for_one(shop: Shop) -> None:
    def statements(*packages: IncomingPackage) -> int:
        count = 0

        def seen(*_: object) -> None:
            nonlocal count
            count += 1

        with db.transaction(shop.scope) as session:
            event.listen(session.connection(), "before_cursor_execute", seen)
            import_packages(session, shop.scope, shop.connection_id, packages)
            event.remove(session.connection(), "before_cursor_execute", seen)
        return count

    one = statements(orders.package("a", orders.line("T")))
    many = statements(*(orders.package(f"b{i}", orders.line("T")) for i in range(9)))

    assert (one, many) == (many, one)


def test_another_merchant_sees_no_order(shop: Shop, other_scope: Scope) -> None:
    shop.take_in(orders.package("p1", orders.line("T")))

    with db.transaction(other_scope) as session:
        assert _visible(session, other_scope) == []


def _visible(session: Session, scope: Scope) -> list[queries.OrderRow]:
    return queries.page(session, scope, queries.OrderFilter())


def test_summary_written_at_once_is_the_one_worked_out_later(shop: Shop) -> None:
    shop.take_in(
        orders.package("p1", orders.line("T", 2), order="a"),
        orders.package("p2", orders.line("T", 1, cancelled=1), order="a", status=OrderStatus.CANCELLED),
        orders.package("p3", orders.line("T", 3), order="b", status=OrderStatus.UNPACKED),
        orders.package("p4", orders.line("T", 1), order="c", status=OrderStatus.DELIVERED),
    )

    with db.transaction(shop.scope) as session:
        written = queries.page(session, shop.scope, queries.OrderFilter())
        summary.refresh(session, [row.id for row in written])
        worked_out = queries.page(session, shop.scope, queries.OrderFilter())

    assert written == worked_out
