"""What is left of what was sold, what stands on the shelves, what is on sale, and who buys."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.reporting import lines
from prapazar.domain.reporting.dashboard import midnight_of
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Margin:
    """Of a span's lines whose article has a cost; VAT, cargo and penalties are another matter."""

    sold: Decimal
    """Without VAT."""
    cost: Decimal
    commission: Decimal
    lines: int
    known_lines: int
    """Those of which the cost is known."""

    @property
    def left(self) -> Decimal:
        return self.sold - self.cost - self.commission

    @property
    def share(self) -> Decimal | None:
        return self.left / self.sold if self.sold else None

    @property
    def known(self) -> Decimal | None:
        return Decimal(self.known_lines) / self.lines if self.lines else None


_MARGIN = text(
    "WITH o AS MATERIALIZED (SELECT id, currency FROM purchase_order WHERE merchant_id = :merchant"
    "  AND ordered_at >= :since AND ordered_at <= :until AND status <> 'cancelled' AND NOT is_test),"
    f" line AS (SELECT {lines.SOLD} / (1 + {lines.VAT_RATE} / 100) AS net,"
    f"   (x.quantity - x.cancelled_quantity) * {lines.COST} AS cost,"
    f"   {lines.SOLD} * coalesce(x.commission_rate, 0) / 100 AS commission"
    "  FROM o JOIN order_line x ON x.order_id = o.id LEFT JOIN variant v ON v.id = x.variant_id"
    "  LEFT JOIN product g ON g.id = v.product_id WHERE x.quantity > x.cancelled_quantity)"
    " SELECT coalesce(sum(net) FILTER (WHERE cost IS NOT NULL), 0),"
    " coalesce(sum(cost), 0), coalesce(sum(commission) FILTER (WHERE cost IS NOT NULL), 0), count(*), count(cost)"
    " FROM line"
)


