"""How stores do by what channels judge them for: late, cancelled, faulty, returned, answered; day by day.

An order counts in the days it was placed in, a claim and a question in those they came in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.listings.queries_buyboxes import ON_SALE
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

DAYS = (7, 30, 60, 90)
PAGE = 25


class Measure(StrEnum):
    LATE = "late"
    """Shipped after the channel's ship-by time, or still here after it."""
    CANCELLED = "cancelled"
    DEFECT = "defect"
    """Goods reported missing or broken, or the payment charged back."""
    RETURNED = "returned"
    UNANSWERED = "unanswered"
    """Questions answered after the channel's deadline, or not at all by then."""
    BUYBOX = "buybox"
    """Listings whose offer the channel shows first. Of all measures the one that is better high."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What rates are made of, of any span."""

    orders: int = 0
    cancelled: int = 0
    due: int = 0
    """Orders that had to be shipped by now, with a known ship-by time."""
    late: int = 0
    defect: int = 0
    returned: int = 0
    questions: int = 0
    """Those whose deadline is over or that were answered."""
    unanswered: int = 0
    answered: int = 0
    answer_seconds: int = 0
    """Of all answers together."""
    boxes: int = 0
    """Listings of which the channel says who is shown first; of a span the sum of its days."""
    buybox: int = 0

    def whole(self, measure: Measure) -> int:
        """What a rate is a part of."""
        wholes = {
            Measure.LATE: self.due,
            Measure.UNANSWERED: self.questions,
            Measure.BUYBOX: self.boxes,
        }
        return wholes.get(measure, self.orders)

    def rate(self, measure: Measure) -> Decimal | None:
        """None where nothing has happened that could have gone wrong."""
        whole = self.whole(measure)
        return Decimal(int(getattr(self, measure.value))) / whole if whole else None

    @property
    def answer_time(self) -> int | None:
        """Seconds, on average."""
        return self.answer_seconds // self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class StoreRow:
    connection_id: UUID
    connector: str
    name: str
    total: Counts
    days: dict[date, Counts] = field(default_factory=dict)


_ORDERS = text(
    "WITH o AS (SELECT id, connection_id, status, ship_by_at,"
    "   CAST(ordered_at AT TIME ZONE 'Europe/Istanbul' AS date) AS day FROM purchase_order"
    "  WHERE merchant_id = :merchant AND ordered_at >= :since AND ordered_at < :until AND NOT is_test"
    "  AND connection_id IS NOT NULL),"
    # What was placed since then was shipped since then: one span of an index, and no step for each order.
    " gone AS MATERIALIZED (SELECT order_id, max(shipped_at) AS shipped_at FROM shipment_package"
    "  WHERE merchant_id = :merchant AND shipped_at >= :since GROUP BY order_id),"
    " judged AS (SELECT o.connection_id, o.day, o.status, g.shipped_at, o.ship_by_at,"
    "   o.ship_by_at < :until AND o.status <> 'cancelled' AND o.status <> 'awaiting_payment'"
    "    AND (g.shipped_at IS NOT NULL OR o.status IN ('new', 'picking', 'packed')) AS is_due"
    "  FROM o LEFT JOIN gone g ON g.order_id = o.id)"
    " SELECT connection_id, day, count(*), count(*) FILTER (WHERE status = 'cancelled'),"
    " count(*) FILTER (WHERE is_due),"
    " count(*) FILTER (WHERE is_due AND coalesce(shipped_at, :until) > ship_by_at)"
    " FROM judged GROUP BY 1, 2"
)
_CLAIMS = text(
    "SELECT connection_id, CAST(created_at AT TIME ZONE 'Europe/Istanbul' AS date),"
    " count(*) FILTER (WHERE kind IN ('missing', 'chargeback')),"
    " count(*) FILTER (WHERE kind IN ('return', 'exchange')) FROM claim"
    " WHERE merchant_id = :merchant AND created_at >= :since AND created_at < :until"
    " AND connection_id IS NOT NULL AND status <> 'cancelled' GROUP BY 1, 2"
)
_QUESTIONS = text(
    "SELECT connection_id, CAST(asked_at AT TIME ZONE 'Europe/Istanbul' AS date),"
    " count(*) FILTER (WHERE answered_at IS NOT NULL OR due_at < :until),"
    " count(*) FILTER (WHERE due_at < :until AND coalesce(answered_at, :until) > due_at),"
    " count(answered_at),"
    " CAST(coalesce(sum(extract(epoch FROM answered_at - asked_at)), 0) AS bigint) FROM question"
    " WHERE merchant_id = :merchant AND asked_at >= :since AND asked_at < :until GROUP BY 1, 2"
)
_BOXES = text(
    "SELECT connection_id, day, listings, held FROM buy_box_day WHERE merchant_id = :merchant"
    " AND day >= CAST(CAST(:since AS timestamptz) AT TIME ZONE 'Europe/Istanbul' AS date)"
    " AND day <= CAST(CAST(:until AS timestamptz) AT TIME ZONE 'Europe/Istanbul' AS date)"
)
_STORES = text(
    "SELECT id, connector, name FROM connection WHERE merchant_id = :merchant AND NOT is_test"
    " AND (CAST(:stores AS uuid[]) IS NULL OR id = ANY(CAST(:stores AS uuid[]))) ORDER BY name, id"
)


