"""What the pretend Kolay Gelsin remembers, and its rules."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json

PROVIDER = "kolay_gelsin"
EVENTS = {
    1: "Gönderi Kolay Gelsin sistemine kayıt edildi",
    2: "Toplama yapacak kurye yola çıktı",
    12: "Toplama yapıldı",
    13: "Toplama transfer merkezinde indirildi",
    14: "Dağıtım transfer merkezinde indirildi",
    17: "Kuryenin aracına yüklendi",
    18: "Dağıtım kuryesi yola çıktı",
    25: "Alıcı adresi hatalı",
    26: "Alıcı adresinde bulunamadı",
    28: "Alıcı teslimatı reddetti",
    29: "Gönderi teslim edildi",
    31: "Gönderen tarafından durduruldu",
    32: "Alıcı talebi ile iade kaydedildi",
    33: "Gönderi kayıp",
    35: "Alıcı adresi problemli",
    39: "Dağıtım ertesi iş gününe devredildi",
    46: "Operasyonel iade kaydedildi",
    58: "Hasar raporu oluşturuldu",
}
_ISTANBUL = ZoneInfo("Europe/Istanbul")


@dataclass
class Rules:
    """Its documents name no limit; what they leave open can be played either way."""

    burst: int = 0
    """Requests in `burst_ms`; 0: none is documented."""
    burst_ms: int = 60_000
    refusal_status: int = 200
    """The HTTP status a refusal comes with."""
    names_code: bool = True
    """Whether the rows of a status tell our code, or the parcel's bar code alone."""
    in_model: bool = False
    """Whether the rows of a status stand in `ShipmentModelList`, or are the payload."""


class Depot:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, ("order",))

    def open_customer(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def note(self, account: Account, shipment: Json, event: int | str) -> None:
        told = from_ms(self.ground.now_ms()).astimezone(_ISTANBUL).strftime("%d.%m.%Y %H:%M:%S")
        words = EVENTS.get(event, "Bilinmeyen") if isinstance(event, int) else event
        shipment["events"].append(
            {
                "CargoEventType": event,
                "TimeStamp": told,
                "LocationName": "Ankara Aktarma",
                "EventDescription": words,
                "EventDetailModel": {"DeliveredPersonName": "Komşu" if event == 29 else ""},  # noqa: PLR2004 - delivered
            }
        )
        self.files.put(account, "order", shipment["key"], shipment)
