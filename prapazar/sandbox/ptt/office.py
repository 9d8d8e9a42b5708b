"""What the pretend PTT remembers, its rules, and how a parcel moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError

PROVIDER = "ptt"
KINDS = ("parcel",)
_ISTANBUL = ZoneInfo("Europe/Istanbul")
_DIGITS = 12


@dataclass
class Rules:
    """What the documents leave open; no limit of requests is documented."""

    burst: int = 0
    """Requests in `burst_ms` to both services; 0: no limit."""
    burst_ms: int = 60_000
    refuses: str = ""
    """The end of a bar code whose parcel is refused from now on, whatever else is in its call."""
    fault_status: int = 500
    """Of SOAP faults; some services send them with a 200."""


class Office:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def customer(self, number: object, password: object) -> Account | None:
        found = self.files.accounts.get(str(number))
        return found if found is not None and found.profile["password"] == password else None

    def keep(self, account: Account, parcel: Json) -> None:
        self.files.put(account, "parcel", parcel["barkodNo"], parcel)
        self.ground.store.flush()

    def found(self, account: Account, is_it: Callable[[Json], bool]) -> list[Json]:
        return [one for one in account["parcel"].values() if is_it(one)]

    def move(self, account: Account, request: Json) -> Json:
        """Every parcel of a reference; `word` is the number of the movement, `text` what it is called."""
        reference, word = str(request["reference"]), str(request["word"])
        parcels = self.found(account, lambda one: one["musteriReferansNo"] == reference)
        if not parcels:
            raise ControlError(404, f"no parcel of {reference}")
        for parcel in parcels:
            moved = {
                "at": self.ground.now_ms(),
                "code": int(word) if word.isdigit() else 0,
                "text": str(request.get("text") or f"İşlem {word}"),
            }
            self.keep(account, {**parcel, "moves": [*parcel["moves"], moved]})
        return {"moved": len(parcels)}


def local(moment_ms: int) -> datetime:
    return from_ms(moment_ms).astimezone(_ISTANBUL)


def is_barcode(told: object) -> bool:
    """Twelve digits and the one that proves them: 1, 3, 1, 3 … from the left."""
    text = str(told or "")
    if len(text) != _DIGITS + 1 or not text.isdecimal():
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text[:_DIGITS]))
    return (10 - total % 10) % 10 == int(text[-1])
