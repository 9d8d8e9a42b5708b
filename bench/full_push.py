"""Everything to eight stores of eight providers at once, beside what each one's limits dictate, while buyers buy.

When a shop showed what is the sandbox's own record; what was refused is what our traffic log says.
"""

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine, text

from bench import eight_stores, ground
from bench.eight_stores import UNITS, Provider, Store, sku, until
from bench.ground import percentile
from bench.running import Shop, control
from prapazar.connector_kit import registry
from prapazar.connector_kit.limits import Window
from prapazar.domain.channels import sync_runs
from prapazar.domain.channels.enums import SyncKind
from prapazar.foundation import db
from prapazar.foundation.embedded import postgres, redis
from prapazar.foundation.scope import Scope

PUSHED_WITHIN = 1_800
BETWEEN_SALES = 0.5
SETTLING = 20
CALM_SALES = 12
"""Single ones, after the push: each finds every limit free."""
_SOURCES = ("trendyol", "woocommerce")
"""Their webhooks tell an order at once; how often the others are asked is the merchant's choice."""


@dataclass(frozen=True, slots=True)
class Sale:
    place: int
    at: float
    source: str


@dataclass(frozen=True, slots=True)
class Dictated:
    requests: int
    earliest: float
    """Seconds until the last request may leave, with every window filled at its very beginning."""
    even: float
    """The same, one request after the other at the limit's own pace."""


