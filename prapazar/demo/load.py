"""Loads the demo shop step by step; each step says what it did."""

import csv
import gzip
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib import resources
from io import StringIO
from uuid import UUID

import httpx
from sqlalchemy import text

from prapazar.demo.people import PASSWORD, PEOPLE
from prapazar.domain.access import actions as access
from prapazar.domain.catalog.enums import SheetField
from prapazar.domain.channels.enums import Topic
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.flows import catalog, catalog_sheets, channels, listings, orders
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings

MERCHANT = "Anadolu Lezzet"
TRENDYOL_SELLER = "107420"
COLUMNS = (SheetField.SKU, SheetField.COST, SheetField.FLOOR_PRICE, SheetField.DESI)
FLOOR_OVER_COST = "1.10"
Say = Callable[[str], None]


class DemoImpossible(Exception):
    """Said to the person who asked for the demo."""


def is_fresh() -> bool:
    with db.system_transaction() as session:
        return session.execute(text("SELECT 1 FROM app_user LIMIT 1")).scalar() is None


def load(say: Say) -> None:
    """Into an empty installation, with the sandbox running. Raises DemoImpossible, ProviderFault."""
    accounts = _sandbox_accounts()
    scope = _people()
    say(f"People: {len(PEOPLE)} with the password {PASSWORD}")
    trendyol, web = _stores(scope, accounts)
    say("Stores: Trendyol and WooCommerce connected")
    say(f"Products: {_products(scope, trendyol)} from Trendyol")
    say(f"Web shop: {catalog.import_listings(web)} listings read and matched")
    say(f"Costs: {_costs(scope)} rows of the price sheet imported")
    _count(scope)
    say(f"Orders: {orders.import_new(trendyol)} from Trendyol, {orders.import_new(web)} from the web shop")
    say(f"Stock: {_count(scope)} balances counted")
    for store in (trendyol, web):
        listings.push(store, Topic.PUSH_STOCK)
        channels.set_up(store)
    say("Channels told, webhooks registered")


def _sandbox_accounts() -> dict[str, dict[str, str]]:
    address = f"http://127.0.0.1:{settings().sandbox_port}/_control/accounts"
    try:
        answer = httpx.get(address, timeout=10).json()
    except (httpx.HTTPError, ValueError) as error:
        raise DemoImpossible(f"The sandbox does not answer at {address}; start it first.") from error
    shop = next(a for a in answer if a["provider"] == "woocommerce")
    seller = next(a for a in answer if a["provider"] == "trendyol" and a["account"] == TRENDYOL_SELLER)
    key = shop["keys"][0]
    return {
        "trendyol": {
            "seller_id": TRENDYOL_SELLER,
            "api_key": seller["api_key"],
            "api_secret": seller["api_secret"],
        },
        "woocommerce": {
            "shop_url": f"http://127.0.0.1:{settings().sandbox_port}{shop['path']}",
            "consumer_key": key["consumer_key"],
            "consumer_secret": key["consumer_secret"],
        },
    }


def _people() -> Scope:
    with db.system_transaction() as session:
        scope = system_scope(access.create_merchant(session, MERCHANT))
        for person in PEOPLE:
            access.add_member(
                session,
                scope,
                email=person.email,
                name=person.name,
                password=PASSWORD,
                role_key=person.role_key,
                is_super_admin=person.is_super_admin,
            )
    return scope


def _stores(scope: Scope, accounts: dict[str, dict[str, str]]) -> tuple[UUID, UUID]:
    with db.transaction(scope) as session:
        made = [
            channels.connect(
                session, scope, connector=slug, name=name, environment="sandbox", values=accounts[slug]
            )
            for slug, name in (("trendyol", "Trendyol"), ("woocommerce", "anadolulezzet.com"))
        ]
    return made[0], made[1]


def _products(scope: Scope, trendyol: UUID) -> int:
    catalog.import_listings(trendyol)
    return catalog.adopt_all(scope, trendyol).products


def _costs(scope: Scope) -> int:
    """The price sheet a shop keeps, imported the way a person would."""
    path = catalog_sheets.upload_path(scope, "fiyatlar.csv")
    sheet = StringIO()
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow([field.value for field in COLUMNS])
    writer.writerows(_price_rows(_known_skus(scope)))
    path.write_text(sheet.getvalue(), encoding="utf-8")
    mapping = {field.value: field.value for field in COLUMNS}
    with db.transaction(scope) as session:
        run_id = catalog_sheets.start(session, scope, path, "fiyatlar.csv", mapping)
    catalog_sheets.run_import(run_id)
    with db.transaction(scope) as session:
        done: int = session.execute(
            text("SELECT done FROM import_run WHERE id = :id"), {"id": run_id}
        ).scalar_one()
    return done


def _known_skus(scope: Scope) -> set[str]:
    with db.transaction(scope) as session:
        return set(session.execute(text("SELECT sku FROM variant")).scalars())


def _price_rows(known: set[str]) -> Iterator[list[str]]:
    packed = resources.files("prapazar") / "sandbox" / "data" / "products.csv.gz"
    for row in csv.DictReader(gzip.decompress(packed.read_bytes()).decode().splitlines()):
        if row["sku"] in known:
            floor = Decimal(row["cost"]) * Decimal(FLOOR_OVER_COST)
            floor = min(floor, Decimal(row["sale_price"]))
            yield [row["sku"], row["cost"].replace(".", ","), f"{floor:.2f}".replace(".", ","), row["desi"]]


_SHOWN = text(
    "SELECT v.id, max(l.seen_quantity) + coalesce((SELECT sum(r.quantity) FROM reservation r"
    "  WHERE r.variant_id = v.id), 0) + coalesce((SELECT sum(h.quantity) FROM shortage h"
    "  WHERE h.variant_id = v.id AND h.resolved_at IS NULL), 0)"
    " FROM variant v JOIN listing l ON l.variant_id = v.id AND l.seen_quantity IS NOT NULL GROUP BY v.id"
)


def _count(scope: Scope) -> int:
    """What the shops show is on the shelf, and what their open orders hold as well."""
    with db.transaction(scope) as session:
        counts = [StockCount(row[0], int(row[1])) for row in session.execute(_SHOWN)]
        return stock.set_on_hand(session, scope, counts, note="İlk sayım")