def stores(session: Session, scope: Scope, since: datetime, until: datetime | None = None) -> list[StoreRow]:
    """Every store with its days; four spans of an index, whatever the merchant ever sold."""
    scope.require("channels.read")
    span = {"merchant": scope.merchant_id, "since": since, "until": until or now()}
    days: dict[UUID, dict[date, Counts]] = {}
    for row in session.execute(_ORDERS, span):
        _put(days, row[0], row[1], Counts(orders=row[2], cancelled=row[3], due=row[4], late=row[5]))
    for row in session.execute(_CLAIMS, span):
        _put(days, row[0], row[1], Counts(defect=row[2], returned=row[3]))
    for row in session.execute(_QUESTIONS, span):
        counts = Counts(questions=row[2], unanswered=row[3], answered=row[4], answer_seconds=row[5])
        _put(days, row[0], row[1], counts)
    for row in session.execute(_BOXES, span):
        _put(days, row[0], row[1], Counts(boxes=row[2], buybox=row[3]))
    found = session.execute(_STORES, {"merchant": scope.merchant_id, "stores": scope.store_list})
    return [
        StoreRow(row.id, row.connector, row.name, summed(days.get(row.id, {}).values()), days.get(row.id, {}))
        for row in found
    ]


def summed(counts: Iterable[Counts]) -> Counts:
    every = list(counts)
    return Counts(**{one.name: sum(int(getattr(c, one.name)) for c in every) for one in fields(Counts)})


