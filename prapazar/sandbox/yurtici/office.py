"""What the pretend Yurtiçi Kargo remembers, and its rules."""

from dataclasses import dataclass

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json

PROVIDER = "yurtici"
KINDS = ("parcel", "return_code")


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms`; 0: none is documented."""
    burst_ms: int = 60_000
    repeat_ms: int = 60_000
    """For so long the same key is not answered again."""
    repeat_answer: str = "whole"
    """That refusal is of the `whole` request or of the one `key`; the documents do not say."""
    unknown_key: str = "absent"
    """A key nobody knows is `absent` from the answer, or comes as a `detail` with a code of its own."""
    address_length: int = 200
    """By the table; the document's text speaks of 500."""
    cash_needs_user: bool = False
    """Whether cash at the door is refused to a user whose contract is another."""
    ip_refusal: str = "text"
    """An address that is not let in is told in a `text`, or with the status `403`."""
    decimal_comma: bool = False
    """Amounts are texts; which point they have is not told."""


class Office:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)
        self.asked: dict[tuple[str, int, str], int] = {}
        """When a user asked for a key the last time."""

    def open_customer(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def holder(self, user: str) -> Account | None:
        """Whose user this is; a customer has one for each contract."""
        found = (one for one in self.files.accounts.values() if user and user in one.profile["users"])
        return next(found, None)

    def parcels(self, account: Account, reference: str) -> list[Json]:
        return [one for one in account["parcel"].values() if one["sent"]["invoiceKey"] == reference]

    def keep(self, account: Account, parcel: Json) -> None:
        self.files.put(account, "parcel", parcel["sent"]["cargoKey"], parcel)
