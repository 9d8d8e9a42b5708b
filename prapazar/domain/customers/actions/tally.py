"""Tally: what segments ask of customers, kept beside them in narrow rows, for many customers at once."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope

_MEMBERS = (
    "WITH member AS (SELECT id AS root, id FROM customer WHERE id = ANY(CAST(:ids AS uuid[]))"
    "  UNION ALL SELECT merged_into_id, id FROM customer WHERE merged_into_id = ANY(CAST(:ids AS uuid[]))),"
    " mine AS (SELECT m.root, o.* FROM member m JOIN customer_order w ON w.customer_id = m.id"
    "  JOIN purchase_order o ON o.id = w.order_id WHERE NOT o.is_test)"
)
_GOOD = "status NOT IN ('cancelled', 'returned')"
# What did not change is not written: a dealer's ten thousand orders are looked at, and one of them is new.
_PURCHASES = text(
    f"{_MEMBERS} INSERT INTO customer_purchase (id, order_id, merchant_id, customer_id, ordered_at, total,"
    "  is_lira, is_counted)"
    f" SELECT id, id, merchant_id, root, ordered_at, total, currency = 'TRY', {_GOOD} FROM mine"
    " ON CONFLICT (order_id) DO UPDATE SET customer_id = excluded.customer_id, ordered_at = excluded.ordered_at,"
    "  total = excluded.total, is_lira = excluded.is_lira, is_counted = excluded.is_counted"
    " WHERE (customer_purchase.customer_id, customer_purchase.ordered_at, customer_purchase.total,"
    "  customer_purchase.is_lira, customer_purchase.is_counted) IS DISTINCT FROM"
    "  (excluded.customer_id, excluded.ordered_at, excluded.total, excluded.is_lira, excluded.is_counted)"
)
_ITEMS = text(
    f"{_MEMBERS}, bought AS (SELECT n.root, n.merchant_id, v.product_id, max(n.ordered_at) AS last_at FROM mine n"
    "   JOIN order_line l ON l.order_id = n.id AND l.quantity > l.cancelled_quantity"
    f"   JOIN variant v ON v.id = l.variant_id WHERE n.{_GOOD} GROUP BY 1, 2, 3),"
    " gone AS (DELETE FROM customer_item i USING member m WHERE i.customer_id = m.id AND NOT EXISTS"
    "   (SELECT 1 FROM bought b WHERE b.root = i.customer_id AND b.product_id = i.product_id))"
    " INSERT INTO customer_item (merchant_id, customer_id, product_id, last_at)"
    " SELECT merchant_id, root, product_id, last_at FROM bought"
    " ON CONFLICT (customer_id, product_id) DO UPDATE SET last_at = excluded.last_at"
    " WHERE customer_item.last_at <> excluded.last_at"
)
_TALLY = text(
    f"{_MEMBERS}, gone AS (DELETE FROM customer_tally t USING member m WHERE t.id = m.id AND m.id <> m.root),"
    " whole AS (SELECT root, count(*) AS orders,"
    f"   count(*) FILTER (WHERE {_GOOD}) AS counted,"
    f"   coalesce(sum(total) FILTER (WHERE {_GOOD} AND currency = 'TRY'), 0) AS spent,"
    "   min(ordered_at) AS first_at, max(ordered_at) AS last_at,"
    "   array_agg(DISTINCT coalesce(CAST(connection_id AS text), 'none')) AS channels FROM mine GROUP BY root)"
    " INSERT INTO customer_tally (id, merchant_id, orders, counted, spent, first_at, last_at, is_company, city,"
    "  district, channels, tags)"
    " SELECT c.id, c.merchant_id, coalesce(w.orders, 0), coalesce(w.counted, 0), coalesce(w.spent, 0), w.first_at,"
    "  w.last_at, c.company <> '' OR coalesce(length(c.tax_number), 0) = 10, c.city, c.district,"
    "  coalesce(w.channels, '{}'), ARRAY(SELECT jsonb_array_elements_text(c.tags))"
    " FROM customer c LEFT JOIN whole w ON w.root = c.id WHERE c.id = ANY(CAST(:ids AS uuid[]))"
    "  AND c.merged_into_id IS NULL"
    " ON CONFLICT (id) DO UPDATE SET orders = excluded.orders, counted = excluded.counted, spent = excluded.spent,"
    "  first_at = excluded.first_at, last_at = excluded.last_at, is_company = excluded.is_company,"
    "  city = excluded.city, district = excluded.district, channels = excluded.channels, tags = excluded.tags"
)


def tally(session: Session, scope: Scope, shown_ids: Collection[UUID]) -> None:
    """Of those who are shown; what they were merged from goes with them."""
    scope.require("customers.write")
    if not shown_ids:
        return
    ids = {"ids": sorted(shown_ids)}
    for statement in (_PURCHASES, _ITEMS, _TALLY):
        session.execute(statement, ids)
