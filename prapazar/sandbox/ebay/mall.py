"""What the pretend eBay remembers, its rules, its tokens and the key it signs with."""

from dataclasses import dataclass
from decimal import Decimal

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal, parse_object

PROVIDER = "ebay"
KINDS = (
    *("item", "offer", "group", "order", "fulfillment", "token"),
    *("destination", "subscription", "return", "cancellation", "transaction", "payout", "conversation"),
    *("inquiry", "dispute"),
)
SCOPE = "https://api.ebay.com/oauth/api_scope"
SCOPES = tuple(
    f"{SCOPE}/{name}"
    for name in (
        *("sell.inventory", "sell.fulfillment", "sell.account", "sell.finances"),
        "sell.payment.dispute",
        *("commerce.notification.subscription", "commerce.message"),
    )
)
CURRENCIES = {
    "EBAY_US": "USD",
    "EBAY_GB": "GBP",
    "EBAY_DE": "EUR",
    "EBAY_FR": "EUR",
    "EBAY_IT": "EUR",
    "EBAY_ES": "EUR",
    "EBAY_AU": "AUD",
    "EBAY_CA": "CAD",
}
FIRST_OFFER = 9_100_001_000
FIRST_LISTING = 110_500_001_000


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    inventory_calls: int = 2_000_000
    """Calls in `quota_ms`, of one application; the others likewise. 0: none."""
    fulfillment_calls: int = 100_000
    account_calls: int = 25_000
    notification_calls: int = 10_000
    taxonomy_calls: int = 5_000
    quota_ms: int = 86_400_000
    token_seconds: int = 7200
    code_seconds: int = 299
    cancel_ms: int = 0
    """How long a cancellation by the seller stays in progress."""
    challenge: bool = True
    """A new destination has to answer a challenge first."""
    bulk_status: int = 207
    """Of a bulk answer in which something was refused; 200 is documented, too."""
    notified_order: str = "order"
    """Where a notification holds the number of its order: within `order`, or `flat`."""
    unpaid: bool = False
    """Buyers pay later from now on."""
    remits_tax: str = "0"
    """What eBay collects from buyers for the tax office, and the seller never sees."""
    fee_percent: str = "15"
    refunds_at_once: bool = False
    """A return that is approved is refunded without waiting for the goods."""
    inquiry_order: bool = True
    """An inquiry names its order, as clients have seen it; the documents name item and transaction alone."""
    signs_finances: bool = False
    """Finances are told only to callers who sign, as for sellers of the EU and the UK."""


class Mall:
    def __init__(self, ground: Ground, address: str) -> None:
        self.ground = ground
        self.address = address
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)
        self.key_id, self.key = self._signing_key()

    def open_seller(self, number: str, request: Json) -> Account:
        known = self.files.accounts.get(number)
        usual: Json = {
            "name": f"magaza-{number}",
            "client_id": f"PraPazar-{number}-PRD",
            "client_secret": f"PRD-{number}-secret",
            "ru_name": f"PraPazar-{number}-RuName",
            "accept_url": "",
            "refresh_token": f"v^1.1#refresh-{number}",
            "marketplaces": ["EBAY_US"],
            "alert_email": None,
            "signing_jwe": None,
            "signing_key": None,
        }
        profile = {**usual, **(known.profile if known else {})}
        account = self.files.open(number, {name: request.get(name, old) for name, old in profile.items()})
        self.ground.store.flush()
        return account

    def seller_of(self, client_id: str) -> Account | None:
        accounts = self.files.accounts.values()
        return next((one for one in accounts if one.profile["client_id"] == client_id), None)

    def give(self, account: Account, kind: str, seconds: int, scopes: list[str]) -> str:
        """`kind` is user, application, refresh or code."""
        token = f"v^1.1#{kind}-{self.files.guid(kind)}"
        until = self.ground.now_ms() + seconds * 1000
        self.files.put(account, "token", token, {"kind": kind, "untilMs": until, "scopes": scopes})
        return token

    def holder(self, token: str) -> tuple[Account, Json] | None:
        """Whose token it is, ended or not."""
        for account in self.files.accounts.values():
            if token in account["token"]:
                return account, account["token"][token]
        return None

    def forget_tokens(self, account: Account) -> int:
        """As if two hours had passed."""
        held = [one for one in account["token"].values() if one["kind"] in {"user", "application"}]
        for one in held:
            one["untilMs"] = 0
        return len(held)

    def stamp(self, moment_ms: int | None = None) -> str:
        moment = from_ms(self.ground.now_ms() if moment_ms is None else moment_ms)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"

    def shown(self, account: Account, offer: Json) -> int:
        """What the marketplace offers: the offer's own share, never more than the item has."""
        has = int(account["item"][offer["sku"]]["availability"]["shipToLocationAvailability"]["quantity"])
        share = offer.get("availableQuantity")
        return has if share is None else min(has, int(share))

    def show(self, account: Account, offer: Json, cause: str) -> None:
        price = decimal(offer["pricingSummary"]["price"]["value"])
        self.files.show(account, offer["sku"], self.shown(account, offer), price, price, cause)

    def set_quantity(self, account: Account, sku: str, quantity: int) -> None:
        item = account["item"][sku]
        item["availability"]["shipToLocationAvailability"]["quantity"] = quantity
        self.files.put(account, "item", sku, item)

    def offers_of(self, account: Account, sku: str) -> list[Json]:
        return [one for one in account["offer"].values() if one["sku"] == sku]

    def _signing_key(self) -> tuple[str, ec.EllipticCurvePrivateKey]:
        """Made once, and kept so that receivers may keep the public half."""
        store = self.ground.store
        kept = next((one.body for one in store.documents("ebay.key")), None)
        if kept is not None:
            document = parse_object(kept)
            key = serialization.load_pem_private_key(document["pem"].encode(), None)
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                raise TypeError("the kept key is no elliptic one")
            return document["id"], key
        key, number = ec.generate_private_key(ec.SECP256R1()), self.files.guid("key")
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()
        store.put("ebay.key", "", "key", {"id": number, "pem": pem})
        store.flush()
        return number, key


def money(value: Decimal, currency: str) -> Json:
    return {"value": f"{value:.2f}", "currency": currency}
