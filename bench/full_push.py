"""Everything to eight stores of eight providers at once, beside what each one's limits dictate, while buyers buy.

When a shop showed what is the sandbox's own record; what was refused is what our traffic log says.
"""

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, create_engine, text

from bench import ground
from bench.ground import Ground, percentile
from bench.running import Shop, control, sandbox_address
from prapazar.connector_kit import registry
from prapazar.connector_kit.http import Wire
from prapazar.domain.channels import sync_runs
from prapazar.domain.channels.enums import SyncKind
from prapazar.flows import channels
from prapazar.foundation import db
from prapazar.foundation.embedded import postgres, redis
from prapazar.foundation.scope import Scope

SEEDED, UNITS = 10, 500
SEEDED_AT_ONCE = 5_000
READY_WITHIN, PUSHED_WITHIN = 180, 1_800
BETWEEN_SALES = 0.5
SETTLING = 20
_NUMBERS = ("seller_id", "vendor_id", "merchant_id")
"""What forms call the account where the sandbox calls it nothing else."""
_SOURCES = ("trendyol", "woocommerce")
"""Their webhooks tell an order at once; how often the others are asked is the merchant's choice."""


@dataclass(frozen=True, slots=True)
class Provider:
    slug: str
    group: str
    """The limit group of its stock requests."""
    key: str
    """What an article is called by in the sandbox; our listing's external id too, where it gives none."""
    quantity: str
    rules: Mapping[str, int] = field(default_factory=dict)
    """Limits that the manifest assumes and the documents do not give: the sandbox keeps them for once too."""


STORES = (
    Provider("trendyol", "inventory_write", "barcode", "quantity"),
    Provider("hepsiburada", "listing", "merchantSku", "quantity"),
    Provider("n11", "product_tasks", "stockCode", "quantity"),
    Provider("ciceksepeti", "price_stock", "stockCode", "stockQuantity"),
    Provider("pazarama", "stock_price", "code", "stockCount"),
    Provider("idefix", "api", "barcode", "inventoryQuantity", rules={"burst": 120, "burst_ms": 60_000}),
    Provider("pttavm", "api", "barkod", "miktar", rules={"burst": 300, "burst_ms": 60_000}),
    Provider("woocommerce", "api", "sku", "stock_quantity", rules={"requests_per_minute": 1_800}),
)


