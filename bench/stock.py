"""Stock and price set through the domain, ledger and outbox written, beside a bare UPDATE; and the race."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from sqlalchemy import create_engine, text

from bench.ground import Ground
from prapazar.domain.pricing.actions.set_prices import PriceLine, set_prices
from prapazar.domain.stock import actions
from prapazar.domain.stock.actions import Demand, StockCount
from prapazar.foundation import db
from prapazar.foundation.ids import new_id

BATCH = 5000
BUYERS, UNITS, CONNECTIONS = 200, 100, 16


def measure_stock(ground: Ground) -> dict[str, float]:
    """Every variant gets a new count twice: once with an empty outbox, once onto rows that wait."""
    begun = time.perf_counter()
    for on_hand in (900_000, 800_000):
        for start in range(0, len(ground.variants), BATCH):
            counts = [StockCount(variant, on_hand) for variant in ground.variants[start : start + BATCH]]
            with db.transaction(ground.scope) as session:
                actions.set_on_hand(session, ground.scope, counts)
    taken = time.perf_counter() - begun
    return {"stock_set_per_s": 2 * len(ground.variants) / taken, "update_limit_per_s": _bare(ground)}


def _bare(ground: Ground) -> float:
    with create_engine(ground.owner_url).begin() as owner:
        owner.execute(text("CREATE TABLE bare_balance AS SELECT variant_id, on_hand FROM stock"))
        owner.execute(text("ALTER TABLE bare_balance ADD PRIMARY KEY (variant_id)"))
    engine = create_engine(ground.owner_url)
    begun = time.perf_counter()
    with engine.connect() as owner:
        for start in range(0, len(ground.variants), BATCH):
            part = ground.variants[start : start + BATCH]
            with owner.begin():
                owner.execute(
                    text(
                        "UPDATE bare_balance b SET on_hand = n.q FROM unnest(CAST(:v AS uuid[]), CAST(:q AS int[]))"
                        " AS n(v, q) WHERE b.variant_id = n.v"
                    ),
                    {"v": part, "q": [5] * len(part)},
                )
    return len(ground.variants) / (time.perf_counter() - begun)


def measure_prices(ground: Ground) -> dict[str, float]:
    begun = time.perf_counter()
    for price in (Decimal("149.90"), Decimal("159.90")):
        for start in range(0, len(ground.variants), BATCH):
            lines = [PriceLine(variant, price) for variant in ground.variants[start : start + BATCH]]
            with db.transaction(ground.scope) as session:
                set_prices(session, ground.scope, lines)
    return {"price_set_per_s": 2 * len(ground.variants) / (time.perf_counter() - begun)}


def measure_race(ground: Ground) -> dict[str, float]:
    """200 buyers for 100 units over 16 connections: how many were held."""
    variant = ground.variants[0]
    with db.transaction(ground.scope) as session:
        actions.set_on_hand(session, ground.scope, [StockCount(variant, UNITS)])
    gate = threading.Barrier(CONNECTIONS)

    def buy(buyers: int) -> int:
        gate.wait()
        sold = 0
        for _ in range(buyers):
            with db.transaction(ground.scope) as session:
                demand = Demand(new_id(), new_id(), variant, 1, ground.connections[0])
                sold += 1 - sum(m.quantity for m in actions.reserve(session, ground.scope, [demand]))
        return sold

    shares = [BUYERS // CONNECTIONS + (place < BUYERS % CONNECTIONS) for place in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sold = sum(pool.map(buy, shares))
    return {"race_sold": sold, "race_stock": UNITS}
