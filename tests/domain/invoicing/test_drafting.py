"""Sales as documents: whoever buys, whatever it is paid in, exact to the hundredth, and past the official checks."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from prapazar.domain.invoicing import content, drafting
from prapazar.domain.invoicing import seller as sellers
from prapazar.domain.invoicing.documents import paper, rules, totals, ubl
from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.official import checker
from prapazar.domain.invoicing.documents.records import InvoiceDocument, Party, PaymentMethod, Profile
from prapazar.domain.invoicing.documents.rules import Surroundings
from prapazar.domain.invoicing.drafting import Exchange, Sold, SoldLine
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.seller import Carrier, Seller
from tests.factories.invoicing import SELLER, SERIES
from tests.factories.official import OFFICIAL, needs_official

_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_ETTN = UUID("5b1f2f3c-9d0a-4a52-8c0e-2f7f0a9d1c11")
_SELLER = Seller(
    party=sellers.party(SELLER),
    series=SERIES,
    carriers={"aras kargo": Carrier(name="Aras Kargo A.Ş.", tax_id="1234567808")},
)
_HOME = {"name": "Şule Iğdırlıoğlu", "line": "Çınar Sokağı 7", "district": "Çankaya", "city": "Ankara"}
_ABROAD = {"name": "Aygün Əliyeva", "line": "Nizami küç. 5", "city": "Bakı", "country": "AZ"}
_COMPANY = {**_HOME, "company": "Güneş Ofis A.Ş.", "tax_number": "905 030 11 25", "tax_office": "Çankaya"}


def _line(total: str = "200.00", quantity: int = 2, **changed: Any) -> SoldLine:  # noqa: ANN401 - fields of it
    facts: dict[str, Any] = {"title": "Keten Masa Örtüsü", "sku": "MO-1", "barcode": "869", "left": quantity}
    facts |= {"id": _ETTN, "package_id": _ETTN}
    return SoldLine(
        **{
            **facts,
            "quantity": quantity,
            "total": Decimal(total),
            "discount": Decimal(0),
            "vat_rate": Decimal(20),
            **changed,
        }
    )


def _sold(*lines: SoldLine, **changed: Any) -> Sold:  # noqa: ANN401 - fields of it
    facts: dict[str, Any] = {
        "order_id": _ETTN,
        "package_id": None,
        "number": "9871234560",
        "ordered_at": _AT,
        "currency": "TRY",
        "shipping": Decimal(0),
        "connector": "trendyol",
        "channel": "Trendyol",
        "buyer_name": "Şule Iğdırlıoğlu",
        "buyer_email": "sule@example.com",
        "billing": _HOME,
        "delivery": _HOME,
        "carrier": "Aras Kargo",
        "shipped_at": _AT,
    }
    return Sold(lines=lines or (_line(),), **{**facts, **changed})


def _settled(sold: Sold, *, is_taxpayer: bool = False, **terms: Any) -> InvoiceDocument:  # noqa: ANN401 - exemption or withholding
    document = drafting.invoice(sold, _SELLER, ettn=_ETTN, moment=_AT, exchange=Exchange(Decimal("41.2345")))
    if terms:
        document = drafting.with_terms(document, **terms)
    return drafting.settled(
        document,
        number="EAR2026000000001",
        moment=_AT,
        is_taxpayer=is_taxpayer,
        wanted=Profile.COMMERCIAL,
    )


_MIXED = _sold(
    _line("99.99", 3, discount=Decimal("10.01")),
    _line("45.90", 1, vat_rate=Decimal(10)),
    _line("12.35", 1, vat_rate=Decimal(1)),
    _line("300.00", 3, left=1, vat_rate=None),
    shipping=Decimal("39.90"),
)
_DOCUMENTS = {
    "consumer": _settled(_sold()),
    "mixed rates, discount, part cancelled, shipping": _settled(_MIXED),
    "company that receives e-Fatura": _settled(_sold(billing=_COMPANY, connector=""), is_taxpayer=True),
    "micro-export": _settled(_sold(billing=_ABROAD, delivery=_ABROAD)),
    "foreign currency": _settled(_sold(currency="EUR")),
    "withholding": _settled(
        _sold(billing=_COMPANY), is_taxpayer=True, withholding=Withholding("624", Decimal(20))
    ),
    "exemption": _settled(_sold(), exemption="351"),
}


@pytest.mark.parametrize("name", _DOCUMENTS)
def test_document_of_a_sale_passes_our_checks_and_comes_back_from_the_books(name: str) -> None:
    document = _DOCUMENTS[name]

    assert rules.faults(ubl.write(document), Surroundings(now=_AT)) == []
    assert content.read(content.plain(document)) == document
    assert paper.draw(document).startswith(b"%PDF-")


@needs_official
@pytest.mark.parametrize("name", _DOCUMENTS)
def test_document_of_a_sale_passes_the_official_checks(name: str) -> None:
    assert checker(OFFICIAL).faults(ubl.write(_DOCUMENTS[name])) == []


def test_buyer_owes_what_was_paid_whatever_is_in_the_basket() -> None:
    found = totals.of(_DOCUMENTS["mixed rates, discount, part cancelled, shipping"])

    assert found.payable == Decimal("99.99") + Decimal("45.90") + Decimal("12.35") + Decimal(100) + Decimal(
        "39.90"
    )
    assert [tax.rate for tax in found.taxes] == [1, 10, 20]


def test_internet_sale_tells_the_marketplace_the_agent_and_the_carrier() -> None:
    sale = _DOCUMENTS["consumer"].internet_sale

    assert sale is not None
    assert (sale.website, sale.method, sale.provider) == (
        "www.trendyol.com",
        PaymentMethod.PROVIDER,
        "Trendyol",
    )
    assert sale.carrier is not None
    assert (sale.carrier.tax_id, sale.shipped_on) == ("1234567808", _AT.date())
    assert _DOCUMENTS["company that receives e-Fatura"].internet_sale is None


@pytest.mark.parametrize(
    ("billing", "buyer"),
    [
        (_HOME, ("11111111111", "", "Şule", "Iğdırlıoğlu")),
        (_COMPANY, ("9050301125", "Güneş Ofis A.Ş.", "", "")),
        ({**_HOME, "tax_number": "10000000146"}, ("10000000146", "", "Şule", "Iğdırlıoğlu")),
        (_ABROAD, ("11111111111", "", "Aygün", "Əliyeva")),
        ({**_ABROAD, "company": "Azər MMC"}, ("2222222222", "Azər MMC", "", "")),
        ({**_HOME, "name": "Cher"}, ("11111111111", "", "Cher", "-")),
    ],
)
def test_buyer_is_a_person_a_company_or_whoever_stands_for_one(
    billing: dict[str, str], buyer: tuple[str, str, str, str]
) -> None:
    found: Party = drafting.buyer(_sold(billing=billing, delivery=billing))

    assert (found.tax_id, found.name, found.first_name, found.family_name) == buyer


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"billing": {**_HOME, "tax_number": "123"}}, "invoicing.buyer_tax_number"),
        ({"currency": "USD"}, "invoicing.rate_needed"),
        ({"lines": (_line(left=0),)}, "invoicing.nothing_left"),
    ],
)
def test_sale_that_cannot_be_a_document_says_why(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(InvoiceRefused) as raised:
        drafting.invoice(replace(_sold(), **changed), _SELLER, ettn=_ETTN, moment=_AT)

    assert raised.value.code == code


def test_despatch_note_names_its_carrier_or_is_refused() -> None:
    sold = _sold(delivery={**_HOME, "postal_code": "06680"})

    made = drafting.despatch(sold, _SELLER, ettn=_ETTN, moment=_AT, carrier=None)

    assert (made.carrier and made.carrier.tax_id, made.value, len(made.lines)) == (
        "1234567808",
        Decimal(200),
        1,
    )
    with pytest.raises(InvoiceRefused) as raised:
        drafting.despatch(replace(sold, carrier="Kurye"), _SELLER, ettn=_ETTN, moment=_AT, carrier=None)
    assert raised.value.code == "invoicing.carrier_needed"
