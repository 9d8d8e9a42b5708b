"""Statistics of claims: what comes back, and why."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import Scope

MOST = 50


@dataclass(frozen=True, slots=True)
class ReasonShare:
    reason: str
    claims: int
    units: int
    amount: Decimal
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ProductShare:
    variant_id: UUID
    product_id: UUID
    title: str
    sku: str
    claims: int
    units: int
    amount: Decimal
    sold: int
    """Units sold in the same time."""
    restocked: int
    top_reason: str


@dataclass(frozen=True, slots=True)
class Totals:
    claims: int
    units: int
    amount: Decimal
    sold: int
    refunded: Decimal
    scrapped: int


_LIVING = "k.merchant_id = :merchant AND k.created_at >= :since AND k.status <> 'cancelled'"


def over_time(
    session: Session, scope: Scope, since: datetime, until: datetime, unit: Literal["day", "week"]
) -> list[tuple[datetime, int]]:
    """Units by the days or weeks of Istanbul, the oldest first; those without any are there with 0."""
    scope.require("claims.read")
    found = session.execute(
        text(
            "WITH step AS (SELECT generate_series(date_trunc(:unit, CAST(:since AS timestamptz) AT TIME ZONE :zone),"
            "   CAST(:until AS timestamptz) AT TIME ZONE :zone, CAST('1 ' || :unit AS interval)) AS at),"
            " back AS (SELECT date_trunc(:unit, k.created_at AT TIME ZONE :zone) AS at, sum(l.quantity) AS units"
            f"  FROM claim k JOIN claim_line l ON l.claim_id = k.id WHERE {_LIVING} GROUP BY 1)"
            " SELECT step.at AT TIME ZONE :zone, coalesce(back.units, 0) FROM step LEFT JOIN back USING (at) ORDER BY 1"
        ),
        {"merchant": scope.merchant_id, "since": since, "until": until, "unit": unit, "zone": ISTANBUL.key},
    )
    return [(at, int(units)) for at, units in found]


def by_reason(session: Session, scope: Scope, since: datetime) -> list[ReasonShare]:
    """Most units first; amounts of all currencies are the seller's own, as claims name one each."""
    scope.require("claims.read")
    found = session.execute(
        text(
            "SELECT l.reason, count(DISTINCT k.id), sum(l.quantity), coalesce(sum(l.amount), 0),"
            " count(DISTINCT k.id) FILTER (WHERE k.status = 'accepted'),"
            " count(DISTINCT k.id) FILTER (WHERE k.status = 'rejected')"
            f" FROM claim k JOIN claim_line l ON l.claim_id = k.id WHERE {_LIVING}"
            " GROUP BY l.reason ORDER BY sum(l.quantity) DESC, l.reason LIMIT :most"
        ),
        {"merchant": scope.merchant_id, "since": since, "most": MOST},
    )
    return [ReasonShare(*row) for row in found]


def by_product(session: Session, scope: Scope, since: datetime) -> list[ProductShare]:
    scope.require("claims.read")
    found = session.execute(
        text(
            "WITH back AS (SELECT l.variant_id, count(DISTINCT k.id) AS claims, sum(l.quantity) AS units,"
            "   coalesce(sum(l.amount), 0) AS amount, sum(l.restocked) AS restocked,"
            "   coalesce(mode() WITHIN GROUP (ORDER BY l.reason), '') AS reason"
            f"  FROM claim k JOIN claim_line l ON l.claim_id = k.id WHERE {_LIVING} AND l.variant_id IS NOT NULL"
            "  GROUP BY l.variant_id ORDER BY sum(l.quantity) DESC, l.variant_id LIMIT :most)"
            " SELECT b.variant_id, v.product_id, trim(p.name || ' ' || v.name), v.sku, b.claims, b.units, b.amount,"
            "  coalesce((SELECT sum(o.quantity - o.cancelled_quantity) FROM order_line o"
            "   JOIN purchase_order po ON po.id = o.order_id WHERE o.variant_id = b.variant_id"
            "   AND po.ordered_at >= :since AND NOT po.is_test), 0), b.restocked, b.reason"
            " FROM back b JOIN variant v ON v.id = b.variant_id JOIN product p ON p.id = v.product_id"
            " ORDER BY b.units DESC, b.variant_id"
        ),
        {"merchant": scope.merchant_id, "since": since, "most": MOST},
    )
    return [ProductShare(*row) for row in found]


def totals(session: Session, scope: Scope, since: datetime) -> Totals:
    scope.require("claims.read")
    row = session.execute(
        text(
            "SELECT count(*), coalesce(sum(k.unit_count), 0), coalesce(sum(k.amount), 0),"
            " (SELECT coalesce(sum(o.unit_count), 0) FROM purchase_order o WHERE o.merchant_id = :merchant"
            "  AND o.ordered_at >= :since AND NOT o.is_test AND o.status <> 'cancelled'),"
            " coalesce(sum(k.refunded_amount), 0),"
            " (SELECT coalesce(sum(l.inspected - l.restocked), 0) FROM claim_line l JOIN claim k ON k.id = l.claim_id"
            f"  WHERE {_LIVING}) FROM claim k WHERE {_LIVING}"
        ),
        {"merchant": scope.merchant_id, "since": since},
    ).one()
    return Totals(*row)
