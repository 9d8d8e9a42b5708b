"""What the pretend Çiçeksepeti remembers, and its rules."""

from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal

PROVIDER = "ciceksepeti"
KINDS = ("product", "order", "batch", "question")
FIRST_ORDER, FIRST_ITEM = 61_000_001, 88_000_001
CS_CONTRACT, OWN_CONTRACT = 1, 2


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms` to any address; 0: none beside those below."""
    burst_ms: int = 60_000
    products_gap_ms: int = 5_000
    products_repeat_ms: int = 600_000
    """Between two equal queries; likewise the other `repeat` figures."""
    create_gap_ms: int = 5_000
    update_gap_ms: int = 1_000
    push_gap_ms: int = 1_000
    push_repeat_ms: int = 1_800_000
    batches_per_second: int = 5
    batch_repeat_ms: int = 60_000
    orders_gap_ms: int = 5_000
    orders_repeat_ms: int = 60_000
    cargo_gap_ms: int = 5_000
    questions_gap_ms: int = 5_000
    batch_ms: int = 300
    repeat_status: int = 429
    """With which an equal request is refused: 429 or 400."""
    key_status: int = 401
    """With which a wrong key is refused: 401 or 400."""
    list_count: str = "total"
    """`orderListCount` counts all rows (`total`) or those of the page (`page`)."""
    window_by: str = "created"
    """Orders are found by the day they were `created` or `modified`."""
    window_clock: str = "utc"
    """How the Z in a request's dates is read: `utc`, or not at all (`istanbul`)."""
    pascal: bool = False
    """Field names with a capital, as on some pages of the documents."""
    old_names: bool = False
    """`stock` and `totalPrice` in the product list."""
    answer_method: str = "PUT"
    """With which questions are answered: PUT or POST."""
    warns: bool = False
    """A batch says Warning instead of Success."""
    total_before_discount: bool = False
    refused_status: int = 7
    """Where an item stands whose return was refused: with the buyer (7), or on its way there (5)."""
    discount: str = "0"
    """What is given away of each item a buyer buys from now on."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def open_seller(self, number: str, name: str, api_key: str, cargo_model: int) -> Account:
        profile: Json = {"name": name, "api_key": api_key, "cargo_model": cargo_model}
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def seller_of(self, api_key: str) -> Account | None:
        found = (one for one in self.files.accounts.values() if one.profile["api_key"] == api_key)
        return next(found, None) if api_key else None

    def offer(
        self,
        account: Account,
        product: Json,
        cause: str,
        *,
        quantity: int | None = None,
        sales_price: Decimal | None = None,
        list_price: Decimal | None = None,
    ) -> None:
        """Stock and prices from now on; what is None stays."""
        if quantity is not None:
            product["stockQuantity"] = quantity
        if sales_price is not None:
            product["salesPrice"] = sales_price
        if list_price is not None:
            product["listPrice"] = list_price
        self.files.put(account, "product", product["stockCode"], product)
        prices = decimal(product["salesPrice"]), decimal(product["listPrice"])
        self.files.show(account, product["stockCode"], product["stockQuantity"], *prices, cause)
