"""What the pretend Meta remembers of its catalogues, and its rules."""

from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json

PROVIDER = "meta"
KINDS = ("item", "batch")
FIRST_NODE = 9_000_001


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms` to any address; 0: none."""
    burst_ms: int = 60_000
    batches_an_hour: int = 200
    """The least of the formula for catalogue batches."""
    batch_ms: int = 300
    """Until a batch is finished."""
    needs_proof: bool = False
    """The application's setting that asks for `appsecret_proof`."""
    price_form: str = "code"
    """Of a read price: `code` is `129.90 TRY`, `symbol` is `₺129.90`."""
    errors_told: int = 1000
    """How many errors of a batch are told; all are counted."""
    reviews: bool = False
    """New items wait for a review; else they are approved at once."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def open_catalog(self, number: str, name: str, token: str, secret: str) -> Account:
        account = self.files.open(number, {"name": name, "access_token": token, "app_secret": secret})
        self.ground.store.flush()
        return account

    def holder(self, token: str) -> Account | None:
        found = (one for one in self.files.accounts.values() if one.profile["access_token"] == token)
        return next(found, None)

    def keep(self, account: Account, item: Json, cause: str) -> None:
        self.files.put(account, "item", item["retailer_id"], item)
        price, sale = Decimal(item["price"]), Decimal(item["sale_price"] or item["price"])
        self.files.show(account, item["retailer_id"], item["quantity"], sale, price, cause)
