"""What the pretend Merchant API remembers, its rules, and its tokens."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json

PROVIDER = "google_merchant"
KINDS = ("input", "source", "token", "local")
MICROS = 1_000_000


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms` to any address; 0: the usual quota by the minute."""
    burst_ms: int = 60_000
    minute_quota: int = 6000
    processing_ms: int = 300
    """From an input to the product made of it."""
    token_seconds: int = 3600
    reviews: str = "approved"
    """What a processed product is told to be: `approved`, `pending` or `disapproved`."""
    lives_days: int = 30
    """After the last insert."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def open_account(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def holder(self, token: str, *, also_expired: bool = False) -> Account | None:
        for account in self.files.accounts.values():
            found = account["token"].get(token)
            if found is not None and (also_expired or found["until_ms"] > self.ground.now_ms()):
                return account
        return None

    def give_token(self, account: Account) -> str:
        number = self.files.next_number("token", 1)
        token = "ya29." + hashlib.sha256(f"{account.number}/{number}".encode()).hexdigest()
        until = self.ground.now_ms() + self.rules.token_seconds * 1000
        self.files.put(account, "token", token, {"until_ms": until})
        return token

    def forget_tokens(self, account: Account) -> int:
        """As if an hour had passed."""
        tokens = list(account["token"])
        for token in tokens:
            self.files.put(account, "token", token, {"until_ms": 0})
        return len(tokens)

    def keep(self, account: Account, key: str, document: Json, cause: str) -> None:
        self.files.put(account, "input", key, document)
        told = document["attributes"]
        price = amount(told.get("price"))
        self.files.show(
            account,
            key,
            int(told.get("sellOnGoogleQuantity", 0)),
            amount(told.get("salePrice")) or price,
            price,
            cause,
        )


def amount(price: Json | None) -> Decimal:
    return Decimal(price["amountMicros"]) / MICROS if price else Decimal(0)
