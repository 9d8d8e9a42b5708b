"""What every measurement stands on: a durable PostgreSQL of its own, a merchant, a catalogue, two stores."""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, make_url, text

from prapazar.foundation import db, live, secrets
from prapazar.foundation.embedded import postgres
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings

MEASURED = {"shared_buffers": "512MB", "max_wal_size": "4GB", "work_mem": "32MB"}
"""Beside the product's own settings; synchronous_commit stays on."""


@dataclass(frozen=True, slots=True)
class Ground:
    scope: Scope
    variants: list[UUID]
    connections: list[UUID]
    owner_url: str


@contextmanager
def server() -> Iterator[str]:
    """The owner's URL of a PostgreSQL started for this run; PRAPAZAR_BENCH_DATABASE_URL names another."""
    given = os.environ.get("PRAPAZAR_BENCH_DATABASE_URL")
    with tempfile.TemporaryDirectory(prefix="prapazar-bench-") as folder:
        os.environ["PRAPAZAR_DATA_DIR"] = folder
        os.environ.pop("PRAPAZAR_REDIS_URL", None)
        Path(folder).chmod(0o755)
        if given:
            yield given
            return
        with postgres.Server(Path(folder), options=MEASURED) as running:
            yield running.url


@contextmanager
def database(server_url: str, name: str) -> Iterator[str]:
    """A fresh, migrated database; the settings point at it."""
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    admin_engine = create_engine(url, isolation_level="AUTOCOMMIT")
    mine = url.set(database=name).render_as_string(hide_password=False)
    with admin_engine.connect() as admin:
        admin.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        admin.execute(text(f"CREATE DATABASE {name}"))
        os.environ["PRAPAZAR_DATABASE_URL"] = mine
        forget()
        db.migrate()
        yield mine
        forget()
        admin.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin_engine.dispose()


def forget() -> None:
    db.dispose_engines()
    settings.cache_clear()
    secrets.box.cache_clear()
    live.forget_connection()


def shop(owner_url: str, *, variants: int, connections: int = 2) -> Ground:
    """A merchant with counted variants, each listed on every connection."""
    scope = system_scope(new_id())
    store_ids = [new_id() for _ in range(connections)]
    with create_engine(owner_url).begin() as owner:
        values = {"m": scope.merchant_id, "n": variants}
        owner.execute(
            text("INSERT INTO merchant (id, name, slug, is_active) VALUES (:m, 'Bench', :m, true)"), values
        )
        owner.execute(
            text(
                "INSERT INTO warehouse (id, merchant_id, name, is_default) VALUES (gen_random_uuid(), :m, 'Depo', true)"
            ),
            values,
        )
        owner.execute(text(_PRODUCTS), values)
        owner.execute(text(_VARIANTS), values)
        owner.execute(text(_STOCK), values)
        for place, store in enumerate(store_ids):
            owner.execute(text(_CONNECTION), {**values, "id": store, "name": f"store {place}"})
            owner.execute(text(_LISTINGS), {**values, "id": store})
        ids = list(
            owner.execute(
                text("SELECT id FROM variant WHERE merchant_id = :m ORDER BY sku"), values
            ).scalars()
        )
    analyze(owner_url)
    return Ground(scope, ids, store_ids, owner_url)


def analyze(owner_url: str) -> None:
    with create_engine(owner_url, isolation_level="AUTOCOMMIT").connect() as owner:
        owner.execute(text("VACUUM ANALYZE"))


def percentile(samples: Sequence[float], share: float = 0.95) -> float:
    ranked = sorted(samples)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


@contextmanager
def timed() -> Iterator[list[float]]:
    """Appends the seconds the block took."""
    took: list[float] = []
    begun = time.perf_counter()
    yield took
    took.append(time.perf_counter() - begun)


_PRODUCTS = (
    "INSERT INTO product (id, merchant_id, name, folded_name, description, vat_rate, images, status, attributes,"
    " search) SELECT gen_random_uuid(), :m, 'Ürün ' || i, 'urun ' || lpad(i::text, 8, '0'), '', 20, '[]', 'active',"
    " '{}', to_tsvector('simple', 'urun ' || i || ' sku' || i) FROM generate_series(1, :n) i"
).replace("i::text", "CAST(i AS text)")
_VARIANTS = (
    "INSERT INTO variant (id, merchant_id, product_id, sku, barcode, name, options, cost, sale_price, floor_price,"
    " currency, shelf, is_active) SELECT gen_random_uuid(), :m, id, 'SKU' || substr(folded_name, 6),"
    " '869' || substr(folded_name, 6), '', '{}', 50, 100, 60, 'TRY', '', true FROM product WHERE merchant_id = :m"
)
_STOCK = (
    "INSERT INTO stock (id, merchant_id, variant_id, warehouse_id, on_hand, reserved, incoming, safety_stock,"
    " allows_backorder, counted_at) SELECT gen_random_uuid(), :m, v.id, w.id, 1000000, 0, 0, 0, false, now()"
    " FROM variant v, warehouse w WHERE v.merchant_id = :m AND w.merchant_id = :m"
)
_CONNECTION = (
    "INSERT INTO connection (id, merchant_id, connector, name, environment, status, settings, credentials,"
    " webhook_key, stock_buffer, stock_percent) VALUES (:id, :m, 'trendyol', :name, 'sandbox', 'active', '{}',"
    " '', :id, 0, 100)"
)
_LISTINGS = (
    "INSERT INTO listing (id, merchant_id, connection_id, variant_id, external_id, sku, barcode, title, status,"
    " match, raw, rejections) SELECT gen_random_uuid(), :m, :id, v.id, v.barcode, v.sku, v.barcode, v.sku,"
    " 'active', 'matched', '{}', 0 FROM variant v WHERE v.merchant_id = :m"
)
