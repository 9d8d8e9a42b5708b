"""Open orders and questions by the time they have left."""

from datetime import timedelta

from sqlalchemy import text

from prapazar.domain.aftersales.models import Question
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.reporting import desk
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders

NOON = orders.NOON
LEFT = {"late": -1, "two_hours": 1, "today": 5, "tomorrow": 20, "later": 60}
"""Hours from noon in Istanbul."""


def test_open_orders_stand_by_the_time_they_have_left(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        packages = [orders.package(name, orders.line("?")) for name in (*LEFT, "unknown")]
        packages.append(orders.package("gone", orders.line("?"), status=OrderStatus.SHIPPED))
        import_packages(session, scope, shop, packages)
        for name, hours in {**LEFT, "gone": -1}.items():
            session.execute(
                text("UPDATE purchase_order SET ship_by_at = :at WHERE number = :name"),
                {"at": NOON + timedelta(hours=hours), "name": f"o-{name}"},
            )

        found = desk.orders_by_time_left(session, scope, NOON)
        next_ones = desk.next_orders(session, scope, 2)

    assert found == dict.fromkeys(LEFT, 1)
    assert [(row.title, row.connector, row.status) for row in next_ones] == [
        ("o-late", "trendyol", "new"),
        ("o-two_hours", "trendyol", "new"),
    ]


def test_questions_without_a_deadline_come_last(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        for place, hours in enumerate((None, 1, -3)):
            due = None if hours is None else NOON + timedelta(hours=hours)
            row = Question(
                merchant_id=scope.merchant_id,
                connection_id=shop,
                external_id=str(place),
                status="waiting",
                body=f"soru {hours}",
                due_at=due,
            )
            session.add(row)
        session.flush()

        found = desk.questions_by_time_left(session, scope, NOON)
        next_ones = [row.title for row in desk.next_questions(session, scope)]

    assert found == {"late": 1, "two_hours": 1, "today": 0, "tomorrow": 0, "later": 1}
    assert next_ones == ["soru -3", "soru 1", "soru None"]
