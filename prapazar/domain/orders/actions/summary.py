"""The summary an order carries for lists: status, totals, counts and whether something is wrong."""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import sales_marks

# rules.order_status in SQL, so that a batch of orders is one statement; a test holds the two together.
_REFRESH = text(
    "WITH ranked AS (SELECT p.order_id,"
    "  min(CASE p.status WHEN 'awaiting_payment' THEN 0 WHEN 'new' THEN 1 WHEN 'picking' THEN 2"
    "   WHEN 'packed' THEN 3 WHEN 'shipped' THEN 4 WHEN 'delivered' THEN 5 END) AS slowest,"
    "  min(p.status) FILTER (WHERE p.status IN ('undelivered', 'returned')) AS aside"
    "  FROM shipment_package p WHERE p.order_id = ANY(CAST(:ids AS uuid[])) GROUP BY p.order_id),"
    " sums AS (SELECT l.order_id, sum(l.total) AS total, sum(l.discount) AS discount, count(*) AS lines,"
    "  sum(l.quantity - l.cancelled_quantity) AS units"
    "  FROM order_line l JOIN shipment_package p ON p.id = l.package_id AND p.status <> 'unpacked'"
    "  WHERE l.order_id = ANY(CAST(:ids AS uuid[])) GROUP BY l.order_id)"
    " UPDATE purchase_order o SET updated_at = now(),"
    "  status = coalesce((ARRAY['awaiting_payment','new','picking','packed','shipped','delivered'])[r.slowest + 1],"
    "   r.aside, 'cancelled'),"
    "  total = coalesce(s.total, 0) + o.shipping, discount = coalesce(s.discount, 0),"
    "  line_count = coalesce(s.lines, 0), unit_count = coalesce(s.units, 0),"
    "  has_problem = EXISTS (SELECT 1 FROM repair x WHERE x.order_id = o.id AND x.resolved_at IS NULL)"
    "   OR EXISTS (SELECT 1 FROM order_line l JOIN shortage h ON h.order_line_id = l.id AND h.resolved_at IS NULL"
    "    WHERE l.order_id = o.id)"
    " FROM ranked r LEFT JOIN sums s USING (order_id) WHERE o.id = r.order_id"
)


def set_paid(session: Session, order_id: UUID, paid: Decimal) -> None:
    """By domain.payments, under the order's lock."""
    session.execute(
        text("UPDATE purchase_order SET paid = :paid WHERE id = :id AND paid <> :paid"),
        {"paid": paid, "id": order_id},
    )


def refresh(session: Session, order_ids: Collection[UUID]) -> None:
    if order_ids:
        session.execute(_REFRESH, {"ids": sorted(order_ids)})
        sales_marks.mark(session, order_ids)
