"""What the pretend PrestaShop shops remember, their rules, and what a row is to the rest of the shop."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop.tables import TABLES

PROVIDER = "prestashop"
_CENT, _SIX = Decimal("0.01"), Decimal("0.000001")
ZERO_DATE = "0000-00-00 00:00:00"


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms`; 0: PrestaShop itself has no limit, only hosts have."""
    burst_ms: int = 60_000
    unknown_object: str = "empty"
    """A row nobody knows: an `empty` 404, or one with an `error`."""
    key_order: str = "code"
    """Which member of a JSON error comes first, `code` or `message`: it differs by version."""
    has_patch: bool = True
    """Single fields may be written, as from 8 on; before, PATCH is no method."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, (*TABLES, "images"))

    def open_shop(self, slug: str, profile: Json) -> Account:
        shop = self.files.open(slug, profile)
        self.ground.store.flush()
        return shop

    def add(self, shop: Account, resource: str, fields: Json, hangs: Json | None = None) -> Json:
        """A new row with every field of its table; what is not given is empty."""
        table = TABLES[resource]
        number = str(self.files.next_number(f"{shop.number}.{resource}", 1))
        row: Json = {"id": number}
        for name in table.fields:
            row[name] = fields.get(name, {} if name in table.localized else "")
        if table.hangs:
            row["associations"] = {name: (hangs or {}).get(name, []) for name in table.hangs}
        return self.keep(shop, resource, row)

    def keep(self, shop: Account, resource: str, row: Json) -> Json:
        for name in TABLES[resource].prices:
            if row.get(name):
                row[name] = str(Decimal(row[name]).quantize(_SIX))
        if resource == "products":
            brand = shop["manufacturers"].get(row["id_manufacturer"])
            row["manufacturer_name"] = brand["name"] if brand else ""
        self.files.put(shop, resource, str(row["id"]), row)
        return row

    def local(self, shop: Account, at_ms: int | None = None) -> str:
        """The shop's own clock, without a zone."""
        moment = from_ms(self.ground.now_ms() if at_ms is None else at_ms)
        return moment.astimezone(ZoneInfo(shop.profile["time_zone"])).strftime("%Y-%m-%d %H:%M:%S")

    def shown(self, shop: Account, product_id: str, cause: str) -> None:
        """The history of what the shop shows, of a product and its combinations."""
        product = shop["products"].get(product_id)
        if product is None:
            return
        for stock in stocks(shop, product_id):
            attribute = stock["id_product_attribute"]
            combination = shop["combinations"].get(attribute)
            key = (combination or product)["reference"]
            price, before = paid(shop, product, combination)
            self.files.show(shop, key, int(stock["quantity"]), price, before, cause)


def stocks(shop: Account, product_id: str) -> list[Json]:
    return [one for one in shop["stock_availables"].values() if one["id_product"] == product_id]


def tax_rate(shop: Account, group: str) -> Decimal:
    for rule in shop["tax_rules"].values():
        if rule["id_tax_rules_group"] == group and rule["id_country"] == shop.profile["country_id"]:
            return Decimal(shop["taxes"][rule["id_tax"]]["rate"])
    return Decimal(0)


def paid(shop: Account, product: Json, combination: Json | None) -> tuple[Decimal, Decimal]:
    """With tax: what a buyer pays for one, and what it was before a specific price without conditions."""
    net = Decimal(product["price"]) + Decimal((combination or {}).get("price") or 0)
    factor = 1 + tax_rate(shop, product["id_tax_rules_group"]) / 100
    before = (net * factor).quantize(_CENT)
    after = before
    for special in shop["specific_prices"].values():
        attribute = special["id_product_attribute"] or "0"
        if special["id_product"] != product["id"] or attribute not in {"0", (combination or {}).get("id")}:
            continue
        reduction = Decimal(special["reduction"])
        if special["reduction_type"] == "percentage":
            after = (before * (1 - reduction)).quantize(_CENT)
        else:
            gross = reduction if special["reduction_tax"] == "1" else reduction * factor
            after = (before - gross).quantize(_CENT)
    return after, before


def shelved(shop: Account, key: str) -> tuple[Json, Json | None, Json] | None:
    """Product, combination and stock row of a reference."""
    for combination in shop["combinations"].values():
        if combination["reference"] == key:
            product = shop["products"][combination["id_product"]]
            return product, combination, _stock(shop, product["id"], combination["id"])
    for product in shop["products"].values():
        if product["reference"] == key:
            return product, None, _stock(shop, product["id"], "0")
    return None


def _stock(shop: Account, product_id: str, attribute: str) -> Json:
    return next(one for one in stocks(shop, product_id) if one["id_product_attribute"] == attribute)


def parsed(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - the shop knows no zone
