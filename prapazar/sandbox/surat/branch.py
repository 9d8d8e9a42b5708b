"""What the pretend Sürat remembers, its rules, and how a parcel moves."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError

PROVIDER = "surat"
KINDS = ("parcel",)
FIRST_BARCODE = 10_000_000_000_001
CANCELLED = "İptal"
_ISTANBUL = ZoneInfo("Europe/Istanbul")


@dataclass
class Rules:
    """Nothing is documented: where clients leave room for two readings."""

    burst: int = 0
    """Requests in `burst_ms`; 0: no limit."""
    burst_ms: int = 60_000
    lines: str = "event"
    """Of a movement: `event` as in event|date|location, or `date` as in date|event|location."""
    unknown: str = "text"
    """A key nobody has used: a `text`, or `empty`."""
    dates: str = "dotted"
    """`dotted` as in 21.11.2026 15:04:05, or `iso`."""
    fault_status: int = 500
    """Of SOAP faults; some services send them with a 200."""


class Branch:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)

    def keep(self, account: Account, parcel: Json) -> None:
        self.files.put(account, "parcel", parcel["OzelKargoTakipNo"], parcel)
        self.ground.store.flush()

    def move(self, account: Account, key: str, word: str) -> Json:
        parcel = account["parcel"].get(key)
        if parcel is None:
            raise ControlError(404, f"no parcel {key}")
        self.keep(
            account, {**parcel, "moves": [*parcel["moves"], {"at": self.ground.now_ms(), "word": word}]}
        )
        return {"moved": key}

    def told(self, parcel: Json) -> str:
        """A line for each movement; nothing of a parcel that waits."""
        rows = []
        for one in parcel["moves"]:
            local = from_ms(one["at"]).astimezone(_ISTANBUL).replace(tzinfo=None)
            is_iso = self.rules.dates == "iso"
            day = local.isoformat(timespec="seconds") if is_iso else f"{local:%d.%m.%Y %H:%M:%S}"
            parts = [one["word"], day] if self.rules.lines == "event" else [day, one["word"]]
            rows.append("|".join([*parts, "Çankaya Şube"]))
        return "\n".join(rows)
