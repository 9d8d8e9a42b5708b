"""What the pretend Pazarama remembers, its rules, and its tokens."""

from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.tokens import Tokens

PROVIDER = "pazarama"
KINDS = ("product", "order", "batch", "token", "refund", "question")
FIRST_ORDER = 735_071_001


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms` to any address; 0: none is documented."""
    burst_ms: int = 60_000
    push_gap_ms: int = 10_000
    """Between two stock or price requests of a seller."""
    create_gap_ms: int = 10_000
    batch_ms: int = 300
    login_answer: str = "root"
    """`root`: `access_token`; `data`: `data.accessToken`."""
    token_seconds: int = 3600
    order_clock: str = "space"
    """`space`: `2026-11-21 15:22`; `iso`: with T and seconds. Both are Istanbul's."""
    projection: str = "section"
    """Of a batch's items: the status within `stock` or `price`, or `flat`."""
    projection_page: str = "list"
    """A batch's items as a bare `list`, or in a `page` with counts, within the envelope."""
    total_before_discount: bool = False
    """Whether the total of an order's line is told before its discount."""
    discount: str = "0"
    """What is given away of each line a buyer buys from now on."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)
        self.tokens = Tokens(self.files)

    def open_seller(self, number: str, name: str, client_id: str, client_secret: str) -> Account:
        profile: Json = {"name": name, "client_id": client_id, "client_secret": client_secret}
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def seller_of(self, client_id: str, client_secret: str) -> Account | None:
        for account in self.files.accounts.values():
            known = account.profile
            if (known["client_id"], known["client_secret"]) == (client_id, client_secret):
                return account
        return None

    def give_token(self, account: Account) -> str:
        token = f"pzr-{self.files.guid('token')}"
        return self.tokens.keep(account, token, self.rules.token_seconds)

    def offer(
        self,
        account: Account,
        product: Json,
        cause: str,
        *,
        quantity: int | None = None,
        sale_price: Decimal | None = None,
        list_price: Decimal | None = None,
    ) -> None:
        """Stock and prices from now on; what is None stays."""
        if quantity is not None:
            product["stockCount"] = quantity
        if sale_price is not None and list_price is not None:
            product["salePrice"], product["listPrice"] = sale_price, list_price
        self.files.put(account, "product", product["code"], product)
        prices = decimal(product["salePrice"]), decimal(product["listPrice"])
        self.files.show(account, product["code"], product["stockCount"], *prices, cause)
