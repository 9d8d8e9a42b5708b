"""What the pretend OpenCart shops remember, and their rules."""

from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal

PROVIDER = "opencart"
KINDS = ("product", "order", "session", "picture", "return", "hook")
PENDING, PROCESSING, SHIPPED, COMPLETE, CANCELED = 1, 2, 3, 5, 7
STATUSES = {
    PENDING: "Pending",
    PROCESSING: "Processing",
    SHIPPED: "Shipped",
    COMPLETE: "Complete",
    CANCELED: "Canceled",
    8: "Denied",
    9: "Canceled Reversal",
    10: "Failed",
    11: "Refunded",
    12: "Reversed",
    13: "Chargeback",
    14: "Expired",
    15: "Processed",
    16: "Voided",
}
COUNTED = {PENDING, PROCESSING, SHIPPED, COMPLETE, 12}
"""Processing and complete statuses of a fresh shop: an order within them has taken its units from stock."""


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms`; 0: OpenCart itself has no limit, only hosts have."""
    burst_ms: int = 60_000
    signed_fields: str = "cleaned"
    """What the 4.1 signature covers: the fields `cleaned` (trimmed, html-escaped) as the source has it, or `raw`."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def open_shop(self, slug: str, profile: Json) -> Account:
        account = self.files.open(slug, profile)
        self.ground.store.flush()
        return account

    def keep(self, shop: Account, product: Json, cause: str) -> None:
        """What the shop shows of a product and of its option values from now on."""
        self.files.put(shop, "product", product["product_id"], product)
        for key, quantity, price in shown(shop, product):
            self.files.show(shop, key, quantity, price, price, cause)


def gross(shop: Account, net: object, tax_class_id: str) -> Decimal:
    rate = decimal(shop.profile["tax_rates"].get(tax_class_id, 0))
    return (decimal(net) * (100 + rate) / 100).quantize(Decimal("0.0001"))


def net(shop: Account, price: Decimal, tax_class_id: str) -> Decimal:
    """As the column keeps it: four places."""
    rate = decimal(shop.profile["tax_rates"].get(tax_class_id, 0))
    return (price * 100 / (100 + rate)).quantize(Decimal("0.0001"))


def paid(shop: Account, product: Json, option: Json | None = None) -> Decimal:
    """What a buyer pays for one, with tax."""
    price = gross(shop, product["special"] or product["price"], product["tax_class_id"])
    if option is None:
        return price
    surcharge = gross(shop, option["price"], product["tax_class_id"])
    return price - surcharge if option["price_prefix"] == "-" else price + surcharge


def shown(shop: Account, product: Json) -> list[tuple[str, int, Decimal]]:
    """Key, units and price: the product's under its SKU, an option value's under its own or `SKU/value`."""
    cent = Decimal("0.01")
    found = [(product["sku"], int(product["quantity"]), paid(shop, product).quantize(cent))]
    for option in product["options"]:
        key = option.get("sku") or f"{product['sku']}/{option['value']}"
        found.append((key, int(option["quantity"]), paid(shop, product, option).quantize(cent)))
    return found


def shelved(shop: Account, key: str) -> tuple[Json, Json | None] | None:
    """The product of this SKU; with `/value` behind it, or by its own SKU, an option value and its product."""
    for product in shop["product"].values():
        for option in product["options"]:
            if option.get("sku") == key:
                return product, option
    sku, _, value = key.partition("/")
    for product in shop["product"].values():
        if product["sku"] != sku:
            continue
        option = next((one for one in product["options"] if one["value"] == value), None)
        return None if value and option is None else (product, option)
    return None
