"""How a shop writes money, times and slugs."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from prapazar.sandbox.clock import epoch_ms, from_ms
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce.models import Shop

_SYMBOLS = {"TRY": "₺", "USD": "$", "EUR": "€", "GBP": "£"}
_NAMES = {"TRY": "Turkish lira", "USD": "United States (US) dollar", "EUR": "Euro", "GBP": "Pound sterling"}
_TURKISH = str.maketrans("ığüşöçİĞÜŞÖÇ", "igusocIGUSOC")


def symbol(currency: str) -> str:
    return _SYMBOLS.get(currency, currency)


def currency_name(currency: str) -> str:
    return _NAMES.get(currency, currency)


def money(amount: Decimal, decimals: int = 2) -> str:
    return str(amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def amount(value: object) -> Decimal:
    """Money a client sent, as text or number; anything else counts as nothing, as PHP does."""
    if isinstance(value, bool) or value is None:
        return Decimal(0)
    try:
        return Decimal(str(value).strip() or "0")
    except InvalidOperation:
        return Decimal(0)


def local(shop: Shop, at_ms: int) -> str:
    zone = timezone(timedelta(minutes=shop.utc_offset_minutes))
    return from_ms(at_ms).astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S")


def gmt(at_ms: int) -> str:
    return from_ms(at_ms).strftime("%Y-%m-%dT%H:%M:%S")


def stamps(shop: Shop, name: str, at_ms: int | None) -> Json:
    """The pair `name` in shop time and `name_gmt` in UTC."""
    if at_ms is None:
        return {name: None, f"{name}_gmt": None}
    return {name: local(shop, at_ms), f"{name}_gmt": gmt(at_ms)}


def parse_time(shop: Shop, text: str, *, is_gmt: bool) -> int | None:
    """ISO 8601; without a zone it is shop time, or UTC when asked so. None when it is no time."""
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        zone = UTC if is_gmt else timezone(timedelta(minutes=shop.utc_offset_minutes))
        moment = moment.replace(tzinfo=zone)
    return epoch_ms(moment)


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(_TURKISH)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
