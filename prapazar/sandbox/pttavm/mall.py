"""What the pretend PTT AVM remembers, and its rules."""

from collections import deque
from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal

PROVIDER = "pttavm"
KINDS = ("product", "order", "batch", "label", "sent")
_REMEMBERED_CALLS = 2_000


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms` to any address; 0: none is documented."""
    burst_ms: int = 60_000
    repeat_ms: int = 300_000
    """For so long the same push is refused."""
    repeat_status: int = 200
    """The status that refusal comes with; the documents do not say."""
    batch_ms: int = 300
    label_ms: int = 300
    page_size: int = 100
    tracking_method: str = "both"
    """Of the result of a batch: `POST` by the documents, `GET` in clients that work, or `both`."""
    category_method: str = "both"
    """`GET`, `POST` or `both`; the sources disagree."""
    cargo_login: str = "own"
    """`own` user and password, `keys` (Basic of key and token), or `headers` as elsewhere; the sources disagree."""
    takes_variant_barcodes: bool = False
    """Whether a variant's stock may be pushed by its own barcode; the documents know attributes only."""
    split_lines: bool = False
    """An order of several lines comes as several orders of one line each, under one number."""
    sent_spelling: str = "gonderilmis"
    """The other one is `gonderilmiş`."""
    order_clock: str = "local"
    """`local`: `2024-01-01T14:57:12`, Turkish time; `zoned`: the same moment with `Z` at the end."""
    barcode_field: str = "both"
    """Where an order tells its parcel: `kargoBarkod`, `barcodes` or `both`."""
    unknown_order: str = "empty"
    """An order nobody knows is an `empty` list or answered `404`."""
    page_after_last: str = "empty"
    """Beyond the last page of products: `empty`, or the `last` one again."""
    fault_status: int = 500
    """The status of a SOAP fault; some answer 200."""
    soap_prefix: str = "s"
    """Of the envelope: WCF's own `s`, or the `soap` a published client looks for."""
    soap_detail: str = "list"
    """What one order by SOAP is: a `list` as by REST, or the `one` order; no source says."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)
        self.seen_calls: deque[str] = deque(maxlen=_REMEMBERED_CALLS)

    def open_seller(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def holder(self, field: str, value: str) -> Account | None:
        """Whose key, or whose cargo user, this is."""
        if not value:
            return None
        found = (one for one in self.files.accounts.values() if one.profile.get(field) == value)
        return next(found, None)

    def keep(self, account: Account, product: Json, cause: str) -> None:
        """Stock and price of a product from now on, and of its variants."""
        self.files.put(account, "product", product["barkod"], product)
        price = paid(product)
        self.files.show(account, product["barkod"], product["miktar"], price, price, cause)
        for variant in product["variants"]:
            total = paid(product, variant)
            self.files.show(account, variant["variantBarkod"], variant["miktar"], total, total, cause)


def paid(product: Json, variant: Json | None = None) -> Decimal:
    """What a buyer pays: a variant's price is a surcharge, the discount a percentage."""
    price = decimal(product["kdVli"]) + (decimal(variant["fiyat"]) if variant else 0)
    return (price * (100 - decimal(product["iskonto"])) / 100).quantize(Decimal("0.01"))


def shelved(account: Account, key: str) -> tuple[Json, Json | None] | None:
    """The product under this barcode, or the variant and its product."""
    if key in account["product"]:
        return account["product"][key], None
    for product in account["product"].values():
        for variant in product["variants"]:
            if variant["variantBarkod"] == key:
                return product, variant
    return None
