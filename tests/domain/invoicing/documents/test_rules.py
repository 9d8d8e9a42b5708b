"""What only we look for, found in documents that the official checks let pass."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_of

from prapazar.domain.invoicing.documents import official, rules, ubl
from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.records import InvoiceLine, InvoiceType, Profile
from prapazar.domain.invoicing.documents.rules import Surroundings
from tests.factories.documents import ISSUED_AT, SALE, despatch, invoice, line
from tests.factories.official import OFFICIAL, needs_official

_NOW = Surroundings(now=ISSUED_AT)


def _swapped(old: str, new: str, *, times: int = 1) -> Callable[[bytes], bytes]:
    def swap(xml: bytes) -> bytes:
        assert old.encode() in xml
        return xml.replace(old.encode(), new.encode(), times)

    return swap


_SPOILED: dict[str, tuple[Callable[[bytes], bytes], list[tuple[str, str]]]] = {
    "payable": (
        _swapped('PayableAmount currencyID="TRY">250.00', 'PayableAmount currencyID="TRY">249.99'),
        [("sum.wrong", "LegalMonetaryTotal/PayableAmount")],
    ),
    "line": (
        _swapped(
            'LineExtensionAmount currencyID="TRY">118.18', 'LineExtensionAmount currencyID="TRY">118.00'
        ),
        [
            ("sum.wrong", "LegalMonetaryTotal/TaxExclusiveAmount"),
            ("sum.wrong", "LegalMonetaryTotal/LineExtensionAmount"),
            ("sum.wrong", "LegalMonetaryTotal/TaxInclusiveAmount"),
            ("sum.wrong", "LegalMonetaryTotal/PayableAmount"),
            ("sum.wrong", "InvoiceLine[2]/Price"),
        ],
    ),
    "rate": (_swapped("Percent>20<", "Percent>10<"), [("sum.wrong", "TaxTotal/TaxSubtotal")]),
    "tax": (
        _swapped(
            '<cbc:TaxAmount currencyID="TRY">31.82</cbc:TaxAmount>',
            '<cbc:TaxAmount currencyID="TRY">31.81</cbc:TaxAmount>',
        ),
        [("sum.wrong", "TaxTotal/TaxAmount"), ("sum.wrong", "TaxTotal/TaxSubtotal/TaxAmount")],
    ),
    "identity": (
        _swapped(">11111111111<", ">11111111112<"),
        [("identity.digits", "AccountingCustomerParty")],
    ),
    "unit": (_swapped('unitCode="C62"', 'unitCode="ADET"'), [("unit.unknown", "InvoiceLine")]),
    "send type": (_swapped("ELEKTRONIK", "POSTA"), [("archive.send_type", "AdditionalDocumentReference")]),
    "internet": (
        _swapped("INT_WEBSITE", "WEBSITE"),
        [("archive.internet_sale", "AdditionalDocumentReference")],
    ),
    "year": (_swapped("CNR2026000000042", "CNR2025000000042"), [("number.year", "ID")]),
}


@needs_official
@pytest.mark.parametrize("name", _SPOILED)
def test_fault_that_the_official_checks_miss_is_found(name: str) -> None:
    spoil, expected = _SPOILED[name]
    xml = spoil(ubl.write(invoice(Profile.ARCHIVE, internet_sale=SALE)))

    found = rules.faults(xml, _NOW)

    assert ([(fault.rule, fault.place) for fault in found], official.checker(OFFICIAL).faults(xml)) == (
        expected,
        [],
    )


def test_number_of_another_document_and_a_day_to_come_are_found() -> None:
    xml = ubl.write(despatch())
    around = Surroundings(now=ISSUED_AT - timedelta(days=1), taken_numbers={"CNI2026000000007"})

    found = rules.faults(xml, around)

    assert [(fault.rule, fault.turkish) for fault in found] == [
        ("number.taken", "CNI2026000000007 numarası başka bir belgede kullanılmış."),
        ("date.future", "Belge tarihi ileride."),
    ]


def test_numbers_with_wrong_digits_pass_in_test_mode() -> None:
    xml = _swapped(">1234567890<", ">1288331521<", times=9)(ubl.write(invoice()))

    assert [fault.rule for fault in rules.faults(xml, _NOW)] == ["identity.digits"] * 2
    assert rules.faults(xml, Surroundings(now=ISSUED_AT, is_test=True)) == []


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(InvoiceType.EXEMPTION, "exemption.missing"), (InvoiceType.WITHHOLDING, "withholding.missing")],
)
def test_type_that_the_lines_do_not_bear_out_is_found(kind: InvoiceType, rule: str) -> None:
    found = rules.faults(ubl.write(invoice(kind=kind, lines=(line(),))), _NOW)

    assert [fault.rule for fault in found] == [rule]


@given(
    any_of.lists(
        any_of.builds(
            line,
            any_of.decimals("0", "99999.99", places=2).map(str),
            any_of.decimals("0.001", "999", places=3).map(str),
            any_of.sampled_from(["1", "10", "20"]),
            includes_vat=any_of.booleans(),
            withholding=any_of.sampled_from([None, Withholding("602", Decimal(90))]),
        ),
        min_size=1,
        max_size=15,
    )
)
@settings(max_examples=60)
def test_what_we_write_adds_up(lines: list[InvoiceLine]) -> None:
    withheld = [one for one in lines if one.withholding]
    kind = InvoiceType.WITHHOLDING if withheld else InvoiceType.SALE

    assert rules.faults(ubl.write(invoice(kind=kind, lines=tuple(lines))), _NOW) == []