@dataclass(frozen=True, slots=True)
class Store:
    provider: Provider
    account: str
    connection_id: UUID
    first_id: str
    """What the channel calls the first article; the following ones are numbered on."""

    def external_id(self, place: int) -> str:
        return f"{self.head}{int(self.first_id[len(self.head) :]) + place:0{self.digits}d}"

    @property
    def head(self) -> str:
        return self.first_id.rstrip("0123456789")

    @property
    def digits(self) -> int:
        return len(self.first_id) - len(self.head)


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
    manifest = registry.manifest(provider.slug)
    requests = -(-skus // manifest.batches.stock)
    windows = manifest.windows({})[provider.group]
    return Dictated(
        requests,
        max((requests - 1) // window.requests * window.seconds for window in windows),
        max((requests - 1) * window.seconds / window.requests for window in windows),
    )


def measure(shop: Shop, skus: int) -> dict[str, float]:
    """`full_push_ratio`: how long the push took by how long the slowest store's limits make it."""
    owner_url = _enter(shop)
    engine = create_engine(owner_url)
    stood = ground.shop(owner_url, variants=skus, connections=0)
    stores = _connect(engine, stood, skus)
    _list(engine, stood, stores)
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
        time.sleep(SETTLING)
        waited = _waited(record, begun_row, stores, sales)
    return _figures(skus, stores, {slug: at - begun for slug, at in ended.items()}, waited) | {
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


# the eight stores


def _connect(engine: Engine, stood: Ground, skus: int) -> list[Store]:
    """Connected while they are empty, so that the first read is over at once."""
    stores: list[Store] = []
    for provider in STORES:
        if provider.rules:
            control("PUT", f"{provider.slug}/rules", dict(provider.rules))
        made = control("POST", f"{provider.slug}/accounts", {"slug": "fullpush", "name": "Full push"})
        values, account = _values(provider, made), str(made["account"])
        with db.transaction(stood.scope) as session:
            connection_id = channels.connect(
                session,
                stood.scope,
                connector=provider.slug,
                name=provider.slug,
                environment="live" if provider.slug == "woocommerce" else "sandbox",
                values=values,
            )
        stores.append(Store(provider, account, connection_id, ""))
    _until(lambda: _are_ready(engine, stores), READY_WITHIN, "the stores are set up")
    return [_stocked(store, skus) for store in stores]


def _values(provider: Provider, made: Mapping[str, Any]) -> dict[str, str]:
    """The form, filled in with what the sandbox says of its account."""
    known = {name: str(value) for name, value in made.items() if isinstance(value, str | int)}
    known = {
        **dict.fromkeys(_NUMBERS, known["account"]),
        **known,
        "shop_url": sandbox_address() + str(made["path"]),
    }
    known |= {name: str(value) for name, value in (made.get("keys") or [{}])[0].items()}
    fields = registry.manifest(provider.slug).auth.fields
    return {one.name: known[one.name] for one in fields if one.name in known}


def _are_ready(engine: Engine, stores: Sequence[Store]) -> bool:
    with engine.connect() as books:
        waiting = books.execute(
            text(
                "SELECT (SELECT count(*) FROM outbox WHERE partition = ANY(:ids))"
                " + (SELECT count(*) FROM sync_job WHERE connection_id = ANY(:ids)"
                "    AND kind IN ('orders', 'products') AND last_finished_at IS NULL)"
            ),
            {"ids": [store.connection_id for store in stores]},
        ).scalar_one()
    return bool(waiting == 0)


def _stocked(store: Store, skus: int) -> Store:
    """Every article with a few units on its shelf; the first one alone, to learn what the channel calls it."""
    provider, path = store.provider, f"{store.provider.slug}/{store.account}/products"
    articles = [_article(provider, place) for place in range(skus)]
    control("POST", path, articles[:1])
    for first in range(1, skus, SEEDED_AT_ONCE):
        control("POST", path, articles[first : first + SEEDED_AT_ONCE])
    return Store(provider, store.account, store.connection_id, _first_id(store))


def _article(provider: Provider, place: int) -> dict[str, object]:
    return {
        provider.key: _sku(place),
        provider.quantity: SEEDED,
        "name": _sku(place),
        "regular_price": "100.00",
    }


def _sku(place: int) -> str:
    """As `ground.shop` counts them, from one."""
    return f"SKU{place + 1:08d}"


def _first_id(store: Store) -> str:
    found = control("GET", f"{store.provider.slug}/{store.account}/stock/{_sku(0)}")
    if store.provider.slug == "woocommerce":
        return str(found["id"])
    if store.provider.slug != "hepsiburada":
        return str(found["key"])
    return _hepsiburada_id(store)


def _hepsiburada_id(store: Store) -> str:
    """Only its own list of listings tells the number it gave."""
    account = next(one for one in control("GET", "accounts") if one["account"] == store.account)
    kept, sealed = registry.manifest("hepsiburada").split(_values(store.provider, account))
    connector: Any = registry.build("hepsiburada", kept, sealed, "sandbox", Wire())
    page = next(iter(connector.fetch_listings()))
    return str(min(one.external_id for one in page))


def _list(engine: Engine, stood: Ground, stores: Sequence[Store]) -> None:
    """Straight into the books: reading them would take longer than the push."""
    with engine.begin() as books:
        books.execute(text("UPDATE stock SET on_hand = :units WHERE merchant_id = :m"), _of(stood))
        for store in stores:
            books.execute(
                text(_LISTINGS),
                {
                    **_of(stood),
                    "id": store.connection_id,
                    "head": store.head,
                    "first": int(store.first_id[len(store.head) :]) - 1,
                    "digits": store.digits,
                },
            )


def _of(stood: Ground) -> dict[str, object]:
    return {"m": stood.scope.merchant_id, "units": UNITS}


_LISTINGS = (
    "INSERT INTO listing (id, merchant_id, connection_id, variant_id, external_id, sku, barcode, title, status,"
    " match, raw, rejections) SELECT gen_random_uuid(), :m, :id, v.id,"
    " :head || lpad(n.number, greatest(:digits, length(n.number)), '0'), v.sku, v.barcode, v.sku,"
    " 'active', 'matched', '{}', 0 FROM variant v CROSS JOIN LATERAL"
    " (SELECT CAST(:first + CAST(substr(v.sku, 4) AS bigint) AS text) AS number) n WHERE v.merchant_id = :m"
)


# the push, and who buys meanwhile


def _start(scope: Scope, stores: Sequence[Store]) -> None:
    with db.transaction(scope) as session:
        sync_runs.start(session, scope, [store.connection_id for store in stores], [SyncKind.STOCK])


def _buy(stores: Sequence[Store], skus: int, sales: list[Sale], stop: threading.Event) -> None:
    """One unit of an article that nobody bought before; the last ones of the catalogue, whose turn is far."""
    time.sleep(2)
    sources = [store for store in stores if store.provider.slug in _SOURCES]
    while not stop.wait(BETWEEN_SALES):
        place = skus - 1 - len(sales)
        store = sources[len(sales) % len(sources)]
        if place < 0:
            return
        at = time.time()
        control(
            "POST",
            f"{store.provider.slug}/{store.account}/orders",
            {"lines": [{store.provider.key: _sku(place), "key": _sku(place), "quantity": 1}]},
        )
        sales.append(Sale(place, at, store.provider.slug))


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


def _until(is_so: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {seconds} s: {what}")
        time.sleep(0.5)


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
    skus: int, stores: Sequence[Store], took: Mapping[str, float], waited: Mapping[str, Sequence[float]]
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
            f"full_push_{slug}_sale_p95_s": percentile(waited[slug]) if waited[slug] else 0.0,
        }
    everyone = [wait for waits in waited.values() for wait in waits]
    return {
        "full_push_s": max(took.values()),
        "full_push_dictated_s": max(least),
        "full_push_ratio": max(took.values()) / max(least),
        "full_push_sale_p95_s": percentile(everyone) if everyone else 0.0,
        "full_push_sales": float(len(everyone)),
        **figures,
    }