def margin(session: Session, scope: Scope, at: datetime | None = None) -> tuple[Margin, Margin]:
    """The day so far, and yesterday up to this hour: only the lines of those orders are touched."""
    scope.require("prices.read")
    scope.require("orders.read")
    moment = at or now()
    midnight, day = midnight_of(moment), timedelta(days=1)
    found = [
        session.execute(_MARGIN, {"merchant": scope.merchant_id, "since": since, "until": until}).one()
        for since, until in ((midnight, moment), (midnight - day, moment - day))
    ]
    return Margin(*found[0]), Margin(*found[1])


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands in the warehouses."""

    units: int
    value: Decimal
    """At cost, of the articles that have one."""
    articles: int
    gone: int
    """Articles that were counted and of which none is left to sell."""
    without_cost: int


_SHELF = text(
    "SELECT coalesce(sum(s.on_hand), 0), coalesce(sum(s.on_hand * v.cost), 0), count(*),"
    " count(*) FILTER (WHERE s.counted AND s.free <= 0), count(*) FILTER (WHERE v.cost IS NULL)"
    " FROM (SELECT variant_id, sum(on_hand) AS on_hand, sum(on_hand - reserved) AS free,"
    "   bool_or(counted_at IS NOT NULL) AS counted FROM stock WHERE merchant_id = :merchant GROUP BY 1) s"
    " JOIN variant v ON v.id = s.variant_id WHERE v.is_active"
)


def shelf(session: Session, scope: Scope) -> Shelf:
    scope.require("stock.read")
    return Shelf(*session.execute(_SHELF, {"merchant": scope.merchant_id}).one())


@dataclass(frozen=True, slots=True)
class Offers:
    """Listings of all stores."""

    listed: int
    open: int
    """On sale there."""
    unmatched: int
    refused: int


def offers(session: Session, scope: Scope) -> Offers:
    scope.require("listings.read")
    row = session.execute(
        text(
            "SELECT count(*), count(*) FILTER (WHERE status = 'active'), count(*) FILTER (WHERE match <> 'matched'),"
            " count(*) FILTER (WHERE problem IS NOT NULL) FROM listing WHERE merchant_id = :merchant"
        ),
        {"merchant": scope.merchant_id},
    ).one()
    return Offers(*row)


@dataclass(frozen=True, slots=True)
class Prices:
    """How the articles that are sold are priced."""

    articles: int
    unpriced: int
    below_cost: int
    without_floor: int


def prices(session: Session, scope: Scope) -> Prices:
    scope.require("prices.read")
    row = session.execute(
        text(
            "SELECT count(*), count(*) FILTER (WHERE sale_price IS NULL),"
            " count(*) FILTER (WHERE sale_price < cost), count(*) FILTER (WHERE floor_price IS NULL)"
            " FROM variant WHERE merchant_id = :merchant AND is_active"
        ),
        {"merchant": scope.merchant_id},
    ).one()
    return Prices(*row)


@dataclass(frozen=True, slots=True)
class RoutedRow:
    """A supplier and what waits to be sent from there."""

    warehouse_id: UUID
    name: str
    packages: int
    late: int
    next_at: datetime | None


def routed(session: Session, scope: Scope) -> list[RoutedRow]:
    """Over the open orders alone, the most urgent 30.000."""
    scope.require("supplies.read")
    scope.require("orders.read")
    found = session.execute(
        text(
            "WITH open AS MATERIALIZED (SELECT id, ship_by_at FROM purchase_order WHERE merchant_id = :merchant"
            "  AND status IN ('new', 'picking', 'packed') AND NOT is_test ORDER BY ship_by_at LIMIT 30000),"
            # OFFSET 0: one step into the index for each open order; else a wrong guess reads all packages
            " packed AS MATERIALIZED (SELECT p.warehouse_id, o.ship_by_at FROM open o CROSS JOIN LATERAL"
            "  (SELECT warehouse_id FROM shipment_package WHERE order_id = o.id"
            "    AND status IN ('new', 'picking', 'packed') OFFSET 0) p WHERE p.warehouse_id IS NOT NULL)"
            " SELECT w.id, w.name, count(p.warehouse_id), count(p.warehouse_id) FILTER (WHERE p.ship_by_at < now()),"
            " min(p.ship_by_at) FROM warehouse w LEFT JOIN packed p ON p.warehouse_id = w.id"
            " WHERE w.merchant_id = :merchant AND w.is_supplier GROUP BY w.id ORDER BY 3 DESC, w.name"
        ),
        {"merchant": scope.merchant_id},
    )
    return [RoutedRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Customers:
    fresh: int
    """Who bought for the first time in the last seven days."""
    fresh_before: int
    """In the seven days before."""
    back: int
    """Who bought again in the last seven days."""


def customers(session: Session, scope: Scope, at: datetime | None = None) -> Customers:
    """Over those who bought in the last fourteen days."""
    scope.require("customers.read")
    moment = at or now()
    week = timedelta(days=7)
    row = session.execute(
        text(
            "SELECT count(*) FILTER (WHERE first_order_at >= :week),"
            " count(*) FILTER (WHERE first_order_at >= :before AND first_order_at < :week),"
            " count(*) FILTER (WHERE last_order_at >= :week AND first_order_at < :week)"
            " FROM customer WHERE merchant_id = :merchant AND merged_into_id IS NULL AND order_count > 0"
            " AND last_order_at >= :before"
        ),
        {"merchant": scope.merchant_id, "week": moment - week, "before": moment - 2 * week},
    ).one()
    return Customers(*row)


@dataclass(frozen=True, slots=True)
class BuyerRow:
    id: UUID
    name: str
    orders: int
    spent: Decimal
    currency: str
    last_order_at: datetime


def best_customers(session: Session, scope: Scope, limit: int = 8) -> list[BuyerRow]:
    """By what they have spent, over the index that is sorted by it."""
    scope.require("customers.read")
    found = session.execute(
        text(
            "SELECT id, name, order_count, spent, currency, last_order_at FROM customer"
            " WHERE merchant_id = :merchant AND merged_into_id IS NULL AND order_count > 0"
            " ORDER BY spent DESC, id DESC LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "limit": limit},
    )
    return [BuyerRow(*row) for row in found]
