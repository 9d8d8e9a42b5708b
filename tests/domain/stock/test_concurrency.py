"""Many writers at once on a real PostgreSQL: nothing is sold twice, nothing is lost, nobody waits for ever."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from prapazar.domain.stock import actions, queries
from prapazar.domain.stock.actions import Demand, StockCount
from prapazar.domain.stock.errors import StockShort
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.tenancy import APP_ROLE
from tests.factories import books, catalog

WRITERS, BUYERS, UNITS, CONNECTIONS = 50, 200, 100, 16


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A connection for every writer; the product's own pool would let only some of them in."""
    made = create_engine(db.role_url(APP_ROLE), pool_size=WRITERS)
    yield made
    made.dispose()


@contextmanager
def _transaction(engine: Engine, scope: Scope) -> Iterator[Session]:
    with Session(engine) as session, session.begin():
        session.execute(
            text(
                "SELECT set_config('app.merchant_id', :m, true), set_config('statement_timeout', '60s', true)"
            ),
            {"m": str(scope.merchant_id)},
        )
        yield session


def _sell_one(engine: Engine, scope: Scope, variant_id: UUID) -> int:
    with _transaction(engine, scope) as session:
        missing = actions.reserve(session, scope, [Demand(uuid4(), uuid4(), variant_id, 1)])
    return 1 - sum(m.quantity for m in missing)


def test_race_sells_exactly_what_is_there(engine: Engine, scope: Scope) -> None:
    with _transaction(engine, scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, UNITS)])

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sold = sum(pool.map(lambda _: _sell_one(engine, scope, variant_id), range(BUYERS)))

    with _transaction(engine, scope) as session:
        assert sold == UNITS
        assert session.execute(text("SELECT on_hand, reserved FROM stock")).all() == [(UNITS, UNITS)]
        assert session.execute(text("SELECT sum(quantity) FROM shortage")).scalar() == BUYERS - UNITS
        assert books.faults(session) == []


class _Writer:
    """One person, spreadsheet or channel at work on the shared shelf; its choices come from its seed."""

    def __init__(self, scope: Scope, articles: list[UUID], parts: int, seed: int) -> None:
        self._scope, self._articles, self._parts = scope, articles, articles[:parts]
        self._dice = random.Random(seed)  # noqa: S311 - a story, not a secret
        self.sold: list[UUID] = []

    def work(self, session: Session) -> None:
        """One transaction's worth: one verb."""
        verb = self._dice.choice([self._count, self._adjust, self._reserve, self._reserve, self._settle])
        verb(session)

    def _count(self, session: Session) -> None:
        some = self._dice.sample(self._parts, 3)
        counts = [StockCount(variant_id, self._dice.randrange(40)) for variant_id in some]
        actions.set_on_hand(session, self._scope, counts)

    def _adjust(self, session: Session) -> None:
        try:
            actions.adjust(session, self._scope, self._dice.choice(self._parts), self._dice.choice([-3, 4]))
        except StockShort:
            return

    def _reserve(self, session: Session) -> None:
        order_id = uuid4()
        demands = [
            Demand(order_id, uuid4(), article, self._dice.randrange(1, 4))
            for article in self._dice.sample(self._articles, 3)
        ]
        actions.reserve(session, self._scope, demands)
        self.sold += [demand.order_line_id for demand in demands]

    def _settle(self, session: Session) -> None:
        lines = self._dice.sample(self.sold, min(3, len(self.sold)))
        if self._dice.random() < 0.5:
            actions.release(session, self._scope, lines)
        else:
            actions.ship(session, self._scope, lines)


