"""Eight stores of eight providers in the sandbox, connected and listed, for a push of everything."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from bench.ground import Ground
from bench.running import control, sandbox_address
from prapazar.connector_kit import registry
from prapazar.connector_kit.http import Wire
from prapazar.flows import channels
from prapazar.foundation import db

SEEDED, UNITS = 10, 500
SEEDED_AT_ONCE = 5_000
READY_WITHIN = 180
_NUMBERS = ("seller_id", "vendor_id", "merchant_id")
"""What forms call the account where the sandbox calls it nothing else."""


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


def connect(engine: Engine, stood: Ground, skus: int) -> list[Store]:
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
    until(lambda: _are_ready(engine, stores), READY_WITHIN, "the stores are set up")
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
    first_id = _first_id(store)
    for first in range(1, skus, SEEDED_AT_ONCE):
        control("POST", path, articles[first : first + SEEDED_AT_ONCE])
    return Store(provider, store.account, store.connection_id, first_id)


def _article(provider: Provider, place: int) -> dict[str, object]:
    return {
        provider.key: sku(place),
        provider.quantity: SEEDED,
        "name": sku(place),
        "regular_price": "100.00",
    }


def sku(place: int) -> str:
    """As `ground.shop` counts them, from one."""
    return f"SKU{place + 1:08d}"


def _first_id(store: Store) -> str:
    found = control("GET", f"{store.provider.slug}/{store.account}/stock/{sku(0)}")
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


def fill(engine: Engine, stood: Ground, stores: Sequence[Store]) -> None:
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


def until(is_so: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {seconds} s: {what}")
        time.sleep(0.5)
