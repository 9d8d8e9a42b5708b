"""Monthly goals of stores, and how far they have come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.reporting.errors import ReportInvalid
from prapazar.domain.reporting.goals import elapsed, goals, set_goals
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog, orders


def test_goal_is_measured_by_what_the_month_has_sold(scope: Scope, other_scope: Scope) -> None:
    noon = orders.NOON
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        sold = [
            orders.package("this", orders.line("?", 3), ordered_at=noon),
            orders.package("gone", orders.line("?"), status=OrderStatus.CANCELLED, ordered_at=noon),
            orders.package("before", orders.line("?"), ordered_at=noon - timedelta(days=25)),
        ]
        import_packages(session, scope, shop, sold)
        set_goals(session, scope, {shop: Decimal(1000)})
        set_goals(session, scope, {shop: Decimal(1200)})

        (found,) = goals(session, scope, noon)
        set_goals(session, scope, {shop: None})
        (without,) = goals(session, scope, noon)
    with db.transaction(other_scope) as session:
        others = goals(session, other_scope, noon)

    assert (found.sold, found.goal, found.share) == (Decimal(300), Decimal(1200), Decimal("0.25"))
    assert (without.sold, without.goal, without.share, others) == (Decimal(300), None, None, [])


def test_wrong_amount_or_foreign_store_changes_nothing(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        set_goals(session, scope, {shop: Decimal(500)})
        for wanted in ({shop: Decimal(0)}, {shop: Decimal(700), uuid4(): Decimal(1)}):
            with pytest.raises(ReportInvalid):
                set_goals(session, scope, wanted)
        reader = replace(scope, permissions=frozenset({"reports.read"}))
        with pytest.raises(PermissionDenied):
            set_goals(session, reader, {shop: Decimal(9)})

        assert [row.goal for row in goals(session, reader)] == [Decimal(500)]


@pytest.mark.parametrize(
    ("at", "part"),
    [
        (datetime(2026, 11, 1, 9, 0, tzinfo=UTC), Decimal("0.0167")),
        (datetime(2026, 11, 15, 21, 0, tzinfo=UTC), Decimal("0.5")),
        (datetime(2026, 11, 30, 20, 59, tzinfo=UTC), Decimal("1.0000")),
    ],
)
def test_month_goes_by_istanbuls_clock(at: datetime, part: Decimal) -> None:
    assert round(elapsed(at), 4) == part
