"""Rates over a limit: which are, by which limit, and who hears of it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import text

from prapazar.domain.listings.models import BuyBoxDay
from prapazar.domain.messaging.wording import sentence
from prapazar.domain.reporting.performance import Counts, Measure, StoreRow
from prapazar.domain.reporting.targets import set_targets
from prapazar.flows import breaches
from prapazar.flows.breaches import breach
from prapazar.flows.performance import Bound
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.tabs import person

TODAY = date(2026, 11, 20)
_TARGET = Decimal("0.1")


def _row(connector: str, days: dict[int, Counts]) -> StoreRow:
    """Of so many days ago."""
    return StoreRow(
        uuid4(), connector, "Mağaza", Counts(), {TODAY - timedelta(days=n): one for n, one in days.items()}
    )


def test_own_target_is_counted_over_thirty_days() -> None:
    row = _row("trendyol", {0: Counts(orders=20, cancelled=1), 29: Counts(orders=20, cancelled=3)})
    older = _row("trendyol", {0: Counts(orders=20, cancelled=1), 30: Counts(orders=20, cancelled=9)})

    found = breach(row, Measure.CANCELLED, _TARGET, TODAY)

    assert found == (Decimal("0.1"), Bound(_TARGET, is_own=True))
    assert breach(older, Measure.CANCELLED, _TARGET, TODAY) is None
    assert breach(row, Measure.CANCELLED, None, TODAY) is None


def test_published_limit_stands_before_the_own_target() -> None:
    row = _row("amazon", {0: Counts(orders=100, due=100, late=4)})

    found = breach(row, Measure.LATE, Decimal("0.02"), TODAY)

    assert found == (Decimal("0.04"), Bound(Decimal("0.04"), is_own=False))


@pytest.mark.parametrize(("late", "is_over"), [(20, False), (21, True)])
def test_figure_of_at_most_is_still_good(late: int, is_over: bool) -> None:
    row = _row("etsy", {0: Counts(orders=100, due=100, late=late)})

    assert (breach(row, Measure.LATE, None, TODAY) is not None) == is_over


def test_few_orders_are_no_word_worth() -> None:
    assert breach(_row("amazon", {0: Counts(orders=9, due=9, late=9)}), Measure.LATE, None, TODAY) is None


@pytest.mark.parametrize(("held", "is_over"), [(79, True), (80, False)])
def test_share_of_the_box_has_to_reach_its_target(held: int, is_over: bool) -> None:
    row = _row("trendyol", {0: Counts(boxes=100, buybox=held)})

    assert (breach(row, Measure.BUYBOX, Decimal("0.8"), TODAY) is not None) == is_over


def test_breach_is_told_once_to_those_who_see_the_store(database: str, redis_server: str) -> None:
    scope = person().scope
    today = now().astimezone(ISTANBUL).date()
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        session.add(
            BuyBoxDay(merchant_id=scope.merchant_id, connection_id=shop, day=today, listings=40, held=10)
        )
        set_targets(session, scope, shop, {Measure.BUYBOX: Decimal("0.8")})

    told = [breaches.watch(scope.merchant_id) for _ in range(2)]

    assert (breaches.merchants(), told) == ([scope.merchant_id], [1, 0])
    assert _told(scope) == ["trendyol mağazası: buybox payı %25, hedef %80"]
    narrow = replace(scope, stores=frozenset({uuid4()}))
    assert _told(narrow) == []


def _told(scope: Scope) -> list[str]:
    with db.transaction(scope) as session:
        found = session.execute(text("SELECT kind, values, count AS times FROM notification ORDER BY id"))
        return [sentence(row.kind, row.values, row.times, "tr") for row in found]
