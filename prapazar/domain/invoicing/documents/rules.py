"""What the official checks let pass and GİB's receivers do not: sums, check digits, dates, codes, repeated numbers.

They read the document that is about to be sent, not the values it was made of, so a mistake in writing is found too.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from prapazar.domain.invoicing.documents import codes, identity, number
from prapazar.domain.invoicing.documents.faults import Fault
from prapazar.domain.invoicing.documents.records import InvoiceType, Profile, SendType
from prapazar.foundation.clock import ISTANBUL

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a document alone does not say."""

    now: datetime
    taken_numbers: Container[str] = ()
    is_test: bool = False
    """GİB's own test numbers have wrong check digits: in test mode those pass."""


def faults(xml: bytes, around: Surroundings) -> list[Fault]:
    """Asked before the official checks; empty when nothing was found."""
    top = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    found = [*_number(top, around), *_date(top, around), *_units(top)]
    if not around.is_test:
        found += _identities(top)
    if etree.QName(top).localname == "Invoice":
        found += [*_archive(top), *_exemptions(top), *_withholdings(top), *_sums(top)]
    return found


def _number(top: etree._Element, around: Surroundings) -> Iterator[Fault]:
    written = top.findtext("{*}ID") or ""
    if etree.QName(top).localname == "ApplicationResponse":
        return
    if written in around.taken_numbers:
        yield Fault(
            "number.taken",
            "ID",
            written,
            f"{written} numarası başka bir belgede kullanılmış.",
            f"{written} is the number of another document already.",
        )
    try:
        parsed = number.parse(written)
    except number.BadNumber:
        return  # the official rules say so
    issued = top.findtext("{*}IssueDate") or ""
    if not issued.startswith(str(parsed.year)):
        yield Fault(
            "number.year",
            "ID",
            written,
            "Numaradaki yıl belge tarihinin yılı değil.",
            "The year within the number is not the year of issue.",
        )


def _date(top: etree._Element, around: Surroundings) -> Iterator[Fault]:
    written = top.findtext("{*}IssueDate") or ""
    try:
        issued = date.fromisoformat(written)
    except ValueError:
        return  # the schema says so
    if issued > around.now.astimezone(ISTANBUL).date():
        yield Fault(
            "date.future",
            "IssueDate",
            written,
            "Belge tarihi ileride.",
            "The date of issue is in the future.",
        )


def _identities(top: etree._Element) -> Iterator[Fault]:
    for place in _all(top, ".//*[local-name()='PartyIdentification']/*[local-name()='ID']"):
        scheme, written = place.get("schemeID"), place.text or ""
        is_good = {"VKN": identity.is_vkn, "TCKN": identity.is_tckn}.get(scheme or "")
        if is_good and not is_good(written):
            yield Fault(
                "identity.digits",
                _owner(place),
                written,
                f"{scheme} {written} geçerli değil: kontrol hanesi tutmuyor.",
                f"{scheme} {written} is not valid: its check digit is wrong.",
            )


def _units(top: etree._Element) -> Iterator[Fault]:
    for place in _all(top, ".//*[@unitCode]"):
        unit = place.get("unitCode", "")
        if unit not in codes.known().units:
            yield Fault(
                "unit.unknown",
                _owner(place),
                unit,
                f"{unit} bilinen bir birim kodu değil; adet için C62 yazılır.",
                f"{unit} is no unit code we know; a piece is C62.",
            )


def _archive(top: etree._Element) -> Iterator[Fault]:
    """How an e-Arşiv is sent, and what it must tell of an internet sale."""
    if top.findtext("{*}ProfileID") != Profile.ARCHIVE:
        return
    facts = {
        place.findtext("{*}DocumentTypeCode"): place.findtext("{*}ID") or ""
        for place in top.iterfind("{*}AdditionalDocumentReference")
    }
    sent = facts.get("SEND_TYPE", "")
    if sent not in set(SendType):
        yield Fault(
            "archive.send_type",
            "AdditionalDocumentReference",
            sent,
            "e-Arşiv faturanın gönderim şekli (elektronik, kâğıt) yazılmalıdır.",
            "An e-Arşiv must say how it is sent, electronically or on paper.",
        )
    if "IS_INTERNET" in facts:
        wanted = ("INT_WEBSITE", "INT_PAYMENT_METHOD", "INT_PAYMENTDATE")
        lacking = [code for code in wanted if not facts.get(code)]
        if lacking:
            yield Fault(
                "archive.internet_sale",
                "AdditionalDocumentReference",
                ", ".join(lacking),
                "İnternet satışında web adresi, ödeme şekli ve ödeme tarihi yazılmalıdır.",
                "An internet sale must tell web address, payment method and payment date.",
            )


