"""Amounts in Turkish words, as they stand on invoices."""

from datetime import date
from decimal import Decimal

_ONES = ("", "BİR", "İKİ", "ÜÇ", "DÖRT", "BEŞ", "ALTI", "YEDİ", "SEKİZ", "DOKUZ")
_TENS = ("", "ON", "YİRMİ", "OTUZ", "KIRK", "ELLİ", "ALTMIŞ", "YETMİŞ", "SEKSEN", "DOKSAN")
_GROUPS = ("", "BİN", "MİLYON", "MİLYAR", "TRİLYON", "KATRİLYON")
_CURRENCIES = {
    "TRY": ("TL", "KURUŞ"),
    "USD": ("ABD DOLARI", "SENT"),
    "EUR": ("EURO", "SENT"),
    "GBP": ("İNGİLİZ STERLİNİ", "PENİ"),
}


def of_number(number: int) -> str:
    """`1120` is BİNYÜZYİRMİ; numbers of invoices are written together."""
    if number == 0:
        return "SIFIR"
    if number < 0 or number >= 1000 ** len(_GROUPS):
        raise ValueError(number)
    said = []
    for place, name in enumerate(_GROUPS):
        group = number // 1000**place % 1000
        if group == 1 and place == 1:
            said.append("BİN")  # never "bir bin"
        elif group:
            said.append(_below_thousand(group) + name)
    return "".join(reversed(said))


def of_amount(amount: Decimal, currency: str = "TRY") -> str:
    """`YALNIZ YÜZYİRMİ TL ELLİ KURUŞ`; currencies without a Turkish name here keep their code and count hundredths."""
    whole, hundredths = divmod(int(amount * 100), 100)
    main, small = _CURRENCIES.get(currency, (currency, f"{currency}/100"))
    said = f"YALNIZ {of_number(whole)} {main}"
    return f"{said} {of_number(hundredths)} {small}" if hundredths else said


def of_rate(rate: Decimal, currency: str, day: date | None) -> str:
    """`DÖVİZ KURU: 1 USD = 42,1234 TL (TCMB döviz alış, 20.11.2026)`."""
    figure = f"{rate:f}".rstrip("0").rstrip(".") if "." in f"{rate:f}" else f"{rate:f}"
    said = f"DÖVİZ KURU: 1 {currency} = {figure.replace('.', ',')} TL"
    return said if day is None else f"{said} (TCMB döviz alış, {day:%d.%m.%Y})"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = ("YÜZ" if hundreds == 1 else f"{_ONES[hundreds]}YÜZ") if hundreds else ""
    return f"{head}{_TENS[tens]}{_ONES[ones]}"
