"""Rates of stores against orders, claims and questions that went well and badly on known days."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.models import Claim, Question
from prapazar.domain.listings.actions.buyboxes import SeenBox, take
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.reporting.performance import Counts, Measure, behind, stores
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders

NOON = orders.NOON
SINCE, UNTIL = NOON - timedelta(days=7), NOON + timedelta(days=2)


def _order(
    session: Session,
    scope: Scope,
    shop: UUID,
    name: str,
    *,
    status: OrderStatus,
    due: datetime | None,
    shipped: datetime | None = None,
    day: int = 0,
) -> None:
    placed = NOON - timedelta(days=day)
    package = orders.package(name, orders.line(f"869{name}"), status=status, ordered_at=placed)
    import_packages(session, scope, shop, [package])
    found = {"name": f"o-{name}", "due": due, "shipped": shipped}
    session.execute(text("UPDATE purchase_order SET ship_by_at = :due WHERE number = :name"), found)
    session.execute(
        text(
            "UPDATE shipment_package SET shipped_at = :shipped WHERE order_id ="
            " (SELECT id FROM purchase_order WHERE number = :name)"
        ),
        found,
    )


def _claim(session: Session, scope: Scope, shop: UUID, kind: str, at: datetime) -> None:
    row = Claim(
        merchant_id=scope.merchant_id,
        connection_id=shop,
        external_id=uuid4().hex,
        number=f"{kind}-1",
        kind=kind,
        status="waiting",
        created_at=at,
        payload_hash=b"1",
    )
    session.add(row)


def _question(session: Session, scope: Scope, shop: UUID, *, hours: int | None, due_hours: int = 24) -> None:
    row = Question(
        merchant_id=scope.merchant_id,
        connection_id=shop,
        external_id=uuid4().hex,
        status="waiting" if hours is None else "answered",
        body="Kargo ne zaman?",
        asked_at=NOON,
        due_at=NOON + timedelta(hours=due_hours),
        answered_at=None if hours is None else NOON + timedelta(hours=hours),
    )
    session.add(row)


def _fill(session: Session, scope: Scope) -> UUID:
    shop = catalog.connection(session, scope)
    day = timedelta(days=1)
    shipped, new, cancelled = OrderStatus.SHIPPED, OrderStatus.NEW, OrderStatus.CANCELLED
    _order(session, scope, shop, "on-time", status=shipped, due=NOON + day, shipped=NOON)
    _order(session, scope, shop, "late", status=shipped, due=NOON, shipped=NOON + day)
    _order(session, scope, shop, "still-here", status=new, due=NOON + day, day=1)
    _order(session, scope, shop, "not-due", status=new, due=UNTIL + day)
    _order(session, scope, shop, "unknown", status=shipped, due=NOON)
    _order(session, scope, shop, "cancelled", status=cancelled, due=NOON)
    _order(session, scope, shop, "long-ago", status=cancelled, due=NOON, day=8)
    _claim(session, scope, shop, "missing", NOON)
    _claim(session, scope, shop, "return", NOON)
    _claim(session, scope, shop, "cancellation", NOON)
    _claim(session, scope, shop, "return", NOON - timedelta(days=8))
    _question(session, scope, shop, hours=2)
    _question(session, scope, shop, hours=30)
    _question(session, scope, shop, hours=None)
    _question(session, scope, shop, hours=None, due_hours=24 * 5)
    session.flush()
    return shop


def test_rates_count_what_had_to_be_done_by_then(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _fill(session, scope)
        (found,) = stores(session, scope, SINCE, UNTIL)
    with db.transaction(other_scope) as session:
        others = stores(session, other_scope, SINCE, UNTIL)

    assert (found.connection_id, others) == (shop, [])
    assert found.total == Counts(
        orders=6,
        cancelled=1,
        due=3,
        late=2,
        defect=1,
        returned=1,
        questions=3,
        unanswered=2,
        answered=2,
        answer_seconds=32 * 3600,
    )
    assert (found.total.rate(Measure.LATE), found.total.rate(Measure.CANCELLED)) == (
        Decimal(2) / 3,
        Decimal(1) / 6,
    )
    assert found.total.answer_time == 16 * 3600
    assert {day: counts.orders for day, counts in found.days.items() if counts.orders} == {
        NOON.date(): 5,
        (NOON - timedelta(days=1)).date(): 1,
    }


def test_each_rate_has_its_records_behind_it_page_by_page(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _fill(session, scope)

        def numbers(measure: Measure) -> list[str]:
            found = behind(session, scope, shop, measure, since=SINCE, until=UNTIL)
            return [row.number for row in found]

        lost = SeenBox("lost", 2, Decimal(9), Decimal(10), has_rivals=True)
        catalog.listing(session, scope, shop, catalog.variant(session, scope, "v-lost"), "lost")
        take(session, shop, ["lost"], [lost], NOON)
        seen = {measure: numbers(measure) for measure in Measure}
        first = behind(session, scope, shop, Measure.LATE, since=SINCE, until=UNTIL, limit=1)
        after = (first[0].at, first[0].id)
        second = behind(session, scope, shop, Measure.LATE, since=SINCE, until=UNTIL, after=after)

    assert seen == {
        Measure.LATE: ["o-late", "o-still-here"],
        Measure.CANCELLED: ["o-cancelled"],
        Measure.DEFECT: ["missing-1"],
        Measure.RETURNED: ["return-1"],
        Measure.UNANSWERED: ["Kargo ne zaman?", "Kargo ne zaman?"],
        Measure.BUYBOX: ["İlan"],
    }
    assert [row.number for row in first + second] == ["o-late", "o-still-here"]


def test_nothing_that_could_go_wrong_has_no_rate() -> None:
    assert [Counts().rate(measure) for measure in Measure] == [None] * len(Measure)
    assert Counts().answer_time is None
