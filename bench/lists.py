"""Product search and the filtered order list at a million rows, through the domain's own queries."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bench.ground import Ground, analyze, percentile
from prapazar.domain.catalog.queries import product_list
from prapazar.domain.catalog.queries.filters import ProductFilter
from prapazar.domain.orders import queries as orders
from prapazar.domain.orders.queries import Cursor, OrderFilter
from prapazar.foundation import db
from prapazar.foundation.clock import now

SEARCHES = ("urun 77", "sku123456", "urun", "869000", "sku99 urun")
ROUNDS = 20


def measure_search(ground: Ground) -> dict[str, float]:
    samples = [
        _milliseconds(ground, partial(_search, ground, typed)) for _ in range(ROUNDS) for typed in SEARCHES
    ]
    return {"search_p95_ms": percentile(samples)}


def _search(ground: Ground, typed: str, session: Session) -> None:
    product_list.page(session, ground.scope, ProductFilter(text=typed))


def fill_orders(ground: Ground, count: int) -> None:
    """Orders over a year with one line each, straight into the tables."""
    with create_engine(ground.owner_url).begin() as owner:
        values = {"m": ground.scope.merchant_id, "n": count, "c": ground.connections[0]}
        owner.execute(text(_ORDERS), values)
        owner.execute(text(_PACKAGES), values)
        owner.execute(text(_LINES), {**values, "v": ground.variants[0]})
    analyze(ground.owner_url)


def measure_orders(ground: Ground) -> dict[str, float]:
    middle = Cursor(now() - timedelta(days=100), ground.variants[0])
    asked: list[tuple[OrderFilter, Cursor | None]] = [
        (OrderFilter(), None),
        (OrderFilter(statuses=("new",)), None),
        (OrderFilter(connection_ids=(ground.connections[0],)), middle),
        (OrderFilter(search="4567"), None),
        (OrderFilter(search="soyad123 il34"), None),
        (OrderFilter(statuses=("shipped",), since=now() - timedelta(days=30)), None),
    ]
    samples = [
        _milliseconds(ground, partial(_list, ground, wanted, after))
        for _ in range(ROUNDS)
        for wanted, after in asked
    ]
    return {"order_list_p95_ms": percentile(samples)}


def _list(ground: Ground, wanted: OrderFilter, after: Cursor | None, session: Session) -> None:
    orders.page(session, ground.scope, wanted, after=after)


def _milliseconds(ground: Ground, read: Callable[[Session], object]) -> float:
    with db.transaction(ground.scope) as session:
        begun = time.perf_counter()
        read(session)
        return (time.perf_counter() - begun) * 1000


# Buyers and places as varied as a year of real orders: 900 given names, 700 surnames, 81 provinces.
_ORDERS = (
    "INSERT INTO purchase_order (id, merchant_id, connection_id, external_id, number, status, has_problem, ordered_at,"
    " currency, total, discount, shipping, line_count, unit_count, buyer_name, city, district, shipping_address,"
    " billing_address, note, tags, search) SELECT gen_random_uuid(), :m, :c, 'x' || i, CAST(i AS text),"
    " (ARRAY['new','picking','packed','shipped','delivered','delivered','delivered','cancelled'])[1 + i % 8], false,"
    " now() - (i * interval '30 seconds'), 'TRY', 100, 0, 0, 1, 1, 'Ad' || i % 900 || ' Soyad' || i % 700,"
    " 'İl' || i % 81, 'Merkez', '{}', '{}', '', '[]',"
    " to_tsvector('simple', i || ' ad' || i % 900 || ' soyad' || i % 700 || ' il' || i % 81)"
    " FROM generate_series(1, :n) i"
)
_PACKAGES = (
    "INSERT INTO shipment_package (id, merchant_id, order_id, connection_id, external_id, status, provider_status,"
    " payload_hash) SELECT gen_random_uuid(), :m, id, connection_id, external_id, status, '', '' FROM purchase_order"
    " WHERE merchant_id = :m AND external_id LIKE 'x%'"
)
_LINES = (
    "INSERT INTO order_line (id, merchant_id, order_id, package_id, external_id, variant_id, title, quantity,"
    " cancelled_quantity, unit_price, discount, total) SELECT gen_random_uuid(), :m, order_id, id, '1', :v, 'Ürün', 1, 0,"
    " 100, 0, 100 FROM shipment_package WHERE merchant_id = :m AND external_id LIKE 'x%'"
)
