"""The shop's day: figures beside yesterday's, orders by hour and channel, what runs low, what needs somebody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope

DAYS = 14
LOW_STOCK_DAYS = 7
"""Stock that the last month's pace sells out within so many days is low."""
SHORTEST_PACE_DAYS = 3
"""Days a pace is taken over at least; a shop that joined an hour ago has none to speak of."""


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    orders: int
    revenue: Decimal
    units: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class HourCell:
    hour: int
    connector: str
    channel: str
    orders: int


@dataclass(frozen=True, slots=True)
class LowStock:
    variant_id: UUID
    product_id: UUID
    sku: str
    name: str
    image: str | None
    available: int
    sold_30: int
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Attention:
    """Counts of what waits for a person, each with its own list."""

    new_orders: int
    late: int
    problems: int
    repairs: int
    shortages: int
    unmatched: int
    rejected: int
    broken_channels: int
    parked: int


@dataclass(frozen=True, slots=True)
class ChannelDay:
    connection_id: UUID
    connector: str
    name: str
    status: str
    last_ok_at: datetime | None
    orders: int
    revenue: Decimal
    waiting: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    today: Day
    same_time_yesterday: Day
    days: tuple[Day, ...]
    """The last fourteen, oldest first, today as far as it has come."""
    hours: tuple[HourCell, ...]
    low_stock: tuple[LowStock, ...]
    channels: tuple[ChannelDay, ...]
    attention: Attention


@dataclass(frozen=True, slots=True)
class Sales:
    """The day so far, yesterday up to this hour, and the last fourteen days."""

    today: Day
    same_time_yesterday: Day
    days: tuple[Day, ...]


def dashboard(session: Session, scope: Scope, at: datetime | None = None) -> Dashboard:
    """Days are Istanbul days; `at` is now unless told otherwise."""
    scope.require("dashboard.read")
    moment = at or now()
    sold = sales(session, scope, moment)
    return Dashboard(
        today=sold.today,
        same_time_yesterday=sold.same_time_yesterday,
        days=sold.days,
        hours=hours(session, scope, moment),
        low_stock=low_stock(session, scope),
        channels=stores(session, scope, moment),
        attention=attention(session, scope),
    )


def midnight_of(moment: datetime) -> datetime:
    return moment.astimezone(ISTANBUL).replace(hour=0, minute=0, second=0, microsecond=0)


def sales(session: Session, scope: Scope, at: datetime | None = None) -> Sales:
    scope.require("dashboard.read")
    moment = at or now()
    midnight = midnight_of(moment)
    days = _days(session, scope, midnight, moment)
    yesterday = midnight - timedelta(days=1)
    return Sales(days[-1], _span(session, scope, yesterday, moment - timedelta(days=1)), tuple(days))


def today(session: Session, scope: Scope, at: datetime | None = None) -> tuple[Day, Day]:
    """The day so far, and yesterday up to this hour: two spans of the index, nothing of the days before."""
    scope.require("orders.read")
    moment = at or now()
    midnight, day = midnight_of(moment), timedelta(days=1)
    return _span(session, scope, midnight, moment), _span(session, scope, midnight - day, moment - day)


_SUMS = (
    "count(*) FILTER (WHERE status <> 'cancelled'), coalesce(sum(total) FILTER (WHERE status <> 'cancelled'), 0),"
    " coalesce(sum(unit_count) FILTER (WHERE status <> 'cancelled'), 0), count(*) FILTER (WHERE status = 'cancelled')"
)


def _days(session: Session, scope: Scope, midnight: datetime, moment: datetime) -> list[Day]:
    found = session.execute(
        text(
            f"SELECT CAST(ordered_at AT TIME ZONE 'Europe/Istanbul' AS date), {_SUMS} FROM purchase_order"
            " WHERE merchant_id = :merchant AND ordered_at >= :since AND ordered_at <= :until"
            " AND NOT is_test GROUP BY 1"
        ),
        {
            "merchant": scope.merchant_id,
            "since": midnight - timedelta(days=DAYS - 1),
            "until": moment,
        },
    )
    known = {row[0]: Day(*row) for row in found}
    wanted = [(midnight - timedelta(days=back)).date() for back in reversed(range(DAYS))]
    return [known.get(day, Day(day, 0, Decimal(0), 0, 0)) for day in wanted]


def _span(session: Session, scope: Scope, since: datetime, until: datetime) -> Day:
    row = session.execute(
        text(
            f"SELECT {_SUMS} FROM purchase_order"
            " WHERE merchant_id = :merchant AND ordered_at >= :since AND ordered_at <= :until AND NOT is_test"
        ),
        {"merchant": scope.merchant_id, "since": since, "until": until},
    ).one()
    return Day(since.date(), *row)


