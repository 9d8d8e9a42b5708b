"""What the pretend Etsy remembers, its rules, and its tokens."""

from dataclasses import dataclass
from decimal import Decimal
from secrets import token_hex

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json

PROVIDER = "etsy"
KINDS = ("listing", "receipt", "ledger", "code", "access", "refresh", "endpoint", "image")
DIVISOR = 100
_REFRESH_SECONDS = 90 * 86_400
_SHELF_ENDS = {"draft", "expired"}


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    per_second: int = 150
    per_day: int = 100_000
    second_ms: int = 1_000
    day_ms: int = 86_400_000
    access_seconds: int = 3600
    code_seconds: int = 600
    rotates: bool = True
    """A refresh token is good for one use; else the old one goes on beside the new."""
    key_form: str = "combined"
    """Of `x-api-key`: `combined` is keystring:secret, `keystring` that of older apps, `either`."""
    new_product_ids: bool = True
    """Writing the inventory gives its products other numbers."""
    zero_total: str = "sold_out"
    """What an inventory without a single unit does: `sold_out`, or `refused`."""
    hides_addresses: bool = False
    """As for apps that may not see who bought."""
    webhook_form: str = "flat"
    """`flat`, or `nested` as the documents once had it."""
    fee_percent: str = "6.5"
    """Kept of each line that is sold."""
    ledger_names_receipts: bool = False
    """A sale's line names its receipt; else its payment."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    @property
    def now(self) -> int:
        """Seconds, as Etsy counts."""
        return self.ground.now_ms() // 1000

    def open_shop(self, number: str, request: Json) -> Account:
        known = self.files.accounts.get(number)
        usual: Json = {
            "shop_name": f"magaza{number}",
            "user_id": int(number) + 50_000_000,
            "keystring": f"ks{number}{token_hex(8)}",
            "shared_secret": token_hex(5),
            "currency": "TRY",
            "redirects": "",
        }
        profile = {**usual, **(known.profile if known else {})}
        profile |= {name: request[name] for name in profile if name in request}
        if "name" in request:
            profile["shop_name"] = request["name"]
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def shop_of_key(self, keystring: str) -> Account | None:
        shops = self.files.accounts.values()
        return next((one for one in shops if one.profile["keystring"] == keystring), None)

    def holder(self, token: str) -> Account | None:
        return next((one for one in self.files.accounts.values() if token in one["access"]), None)

    def give_tokens(self, shop: Account, scope: str) -> Json:
        """Access and refresh token; both begin with the user's number."""
        user, seconds = shop.profile["user_id"], self.rules.access_seconds
        access, refresh = f"{user}.{token_hex(24)}", f"{user}.{token_hex(24)}"
        held = {"scope": scope, "until": self.now + seconds}
        self.files.put(shop, "access", access, held)
        self.files.put(shop, "refresh", refresh, {"scope": scope, "until": self.now + _REFRESH_SECONDS})
        self.ground.store.flush()
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": seconds,
            "refresh_token": refresh,
        }

    def forget(self, shop: Account, *kinds: str) -> int:
        """Tokens that hold no more, as if the merchant took the app's access away or time went by."""
        gone = [(kind, one) for kind in kinds for one in list(shop[kind])]
        for kind, one in gone:
            self.files.drop(shop, kind, one)
        return len(gone)

    def number(self, counter: str, first: int) -> int:
        return self.files.next_number(counter, first)

    def keep(self, shop: Account, listing: Json, cause: str) -> None:
        """A changed listing; what its shelf shows goes into the history of each SKU."""
        listing["updated"] = self.now
        if listing["state"] not in _SHELF_ENDS:
            left = sum(one["quantity"] for one in listing["products"])
            if left == 0 and listing["state"] == "active":
                listing["state"] = "sold_out"
        self.files.put(shop, "listing", str(listing["listing_id"]), listing)
        for product in listing["products"]:
            price = Decimal(product["price"])
            self.files.show(
                shop, product["sku"] or str(product["product_id"]), product["quantity"], price, price, cause
            )


def money(shop: Account, value: Decimal) -> Json:
    return {"amount": int(value * DIVISOR), "divisor": DIVISOR, "currency_code": shop.profile["currency"]}
