"""What the pretend Shopify remembers, its rules, its tokens, and the points its shops have left."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal

PROVIDER = "shopify"
KINDS = (
    *("location", "product", "variant", "order", "webhook", "token", "replay", "job", "code", "refresh"),
    *("transaction", "payout"),
)
PLANS = {
    "standard": (2000, 100),
    "advanced": (4000, 200),
    "plus": (20_000, 1000),
    "enterprise": (20_000, 2000),
}
"""Points a bucket holds, and how many flow back in a second."""
_FIRST_NUMBER = 4_400_000_001


@dataclass
class Rules:
    """Where the documents leave room for two readings, and what real shops differ in."""

    throttle_status: int = 200
    """Of an answer to a client out of points: 200 by the documents, 429 by others."""
    points_held: int = 0
    """Instead of what the shop's plan gives; 0: the plan's."""
    points_restored: float = 0
    stock_errors: str = "atomic"
    """`atomic`: one bad quantity and none is written; `partial`: the others are."""
    hides_people: bool = False
    """The app has no approval for protected customer data: those fields are null, with an error."""
    token_seconds: int = 86_399
    granted_seconds: int = 3600
    """Life of an access token that was granted on the consent page."""
    code_seconds: int = 300
    """Life of the code the consent page gives."""
    expiring_tokens: bool = True
    """`expiring=1` is known; otherwise a code always brings a lasting token."""
    granted_shop: str = ""
    """Another shop than the one asked for, as when somebody is logged in at two."""
    has_payments: bool = True
    """The shop is paid through Shopify Payments."""
    fee_percent: str = "2.9"
    """What Shopify Payments keeps of a sale."""
    cancel_ms: int = 300
    """Orders are cancelled by a job."""
    webhook_name: bool = True
    """Deliveries carry the name of their subscription."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)
        self._points: dict[str, tuple[float, int]] = {}
        self._found: dict[tuple[str, str, str], Json] = {}
        """Variants by their shop and by `sku` or `itemId`; neither ever changes."""
        for shop in self.files.accounts.values():
            for variant in shop["variant"].values():
                self._index(shop, variant)

    def open_shop(self, number: str, request: Json) -> Account:
        known = self.files.accounts.get(number)
        usual: Json = {
            "name": f"Mağaza {number}",
            "currency": "TRY",
            "plan": "standard",
            "taxes_included": True,
            "tax_rate": "0.2",
            "client_id": f"client-{number}",
            "client_secret": f"shpss_{_hex(f'{number} secret')}",
            "access_token": f"shpat_{_hex(f'{number} token')}",
            "redirects": "",
        }
        held = known.profile if known else usual
        shop = self.files.open(
            number, {name: request.get(name, held.get(name, usual[name])) for name in usual}
        )
        if not shop["location"]:
            self.add_location(shop, "Merkez Depo")
        self.ground.store.flush()
        return shop

    def add_location(self, shop: Account, name: str) -> Json:
        location: Json = {"id": self.number(), "name": name, "active": True}
        self.files.put(shop, "location", str(location["id"]), location)
        return location

    def number(self) -> int:
        return self.files.next_number("number", _FIRST_NUMBER)

    def stamp(self, at_ms: int | None = None) -> str:
        moment = from_ms(self.ground.now_ms() if at_ms is None else at_ms)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def give_token(self, shop: Account, until_ms: int | None = None) -> str:
        token = f"shpat_{_hex(f'{shop.number} {self.number()}')}"
        until = until_ms or self.ground.now_ms() + self.rules.token_seconds * 1000
        self.files.put(shop, "token", token, {"untilMs": until})
        return token

    def knows_token(self, shop: Account, token: str) -> bool:
        found = shop["token"].get(token)
        is_fresh = found is not None and found["untilMs"] > self.ground.now_ms()
        return bool(is_fresh or token == shop.profile["access_token"])

    def forget_tokens(self, shop: Account) -> int:
        for token in shop["token"]:
            self.files.put(shop, "token", token, {"untilMs": 0})
        return len(shop["token"])

    def bucket(self, shop: Account) -> tuple[float, float]:
        """What it holds, and what flows back in a second."""
        held, restored = PLANS[shop.profile["plan"]]
        return self.rules.points_held or held, self.rules.points_restored or restored

    def points(self, shop: Account) -> float:
        held, restored = self.bucket(shop)
        now = self.ground.now_ms()
        left, at = self._points.get(shop.number, (held, now))
        return min(held, left + (now - at) * restored / 1000)

    def spend(self, shop: Account, points: int) -> float:
        left = self.points(shop) - points
        self._points[shop.number] = (left, self.ground.now_ms())
        return left

    def refill(self) -> None:
        self._points.clear()

    def find(self, shop: Account, name: str, value: str) -> Json | None:
        """A variant by its `sku` or `itemId`."""
        return self._found.get((shop.number, name, value))

    def _index(self, shop: Account, variant: Json) -> None:
        for name in ("sku", "itemId"):
            self._found[shop.number, name, str(variant[name])] = variant

    def show(self, shop: Account, variant: Json, cause: str) -> None:
        """Keeps a variant and what the shelf shows of it from now on."""
        self.files.put(shop, "variant", str(variant["id"]), variant)
        self._index(shop, variant)
        price = decimal(variant["price"])
        full = decimal(variant["compareAtPrice"] or variant["price"])
        self.files.show(shop, variant["sku"], available(variant), price, full, cause)


def available(variant: Json) -> int:
    return sum(level["available"] for level in variant["levels"].values())


def gid(kind: str, number: object) -> str:
    return f"gid://shopify/{kind}/{number}"


def number_of(given: str, kind: str) -> str:
    """The number within an id of this kind; empty for any other text."""
    start = gid(kind, "")
    return given.removeprefix(start).partition("?")[0] if given.startswith(start) else ""


def money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
