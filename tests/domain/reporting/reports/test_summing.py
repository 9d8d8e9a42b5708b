"""Daily sums against orders placed on known days: what changes them, and that they stay what the books say."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.reporting.reports import cubes, summing
from prapazar.domain.reporting.reports.summing import Difference, Span
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders

DAY = date(2026, 11, 20)
MONTH = Span(date(2026, 11, 1), date(2026, 12, 1))


def _sums(session: Session, table: str = "sales_day") -> list[tuple[Any, ...]]:
    found = session.execute(
        text(f"SELECT day, orders, cancelled, units, turnover, sold FROM {table} ORDER BY day, province")
    )
    return [tuple(row) for row in found]


def test_spans_join_days_of_one_store_that_lie_close_together() -> None:
    one, two = UUID(int=1), UUID(int=2)

    made = summing.spans(
        {(date(2026, 1, 1), one), (date(2026, 1, 3), one), (date(2026, 2, 1), one), (DAY, two)}
    )

    assert made == [
        Span(date(2026, 1, 1), date(2026, 1, 4), one),
        Span(date(2026, 2, 1), date(2026, 2, 2), one),
        Span(DAY, date(2026, 11, 21), two),
    ]


def test_marked_days_are_added_up_by_the_day_of_istanbul_and_follow_the_orders(scope: Scope) -> None:
    late = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)  # 20 November in Istanbul
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        catalog.variant(session, scope, "A")
        packages = [
            orders.package("one", orders.line("869A", 3), ordered_at=late),
            orders.package("two", orders.line("869A"), orders.line("?", 1, external_id="2", cancelled=1)),
        ]
        import_packages(session, scope, shop, packages)
        marked = summing.sum_marked(session, scope)
        before = _sums(session)
        gone = orders.package(
            "one", orders.line("869A", 3), status=OrderStatus.CANCELLED, ordered_at=late, minute=5
        )
        import_packages(session, scope, shop, [gone])
        summing.sum_marked(session, scope)
        after = _sums(session)
        again = summing.sum_marked(session, scope)

    assert (marked, again) == (1, 0)
    assert before == [(DAY, 2, 0, 4, Decimal("500.0000"), Decimal("400.0000"))]
    assert after == [(DAY, 1, 1, 1, Decimal("200.0000"), Decimal("100.0000"))]


def test_profit_is_of_lines_whose_cost_is_known_and_of_no_others(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        known = catalog.variant(session, scope, "A")
        catalog.variant(session, scope, "B")
        session.execute(text("UPDATE variant SET cost = 40 WHERE id = :id"), {"id": known})
        lines = [orders.line("869A", 2), orders.line("869B", external_id="2")]
        import_packages(session, scope, shop, [orders.package("p", *lines)])
        summing.sum_marked(session, scope)
        found = session.execute(
            text(
                "SELECT lines, sold, costed_lines, costed_sold, cost, vat, commission_lines, cargo_lines FROM goods_day"
            )
        ).all()

    vat = Decimal("33.3333")
    assert [tuple(row) for row in found] == [(2, Decimal(300), 1, Decimal(200), Decimal(80), vat, 0, 0)]


def test_check_names_the_days_that_differ_and_marks_put_them_right(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        import_packages(session, scope, shop, [orders.package("p", orders.line("?", 2))])
        summing.sum_marked(session, scope)
        summing.sum_month(session, scope, date(2026, 11, 1), None)
        whole = summing.differences(session, scope, MONTH)
        session.execute(text("UPDATE sales_day SET units = 7"))
        broken = summing.differences(session, scope, MONTH)
        summing.mark_days(session, scope, {one.day for one in broken})
        summing.sum_marked(session, scope)
        mended = summing.differences(session, scope, MONTH)

    kept = (1, 0, Decimal(200), 1, 7, Decimal(200))
    true = (1, 0, Decimal(200), 1, 2, Decimal(200))
    assert (whole, broken, mended) == ([], [Difference("sales_day", DAY, kept, true)], [])


def test_every_sum_can_be_added_up_from_empty_books(scope: Scope) -> None:
    with db.transaction(scope) as session:
        for cube in cubes.CUBES:
            summing.sum_up(session, scope, cube, MONTH)
        known = set(session.execute(text("SELECT cube FROM sum_state")).scalars())

    assert known == {cube.table for cube in cubes.CUBES}
