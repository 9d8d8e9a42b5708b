"""A day's bulletin as the bank publishes it: per unit or per hundred, with empty places."""

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

_STEP = Decimal("0.0001")
_CURRENCIES: tuple[tuple[str, str, str, int, str], ...] = (
    ("USD", "ABD DOLARI", "US DOLLAR", 1, "42.1234"),
    ("AUD", "AVUSTRALYA DOLARI", "AUSTRALIAN DOLLAR", 1, "27.4410"),
    ("EUR", "EURO", "EURO", 1, "48.7655"),
    ("GBP", "İNGİLİZ STERLİNİ", "POUND STERLING", 1, "55.3020"),
    ("CHF", "İSVİÇRE FRANGI", "SWISS FRANK", 1, "52.2087"),
    ("KWD", "KUVEYT DİNARI", "KUWAITI DINAR", 1, "137.0240"),
    ("JPY", "JAPON YENİ", "JAPENESE YEN", 100, "27.2316"),
    ("AZN", "AZERBAYCAN YENİ MANATI", "AZERBAIJANI NEW MANAT", 1, "24.7780"),
    ("AED", "BİRLEŞİK ARAP EMİRLİKLERİ DİRHEMİ", "UNITED ARAB EMIRATES DIRHAM", 1, "11.4690"),
    ("XDR", "ÖZEL ÇEKME HAKKI (SDR)", "SPECIAL DRAWING RIGHT (SDR)", 1, "57.0200"),
)
_NO_BANKNOTES = {"XDR", "AZN", "AED"}


def document(day: date, given: Mapping[str, str]) -> str:
    """Rates drift from day to day; `given` are said by whoever pulls the lever."""
    rows = "".join(_row(place, day, given, *one) for place, one in enumerate(_CURRENCIES))
    number = f"{day.year}/{day.timetuple().tm_yday}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/xsl" href="isokur.xsl"?>\n'
        f'<Tarih_Date Tarih="{day:%d.%m.%Y}" Date="{day:%m/%d/%Y}"  Bulten_No="{number}" >\n{rows}</Tarih_Date>\n'
    )


def _row(
    place: int,
    day: date,
    given: Mapping[str, str],
    code: str,
    turkish: str,
    english: str,
    unit: int,
    usual: str,
) -> str:
    drift = Decimal(str(round(1 + 0.01 * math.sin(day.toordinal() / 9), 6)))
    buying = Decimal(given[code]) if code in given else (Decimal(usual) * drift).quantize(_STEP)
    selling = "" if code == "XDR" else f"{(buying * Decimal('1.0018')).quantize(_STEP)}"
    notes = ("", "") if code in _NO_BANKNOTES else (f"{buying - _STEP:.4f}", f"{buying + _STEP:.4f}")
    return (
        f'\t<Currency CrossOrder="{place}" Kod="{code}" CurrencyCode="{code}">\n'
        f"\t\t<Unit>{unit}</Unit>\n\t\t<Isim>{turkish}</Isim>\n\t\t<CurrencyName>{english}</CurrencyName>\n"
        f"\t\t<ForexBuying>{buying}</ForexBuying>\n{_place('ForexSelling', selling)}"
        f"{_place('BanknoteBuying', notes[0])}{_place('BanknoteSelling', notes[1])}"
        "\t\t<CrossRateUSD/>\n\t\t<CrossRateOther/>\n\t</Currency>\n"
    )


def _place(name: str, text: str) -> str:
    return f"\t\t<{name}>{text}</{name}>\n" if text else f"\t\t<{name}/>\n"
