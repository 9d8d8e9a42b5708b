"""Whatever is done to stock, in whatever order: the ledger, the holds and the shortages tell one story."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock import actions
from prapazar.domain.stock.actions import Demand, StockCount
from prapazar.domain.stock.errors import StockShort
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import books, catalog

_PARTS = 3
"""Variants with stock of their own: 0, 1 and 2, of which 2 may be sold beyond what is there."""
_RECIPES: dict[int, dict[int, int]] = {3: {0: 1, 1: 2}, 4: {1: 3, 2: 1}}
"""Bundles, and how many of each variant one of them takes."""
_ARTICLES = st.integers(0, _PARTS + len(_RECIPES) - 1)
_VARIANTS = st.integers(0, _PARTS - 1)
_LINES = st.integers(0, 30)


@dataclass(frozen=True)
class Count:
    levels: dict[int, int]


@dataclass(frozen=True)
class Adjust:
    variant: int
    change: int


@dataclass(frozen=True)
class Reserve:
    """One order: an article and a number of units per line."""

    lines: list[tuple[int, int]]


@dataclass(frozen=True)
class Release:
    """Some of the lines sold so far; `units` None gives everything back."""

    lines: list[int]
    units: int | None


@dataclass(frozen=True)
class Ship:
    lines: list[int]


Step = Count | Adjust | Reserve | Release | Ship
_STEPS = st.lists(
    st.one_of(
        st.builds(Count, st.dictionaries(_VARIANTS, st.integers(0, 12), min_size=1)),
        st.builds(Adjust, _VARIANTS, st.integers(-8, 8).filter(bool)),
        st.builds(Reserve, st.lists(st.tuples(_ARTICLES, st.integers(1, 5)), min_size=1, max_size=4)),
        st.builds(
            Release, st.lists(_LINES, min_size=1, max_size=3, unique=True), st.none() | st.integers(1, 3)
        ),
        st.builds(Ship, st.lists(_LINES, min_size=1, max_size=3, unique=True)),
    ),
    min_size=1,
    max_size=25,
)


@dataclass
class _Shop:
    session: Session
    scope: Scope
    articles: list[UUID]
    sold: list[tuple[UUID, int]] = field(default_factory=list)
    """Per line: its id and which article it is."""
    wanted: list[int] = field(default_factory=list)
    """Per line: units still owed to its buyer."""

    def take(self, step: Step) -> None:
        match step:
            case Count(levels):
                counts = [StockCount(self.articles[v], level) for v, level in levels.items()]
                actions.set_on_hand(self.session, self.scope, counts)
            case Adjust(variant, change):
                self._adjust(variant, change)
            case Reserve(lines):
                self._reserve(lines)
            case Release(lines, units):
                self._release([n % len(self.sold) for n in lines] if self.sold else [], units)
            case Ship(lines):
                chosen = {n % len(self.sold) for n in lines} if self.sold else set[int]()
                actions.ship(self.session, self.scope, [self.sold[n][0] for n in chosen])
                for n in chosen:
                    self.wanted[n] = 0

    def _adjust(self, variant: int, change: int) -> None:
        before = self._balances()
        try:
            actions.adjust(self.session, self.scope, self.articles[variant], change)
        except StockShort:
            assert self._balances() == before

    def _reserve(self, lines: list[tuple[int, int]]) -> None:
        order_id = uuid4()
        demands = [Demand(order_id, uuid4(), self.articles[article], units) for article, units in lines]
        actions.reserve(self.session, self.scope, demands)
        self.sold += [
            (demand.order_line_id, article) for demand, (article, _) in zip(demands, lines, strict=True)
        ]
        self.wanted += [units for _, units in lines]

    def _release(self, chosen: list[int], units: int | None) -> None:
        given = {n: self.wanted[n] if units is None else min(units, self.wanted[n]) for n in chosen}
        if units is None:
            actions.release(self.session, self.scope, [self.sold[n][0] for n in given])
        else:
            actions.release(self.session, self.scope, {self.sold[n][0]: units for n in given})
        for n, gone in given.items():
            self.wanted[n] -= gone

    def _balances(self) -> list[tuple[UUID, int, int]]:
        found = self.session.execute(
            text(
                "SELECT variant_id, on_hand, reserved FROM stock WHERE variant_id = ANY(:ids) ORDER BY variant_id"
            ),
            {"ids": self.articles},
        )
        return [(row.variant_id, row.on_hand, row.reserved) for row in found]

    def owed(self) -> dict[tuple[UUID, UUID], int]:
        """Line and variant: units its buyer should get, of a bundle's line in its parts."""
        owed = {
            (line_id, self.articles[part]): units * per
            for (line_id, article), units in zip(self.sold, self.wanted, strict=True)
            for part, per in _RECIPES.get(article, {article: 1}).items()
        }
        return {key: units for key, units in owed.items() if units}

    def held_and_short(self) -> dict[tuple[UUID, UUID], int]:
        found = self.session.execute(
            text(
                "SELECT order_line_id, variant_id, sum(quantity) FROM"
                " (SELECT order_line_id, variant_id, quantity FROM reservation UNION ALL"
                "  SELECT order_line_id, variant_id, quantity FROM shortage WHERE resolved_at IS NULL) u"
                " WHERE variant_id = ANY(:ids) GROUP BY order_line_id, variant_id"
            ),
            {"ids": self.articles},
        )
        return {(row[0], row[1]): row[2] for row in found}

    def check(self) -> None:
        assert books.faults(self.session) == []
        assert books.broken_chains(self.session) == []
        assert self.held_and_short() == self.owed()


def _open_shop(session: Session, scope: Scope) -> _Shop:
    """Articles of this story alone, so that stories told in one database do not touch."""
    tag = uuid4().hex[:8]
    parts = [catalog.variant(session, scope, f"{tag}-{n}") for n in range(_PARTS)]
    actions.set_on_hand(session, scope, [StockCount(part, 6) for part in parts])
    session.execute(text("UPDATE stock SET allows_backorder = true WHERE variant_id = :v"), {"v": parts[2]})
    bundles = [
        catalog.bundle(session, scope, f"{tag}-{n}", {parts[part]: per for part, per in recipe.items()})
        for n, recipe in _RECIPES.items()
    ]
    return _Shop(session, scope, [*parts, *bundles])


@contextmanager
def _forgotten(scope: Scope) -> Iterator[Session]:
    """A transaction that leaves nothing behind."""
    with db.transaction(scope) as session, session.begin_nested() as story:
        yield session
        story.rollback()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS)
@example(steps=[Count({0: 0}), Reserve([(3, 1)]), Release([0], 1)])  # a bundle that misses one component
@example(steps=[Count({2: 0}), Reserve([(2, 1)]), Ship([0])])  # a backorder leaves that never arrived
@example(steps=[Reserve([(0, 1), (0, 1), (0, 5)]), Count({0: 0}), Count({0: 2})])  # one line, short twice
def test_books_agree_after_any_story(scope: Scope, steps: list[Step]) -> None:
    with _forgotten(scope) as session:
        shop = _open_shop(session, scope)
        for step in steps:
            shop.take(step)
            shop.check()
