"""The filing cabinet of a pretend provider: documents by account, kind and key, and what its shelves showed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from prapazar.sandbox import jsontext
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, history
from prapazar.sandbox.store import Shown

PROFILE = "account"


@dataclass
class Account:
    """One merchant at a provider; `profile` holds its name and credentials."""

    number: str
    profile: Json
    drawers: dict[str, dict[str, Json]] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> dict[str, Json]:
        return self.drawers.setdefault(kind, {})


class Filing:
    """Every document is plain JSON; `put` writes it through, and a killed sandbox finds it again."""

    def __init__(self, ground: Ground, provider: str, kinds: Iterable[str]) -> None:
        self.ground = ground
        self.provider = provider
        self.accounts: dict[str, Account] = {}
        self._load(kinds)

    def open(self, number: str, profile: Json) -> Account:
        """A new account, or the same one with another profile."""
        account = self.accounts.setdefault(number, Account(number, profile))
        account.profile = profile
        self.ground.store.put(f"{self.provider}.{PROFILE}", "", number, profile)
        return account

    def account(self, number: str) -> Account:
        found = self.accounts.get(number)
        if found is None:
            raise ControlError(404, f"no account {number}")
        return found

    def put(self, account: Account, kind: str, key: str, document: Json) -> None:
        account[kind][key] = document
        self.ground.store.put(f"{self.provider}.{kind}", account.number, key, document)

    def drop(self, account: Account, kind: str, key: str) -> None:
        del account[kind][key]
        self.ground.store.drop(f"{self.provider}.{kind}", account.number, key)

    def next_number(self, counter: str, first: int) -> int:
        return self.ground.store.next_number(f"{self.provider}.{counter}", first)

    def guid(self, kind: str) -> str:
        """Like a real one, but the same after a start with the same past."""
        number = self.next_number(kind, 1)
        return str(UUID(bytes=hashlib.sha256(f"{kind}/{number}".encode()).digest()[:16], version=4))

    def show(
        self, account: Account, key: str, quantity: int, price: Decimal, list_price: Decimal, cause: str
    ) -> None:
        """What the shelf shows from now on, for its history."""
        place = f"{self.provider}/{account.number}"
        moment = self.ground.now_ms()
        self.ground.store.record(Shown(place, key, quantity, price, list_price, moment, cause))

    def history(self, account: Account, key: str) -> list[Json]:
        return history(self.ground.store.history(f"{self.provider}/{account.number}", key))

    def _load(self, kinds: Iterable[str]) -> None:
        store = self.ground.store
        for document in list(store.documents(f"{self.provider}.{PROFILE}")):
            self.accounts[document.key] = Account(document.key, jsontext.parse_object(document.body))
        for kind in kinds:
            for document in store.documents(f"{self.provider}.{kind}"):
                self.account(document.account)[kind][document.key] = jsontext.parse_object(document.body)
