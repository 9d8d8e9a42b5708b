"""The same orders by several importers at once, in any order: each is in the books once, and stock agrees."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.records import ImportResult, IncomingPackage
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import books, catalog, orders

IMPORTERS, PACKAGES, KINDS = 8, 40, 5


@dataclass(frozen=True)
class Shops:
    scope: Scope
    connections: tuple[UUID, UUID]

    def take_in(self, packages: Sequence[IncomingPackage], connection: int = 0) -> ImportResult:
        with db.transaction(self.scope) as session:
            return import_packages(session, self.scope, self.connections[connection], packages)

    def statuses(self) -> dict[str, str]:
        with db.transaction(self.scope) as session:
            found = session.execute(text("SELECT number, status FROM purchase_order"))
            return {row.number: row.status for row in found}

    def faults(self) -> list[tuple[str, str]]:
        with db.transaction(self.scope) as session:
            return books.faults(session) + books.owed_but_neither_held_nor_short(session)

    def count(self, table: str) -> int:
        with db.transaction(self.scope) as session:
            found: int = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        return found


@pytest.fixture
def shops(scope: Scope) -> Shops:
    """Two channels that sell the same five articles, of which there are too few."""
    with db.transaction(scope) as session:
        articles = [catalog.variant(session, scope, f"A{n}") for n in range(KINDS)]
        first, second = (catalog.connection(session, scope, slug) for slug in ("trendyol", "woocommerce"))
        for connection_id in (first, second):
            for n, article in enumerate(articles):
                catalog.listing(session, scope, connection_id, article, f"A{n}")
        stock.set_on_hand(session, scope, [StockCount(article, 25) for article in articles])
        session.execute(text("UPDATE connection SET created_at = '2026-11-01'"))
    return Shops(scope, (first, second))


def _package(number: int, minute: int, status: OrderStatus) -> IncomingPackage:
    lines = [
        orders.line(f"A{(number + step) % KINDS}", 1 + number % 2, external_id=str(step))
        for step in (3, 0, 1)
    ]
    return orders.package(f"p{number}", *lines, minute=minute, status=status)


def _story(number: int) -> list[IncomingPackage]:
    """What a channel says of one package over time: every third is cancelled, every fourth shipped."""
    told = [_package(number, 0, OrderStatus.NEW), _package(number, 5, OrderStatus.PICKING)]
    if number % 3 == 0:
        return [*told, _package(number, 9, OrderStatus.CANCELLED)]
    if number % 4 == 0:
        return [*told, _package(number, 9, OrderStatus.SHIPPED)]
    return told


def _end(number: int) -> str:
    return _story(number)[-1].status.value


def _at_once(shops: Shops, works: Sequence[Sequence[tuple[int, Sequence[IncomingPackage]]]]) -> None:
    """Each of the works in a thread of its own: batches, with the connection each is of."""
    begin = Barrier(len(works))

    def run(batches: Sequence[tuple[int, Sequence[IncomingPackage]]]) -> None:
        begin.wait()
        for connection, batch in batches:
            shops.take_in(batch, connection)

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(run, works))


def test_same_batch_by_two_importers_at_once_is_taken_once(shops: Shops) -> None:
    batch = [_package(number, 0, OrderStatus.NEW) for number in range(PACKAGES)]

    _at_once(shops, [[(0, batch)], [(0, list(reversed(batch)))]])

    assert shops.statuses() == {f"o-p{number}": "new" for number in range(PACKAGES)}
    assert shops.count("order_line") == 3 * PACKAGES
    assert shops.faults() == []


def test_webhooks_and_polls_of_one_channel_end_alike_whatever_arrives_first(shops: Shops) -> None:
    told = [package for number in range(PACKAGES) for package in _story(number)]

    def deliveries(seed: int) -> list[tuple[int, list[IncomingPackage]]]:
        dice = random.Random(seed)  # noqa: S311 - a story, not a secret
        shuffled = dice.sample(told, len(told))
        size = 1 if seed % 2 else 15  # a webhook brings one package, a poll a page of them
        return [(0, shuffled[start : start + size]) for start in range(0, len(shuffled), size)]

    _at_once(shops, [deliveries(seed) for seed in range(IMPORTERS)])

    assert shops.statuses() == {f"o-p{number}": _end(number) for number in range(PACKAGES)}
    assert shops.count("shipment_package") == PACKAGES
    assert shops.faults() == []


def test_two_channels_at_once_share_one_shelf(shops: Shops) -> None:
    def deliveries(seed: int) -> list[tuple[int, list[IncomingPackage]]]:
        dice = random.Random(seed)  # noqa: S311 - a story, not a secret
        told = [package for number in range(PACKAGES) for package in _story(number)]
        dice.shuffle(told)
        return [(seed % 2, told[start : start + 10]) for start in range(0, len(told), 10)]

    _at_once(shops, [deliveries(seed) for seed in range(IMPORTERS)])

    assert shops.count("purchase_order") == 2 * PACKAGES
    assert shops.statuses() == {f"o-p{number}": _end(number) for number in range(PACKAGES)}
    assert shops.faults() == []


def test_imports_and_counts_at_once_leave_books_that_agree(shops: Shops) -> None:
    begin = Barrier(3)
    batches = [[_package(number, 0, OrderStatus.NEW)] for number in range(PACKAGES)]

    def take_in(connection: int) -> None:
        begin.wait()
        for batch in batches:
            shops.take_in(batch, connection)

    def count() -> None:
        dice = random.Random(1)  # noqa: S311 - a story, not a secret
        with db.transaction(shops.scope) as session:
            variants = list(session.execute(text("SELECT id FROM variant")).scalars())
        begin.wait()
        for _ in range(20):
            with db.transaction(shops.scope) as session:
                chosen = dice.sample(variants, 3)
                stock.set_on_hand(session, shops.scope, [StockCount(v, dice.randrange(60)) for v in chosen])

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(take_in, 0), pool.submit(take_in, 1), pool.submit(count)]:
            done.result()

    assert shops.count("purchase_order") == 2 * PACKAGES
    assert shops.faults() == []
