"""Loads the demo shop step by step; each step says what it did."""

import csv
import gzip
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from io import StringIO
from uuid import UUID

from sqlalchemy import text

from prapazar.demo import boxes, carriers, desk, growth, helpdesk, letters, planner, stores, suppliers, till
from prapazar.demo.people import PASSWORD, PEOPLE
from prapazar.demo.stores import TRENDYOL, DemoImpossible
from prapazar.domain.access import actions as access
from prapazar.domain.aftersales import actions as aftersales
from prapazar.domain.catalog.enums import SheetField
from prapazar.domain.channels.enums import Topic
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.flows import catalog, catalog_sheets, channels, claims, listings, orders, questions, reports
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope

__all__ = ["DemoImpossible", "is_fresh", "load"]
MERCHANT = "Anadolu Lezzet"
PACKS, SUPPLIES = "operator", "supplier"
COLUMNS = (SheetField.SKU, SheetField.COST, SheetField.FLOOR_PRICE, SheetField.DESI, SheetField.SHELF)
FLOOR_OVER_COST = "1.10"
TEMPLATES = (
    (
        "Kargo süresi",
        "kargo, ne zaman, gelir, gönder",
        "Merhaba {customer}, {title} siparişleri saat 14.00'e kadar aynı gün kargoya verilir.",
    ),
    ("Stok", "stok, kaldı, adet", "Merhaba {customer}, {title} stokta; şu anda {stock} adet var."),
    (
        "İade koşulu",
        "iade, değişim, geri",
        "Merhaba {customer}, {title} açılmadıysa 15 gün içinde iade alınır.",
    ),
)
_AN_AISLE, _A_BAY = 60, 5
"""Articles in each."""
Say = Callable[[str], None]


def is_fresh() -> bool:
    with db.system_transaction() as session:
        return session.execute(text("SELECT 1 FROM app_user LIMIT 1")).scalar() is None


def load(say: Say) -> None:
    """Into an empty installation, with the sandbox running. Raises DemoImpossible, ProviderFault."""
    accounts = stores.sandbox_accounts()
    scope, people = _people()
    packer = people[PACKS]
    say(f"People: {len(PEOPLE)} with the password {PASSWORD}")
    shops = stores.connect(scope, accounts)
    trendyol, others = shops[TRENDYOL], [one for slug, one in shops.items() if slug != TRENDYOL]
    say(f"Stores: {len(shops)} connected")
    say(f"Products: {_products(scope, trendyol)} from Trendyol")
    say(f"Further stores: {sum(_each(catalog.import_listings, others))} listings read and matched")
    say(f"Costs: {_costs(scope)} rows of the price sheet imported")
    _count(scope)
    say(f"Orders: {sum(_each(orders.import_new, shops.values()))} from {len(shops)} stores")
    say(f"Stock: {_count(scope)} balances counted")
    db.analyze()
    _templates(scope)
    say(f"After the sale: {claims.import_new(trendyol)} claims, {questions.import_new(trendyol)} questions")
    say(f"Buy boxes: {boxes.fill(scope, shops)} listings asked about")
    say(f"Carriers: {carriers.connect(scope, accounts, shops)} connected, with rules and tariffs")
    say(
        f"Invoices: {desk.invoices(scope, accounts['nilvera'])} drafted, most of them on their way to Nilvera"
    )
    say(f"Payments: {till.take(scope, accounts)} asked for or entered; iyzico and PayTR connected")
    say(f"Order desk: {desk.work(replace(scope, user_id=packer))}")
    say(f"Supplier: {suppliers.fill(scope, people[SUPPLIES])}")
    say(f"Customers: {growth.fill(replace(scope, user_id=packer), accounts, shops)}")
    say(f"Calendar: {planner.fill(replace(scope, user_id=packer))}")
    say(f"Support desk: {helpdesk.fill(scope)}")
    say(f"Messages: {letters.fill(scope, accounts)}")
    _each(_tell, shops.values())
    stores.register_by_mail(scope, shops)
    db.analyze()
    say(f"Reports: {reports.rebuild(scope.merchant_id)} months added up")
    say("Channels told, webhooks registered")


def _tell(store: UUID) -> int:
    channels.set_up(store)
    return listings.push(store, Topic.PUSH_STOCK)


def _each(work: Callable[[UUID], int], connections: Iterable[UUID]) -> list[int]:
    """Side by side: each waits for its channel most of the time."""
    given = list(connections)
    with ThreadPoolExecutor(len(given)) as threads:
        return list(threads.map(work, given))


def _people() -> tuple[Scope, dict[str, UUID]]:
    """The merchant, and who works there, by role."""
    made: dict[str, UUID] = {}
    with db.system_transaction() as session:
        scope = system_scope(access.create_merchant(session, MERCHANT))
        for person in PEOPLE:
            made[person.role_key] = access.add_member(
                session,
                scope,
                email=person.email,
                name=person.name,
                password=PASSWORD,
                role_key=person.role_key,
                is_super_admin=person.is_super_admin,
            )
    return scope, made


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
    rows = csv.DictReader(gzip.decompress(packed.read_bytes()).decode().splitlines())
    for place, row in enumerate(rows):
        if row["sku"] in known:
            floor = Decimal(row["cost"]) * Decimal(FLOOR_OVER_COST)
            floor = min(floor, Decimal(row["sale_price"]))
            prices = [one.replace(".", ",") for one in (row["cost"], f"{floor:.2f}")]
            yield [row["sku"], *prices, row["desi"], _shelf(place)]


def _shelf(place: int) -> str:
    """Aisle, bay and board, as the articles stand in the sheet."""
    aisle, rest = divmod(place, _AN_AISLE)
    return f"{chr(ord('A') + aisle)}-{rest // _A_BAY + 1:02d}-{rest % _A_BAY + 1}"


def _templates(scope: Scope) -> None:
    with db.transaction(scope) as session:
        for name, topics, body in TEMPLATES:
            aftersales.save_template(session, scope, None, name, body, topics.split(","))


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