def hours(session: Session, scope: Scope, at: datetime | None = None) -> tuple[HourCell, ...]:
    """Of the day so far."""
    scope.require("dashboard.read")
    found = session.execute(
        text(
            "SELECT CAST(extract(hour FROM o.ordered_at AT TIME ZONE 'Europe/Istanbul') AS int),"
            " coalesce(c.connector, 'manual'), coalesce(c.name, ''), count(*) FROM purchase_order o"
            " LEFT JOIN connection c ON c.id = o.connection_id"
            " WHERE o.merchant_id = :merchant AND o.ordered_at >= :since AND o.status <> 'cancelled' AND NOT o.is_test"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ),
        {"merchant": scope.merchant_id, "since": midnight_of(at or now())},
    )
    return tuple(HourCell(*row) for row in found)


def low_stock(session: Session, scope: Scope, limit: int = 8) -> tuple[LowStock, ...]:
    """What sells and will be gone soonest at the last month's pace; only what sold at all.

    Sold is what orders asked for and did not give back, shipped or not.
    """
    found = session.execute(
        text(
            "WITH span AS (SELECT least(30, greatest(:shortest, extract(epoch FROM now() - min(created_at)) / 86400))"
            "   AS days FROM connection WHERE merchant_id = :merchant),"
            " sold AS (SELECT variant_id, sum(reserved_change) AS units"
            "  FROM movement WHERE merchant_id = :merchant AND at > now() - interval '30 days'"
            "  AND kind IN ('reserve', 'release') GROUP BY variant_id),"
            " there AS (SELECT s.variant_id, sum(greatest(0, s.on_hand - s.reserved)) AS units FROM stock s"
            "  WHERE s.merchant_id = :merchant AND s.counted_at IS NOT NULL GROUP BY s.variant_id)"
            " SELECT v.id, v.product_id, v.sku, trim(p.name || ' ' || v.name), p.images ->> 0, CAST(t.units AS int),"
            "  CAST(greatest(d.units, 0) AS int),"
            "  CASE WHEN d.units > 0 THEN CAST(floor(t.units * span.days / d.units) AS int) END AS days_left"
            " FROM span, sold d JOIN there t USING (variant_id) JOIN variant v ON v.id = d.variant_id"
            " JOIN product p ON p.id = v.product_id"
            " WHERE d.units > 0 AND t.units * span.days / d.units < :days"
            " ORDER BY days_left, d.units DESC, v.id LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "days": LOW_STOCK_DAYS,
            "shortest": SHORTEST_PACE_DAYS,
            "limit": limit,
        },
    )
    return tuple(LowStock(*row) for row in found)


def stores(session: Session, scope: Scope, at: datetime | None = None) -> tuple[ChannelDay, ...]:
    """Each store's day so far, the busiest first."""
    scope.require("dashboard.read")
    found = session.execute(
        text(
            "SELECT c.id, c.connector, c.name, c.status, c.last_ok_at, coalesce(o.orders, 0), coalesce(o.revenue, 0),"
            " (SELECT count(*) FROM outbox x WHERE x.partition = c.id AND x.parked_at IS NULL)"
            " FROM connection c LEFT JOIN LATERAL (SELECT count(*) AS orders, sum(total) AS revenue"
            "  FROM purchase_order WHERE merchant_id = :merchant AND connection_id = c.id AND ordered_at >= :since"
            "  AND status <> 'cancelled' AND NOT is_test) o ON true"
            " WHERE c.merchant_id = :merchant"
            " AND (CAST(:stores AS uuid[]) IS NULL OR c.id = ANY(CAST(:stores AS uuid[])))"
            " ORDER BY 6 DESC, c.name"
        ),
        {"merchant": scope.merchant_id, "stores": scope.store_list, "since": midnight_of(at or now())},
    )
    return tuple(ChannelDay(*row) for row in found)


_ATTENTION = text(
    "SELECT"
    " (SELECT count(*) FROM (SELECT 1 FROM purchase_order WHERE merchant_id = :m AND status = 'new'"
    "  AND NOT is_test LIMIT 10001) a),"
    " (SELECT count(*) FROM (SELECT 1 FROM purchase_order WHERE merchant_id = :m"
    "  AND status IN ('new', 'picking', 'packed') AND ship_by_at < now() AND NOT is_test LIMIT 10001) a),"
    " (SELECT count(*) FROM (SELECT 1 FROM purchase_order WHERE merchant_id = :m AND has_problem"
    "  AND NOT is_test LIMIT 10001) a),"
    " (SELECT count(*) FROM repair WHERE merchant_id = :m AND resolved_at IS NULL),"
    " (SELECT count(*) FROM shortage WHERE merchant_id = :m AND resolved_at IS NULL),"
    " (SELECT count(*) FROM listing WHERE merchant_id = :m AND match IN ('unmatched', 'suggested')),"
    " (SELECT count(*) FROM listing WHERE merchant_id = :m AND problem IS NOT NULL),"
    " (SELECT count(*) FROM connection WHERE merchant_id = :m AND (status = 'broken' OR last_error IS NOT NULL)),"
    " (SELECT count(*) FROM outbox WHERE merchant_id = :m AND parked_at IS NOT NULL)"
)


def attention(session: Session, scope: Scope) -> Attention:
    scope.require("dashboard.read")
    return Attention(*session.execute(_ATTENTION, {"m": scope.merchant_id}).one())
