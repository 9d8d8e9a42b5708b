"""PTT's shapes with PTT's names, how it writes moments, and its bar codes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypedDict

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parsing import text
from prapazar.foundation.clock import ISTANBUL

Raw = Mapping[str, Any]
_FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")


class Sender(TypedDict):
    gonderici_adi: str
    gonderici_adresi: str
    gonderici_il_ad: str
    gonderici_ilce_ad: str
    gonderici_posta_kodu: str
    gonderici_telefonu: str
    gonderici_ulke_id: str


class NewParcel(TypedDict):
    aAdres: str
    agirlik: int
    """Grams."""
    aliciAdi: str
    aliciEmail: str
    aliciIlAdi: str
    aliciIlceAdi: str
    aliciSms: str
    """Ten digits, without the zero."""
    aliciTel: str
    barkodNo: str
    deger_ucreti: Decimal
    desi: int
    ekhizmet: str
    """Two letters for each service, one behind the other."""
    gondericibilgi: Sender
    musteriReferansNo: str
    odeme_sart_ucreti: Decimal
    odemesekli: str
    rezerve1: str
    """The account that gets what buyers pay at the door."""
    ucret: Decimal


def with_check_digit(number: str) -> str:
    """Digits times 1, 3, 1, 3 … from the left; what is missing to the next ten stands behind them."""
    total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(number))
    return f"{number}{-total % 10}"


def moment(day: object, clock: object) -> datetime:
    """`21/11/2026` and `15:04:05`, or no seconds, or no time of day; Istanbul's clock."""
    told = f"{text(day)} {text(clock)}".strip()
    for form in _FORMS:
        try:
            return datetime.strptime(told, form).replace(tzinfo=ISTANBUL).astimezone(UTC)
        except ValueError:
            continue
    raise UnexpectedAnswer(f"ITARIH is {told!r}"[:200], raw=told, code="connector.odd_value")
