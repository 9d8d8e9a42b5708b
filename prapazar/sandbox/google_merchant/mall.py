"""What the pretend Merchant API remembers, its rules, and its tokens."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.tokens import Tokens

PROVIDER = "google_merchant"
KINDS = ("input", "source", "token", "local", "regional", "code", "refresh")
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
        self.tokens = Tokens(self.files)

    def open_account(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def give_token(self, account: Account) -> str:
        number = self.files.next_number("token", 1)
        token = "ya29." + hashlib.sha256(f"{account.number}/{number}".encode()).hexdigest()
        return self.tokens.keep(account, token, self.rules.token_seconds)

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
