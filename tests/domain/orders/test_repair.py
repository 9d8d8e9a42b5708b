"""Repairs: one answer mends every line of the article, and what became known mends itself."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.orders import actions, queries, queries_repairs
from prapazar.domain.orders.errors import RepairMissing
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock import queries as stock_queries
from prapazar.domain.stock.actions import StockCount
from prapazar.domain.stock.errors import VariantUnknown
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders


@dataclass
class Shop:
    scope: Scope
    connection_id: UUID
    tea: UUID

    def state(self) -> tuple[int, int, list[tuple[str, bool]]]:
        """Open repairs, units reserved, orders with their problem mark."""
        with db.transaction(self.scope) as session:
            (row,) = stock_queries.stock_of(session, self.scope, [self.tea])
            found = queries.page(session, self.scope, queries.OrderFilter())
            return (
                queries_repairs.open_count(session, self.scope),
                row.reserved,
                sorted((order.number, order.has_problem) for order in found),
            )


@pytest.fixture
def shop(scope: Scope) -> Shop:
    """Two orders of an article the catalogue does not know."""
    with db.transaction(scope) as session:
        tea = catalog.variant(session, scope, "T")
        connection_id = catalog.connection(session, scope)
        stock.set_on_hand(session, scope, [StockCount(tea, 10)])
        packages = [
            orders.package("p1", orders.line("web-1", 2)),
            orders.package("p2", orders.line("web-1", 3)),
        ]
        actions.import_packages(session, scope, connection_id, packages)
    return Shop(scope, connection_id, tea)


def test_one_answer_mends_every_line_of_the_article(shop: Shop) -> None:
    with db.transaction(shop.scope) as session:
        repair = queries_repairs.open_repairs(session, shop.scope)[0]

        mended = actions.map_line(session, shop.scope, repair.id, shop.tea)

    assert (repair.alike, mended) == (2, 2)
    assert shop.state() == (0, 5, [("o-p1", False), ("o-p2", False)])


def test_unknown_variant_or_repair_changes_nothing(shop: Shop) -> None:
    with db.transaction(shop.scope) as session:
        repair = queries_repairs.open_repairs(session, shop.scope)[0]
        with pytest.raises(VariantUnknown):
            actions.map_line(session, shop.scope, repair.id, repair.id)
        with pytest.raises(RepairMissing):
            actions.map_line(session, shop.scope, shop.tea, shop.tea)

    assert shop.state() == (2, 0, [("o-p1", True), ("o-p2", True)])


def test_article_that_became_known_mends_its_orders(shop: Shop) -> None:
    with db.transaction(shop.scope) as session:
        catalog.listing(session, shop.scope, shop.connection_id, shop.tea, "web-1")

        mended = actions.map_found(session, shop.scope, shop.connection_id)

    assert mended == 2
    assert shop.state() == (0, 5, [("o-p1", False), ("o-p2", False)])


def test_nothing_known_mends_nothing(shop: Shop) -> None:
    with db.transaction(shop.scope) as session:
        assert actions.map_found(session, shop.scope, shop.connection_id) == 0

    assert shop.state() == (2, 0, [("o-p1", True), ("o-p2", True)])


def test_dismissed_repair_leaves_the_queue(shop: Shop) -> None:
    with db.transaction(shop.scope) as session:
        repair = queries_repairs.open_repairs(session, shop.scope)[0]
        actions.resolve(session, shop.scope, [repair.id])
        kept = session.execute(text("SELECT count(*) FROM repair WHERE resolved_at IS NOT NULL")).scalar()

    assert kept == 1
    assert shop.state()[0] == 1