def dictated(skus: int, provider: Provider) -> Dictated:
    requests = -(-skus // registry.manifest(provider.slug).batches.stock)
    windows = _windows(provider)
    return Dictated(
        requests,
        max((requests - 1) // window.requests * window.seconds for window in windows),
        max((requests - 1) * window.seconds / window.requests for window in windows),
    )


def pace(provider: Provider) -> float:
    """Seconds from one request to the next that its limit dictates: so long a sale may wait while all are used."""
    return max(window.seconds / window.requests for window in _windows(provider))


def _windows(provider: Provider) -> Sequence[Window]:
    return registry.manifest(provider.slug).windows({})[provider.group]


def measure(shop: Shop, skus: int) -> dict[str, float]:
    """`full_push_ratio`: how long the push took by how long the slowest store's limits make it."""
    owner_url = _enter(shop)
    engine = create_engine(owner_url)
    stood = ground.shop(owner_url, variants=skus, connections=0)
    stores = eight_stores.connect(engine, stood, skus)
    eight_stores.fill(engine, stood, stores)
    ground.analyze(owner_url)
    with sqlite3.connect(f"file:{shop.folder}/sandbox/sandbox.sqlite?mode=ro", uri=True) as record:
        begun_row = record.execute("SELECT coalesce(max(id), 0) FROM shown").fetchone()[0]
        begun = time.time()
        _start(stood.scope, stores)
        sales: list[Sale] = []
        stop = threading.Event()
        buyer = threading.Thread(target=_buy, args=(stores, skus, sales, stop))
        buyer.start()
        try:
            ended = _ended(record, begun_row, stores, skus, lambda: _states(engine, stores))
        finally:
            stop.set()
            buyer.join()
        until(lambda: _is_told(engine, stores), PUSHED_WITHIN, "all sales are told")
        time.sleep(SETTLING)
        calm = _buy_calmly(stores, skus - len(sales))
        waited = _waited(record, begun_row, stores, sales)
        waited_calmly = _waited(record, begun_row, stores, calm)
    return _figures(skus, stores, {slug: at - begun for slug, at in ended.items()}, waited, waited_calmly) | {
        "full_push_refused": _refused(engine, stores, begun),
        "full_push_load": os.getloadavg()[1],
    }


def _enter(shop: Shop) -> str:
    """Let this process work in the shop's own books, with its key."""
    owner_url, redis_url = postgres.running_url(shop.folder), redis.running_url(shop.folder)
    if owner_url is None or redis_url is None:
        raise RuntimeError("the shop's servers are not running")
    owner_url = owner_url.replace("postgresql://", "postgresql+psycopg://", 1)
    os.environ |= {
        "PRAPAZAR_DATA_DIR": str(shop.folder),
        "PRAPAZAR_DATABASE_URL": owner_url,
        "PRAPAZAR_REDIS_URL": redis_url,
        "PRAPAZAR_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
    }
    ground.forget()
    return owner_url


# the push, and who buys meanwhile


def _start(scope: Scope, stores: Sequence[Store]) -> None:
    with db.transaction(scope) as session:
        sync_runs.start(session, scope, [store.connection_id for store in stores], [SyncKind.STOCK])


def _buy(stores: Sequence[Store], skus: int, sales: list[Sale], stop: threading.Event) -> None:
    """One unit of an article that nobody bought before; the last ones of the catalogue, whose turn is far."""
    time.sleep(2)
    while not stop.wait(BETWEEN_SALES) and len(sales) < skus - CALM_SALES:
        sales.append(_sold(stores, skus - 1 - len(sales)))


def _buy_calmly(stores: Sequence[Store], left: int) -> list[Sale]:
    """One unit after the other, so far apart that the strictest limit is free again."""
    apart = 1.2 * max(pace(store.provider) for store in stores)
    sales: list[Sale] = []
    for place in range(left - 1, left - 1 - CALM_SALES, -1):
        sales.append(_sold(stores, place))
        time.sleep(apart)
    return sales


def _sold(stores: Sequence[Store], place: int) -> Sale:
    sources = [store for store in stores if store.provider.slug in _SOURCES]
    store = sources[place % len(sources)]
    line = {store.provider.key: sku(place), "key": sku(place), "quantity": 1}
    at = time.time()
    control("POST", f"{store.provider.slug}/{store.account}/orders", {"lines": [line]})
    return Sale(place, at, store.provider.slug)


def _is_told(engine: Engine, stores: Sequence[Store]) -> bool:
    with engine.connect() as books:
        waiting = books.execute(
            text("SELECT count(*) FROM outbox WHERE partition = ANY(:ids) AND topic = 'listings.push_stock'"),
            {"ids": [store.connection_id for store in stores]},
        ).scalar_one()
    return bool(waiting == 0)


def _ended(
    record: sqlite3.Connection,
    after: int,
    stores: Sequence[Store],
    skus: int,
    states: Callable[[], object],
) -> dict[str, float]:
    """When each store showed the last article's new quantity."""
    told: dict[str, set[str]] = {store.provider.slug: set() for store in stores}
    ended: dict[str, float] = {}
    seen, deadline = after, time.monotonic() + PUSHED_WITHIN
    while len(ended) < len(stores):
        if time.monotonic() > deadline:
            counts = {slug: len(keys) for slug, keys in told.items()}
            raise RuntimeError(f"not within {PUSHED_WITHIN} s: {counts}; {states()}")
        time.sleep(0.5)
        rows = record.execute(
            "SELECT id, account, key, at_ms, cause FROM shown WHERE id > ? ORDER BY id", (seen,)
        )
        for row_id, account, key, at_ms, cause in rows:
            seen, slug = row_id, account.partition("/")[0]
            if cause != "api" or slug not in told:
                continue
            told[slug].add(key)
            if len(told[slug]) == skus:
                ended.setdefault(slug, at_ms / 1000)
    return ended


def _states(engine: Engine, stores: Sequence[Store]) -> list[tuple[object, ...]]:
    with engine.connect() as books:
        found = books.execute(
            text(
                "SELECT connection_id, status, done, fed, error FROM sync_part WHERE connection_id = ANY(:ids)"
            ),
            {"ids": [store.connection_id for store in stores]},
        )
        return [tuple(row) for row in found]


# what came of it


def _waited(
    record: sqlite3.Connection, after: int, stores: Sequence[Store], sales: Sequence[Sale]
) -> dict[str, list[float]]:
    """Seconds from each sale until another store was told of it."""
    found: dict[str, list[float]] = {store.provider.slug: [] for store in stores}
    for store in stores:
        slug = store.provider.slug
        pushed: dict[str, list[tuple[float, int]]] = {}
        rows = record.execute(
            "SELECT key, at_ms, quantity FROM shown WHERE id > ? AND cause = 'api' AND account LIKE ? ORDER BY id",
            (after, f"{slug}/%"),
        )
        for key, at_ms, quantity in rows:
            pushed.setdefault(key, []).append((at_ms / 1000, quantity))
        for sale in sales:
            if sale.source != slug:
                moments = [
                    at
                    for at, quantity in pushed.get(store.external_id(sale.place), [])
                    if at >= sale.at and quantity < UNITS
                ]
                found[slug].append(min(moments) - sale.at if moments else float(PUSHED_WITHIN))
    return found


def _refused(engine: Engine, stores: Sequence[Store], since: float) -> float:
    """How many requests got no good answer; which they were is said beside the figures."""
    with engine.connect() as books:
        found = books.execute(
            text(
                "SELECT c.name, t.operation, t.status, t.error, count(*) AS times FROM traffic_entry t"
                " JOIN connection c ON c.id = t.connection_id WHERE t.connection_id = ANY(:ids)"
                " AND t.at >= to_timestamp(:since) AND (t.error IS NOT NULL OR coalesce(t.status, 500) >= 400)"
                " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2"
            ),
            {"ids": [store.connection_id for store in stores], "since": since},
        ).all()
    for row in found:
        print("refused:", *row, file=sys.stderr)
    return float(sum(row.times for row in found))


def _figures(
    skus: int,
    stores: Sequence[Store],
    took: Mapping[str, float],
    waited: Mapping[str, Sequence[float]],
    calmly: Mapping[str, Sequence[float]],
) -> dict[str, float]:
    figures: dict[str, float] = {}
    least: list[float] = []
    for store in stores:
        slug, by_limit = store.provider.slug, dictated(skus, store.provider)
        least.append(by_limit.earliest)
        figures |= {
            f"full_push_{slug}_s": took[slug],
            f"full_push_{slug}_dictated_s": by_limit.earliest,
            f"full_push_{slug}_even_s": by_limit.even,
            f"full_push_{slug}_ratio": took[slug] / by_limit.even if by_limit.even else 0.0,
            f"full_push_{slug}_pace_s": pace(store.provider),
            f"full_push_{slug}_sale_p95_s": percentile(waited[slug]) if waited[slug] else 0.0,
            f"full_push_{slug}_idle_sale_p95_s": percentile(calmly[slug]) if calmly[slug] else 0.0,
        }
    everyone = [wait for waits in waited.values() for wait in waits]
    rested = [wait for waits in calmly.values() for wait in waits]
    return {
        "full_push_s": max(took.values()),
        "full_push_dictated_s": max(least),
        "full_push_ratio": max(took.values()) / max(least),
        "full_push_sale_p95_s": percentile(everyone) if everyone else 0.0,
        "full_push_idle_sale_p95_s": percentile(rested),
        "full_push_sales": float(len(everyone)),
        **figures,
    }
