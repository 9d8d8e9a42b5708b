"""Customers at a million of them beside a million orders: the list as people narrow it, and one customer's page."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bench.ground import Ground, analyze, percentile
from bench.lists import fill_orders
from prapazar.domain.customers import queries, queries_one
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.flows import customer_desk
from prapazar.foundation import db
from prapazar.foundation.clock import now

ROUNDS = 10
DEALER_ORDERS = 10_000
"""Of the one customer who orders all day."""


def fill(ground: Ground, count: int) -> None:
    """As many orders and customers; one of these has very many of the orders, the others one each."""
    fill_orders(ground, count)
    values = {
        "m": ground.scope.merchant_id,
        "c": ground.connections[0],
        "many": min(DEALER_ORDERS, count // 10),
    }
    with create_engine(ground.owner_url).begin() as owner:
        for statement in (_CUSTOMERS, _ORDERS, _DEALER, _ADDRESSES):
            owner.execute(text(statement), values)
    analyze(ground.owner_url)


def measure(ground: Ground) -> dict[str, float]:
    asked: list[tuple[CustomerFilter, str, str]] = [
        (CustomerFilter(), "-last", ""),
        (CustomerFilter(), "-last", f"{(now() - timedelta(days=100)).isoformat()}~{ground.variants[0]}"),
        (CustomerFilter(), "-spent", ""),
        (CustomerFilter(), "name", ""),
        (CustomerFilter(search="soyad123 il34"), "-last", ""),
        (CustomerFilter(search="ad77"), "-last", ""),
        (CustomerFilter(search="a4567@x"), "-last", ""),
        (CustomerFilter(search="soyad12"), "-spent", ""),
        (CustomerFilter(city="İl 34"), "-last", ""),
        (CustomerFilter(city="İl 34", search="soyad1"), "-last", ""),
        (CustomerFilter(channel=str(ground.connections[0])), "-last", ""),
        (CustomerFilter(channel=str(ground.connections[1])), "-last", ""),
        (CustomerFilter(view="new"), "-last", ""),
        (CustomerFilter(view="repeat"), "-last", ""),
        (CustomerFilter(view="asleep"), "-last", ""),
    ]
    lists = [
        _milliseconds(ground, partial(_list, ground, wanted, sort, after))
        for _ in range(ROUNDS)
        for wanted, sort, after in asked
    ]
    pages = [
        _milliseconds(ground, partial(_page, ground, sort))
        for _ in range(ROUNDS)
        for sort in ("-last", "-orders")
    ]
    return {"customer_list_p95_ms": percentile(lists), "customer_page_p95_ms": percentile(pages)}


def _list(ground: Ground, wanted: CustomerFilter, sort: str, after: str, session: Session) -> None:
    """Rows and the count beside them, as the screen asks."""
    queries.page(session, ground.scope, wanted, after=after, sort=sort, limit=51)
    queries.count(session, ground.scope, wanted)


def _page(ground: Ground, sort: str, session: Session) -> None:
    row = queries.page(session, ground.scope, CustomerFilter(), sort=sort, limit=1)[0]
    queries_one.detail(session, ground.scope, row.id)
    queries.pairs(session, ground.scope, customer_id=row.id)
    customer_desk.timeline(session, ground.scope, row.id, limit=31)


def _milliseconds(ground: Ground, read: Callable[[Session], object]) -> float:
    with db.transaction(ground.scope) as session:
        begun = time.perf_counter()
        read(session)
        return (time.perf_counter() - begun) * 1000


_CUSTOMERS = (
    "INSERT INTO customer (id, merchant_id, name, folded_name, company, email, phone, city, district, note, tags,"
    " order_count, spent, currency, channels, first_order_at, last_order_at, search)"
    " SELECT o.id, :m, o.buyer_name, lower(o.buyer_name), '', 'a' || o.number || '@x.com', '90532' || o.number,"
    "  'İl ' || CAST(o.number AS int) % 81, 'Merkez', '', '[]', 1 + CAST(o.number AS int) % 3 / 2, o.total, 'TRY',"
    "  jsonb_build_array(:c), o.ordered_at, o.ordered_at,"
    "  setweight(to_tsvector('simple', lower(o.buyer_name)), 'A')"
    "   || setweight(to_tsvector('simple', 'a' || o.number || ' x com'), 'B')"
    "   || setweight(to_tsvector('simple', '90532' || o.number || ' 0532' || o.number), 'C')"
    "   || setweight(to_tsvector('simple', 'il' || CAST(o.number AS int) % 81 || ' merkez ch'"
    "       || replace(CAST(:c AS text), '-', '')), 'D')"
    " FROM purchase_order o WHERE o.merchant_id = :m"
)
_ORDERS = (
    "INSERT INTO customer_order (id, merchant_id, order_id, customer_id, ordered_at, is_waiting)"
    " SELECT gen_random_uuid(), :m, o.id, o.id, o.ordered_at, false FROM purchase_order o WHERE o.merchant_id = :m"
)
_DEALER = (
    "WITH dealer AS (UPDATE customer SET order_count = :many WHERE id ="
    "  (SELECT id FROM purchase_order WHERE merchant_id = :m AND number = '1') RETURNING id)"
    " UPDATE customer_order w SET customer_id = d.id FROM dealer d, purchase_order o"
    " WHERE o.id = w.order_id AND CAST(o.number AS int) <= :many"
)
_ADDRESSES = (
    "INSERT INTO customer_address (id, merchant_id, customer_id, digest, likeness, name, company, line, neighbourhood,"
    " district, city, postal_code, country, is_billing, last_used_at)"
    " SELECT gen_random_uuid(), :m, id, folded_name, '', name, '', 'Cadde 1', '', district, city, '', 'TR', false,"
    "  last_order_at FROM customer WHERE merchant_id = :m"
)
