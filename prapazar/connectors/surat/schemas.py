"""Sürat's shapes with Sürat's names, its words, and how it writes moments."""

import re
from datetime import UTC, datetime
from typing import TypedDict

from prapazar.foundation.clock import ISTANBUL

_FORMS = (
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y",
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN = str.maketrans("çğıöşüâîû", "cgiosuaiu")


class NewParcel(TypedDict):
    KisiKurum: str
    SahisBirim: str
    AliciAdresi: str
    Il: str
    Ilce: str
    TelefonEv: str
    TelefonIs: str
    TelefonCep: str
    Email: str
    AliciKodu: str
    KargoTuru: int
    """1 file, 2 small, 3 box."""
    OdemeTipi: int
    """1 the sender, 2 the receiver."""
    IrsaliyeSeriNo: str
    IrsaliyeSiraNo: str
    ReferansNo: str
    OzelKargoTakipNo: str
    """The shop's own key, used once."""
    Adet: int
    BirimDesi: str
    BirimKg: str
    KargoIcerigi: str
    KapidanOdemeTahsilatTipi: int
    """1 cash, 2 card."""
    KapidanOdemeTutari: str
    EkHizmetler: str
    SevkAdresi: str
    TeslimSekli: int
    """1 to the address, 2 at the branch."""
    TasimaSekli: int
    GonderiSekli: int
    TeslimSubeKodu: str
    Pazaryerimi: int
    EntegrasyonFirmasi: str
    Iademi: int


def plain(words: str) -> str:
    """Without case and without Turkish letters, for comparing: they are written in both ways."""
    return " ".join(words.replace("İ", "i").replace("I", "ı").lower().split()).translate(_PLAIN)


def moment(told: str) -> datetime | None:
    """Istanbul's clock in any form that is seen; None for what is no moment."""
    text = told.strip()
    try:
        read = datetime.fromisoformat(text) if _ISO.match(text) else None
    except ValueError:
        read = None
    for form in _FORMS if read is None else ():
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007 - the zone comes next
            break
        except ValueError:
            continue
    if read is None:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=ISTANBUL)).astimezone(UTC)
