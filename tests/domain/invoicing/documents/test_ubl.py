"""UBL-TR: what is written, and that GİB's own schema and rules let every kind of it through."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from lxml import etree

from prapazar.domain.invoicing.documents import official, returns, rules, ubl
from prapazar.domain.invoicing.documents.codes import Withholding, known
from prapazar.domain.invoicing.documents.records import (
    AnswerDocument,
    DocumentReference,
    InvoiceDocument,
    InvoiceLine,
    InvoiceType,
    Payment,
    PaymentMethod,
    Profile,
    SendType,
    Verdict,
)
from prapazar.domain.invoicing.documents.returns import Returned
from prapazar.domain.invoicing.documents.rules import Surroundings
from prapazar.domain.invoicing.documents.ubl import Document
from tests.factories import documents
from tests.factories.documents import ISSUED_AT, ORIGINAL, SALE, despatch, invoice, line
from tests.factories.official import OFFICIAL, needs_official

_HOME = (Profile.BASIC, Profile.COMMERCIAL, Profile.ARCHIVE)
_CONSULTING = Withholding("602", Decimal(90))
_BACK = Returned(
    number="GNS2026000000003", ettn=UUID("9a0a8a3c-0000-4a52-8c0e-2f7f0a9d1c11"), issued_at=ISSUED_AT
)


def _lines_of(kind: InvoiceType) -> tuple[InvoiceLine, ...]:
    match kind:
        case InvoiceType.EXEMPTION:
            return (
                line(rate="0", exemption="301"),
                line("80", "2", "0", exemption="335", discount=Decimal("3.33")),
            )
        case InvoiceType.WITHHOLDING:
            freight = Withholding("624", Decimal(20))
            return (
                line("1000", includes_vat=False, withholding=_CONSULTING),
                line("250", withholding=freight),
                line("9.99"),
            )
        case InvoiceType.EXPORT_REGISTERED:
            return (line("100", includes_vat=False, exemption="701"),)
    return (
        line(),
        line("45.90", "3", "10", discount=Decimal("7.70")),
        line("19.99", "0.375", "1", unit="KGM"),
    )


def _documents() -> dict[str, Document]:
    found: dict[str, Document] = {}
    for profile in _HOME:
        for kind in InvoiceType:
            if kind is InvoiceType.RETURN and profile is Profile.COMMERCIAL:
                continue
            originals = (ORIGINAL,) if kind is InvoiceType.RETURN else ()
            document = invoice(profile, kind, lines=_lines_of(kind), originals=originals)
            found[f"{profile}-{kind}"] = document
            found[f"{profile}-{kind}-USD"] = replace(document, currency="USD", rate=Decimal("41.234567"))
    for method in PaymentMethod:
        sale = replace(SALE, method=method, provider="Ödeme A.Ş.")
        found[f"internet-{method.name}"] = invoice(Profile.ARCHIVE, internet_sale=sale)
    found |= {
        "paper": invoice(Profile.ARCHIVE, send_type=SendType.PAPER, buyer=documents.COMPANY),
        "micro-export": invoice(
            Profile.ARCHIVE,
            InvoiceType.EXEMPTION,
            lines=_lines_of(InvoiceType.EXEMPTION),
            currency="EUR",
            rate=Decimal("48.1"),
            internet_sale=SALE,
        ),
        "export": invoice(
            Profile.EXPORT,
            InvoiceType.EXEMPTION,
            lines=(line("400", rate="0", exemption="301", customs_code="630260000000"),),
            export=documents.EXPORT,
        ),
        "all-fields": invoice(
            notes=("Birinci not", "İkinci & <not>"),
            despatches=(DocumentReference("CNI2026000000007", date(2026, 3, 5)),),
            payments=(
                Payment(
                    means="42",
                    due_on=date(2026, 4, 4),
                    iban="TR33 0006 1005 1978 6457 8413 26",
                    bank="Örnek Bank",
                ),
                Payment(means="ZZZ", note="Hediye çeki"),
            ),
            payment_terms="30 gün",
            seller=replace(documents.SELLER, trade_registry="123456-5"),
            lines=tuple(
                line("10", unit=unit, barcode="8690000000012", note="Hediye paketi") for unit in known().units
            ),
        ),
        "withheld-return": returns.invoice_of(
            invoice(kind=InvoiceType.WITHHOLDING, lines=_lines_of(InvoiceType.WITHHOLDING)), _BACK
        ),
        "despatch": despatch(),
        "despatch-driver": despatch(
            carrier=None, trailer_plates=("34DEF45",), value=Decimal("480.00"), notes=("Dikkat",)
        ),
        "despatch-drivers": despatch(drivers=(documents.DRIVER, replace(documents.DRIVER, first_name="Naz"))),
        "despatch-carrier": despatch(
            drivers=(), plate="", order=DocumentReference("98712", date(2026, 3, 4))
        ),
        "credit-note": returns.credit_note_of(invoice(Profile.ARCHIVE), _BACK),
    }
    for verdict in Verdict:
        found[f"answer-{verdict}"] = AnswerDocument(
            number="GNS2026000000009",
            ettn=_BACK.ettn,
            issued_at=ISSUED_AT,
            sender=documents.COMPANY,
            receiver=documents.SELLER,
            verdict=verdict,
            invoice_ettn=UUID("5b1f2f3c-9d0a-4a52-8c0e-2f7f0a9d1c11"),
            invoice_issued_on=date(2026, 3, 5),
            reasons=("Fiyat anlaşmaya uymuyor",) if verdict is Verdict.REFUSED else (),
        )
    return found


@needs_official
def test_every_kind_of_document_passes_the_official_checks_and_ours() -> None:
    checker = official.checker(OFFICIAL)

    found = {
        name: [*rules.faults(xml, Surroundings(now=ISSUED_AT)), *checker.faults(xml)]
        for name, xml in ((name, ubl.write(document)) for name, document in _documents().items())
    }

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) > 40


@needs_official
def test_every_code_we_know_passes_the_official_checks() -> None:
    checker, codes = official.checker(OFFICIAL), known()
    exempt = {"full": InvoiceType.EXEMPTION, "partial": InvoiceType.EXEMPTION, "other": InvoiceType.SALE}
    exempt["export_registered"] = InvoiceType.EXPORT_REGISTERED
    made: dict[str, InvoiceDocument] = {
        f"exemption {code}": invoice(kind=exempt[group], lines=(line(rate="0", exemption=code),))
        for code, group in codes.exemption_groups.items()
        if code != "702"  # wants customs codes of the line and of the buyer's permit
    }
    for code, percents in codes.withholding_percents.items():
        for percent in percents:
            kind = Withholding(code, percent)
            made[f"withholding {code} {percent}"] = invoice(
                kind=InvoiceType.WITHHOLDING, lines=(line(withholding=kind),)
            )
    for means in codes.payment_means:
        made[f"means {means}"] = invoice(payments=(Payment(means=means),))

    found = {name: checker.faults(ubl.write(document)) for name, document in made.items()}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_invoice_is_written_on_the_clock_of_turkiye() -> None:
    late = ISSUED_AT.replace(hour=22, minute=15)

    top = etree.fromstring(ubl.write(invoice(issued_at=late)))

    assert [
        top.findtext(f"{{*}}{name}")
        for name in ("ID", "IssueDate", "IssueTime", "ProfileID", "InvoiceTypeCode")
    ] == [
        "CNR2026000000042",
        "2026-03-06",
        "01:15:15",
        "TEMELFATURA",
        "SATIS",
    ]
    assert top.findtext("{*}Note") == "YALNIZ İKİYÜZELLİ TL"


def test_internet_sale_is_told_by_references_and_delivery() -> None:
    top = etree.fromstring(ubl.write(invoice(Profile.ARCHIVE, internet_sale=SALE)))

    told = {
        one.findtext("{*}DocumentTypeCode"): one.findtext("{*}ID")
        for one in top.iterfind("{*}AdditionalDocumentReference")
    }
    assert told == {
        "SEND_TYPE": "ELEKTRONIK",
        "IS_INTERNET": "true",
        "INT_WEBSITE": "https://www.cinarli.example",
        "INT_PAYMENT_METHOD": "KREDIKARTI/BANKAKARTI",
        "INT_PAYMENTDATE": "2026-03-04",
    }
    assert (
        top.findtext("{*}Delivery/{*}CarrierParty/{*}PartyIdentification/{*}ID"),
        top.findtext("{*}Delivery/{*}Despatch/{*}ActualDespatchDate"),
    ) == ("7210354823", "2026-03-05")


@pytest.mark.parametrize("kind", [InvoiceType.SALE, InvoiceType.WITHHOLDING])
def test_same_document_is_written_the_same(kind: InvoiceType) -> None:
    document = invoice(kind=kind, lines=_lines_of(kind))

    assert ubl.write(document) == ubl.write(document)