def _put(days: dict[UUID, dict[date, Counts]], store: UUID, day: date, counts: Counts) -> None:
    known = days.setdefault(store, {})
    known[day] = summed([known.get(day, Counts()), counts])


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One order, claim, question or listing that made a rate worse."""

    id: UUID
    number: str
    at: datetime
    due_at: datetime | None
    done_at: datetime | None
    reason: str


_BEHIND = {
    Measure.LATE: (
        (
            "SELECT o.id, o.number, o.ordered_at AS at, o.ship_by_at, p.shipped_at, '' FROM purchase_order o"
            " LEFT JOIN LATERAL (SELECT max(shipped_at) AS shipped_at FROM shipment_package WHERE order_id = o.id) p"
            "  ON true WHERE o.merchant_id = :merchant AND o.connection_id = :store AND o.ordered_at >= :since"
            " AND o.ordered_at < :until AND NOT o.is_test AND o.ship_by_at < :until"
            " AND o.status NOT IN ('cancelled', 'awaiting_payment')"
            " AND (p.shipped_at IS NOT NULL OR o.status IN ('new', 'picking', 'packed'))"
            " AND coalesce(p.shipped_at, :until) > o.ship_by_at"
        ),
        "o.ordered_at",
        "o.id",
    ),
    Measure.CANCELLED: (
        (
            "SELECT o.id, o.number, o.ordered_at AS at, o.ship_by_at, NULL, '' FROM purchase_order o"
            " WHERE o.merchant_id = :merchant AND o.connection_id = :store AND o.ordered_at >= :since"
            " AND o.ordered_at < :until AND NOT o.is_test AND o.status = 'cancelled'"
        ),
        "o.ordered_at",
        "o.id",
    ),
    Measure.DEFECT: (
        (
            "SELECT k.id, k.number, k.created_at AS at, k.due_at, k.decided_at, k.reason FROM claim k"
            " WHERE k.merchant_id = :merchant AND k.connection_id = :store AND k.created_at >= :since"
            " AND k.created_at < :until AND k.kind IN ('missing', 'chargeback') AND k.status <> 'cancelled'"
        ),
        "k.created_at",
        "k.id",
    ),
    Measure.RETURNED: (
        (
            "SELECT k.id, k.number, k.created_at AS at, k.due_at, k.decided_at, k.reason FROM claim k"
            " WHERE k.merchant_id = :merchant AND k.connection_id = :store AND k.created_at >= :since"
            " AND k.created_at < :until AND k.kind IN ('return', 'exchange') AND k.status <> 'cancelled'"
        ),
        "k.created_at",
        "k.id",
    ),
    Measure.UNANSWERED: (
        (
            "SELECT q.id, left(q.body, 80), q.asked_at AS at, q.due_at, q.answered_at, q.topic FROM question q"
            " WHERE q.merchant_id = :merchant AND q.connection_id = :store AND q.asked_at >= :since"
            " AND q.asked_at < :until AND q.due_at < :until AND coalesce(q.answered_at, :until) > q.due_at"
        ),
        "q.asked_at",
        "q.id",
    ),
    Measure.BUYBOX: (
        (
            "SELECT b.listing_id, left(l.title, 80), b.since AS at, NULL, NULL, '' FROM buy_box b"
            " JOIN listing l ON l.id = b.listing_id WHERE b.merchant_id = :merchant AND b.connection_id = :store"
            f" AND b.checked_at >= :since AND b.since < :until AND b.rank > 1 AND {ON_SALE}"
        ),
        "b.since",
        "b.listing_id",
    ),
}
_NEEDS = {
    Measure.LATE: "orders.read",
    Measure.CANCELLED: "orders.read",
    Measure.DEFECT: "claims.read",
    Measure.RETURNED: "claims.read",
    Measure.UNANSWERED: "messages.read",
    Measure.BUYBOX: "channels.read",
}


def behind(
    session: Session,
    scope: Scope,
    store: UUID,
    measure: Measure,
    *,
    since: datetime,
    until: datetime | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[BehindRow]:
    """What lies behind a rate, the newest first."""
    scope.require("channels.read")
    scope.require(_NEEDS[measure])
    statement, at, key = _BEHIND[measure]
    beyond = (
        f" AND ({at}, {key}) < (CAST(:after_at AS timestamptz), CAST(:after_id AS uuid))" if after else ""
    )
    values = {
        "merchant": scope.merchant_id,
        "store": store,
        "since": since,
        "until": until or now(),
        "limit": min(limit, 201),
        "after_at": after[0] if after else None,
        "after_id": after[1] if after else None,
    }
    found = session.execute(
        text(f"{statement}{beyond} ORDER BY {at} DESC, {key} DESC LIMIT :limit"),
        values if after else {name: value for name, value in values.items() if not name.startswith("after")},
    )
    rows = [BehindRow(*row) for row in found]
    # Of a question, which has no number, the words are shown.
    return [masking.row(scope, row, "number") for row in rows] if measure is Measure.UNANSWERED else rows


def may_look_behind(scope: Scope, measure: Measure) -> bool:
    return scope.can(_NEEDS[measure])
