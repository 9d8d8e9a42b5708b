"""What the pretend Amazon remembers, its rules, and its tokens."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from prapazar.sandbox.amazon.plans import Buckets
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.tokens import Tokens

PROVIDER = "amazon"
KINDS = (
    *("item", "order", "feed", "document", "token", "code", "transaction"),
    *("destination", "subscription", "message", "report", "return", "letter"),
)
FIRST_ORDER = 1_845_936


class Place(NamedTuple):
    region: str
    country: str
    currency: str
    language: str


PLACES = {
    "A33AVAJ2PDY3EV": Place("eu", "TR", "TRY", "tr_TR"),
    "A1PA6795UKMFR9": Place("eu", "DE", "EUR", "de_DE"),
    "A1F83G8C2ARO7P": Place("eu", "UK", "GBP", "en_GB"),
    "ATVPDKIKX0DER": Place("na", "US", "USD", "en_US"),
    "A1VC38T7YXB528": Place("fe", "JP", "JPY", "ja_JP"),
}


@dataclass
class Rules:
    """The usage plans, the delays, and where the documents leave room for two readings."""

    plans: str = "published"
    """`published`: rate and burst of each operation; `off`: none; `window`: `window` requests in `window_ms`."""
    window: int = 10
    window_ms: int = 2000
    token_seconds: int = 3600
    settled_ms: int = 120_000
    """How old the end of a window of orders must be; what is younger is not listed yet."""
    feed_ms: int = 300
    publish_ms: int = 0
    """Between a submission that was accepted and the listing being there."""
    most_results: int = 1000
    """Of one search of listings, however many there are."""
    most_transactions: int = 500
    """In one answer."""
    gzip_reports: bool = True
    report_ms: int = 300
    """Until a report that was asked for is there."""
    packs_returns: bool = True
    repeats_items: bool = False
    """A return names each of its items twice, as one has been seen to."""
    most_letters: int = 1
    """Of one type about one order; how many Amazon allows is not told."""
    upload_ms: int = 300_000
    """How long the address of a document holds."""
    names_sku: bool = True
    """A feed's report says the SKU of each issue; the schema calls it optional."""
    expired_status: int = 403
    """Most answer an expired token so; some 401."""


class Mall:
    def __init__(self, ground: Ground, address: str) -> None:
        self.ground = ground
        self.address = f"{address}/{PROVIDER}"
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)
        self.tokens = Tokens(self.files)
        self.buckets = Buckets(ground.clock)

    def open_seller(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def place(self, account: Account) -> Place:
        return PLACES[account.profile["marketplace"]]

    def by_client(self, client_id: str, client_secret: str) -> list[Account]:
        return [
            one
            for one in self.files.accounts.values()
            if (one.profile["client_id"], one.profile["client_secret"]) == (client_id, client_secret)
        ]

    def give_token(
        self, account: Account, allowed: list[list[Any]] | None = None, *, grantless: bool = False
    ) -> str:
        """`allowed` are method, path and parts of data a restricted token is for; unset, it is a plain one.

        A `grantless` one is the app's own, and no seller's.
        """
        token = f"{'Atza' if allowed is None else 'Atz.sprdt'}|{self.secret('token')}"
        seconds = self.rules.token_seconds
        return self.tokens.keep(account, token, seconds, allowed=allowed, grantless=grantless)

    def secret(self, kind: str) -> str:
        """Unlike any other, but the same after a start with the same past."""
        number = self.files.next_number(kind, 1)
        return hashlib.sha256(f"{kind}/{number}".encode()).hexdigest()[:40]

    def deposit(self, account: Account, key: str, content_type: str, text: str, *, gzip: bool = False) -> str:
        """Puts a text into the document store and answers its signed address."""
        until = self.ground.now_ms() + self.rules.upload_ms
        document = {"contentType": content_type, "text": text, "untilMs": until, "gzip": gzip}
        self.files.put(account, "document", key, document)
        return f"{self.address}/storage/{account.number}/{key}?X-Amz-Signature={key}"

    def keep_item(self, account: Account, item: Json, cause: str) -> None:
        item["updatedMs"] = self.ground.now_ms()
        self.files.put(account, "item", item["sku"], item)
        price = price_of(item) or Decimal(0)
        self.files.show(account, item["sku"], quantity_of(item) or 0, price, price, cause)


def quantity_of(item: Json) -> int | None:
    """Of the merchant's own stock, or of Amazon's where it fulfils."""
    for one in item["attributes"].get("fulfillment_availability", ()):
        return int(one.get("quantity", 0))
    return None


def channel_of(item: Json) -> str:
    found = item["attributes"].get("fulfillment_availability") or [{}]
    return str(found[0].get("fulfillment_channel_code", "DEFAULT"))


def price_of(item: Json) -> Decimal | None:
    for offer in item["attributes"].get("purchasable_offer", ()):
        if offer.get("audience", "ALL") == "ALL":
            return decimal(offer["our_price"][0]["schedule"][0]["value_with_tax"])
    return None