def test_fifty_writers_leave_books_that_agree(engine: Engine, scope: Scope) -> None:
    with _transaction(engine, scope) as session:
        parts = [catalog.variant(session, scope, f"V{n}") for n in range(6)]
        bundles = [
            catalog.bundle(session, scope, f"B{n}", {parts[n]: 1, parts[n + 3]: 2, parts[5 - n]: 1})
            for n in range(2)
        ]
        for slug in ("trendyol", "woocommerce"):
            shop = catalog.connection(session, scope, slug)
            for article in (*parts, *bundles):
                catalog.listing(session, scope, shop, article, f"{slug}-{article}")
        actions.set_on_hand(session, scope, [StockCount(part, 20) for part in parts])
    begin = Barrier(WRITERS)

    def write(seed: int) -> None:
        writer = _Writer(scope, [*parts, *bundles], len(parts), seed)
        begin.wait()
        for _ in range(6):
            with _transaction(engine, scope) as session:
                writer.work(session)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))

    with _transaction(engine, scope) as session:
        assert books.faults(session) == []
        waiting = session.execute(
            text("SELECT count(*), count(DISTINCT (partition, coalesce_key)) FROM outbox")
        ).one()
        assert waiting[0] == waiting[1]


def test_line_settled_by_two_at_once_is_settled_once(engine: Engine, scope: Scope) -> None:
    with _transaction(engine, scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 100)])
        demands = [Demand(uuid4(), uuid4(), variant_id, 2) for _ in range(20)]
        actions.reserve(session, scope, demands)
    begin = Barrier(8)

    def settle(number: int) -> None:
        begin.wait()
        for demand in demands:
            with _transaction(engine, scope) as session:
                verb = actions.ship if number % 2 else actions.release
                verb(session, scope, [demand.order_line_id])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(settle, range(8)))

    with _transaction(engine, scope) as session:
        (row,) = session.execute(
            text(
                "SELECT on_hand, reserved, (SELECT count(*) FROM movement WHERE kind = 'ship'),"
                " (SELECT count(*) FROM movement WHERE kind = 'release') FROM stock"
            )
        )
        assert (row[1], row[2] + row[3]) == (0, len(demands))
        assert row[0] == 100 - 2 * row[2]
        assert books.faults(session) == []


_STOP_BEFORE_THE_SECOND = (
    (
        "CREATE FUNCTION stop_at_second() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF current_setting('test.is_second', true) = 'yes' THEN PERFORM pg_advisory_xact_lock_shared(7002); END IF;"
        " PERFORM set_config('test.is_second', 'yes', true); RETURN NEW; END $$"
    ),
    "CREATE TRIGGER stop_at_second BEFORE INSERT ON stock FOR EACH ROW EXECUTE FUNCTION stop_at_second()",
    "SELECT pg_advisory_lock(7002)",
)
_WAITING = text(
    "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN"
    " (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
)


def test_first_rows_of_the_same_articles_never_deadlock(engine: Engine, scope: Scope, database: str) -> None:
    """Two imports meet two articles that nobody ever counted; the planner reads them in another order for each."""
    low, high = UUID(int=1), UUID(int=2)
    with _transaction(engine, scope) as session:
        warehouse = queries.default_warehouse(session, scope)
        for sku, becomes in (("B", high), ("A", low)):
            was = catalog.variant(session, scope, sku)
            session.execute(
                text("UPDATE variant SET id = :new WHERE id = :was"), {"new": becomes, "was": was}
            )
        session.execute(text("DELETE FROM stock"))

    def open_rows(*roads: str) -> None:
        with _transaction(engine, scope) as session:
            for road in roads:
                session.execute(text(f"SET LOCAL {road} = off"))
            queries.open_rows(session, warehouse, [low, high])

    owner = create_engine(database, isolation_level="AUTOCOMMIT")
    with owner.connect() as gate, ThreadPoolExecutor(2) as pool:
        for statement in _STOP_BEFORE_THE_SECOND:
            gate.execute(text(statement))
        by_key = pool.submit(open_rows, "enable_seqscan", "enable_bitmapscan")
        by_place = pool.submit(open_rows, "enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")
        while gate.execute(_WAITING).scalar() != 2:
            continue
        gate.execute(text("SELECT pg_advisory_unlock_all()"))
        by_key.result(120)
        by_place.result(120)
    owner.dispose()

    with _transaction(engine, scope) as session:
        opened = session.execute(text("SELECT variant_id FROM stock ORDER BY variant_id")).scalars().all()
    assert opened == [low, high]
