"""The official checks: what they refuse comes back as sentences, from whichever thread asks."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from prapazar.domain.invoicing.documents import official, ubl
from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.faults import short_place
from prapazar.domain.invoicing.documents.official import Checker
from prapazar.domain.invoicing.documents.package import PackageMissing
from prapazar.domain.invoicing.documents.records import InvoiceType, Profile
from tests.factories.documents import despatch, invoice, line
from tests.factories.official import OFFICIAL, needs_official

_GOOD = ubl.write(invoice())
_REFUSED = {
    "number": (_GOOD.replace(b"CNR2026000000042", b"42"), [("InvoiceIDCheck", "Invoice")]),
    "exemption": (
        ubl.write(invoice(lines=(line(rate="0"),))),
        [("TaxExemptionReasonCheck", "Invoice/TaxTotal/TaxSubtotal")],
    ),
    "exemption of another type": (
        ubl.write(invoice(lines=(line(rate="0", exemption="301"),))),
        [("TaxExemptionReasonCodeCheck", "Invoice/TaxTotal/TaxSubtotal/TaxCategory")],
    ),
    "withholding pair": (
        ubl.write(
            invoice(
                kind=InvoiceType.WITHHOLDING, lines=(line(withholding=Withholding("602", line().vat_rate)),)
            )
        ),
        [
            ("WithholdingTaxTotalCheck", "Invoice/WithholdingTaxTotal/TaxSubtotal"),
            ("WithholdingTaxTotalCheck", "Invoice/InvoiceLine/WithholdingTaxTotal/TaxSubtotal"),
        ],
    ),
    "return of nothing": (ubl.write(invoice(kind=InvoiceType.RETURN)), [("IADEInvioceCheck", "Invoice")]),
    "commercial return": (
        ubl.write(invoice(Profile.COMMERCIAL, InvoiceType.RETURN)),
        [("InvoiceTypeCodeCheck", "Invoice"), ("IADEInvioceCheck", "Invoice")],
    ),
    "postcode": (
        ubl.write(despatch()).replace(b">06680<", b">99999<"),
        [("DespatchAddressCheck", "DespatchAdvice")],
    ),
    "day": (
        _GOOD.replace(b"IssueDate>2026-03-05", b"IssueDate>2026-13-05", 1),
        [("xsd", "Invoice/IssueDate")],
    ),
    "order": (
        _GOOD.replace(b"<cbc:CopyIndicator>false</cbc:CopyIndicator>", b""),
        [
            ("xsd", "Invoice/UUID"),
            ("CopyIndicatorCheck", "Invoice"),
        ],
    ),
    "no document": (b"<x/>", [("xsd", "x")]),
    "no XML": (b"invoice", [("xsd", "")]),
    "entities": (b'<!DOCTYPE Invoice [<!ENTITY e "x">]><Invoice>&e;</Invoice>', [("xsd", "Invoice")]),
}


@needs_official
@pytest.mark.parametrize("name", _REFUSED)
def test_refusal_names_rule_and_place(name: str) -> None:
    xml, expected = _REFUSED[name]

    found = official.checker(OFFICIAL).faults(xml)

    assert [(_named(fault.rule), fault.place) for fault in found] == [
        (_named(rule), place) for rule, place in expected
    ]
    assert all(fault.turkish and fault.english for fault in found)


def _named(rule: str) -> str:
    """Compiled rules that others made have no names; ours are known by their sentence."""
    return "" if rule in {"schematron", "CopyIndicatorCheck"} else rule


@needs_official
def test_refusal_is_said_in_two_languages() -> None:
    (fault,) = official.checker(OFFICIAL).faults(_REFUSED["number"][0])

    assert (fault.turkish, fault.english) == (
        "Belge numarası üç karakter, yıl ve dokuz haneden oluşmalıdır: ABC2026000000001.",
        "The number must be three characters, the year and nine digits: ABC2026000000001.",
    )


@needs_official
def test_many_threads_may_ask_one_checker() -> None:
    checker = official.checker(OFFICIAL)

    with ThreadPoolExecutor(max_workers=6) as pool:
        found = list(pool.map(checker.faults, [_GOOD, _REFUSED["number"][0]] * 15))

    assert [len(faults) for faults in found] == [0, 1] * 15


def test_folder_without_the_package_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackageMissing, match="dev ubl"):
        Checker(tmp_path)


def test_places_are_short() -> None:
    space = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"

    assert [
        short_place(f"/*:Invoice[namespace-uri()='{space}'][1]/*:InvoiceLine[namespace-uri()='{space}'][2]"),
        short_place(
            f"/*[local-name()='Invoice' and namespace-uri()='{space}']/*[local-name()='ID' and true()][3]"
        ),
        short_place("/inv:Invoice/cbc:ID"),
    ] == ["Invoice/InvoiceLine[2]", "Invoice/ID[3]", "Invoice/ID"]
