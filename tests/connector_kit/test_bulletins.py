"""The central bank's bulletin: figures per unit, empty places, and what is no bulletin."""

from datetime import date
from decimal import Decimal

import pytest

from prapazar.connector_kit import bulletins
from prapazar.connector_kit.bulletins import Bulletin, NotABulletin

_BULLETIN = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="isokur.xsl"?>
<Tarih_Date Tarih="20.11.2026" Date="11/20/2026"  Bulten_No="2026/218" >
 <Currency CrossOrder="0" Kod="USD" CurrencyCode="USD"><Unit>1</Unit><Isim>ABD DOLARI</Isim>
  <ForexBuying>42.1234</ForexBuying><ForexSelling>42.1993</ForexSelling><BanknoteBuying/><CrossRateUSD/></Currency>
 <Currency CrossOrder="11" Kod="JPY" CurrencyCode="JPY"><Unit>100</Unit>
  <ForexBuying>27.2316</ForexBuying><ForexSelling>27.4120</ForexSelling></Currency>
 <Currency CrossOrder="0" Kod="XDR" CurrencyCode="XDR"><Unit>1</Unit><ForexBuying>57.0200</ForexBuying><ForexSelling/>
 </Currency>
</Tarih_Date>
"""


def test_bulletin_is_read_per_unit_and_empty_places_are_nothing() -> None:
    found = bulletins.read(_BULLETIN.encode())

    assert found == Bulletin(
        day=date(2026, 11, 20),
        number="2026/218",
        buying={"USD": Decimal("42.123400"), "JPY": Decimal("0.272316"), "XDR": Decimal("57.020000")},
        selling={"USD": Decimal("42.199300"), "JPY": Decimal("0.274120")},
    )


def test_bulletin_in_the_older_letters_is_read_by_its_own_declaration() -> None:
    older = _BULLETIN.replace("UTF-8", "ISO-8859-9").replace("ABD DOLARI", "İSVİÇRE FRANGI")

    assert bulletins.read(older.encode("iso-8859-9")) == bulletins.read(_BULLETIN.encode())


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html><body>Bakım</body></html>",
        _BULLETIN[:300],
        _BULLETIN.replace("20.11.2026", "yarın"),
        '<Tarih_Date Tarih="20.11.2026"></Tarih_Date>',
        '<!DOCTYPE x [<!ENTITY a "b">]><Tarih_Date/>',
    ],
    ids=["empty", "page", "cut", "no_day", "no_rate", "doctype"],
)
def test_what_is_no_whole_bulletin_is_refused(content: str) -> None:
    with pytest.raises(NotABulletin):
        bulletins.read(content.encode())
