"""What the pretend İdefix remembers, and its rules."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal

PROVIDER = "idefix"
KINDS = ("product", "shipment", "batch", "claim", "question")
FIRST_ORDER, FIRST_SHIPMENT, FIRST_ITEM = 1_002_071_001, 9_310_001, 21_440_001
FIRST_CLAIM, FIRST_CLAIM_LINE, FIRST_QUESTION = 410_001, 510_001, 88_001


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms` to any address; 0: no figure is documented."""
    burst_ms: int = 60_000
    most_rows: int = 50
    """The largest `limit`; more is refused. Undocumented."""
    batch_ms: int = 300
    rows: str = "unit"
    """Of a shipment: one row for each `unit`, or one with a `quantity`."""
    commercial: str = "flag"
    """Where a company's invoice is marked: `flag` is true at the shipment, `address` is "1" in its invoice address."""
    company: str = ""
    """The company that buys from now on; empty: a person."""
    last_updated: str = "after"
    """`lastUpdatedAt`: `after` keeps what changed since, `ignored` keeps all."""
    end_is_within: bool = True
    """Whether a period holds its own end."""
    pool_is_stale: bool = False
    """Whether the pool tells price and stock as they were when the product was made."""
    inventory_paged: bool = True
    """Off: the list of offers comes whole, whatever page is asked for."""
    missing_batch_status: int = 404
    discount: str = "0"
    """What is given away of each unit a buyer buys from now on."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def open_vendor(self, number: str, name: str, api_key: str, api_secret: str) -> Account:
        profile: Json = {"name": name, "api_key": api_key, "api_secret": api_secret}
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def vendor_of(self, api_key: str, api_secret: str | None) -> Account | None:
        """Without a secret: whoever has the key."""
        for account in self.files.accounts.values():
            known = account.profile
            if known["api_key"] == api_key and api_secret in {None, known["api_secret"]}:
                return account
        return None

    def batch_id(self) -> str:
        """Like a real one, but the same after a start with the same past."""
        return str(uuid5(NAMESPACE_URL, f"batch/{self.files.next_number('batch', 1)}"))

    def offer(
        self,
        account: Account,
        product: Json,
        cause: str,
        *,
        quantity: int | None = None,
        price: Decimal | None = None,
        compare_price: Decimal | None = None,
    ) -> None:
        """Stock and prices from now on; what is None stays."""
        if quantity is not None:
            product["inventoryQuantity"] = quantity
        if price is not None:
            product["price"] = price
        if compare_price is not None:
            product["comparePrice"] = compare_price
        self.files.put(account, "product", product["barcode"], product)
        now = decimal(product["price"])
        was = max(now, decimal(product["comparePrice"]))
        self.files.show(account, product["barcode"], product["inventoryQuantity"], now, was, cause)
