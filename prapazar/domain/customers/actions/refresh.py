"""Refresh: what customers add up to, their merged ones included, and the words they are found by."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers.actions.tally import tally
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold

_SHOWN = text(
    "SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM customer WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY 1"
)
# From the customers to what is theirs, row by row along the indexes: left to itself the planner begins with all orders
# of the merchant, and a batch then costs the more the more orders there are.
_REFRESH = text(
    "WITH member AS (SELECT id AS root, id FROM customer WHERE id = ANY(CAST(:ids AS uuid[]))"
    "  UNION ALL SELECT merged_into_id, id FROM customer WHERE merged_into_id = ANY(CAST(:ids AS uuid[]))),"
    " bought AS (SELECT m.root, o.currency, count(*) AS orders,"
    "   count(*) FILTER (WHERE o.status = 'cancelled') AS cancelled,"
    "   coalesce(sum(o.total) FILTER (WHERE o.status NOT IN ('cancelled', 'returned')), 0) AS spent,"
    "   min(o.ordered_at) AS first_at, max(o.ordered_at) AS last_at,"
    "   array_agg(DISTINCT o.connection_id) FILTER (WHERE o.connection_id IS NOT NULL) AS channels"
    "  FROM member m"
    "  CROSS JOIN LATERAL (SELECT order_id FROM customer_order WHERE customer_id = m.id OFFSET 0) w"
    "  CROSS JOIN LATERAL (SELECT * FROM purchase_order WHERE id = w.order_id OFFSET 0) o"
    "  WHERE NOT o.is_test GROUP BY 1, 2),"
    " main AS (SELECT DISTINCT ON (root) root, currency, spent FROM bought ORDER BY root, orders DESC, currency),"
    " whole AS (SELECT root, sum(orders) AS orders, min(first_at) AS first_at, max(last_at) AS last_at"
    "  FROM bought GROUP BY root),"
    " sums AS (SELECT root, jsonb_agg(jsonb_build_object('currency', currency, 'orders', orders,"
    "   'cancelled', cancelled, 'total', CAST(spent AS text))"
    "   ORDER BY orders DESC, currency) AS told FROM bought GROUP BY root),"
    " channel AS (SELECT root, jsonb_agg(DISTINCT c.id) AS ids,"
    "   string_agg(DISTINCT 'ch' || replace(CAST(c.id AS text), '-', ''), ' ') AS words"
    "  FROM bought CROSS JOIN LATERAL unnest(channels) c(id) GROUP BY root),"
    " name AS (SELECT m.root, string_agg(c.folded_name, ' ') AS names,"
    "   string_agg(concat_ws(' ', c.company, c.city, c.district), ' ') AS places"
    "  FROM member m CROSS JOIN LATERAL (SELECT * FROM customer WHERE id = m.id OFFSET 0) c GROUP BY m.root),"
    " address AS (SELECT m.root, string_agg(DISTINCT concat_ws(' ', a.city, a.district), ' ') AS places"
    "  FROM member m"
    "  CROSS JOIN LATERAL (SELECT city, district FROM customer_address WHERE customer_id = m.id OFFSET 0) a"
    "  GROUP BY m.root),"
    " home AS (SELECT DISTINCT ON (r.id) r.id AS root, a.city, a.district FROM unnest(CAST(:ids AS uuid[])) r(id)"
    "  CROSS JOIN LATERAL (SELECT id, city, district, last_used_at FROM customer_address"
    "   WHERE customer_id = r.id AND NOT is_billing OFFSET 0) a"
    "  ORDER BY r.id, a.last_used_at DESC, a.id DESC),"
    " known AS (SELECT m.root,"
    "   string_agg(regexp_replace(k.value, '[^0-9a-z]+', ' ', 'g'), ' ') FILTER (WHERE k.kind IN ('email', 'tax'))"
    "    AS mails,"
    "   string_agg(concat_ws(' ', split_part(k.value, ' ', 1), '0' || substr(split_part(k.value, ' ', 1), 3),"
    "    substr(split_part(k.value, ' ', 1), 3)), ' ') FILTER (WHERE k.kind = 'phone') AS phones"
    "  FROM member m CROSS JOIN LATERAL"
    "  (SELECT kind, value FROM customer_key WHERE customer_id = m.id OFFSET 0) k GROUP BY m.root)"
    " UPDATE customer c SET order_count = coalesce(whole.orders, 0), spent = coalesce(main.spent, 0),"
    "  city = coalesce(home.city, c.city),"
    "  district = coalesce(home.district, c.district), currency = coalesce(main.currency, c.currency),"
    "  sums = coalesce(sums.told, '[]'), channels = coalesce(channel.ids, '[]'),"
    "  first_order_at = whole.first_at, last_order_at = coalesce(whole.last_at, c.created_at), updated_at = now(),"
    "  search = setweight(to_tsvector('simple', coalesce(name.names, '')), 'A')"
    "   || setweight(to_tsvector('simple', coalesce(known.mails, '')), 'B')"
    "   || setweight(to_tsvector('simple', coalesce(known.phones, '')), 'C')"
    "   || setweight(to_tsvector('simple', translate(concat_ws(' ', name.places, address.places), :letters, :folded)"
    "       || ' '"
    "       || coalesce(channel.words, 'chnone')), 'D')"
    " FROM unnest(CAST(:ids AS uuid[])) r(id) LEFT JOIN whole ON whole.root = r.id LEFT JOIN main ON main.root = r.id"
    " LEFT JOIN channel ON channel.root = r.id LEFT JOIN name ON name.root = r.id LEFT JOIN known ON known.root = r.id"
    " LEFT JOIN address ON address.root = r.id LEFT JOIN home ON home.root = r.id"
    " LEFT JOIN sums ON sums.root = r.id"
    " WHERE c.id = r.id"
)
_LETTERS = "ABCÇDEFGĞHIİJKLMNOÖPQRSŞTUÜVWXYZçğıöşüâîûÂÎÛ"


def refresh(session: Session, scope: Scope, customer_ids: Collection[UUID]) -> None:
    """Of those shown for `customer_ids`."""
    scope.require("customers.write")
    if not customer_ids:
        return
    shown = session.execute(_SHOWN, {"ids": sorted(customer_ids)}).scalars().all()
    session.execute(
        _REFRESH, {"ids": list(shown), "letters": _LETTERS, "folded": "".join(fold(c) for c in _LETTERS)}
    )
    tally(session, scope, shown)
