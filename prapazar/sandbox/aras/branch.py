"""What the pretend Aras Kargo remembers, and its rules."""

from dataclasses import dataclass

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json

PROVIDER = "aras"
KINDS = ("order",)


@dataclass
class Rules:
    """What the documents give as limits, and where they leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms`; 0: none is documented."""
    burst_ms: int = 60_000
    resends: int = 20
    """How often an order may be sent again."""
    cancelled_code: str = "1"
    """Of an order that was cancelled: `0` or `1`."""
    row_keys: str = "plain"
    """Keys of rows: `plain` (`DURUM_KODU`), or `spaced` with Turkish letters (`DURUM KODU`, `TESLİM TARİHİ`)."""
    hour_key: str = "TESLIM_SAATI"
    """The other one is `TESLIM_ZAMANI`."""


class Branch:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def open_customer(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def holder(self, user: str) -> Account | None:
        """Whose user this is: the two services have different ones."""
        names = ("user", "query_user")
        found = (one for one in self.files.accounts.values() if user in {one.profile[name] for name in names})
        return next(found, None) if user else None
