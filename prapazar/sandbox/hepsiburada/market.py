"""What the pretend marketplace remembers of its merchants, its contested behaviour, and how it comes back."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Final

from prapazar.sandbox import jsontext, rivals
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.store import Shown

PROVIDER: Final = "hepsiburada"


@dataclass
class Rules:
    """What the documents give as changing, contested or unsaid; set through the control API."""

    limits_on: bool = True
    listing_requests: int = 180
    listing_ms: int = 60_000
    orders_requests: int = 1000
    orders_ms: int = 1000
    catalog_requests: int = 100
    catalog_ms: int = 1000
    uploads_at_once: int = 5
    """More uploads than that still being worked on: the next is refused inside a 200."""
    upload_ms: int = 300
    """How long an upload stays PROCESSING."""
    import_ms: int = 1000
    """How long a product waits between its import and its approval."""
    done_word: str = "COMPLETED"
    """Old material spells it `Done`."""
    price_band: bool = True
    """A price that jumps too far locks its SKU."""
    packed_word: str = "Packaged"
    """The status of what is packed and still here; some call it `Open`."""
    cancelled_word: str = "Cancelled"
    key_case: str = "documented"
    """`pascal`: orders and packages with capital first letters, as some of its services have them."""
    newest_first: bool = True
    """Shipped, delivered, undelivered and cancelled rows."""
    paging_headers: bool = True
    """The packages feed tells its count in headers."""
    ticket_prefix: bool = True
    """The update tickets stand under `/ticket-api`; one client was seen without."""
    ticket_refusal: str = ""
    """A reason for which every updated field is refused."""
    webhook_paths: str = "rest"
    """`rest`: a path for each event; `names`: the event's name behind the base address."""
    payment_sign: str = "flag"
    """`flag`: amounts are positive and `isIncome` says which way; `signed`: what is kept back is negative."""
    rivals_share: int = 55
    """Per cent of the articles that others sell too."""
    rivals_ms: int = 6 * 3_600_000
    """How long a rival keeps a price."""


@dataclass
class Merchant:
    merchant_id: str
    name: str
    service_key: str
    user_agent: str
    """The integrator's registered user name; calls of any other agent are not let in."""
    expired: bool = False
    webhook: dict[str, str] = field(default_factory=dict)
    """`url`, `username` and `password`, as the merchant once sent them by e-mail."""
    listings: dict[str, Json] = field(default_factory=dict)
    """By hepsiburadaSku: the offer and the product's card in one."""
    orders: dict[str, Json] = field(default_factory=dict)
    lines: dict[str, Json] = field(default_factory=dict)
    packages: dict[str, Json] = field(default_factory=dict)
    uploads: dict[str, Json] = field(default_factory=dict)
    imports: dict[str, Json] = field(default_factory=dict)
    tickets: dict[str, Json] = field(default_factory=dict)
    claims: dict[str, Json] = field(default_factory=dict)
    questions: dict[str, Json] = field(default_factory=dict)
    transactions: dict[str, Json] = field(default_factory=dict)
    rivals: dict[str, Json] = field(default_factory=dict)
    """By hepsiburadaSku: what it cost when it was first looked at, or the prices others ask as set by hand."""
    by_merchant_sku: dict[str, str] = field(default_factory=dict)
    """merchantSku and barcode -> hepsiburadaSku."""

    def described(self) -> Json:
        return {name: getattr(self, name) for name in _ACCOUNT_FIELDS}

    def lines_of(self, order_number: str) -> list[Json]:
        return [self.lines[one] for one in self.orders[order_number]["lineIds"]]

    def lines_in(self, package_number: str) -> list[Json]:
        return [self.lines[one] for one in self.packages[package_number]["lineIds"]]

    def listing(self, key: object) -> Json | None:
        """By hepsiburadaSku, merchantSku or barcode."""
        return self.listings.get(str(key)) or self.listings.get(
            self.by_merchant_sku.get(str(key).upper(), "")
        )


_KINDS = (
    "listings", "orders", "lines", "packages", "uploads", "imports", "tickets", "claims", "questions",
    "transactions", "rivals",
)  # fmt: skip
_ACCOUNT_FIELDS = [entry.name for entry in fields(Merchant) if entry.name not in {*_KINDS, "by_merchant_sku"}]


class Market:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.merchants: dict[str, Merchant] = {}
        self._load()

    @property
    def now_ms(self) -> int:
        return self.ground.now_ms()

    def next_number(self, counter: str, first: int) -> int:
        return self.ground.store.next_number(f"{PROVIDER}.{counter}", first)

    def keep_merchant(self, merchant: Merchant) -> None:
        self.merchants[merchant.merchant_id] = merchant
        self.ground.store.put(f"{PROVIDER}.merchant", merchant.merchant_id, "", merchant.described())

    def keep(self, kind: str, merchant: Merchant, key: str, document: Json) -> None:
        getattr(merchant, kind)[key] = document
        if kind == "listings":
            _shelve(merchant, key, document)
        self.ground.store.put(f"{PROVIDER}.{kind}", merchant.merchant_id, key, document)

    def set_offer(
        self,
        merchant: Merchant,
        listing: Json,
        cause: str,
        *,
        quantity: int | None = None,
        price: Decimal | None = None,
    ) -> None:
        """Stock and price as shown from now on; what is None stays."""
        if quantity is not None:
            listing["availableStock"] = quantity
        if price is not None:
            listing["price"] = price
        sku = listing["hepsiburadaSku"]
        self.keep("listings", merchant, sku, listing)
        shown = listing["availableStock"], listing["price"]
        self.ground.store.record(Shown(self._place(merchant), sku, *shown, None, self.now_ms, cause))

    def rivals(self, merchant: Merchant, listing: Json) -> list[Decimal]:
        """What others ask for it now, lowest first: as was set by hand, or as chance has it."""
        sku = listing["hepsiburadaSku"]
        known = merchant.rivals.get(sku)
        if known is None:
            known = {"anchor": str(listing["price"])}
            self.keep("rivals", merchant, sku, known)
        if "prices" in known:
            return sorted(Decimal(one) for one in known["prices"])
        share, pace = self.rules.rivals_share, self.rules.rivals_ms
        return rivals.asked(sku, Decimal(known["anchor"]), self.now_ms, share=share, pace_ms=pace)

    def history(self, merchant: Merchant, sku: str) -> list[Shown]:
        return self.ground.store.history(self._place(merchant), sku)

    def put_back(self, merchant: Merchant, lines: Iterable[Json], cause: str) -> None:
        for line in lines:
            listing = merchant.listings[line["sku"]]
            self.set_offer(merchant, listing, cause, quantity=listing["availableStock"] + line["quantity"])

    def _place(self, merchant: Merchant) -> str:
        return f"{PROVIDER}/{merchant.merchant_id}"

    def _load(self) -> None:
        store = self.ground.store
        for document in store.documents(f"{PROVIDER}.merchant"):
            self.merchants[document.account] = Merchant(**jsontext.parse_object(document.body))
        for kind in _KINDS:
            for document in store.documents(f"{PROVIDER}.{kind}"):
                merchant, body = self.merchants[document.account], jsontext.parse_object(document.body)
                getattr(merchant, kind)[document.key] = body
                if kind == "listings":
                    _shelve(merchant, document.key, body)


def _shelve(merchant: Merchant, sku: str, listing: Json) -> None:
    for key in (listing["merchantSku"], listing["card"]["barcode"]):
        if key:
            merchant.by_merchant_sku[str(key).upper()] = sku
