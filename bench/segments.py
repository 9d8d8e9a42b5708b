"""Segments at a million customers beside a million orders: what is counted while somebody is still writing."""

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, text

from bench import reports
from bench.ground import Ground, analyze, percentile
from prapazar.domain.segments import queries, rules
from prapazar.foundation import db

ROUNDS = 8
PRODUCTS = 200
Said = dict[str, Any]


@dataclass(slots=True)
class _Counted:
    shown: list[float]
    exact: list[float]
    estimates: int = 0


def fill(ground: Ground, count: int) -> None:
    """The customers of the reports, with what is kept beside them; each bought one of two hundred products."""
    reports.fill(ground, count)
    with create_engine(ground.owner_url).begin() as owner:
        for statement in _KEPT:
            owner.execute(text(statement), {"m": ground.scope.merchant_id, "products": PRODUCTS})
    analyze(ground.owner_url)


def measure(ground: Ground) -> dict[str, float]:
    """`shown`: until a number stands on the screen, an estimate among them; `exact`: until the exact one does."""
    found = _Counted([], [])
    for _ in range(ROUNDS):
        for said in _asked(ground):
            _count(ground, said, found)
    return {
        "segment_count_p95_ms": percentile(found.shown),
        "segment_exact_p95_ms": percentile(found.exact),
        "segment_estimates": found.estimates / ROUNDS,
    }


def _count(ground: Ground, said: Said, found: _Counted) -> None:
    wanted = rules.read(said)
    with db.transaction(ground.scope) as session:
        begun = time.perf_counter()
        shown = queries.quick_count(session, ground.scope, wanted)
        found.shown.append((time.perf_counter() - begun) * 1000)
        if shown.is_estimate:
            found.estimates += 1
            queries.count(session, ground.scope, wanted)
        found.exact.append((time.perf_counter() - begun) * 1000)


def _asked(ground: Ground) -> list[Said]:
    with db.transaction(ground.scope) as session:
        products = list(
            session.execute(text("SELECT DISTINCT product_id FROM customer_item LIMIT 3")).scalars()
        )

    def one(fact: str, test: str, *values: object, days: int | None = None) -> Said:
        return {"fact": fact, "test": test, "values": [str(value) for value in values], "days": days}

    city, often = one("city", "is", "İl 34"), one("orders", "at_least", 2)
    return [
        {"join": join, "parts": parts}
        for join, parts in (
            ("all", []),
            ("all", [often]),
            ("all", [city]),
            ("all", [city, one("spent", "at_least", 100)]),
            ("any", [city, one("last", "before", 180)]),
            ("all", [one("orders", "at_least", 1, days=30)]),
            ("all", [one("orders", "at_least", 1, days=365), one("spent", "at_least", 50, days=365)]),
            ("all", [one("orders", "at_most", 0, days=90)]),
            ("all", [one("product", "is", products[0])]),
            ("all", [one("product", "is_not", *products, days=180)]),
            ("all", [one("consent", "is", "email")]),
            (
                "all",
                [
                    often,
                    {"join": "any", "parts": [city, one("consent", "is", "email"), one("tag", "is", "vip")]},
                ],
            ),
        )
    ]


_KEPT = (
    (
        "INSERT INTO customer_tally (id, merchant_id, orders, counted, spent, first_at, last_at, is_company, city,"
        " district, channels, tags) SELECT id, merchant_id, order_count, order_count, spent, first_order_at,"
        " last_order_at, false, city, district, ARRAY(SELECT jsonb_array_elements_text(channels)),"
        " CASE WHEN order_count > 1 THEN ARRAY['vip'] ELSE CAST('{}' AS text[]) END FROM customer WHERE merchant_id = :m"
    ),
    (
        "INSERT INTO customer_purchase (id, order_id, merchant_id, customer_id, ordered_at, total, is_lira, is_counted)"
        " SELECT o.id, o.id, o.merchant_id, w.customer_id, o.ordered_at, o.total, true, o.status <> 'cancelled'"
        " FROM purchase_order o JOIN customer_order w ON w.order_id = o.id WHERE o.merchant_id = :m"
    ),
    (
        "WITH p AS (SELECT gen_random_uuid() AS id, n FROM generate_series(0, :products - 1) n)"
        " INSERT INTO customer_item (merchant_id, customer_id, product_id, last_at)"
        " SELECT :m, w.customer_id, p.id, max(o.ordered_at) FROM purchase_order o"
        " JOIN customer_order w ON w.order_id = o.id JOIN p ON p.n = CAST(o.number AS int) % :products"
        " WHERE o.merchant_id = :m GROUP BY 2, 3"
    ),
    (
        "INSERT INTO contact_consent (id, merchant_id, way, address, state, source, note)"
        " SELECT gen_random_uuid(), :m, 'email', email, 'granted', 'iys', '' FROM customer"
        " WHERE merchant_id = :m AND CAST(phone AS numeric) % 2 = 0"
    ),
)