def _exemptions(top: etree._Element) -> Iterator[Fault]:
    kind = top.findtext("{*}InvoiceTypeCode")
    exempted = [place.text or "" for place in _all(top, "./*/*/*/*[local-name()='TaxExemptionReasonCode']")]
    if kind == InvoiceType.EXEMPTION and not exempted:
        yield Fault(
            "exemption.missing",
            "TaxTotal",
            "",
            "İstisna faturasında istisna kodu yok.",
            "The invoice is of type ISTISNA and names no exemption.",
        )
    for code in exempted:
        if code not in codes.known().exemptions:
            yield Fault(
                "exemption.unknown",
                "TaxTotal",
                code,
                f"{code} bilinen bir istisna kodu değil.",
                f"{code} is no exemption code we know.",
            )


def _withholdings(top: etree._Element) -> Iterator[Fault]:
    is_needed = top.findtext("{*}InvoiceTypeCode") == InvoiceType.WITHHOLDING
    if is_needed and top.find("{*}WithholdingTaxTotal") is None:
        yield Fault(
            "withholding.missing",
            "WithholdingTaxTotal",
            "",
            "Tevkifat faturasında tevkifat yok.",
            "The invoice is of type TEVKIFAT and withholds nothing.",
        )


def _sums(top: etree._Element) -> Iterator[Fault]:
    try:
        wrong = list(_wrong_sums(top))
    except InvalidOperation:
        return  # amounts that are no numbers: the schema says so
    for name, expected, written in wrong:
        yield Fault(
            "sum.wrong",
            name,
            f"{written} != {expected}",
            f"{name} tutmuyor: {expected} olmalı, {written} yazılmış.",
            f"{name} does not add up: {expected} expected, {written} written.",
        )


def _wrong_sums(top: etree._Element) -> Iterator[tuple[str, Decimal, Decimal]]:
    lines = top.findall("{*}InvoiceLine")
    nets = sum((_amount(line, "LineExtensionAmount") for line in lines), _ZERO)
    discounts = sum(
        (_amount(one, "Amount") for line in lines for one in line.iterfind("{*}AllowanceCharge")), _ZERO
    )
    taxes = sum((_amount(line, "TaxTotal", "TaxAmount") for line in lines), _ZERO)
    withheld = sum((_amount(one, "TaxAmount") for one in top.iterfind("{*}WithholdingTaxTotal")), _ZERO)
    vat = _amount(top, "TaxTotal", "TaxAmount")
    deferred = vat if top.findtext("{*}InvoiceTypeCode") == InvoiceType.EXPORT_REGISTERED else _ZERO
    subtotals = top.findall("{*}TaxTotal/{*}TaxSubtotal")
    expected = {
        "LegalMonetaryTotal/TaxExclusiveAmount": nets,
        "LegalMonetaryTotal/LineExtensionAmount": nets + discounts,
        "LegalMonetaryTotal/AllowanceTotalAmount": discounts,
        "LegalMonetaryTotal/TaxInclusiveAmount": nets + taxes,
        "LegalMonetaryTotal/PayableAmount": nets + taxes - withheld - deferred,
        "TaxTotal/TaxAmount": taxes,
    }
    for path, due in expected.items():
        written = _amount(top, *path.split("/"))
        if written != due:
            yield path, due, written
    parts = sum((_amount(one, "TaxAmount") for one in subtotals), _ZERO)
    if parts != vat:
        yield "TaxTotal/TaxSubtotal/TaxAmount", vat, parts
    for one in subtotals:
        taxable, tax = _amount(one, "TaxableAmount"), _amount(one, "TaxAmount")
        due = taxable * _amount(one, "Percent") / _HUNDRED
        # A gross price may have no net that fits to the hundredth, on each of its two bases.
        if abs(tax - due) > 2 * _STEP:
            yield "TaxTotal/TaxSubtotal", due.quantize(_STEP), tax
    for place, line in enumerate(lines, start=1):
        base = _amount(line, "LineExtensionAmount") + sum(
            (_amount(one, "Amount") for one in line.iterfind("{*}AllowanceCharge")), _ZERO
        )
        counted = _amount(line, "InvoicedQuantity") * _amount(line, "Price", "PriceAmount")
        if abs(counted - base) > _STEP:
            yield f"InvoiceLine[{place}]/Price", base, counted


def _amount(place: etree._Element, *path: str) -> Decimal:
    """Nothing where it is not there: what must be there the schema says."""
    return Decimal(place.findtext("/".join(f"{{*}}{name}" for name in path)) or _ZERO)


def _all(top: etree._Element, path: str) -> list[etree._Element]:
    found = top.xpath(path)
    return [one for one in found if etree.iselement(one)] if isinstance(found, list) else []


def _owner(place: etree._Element) -> str:
    """The part of the document it stands in, such as AccountingCustomerParty or InvoiceLine."""
    steps = [place, *place.iterancestors()]
    return etree.QName(steps[-2] if len(steps) > 1 else place).localname
