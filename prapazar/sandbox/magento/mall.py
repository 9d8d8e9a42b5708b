"""What the pretend Magento shops remember, their rules, and how much of an article each still sells."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal

PROVIDER = "magento"
KINDS = (
    "product",
    "source_item",
    "attribute",
    "order",
    "shipment",
    "invoice",
    "creditmemo",
    "bulk",
    "nonce",
    "token",
)
STORES = {"all": 0, "admin": 0, "default": 1, "en": 2}
"""Store views by code; `default` and `en` are what buyers see."""
SOURCES = ("default", "depo2")
CLOSED_STATES = {"complete", "closed", "canceled"}


@dataclass
class Rules:
    """What an administrator may set otherwise, and where the documents leave room for two readings."""

    input_limits: bool = False
    """At most 20 entities in a call and 300 rows on a page."""
    bulk_ms: int = 300
    """Until the consumers have worked through a bulk request."""
    serialized: str = "wrapped"
    """Of a bulk operation: the request within `meta_information`, or `plain`."""
    unknown_sku: str = "refused"
    """Source items of a SKU that is no product: `refused`, or `kept` in silence."""
    oauth_errors: str = "json"
    """`json`, or `form`: `oauth_problem=...&message=...`."""
    bearer: bool = False
    """`oauth/consumer/enable_integration_as_bearer`."""
    vat_percent: int = 20
    prices_with_tax: bool = True
    discount: str = "0"
    """What is given away of each line a buyer buys from now on."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def open_shop(self, number: str, name: str) -> Account:
        """Keys follow from the name, so that documents can print them."""
        keys = {
            key: hashlib.sha256(f"{PROVIDER}/{number}/{key}".encode()).hexdigest()[:32]
            for key in (
                "consumer_key",
                "consumer_secret",
                "access_token",
                "access_token_secret",
                "admin_password",
            )
        }
        account = self.files.open(
            number, {"name": name, "currency": "TRY", "admin_user": f"{number}-admin", **keys}
        )
        self.ground.store.flush()
        return account

    def shop_of(self, consumer_key: str) -> Account | None:
        found = (one for one in self.files.accounts.values() if one.profile["consumer_key"] == consumer_key)
        return next(found, None)

    def now(self) -> str:
        return stamp(self.ground.now_ms())

    def physical(self, shop: Account, sku: str) -> Decimal:
        """What lies in all sources together; out of stock counts nothing."""
        rows = (shop["source_item"].get(f"{source}/{sku}") for source in SOURCES)
        return sum((decimal(row["quantity"]) for row in rows if row and row["status"] == 1), Decimal(0))

    def reserved(self, shop: Account, sku: str) -> Decimal:
        """Units of open orders that have not left: they are sold, and still lie in the source."""
        units = Decimal(0)
        for order in shop["order"].values():
            if order["state"] not in CLOSED_STATES:
                units += sum((unsent(item) for item in sold_items(order) if item["sku"] == sku), Decimal(0))
        return units

    def salable(self, shop: Account, sku: str) -> Decimal:
        return self.physical(shop, sku) - self.reserved(shop, sku)

    def show(self, shop: Account, sku: str, cause: str) -> None:
        product = shop["product"].get(sku)
        if product is not None and product["type_id"] == "simple":
            price, full = shown_prices(product)
            self.files.show(shop, sku, int(self.salable(shop, sku)), price, full, cause)


def sold_items(order: Json) -> list[Json]:
    """What leaves the shelf: a bundle's parts, and of a configurable the row that names the chosen SKU."""
    bundles = {one["item_id"] for one in order["items"] if one["product_type"] == "bundle"}
    parts = [one for one in order["items"] if one.get("parent_item_id") in bundles]
    alone = [one for one in order["items"] if not one.get("parent_item_id") and one["item_id"] not in bundles]
    return [*alone, *parts]


def unsent(item: Json) -> Decimal:
    gone = max(decimal(item["qty_shipped"]), decimal(item["qty_refunded"])) + decimal(item["qty_canceled"])
    return decimal(item["qty_ordered"]) - gone


def shown_prices(product: Json) -> tuple[Decimal, Decimal]:
    """What a buyer pays, and the base price."""
    base = decimal(product["price"])
    special = next(
        (one["value"] for one in product["custom_attributes"] if one["attribute_code"] == "special_price"),
        None,
    )
    return (base if special is None else min(base, Decimal(special))), base


def stamp(at_ms: int) -> str:
    return from_ms(at_ms).strftime("%Y-%m-%d %H:%M:%S")
