"""Reports over a year of orders: adding a store's day up again, and every question as the screen asks it."""

import time
from datetime import date, timedelta
from functools import partial

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bench.ground import Ground, analyze, percentile, timed
from prapazar.domain.reporting.reports import asking, kinds, pivot, ranking, summing
from prapazar.domain.reporting.reports.summing import Span
from prapazar.flows import reports
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now

ROUNDS = 5
BRANDS, CATEGORIES = 60, 40


def fill(ground: Ground) -> None:
    """The orders that are there get articles of all brands and categories, a second store, and parcels."""
    values = {
        "m": ground.scope.merchant_id,
        "one": ground.connections[0],
        "two": ground.connections[1],
        "brands": BRANDS,
        "categories": CATEGORIES,
    }
    with create_engine(ground.owner_url).begin() as owner:
        for statement in (_BRANDS, _CATEGORIES, _OF, _LINES, _STORES, _PARCELS):
            owner.execute(text(statement), values)
    analyze(ground.owner_url)


def measure(ground: Ground) -> dict[str, float]:
    merchant = ground.scope.merchant_id
    today = now().astimezone(ISTANBUL).date()
    with timed() as whole:
        reports.rebuild(merchant)
    analyze(ground.owner_url)
    with timed() as day, db.transaction(ground.scope) as session:
        summing.mark_days(session, ground.scope, {today - timedelta(days=1)})
        summing.sum_marked(session, ground.scope)
    with timed() as month, db.transaction(ground.scope) as session:
        summing.sum_month(session, ground.scope, today.replace(day=1), ground.connections[0])
    with db.transaction(ground.scope) as session:
        span = Span(today - timedelta(days=6), today + timedelta(days=1))
        differing = len([one for one in summing.differences(session, ground.scope, span) if one.day < today])
    figures = {
        "report_rebuild_s": whole[0],
        "report_day_sum_ms": day[0] * 1000,
        "report_month_sum_ms": month[0] * 1000,
        "report_differing_days": float(differing),
    }
    for key in (*kinds.KINDS, kinds.ABC):
        samples = [_asked(ground, key, said, today) for _ in range(ROUNDS) for said in _questions(key)]
        figures[f"report_{key}_p95_ms"] = percentile(samples)
    return figures


def _questions(key: str) -> list[dict[str, str]]:
    """Of a whole year, compared with the one before: by each dimension alone, and crossed with time and store."""
    if key == kinds.ABC:
        return [{"measure": one} for one in ("sold", "profit", "units")]
    kind = kinds.KINDS[key]
    year = {"period": "last_365", "compare": "year"}
    alone = [{**year, "rows": one} for one in kind.dimensions]
    crossed = [
        {**year, "rows": one, "columns": "month"} for one in kind.dimensions if "month" in kind.dimensions
    ]
    both = [{**year, "rows": "province", "columns": "brand"}] if "brand" in kind.dimensions else []
    asked = [*alone, *(one for one in crossed if one["rows"] != "month"), *both]
    return [one for one in asked if "province" not in one.values() or "province" in kind.dimensions]


def _asked(ground: Ground, key: str, said: dict[str, str], today: date) -> float:
    read = (
        partial(_rank, ground, said, today) if key == kinds.ABC else partial(_pivot, ground, key, said, today)
    )
    with db.transaction(ground.scope) as session:
        begun = time.perf_counter()
        read(session)
        return (time.perf_counter() - begun) * 1000


def _pivot(ground: Ground, key: str, said: dict[str, str], today: date, session: Session) -> None:
    pivot.answer(session, ground.scope, asking.read(key, said, today))


def _rank(ground: Ground, said: dict[str, str], today: date, session: Session) -> None:
    by = said["measure"]
    ranking.ranking(session, ground.scope, today - timedelta(days=364), today, by=by)  # type: ignore[arg-type]  # one of its words


_BRANDS = (
    "INSERT INTO brand (id, merchant_id, name, folded) SELECT gen_random_uuid(), :m, 'Marka ' || i, 'marka ' || i"
    " FROM generate_series(1, :brands) i"
)
_CATEGORIES = (
    "INSERT INTO category (id, merchant_id, name, path) SELECT gen_random_uuid(), :m, 'Kategori ' || i, 'K ' || i"
    " FROM generate_series(1, :categories) i"
)
_OF = (
    "WITH b AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM brand WHERE merchant_id = :m),"
    " c AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM category WHERE merchant_id = :m),"
    " p AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM product WHERE merchant_id = :m)"
    " UPDATE product SET brand_id = b.id, category_id = c.id FROM p, b, c WHERE product.id = p.id"
    " AND b.n = p.n % :brands AND c.n = (p.n * 7) % :categories"
)
_LINES = (
    "WITH v AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS whole FROM variant"
    "  WHERE merchant_id = :m), l AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM order_line"
    "  WHERE merchant_id = :m) UPDATE order_line SET variant_id = v.id, vat_rate = 20, commission_rate = 15"
    " FROM l JOIN v ON v.n = (l.n * 31) % v.whole WHERE order_line.id = l.id"
)
_STORES = (
    "UPDATE purchase_order SET connection_id = :two WHERE merchant_id = :m AND CAST(number AS int) % 3 = 0"
)
_PARCELS = (
    "INSERT INTO shipment (id, merchant_id, order_id, package_id, direction, carrier, payer, reference, status,"
    " provider_status, detail, attempts, parcel_count, desi, weight, city, recipient, currency, expected_amount,"
    " billed_amount, dispute_note, is_late, received_by, created_at, shipped_at, delivered_at, expected_at, updated_at)"
    " SELECT gen_random_uuid(), :m, o.id, k.id, 'out',"
    "  (ARRAY['yurtici','aras','surat','mng'])[1 + CAST(o.number AS int) % 4], 'sender', 'R' || o.number, 'delivered',"
    "  '', '', 0, 1, 2, 1, o.city, '', 'TRY', 60, CASE WHEN CAST(o.number AS int) % 2 = 0 THEN 63 END, '', false, '',"
    "  o.ordered_at, o.ordered_at, o.ordered_at + interval '2 days', o.ordered_at + interval '3 days', o.ordered_at"
    " FROM purchase_order o JOIN shipment_package k ON k.order_id = o.id WHERE o.merchant_id = :m"
    " AND o.status IN ('shipped', 'delivered')"
)
