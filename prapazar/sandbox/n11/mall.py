"""What the pretend N11 remembers, its rules, and the numbers it hands out."""

from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal

PROVIDER = "n11"
KINDS = ("product", "package", "task", "return", "question")
FIRST_ORDER = 200_123_456_001
FIRST_PACKAGE = 330_000_001
FIRST_LINE = 540_000_001
FIRST_PRODUCT = 1_100_000_001
FIRST_TASK = 1_001
FIRST_CAMPAIGN = 7_261_000_001


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    orders_per_minute: int = 1000
    burst: int = 0
    """Requests in `burst_ms` to any REST address; 0: none is documented."""
    burst_ms: int = 60_000
    questions_ms: int = 60_000
    """Between two lists of questions."""
    question_dates: str = "iso"
    """`iso`: as production tells a question's days; `turkish`: as every other day here."""
    task_ms: int = 300
    """How long a task stays IN_QUEUE."""
    orders_status: int = 400
    """Of a refused log-in under /rest: 400 with JSON, or 403 with plain text."""
    end_is_within: bool = True
    """Whether a window of orders holds its own end."""
    page_count_is_rows: bool = True
    """Whether `pageCount` counts the rows of the page, or the pages."""
    history_has_space: bool = True
    """The space before a status in a package's history."""
    package_id_missing: bool = False
    """Orders delivered to a chosen place have no package id."""
    barcodes: bool = True
    """Off: products and lines carry no barcode, as most do."""
    spelling: str = "usual"
    """`other`: `Canceled` and `Unpacked`."""
    reasons_wrapped: bool = False
    """The list of reasons as the WSDL has it, each in an element of its own."""
    claim_field: str = "any"
    """Under which name an answer to a return must bring its number: `claimReturnId`, `claimCancelId`, `any`."""
    seller_discount: str = "0"
    """What the seller gives away of each line a buyer buys from now on."""
    mall_discount: str = "0"
    cancel_needs_split: bool = False
    """Whether units are cancelled only along with a split."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def open_seller(self, number: str, name: str, app_key: str, app_secret: str) -> Account:
        profile: Json = {
            "name": name,
            "app_key": app_key,
            "app_secret": app_secret,
            "shipment_templates": ["Standart"],
        }
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def seller_of(self, app_key: str, app_secret: str | None) -> Account | None:
        """`app_secret` None: only the key is asked for."""
        for account in self.files.accounts.values():
            known = account.profile
            if known["app_key"] == app_key and app_secret in (None, known["app_secret"]):
                return account
        return None

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
            product["quantity"] = quantity
        if sale_price is not None and list_price is not None:
            product["salePrice"], product["listPrice"] = sale_price, list_price
        if product["saleStatus"] in {"On_Sale", "Out_Of_Stock"}:
            product["saleStatus"] = "On_Sale" if product["quantity"] else "Out_Of_Stock"
        self.files.put(account, "product", product["stockCode"], product)
        self.files.show(
            account,
            product["stockCode"],
            product["quantity"],
            decimal(product["salePrice"]),
            decimal(product["listPrice"]),
            cause,
        )
