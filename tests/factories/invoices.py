"""Documents on their way to an e-invoice provider, without a stage."""

from datetime import UTC, date, datetime
from typing import Any

from prapazar.connector_kit.einvoices import DocumentKind, InternetSale, OutgoingDocument
from tests.factories.einvoice import invoice_xml

UUID = "c084a604-d002-4033-bcf9-464413565886"
SELLER, TAXPAYER, PERSON = "3000000011", "1234567808", "10000000146"
ALIAS = "urn:mail:defaultpk@deneme.com"
SALE = InternetSale(
    website="https://magaza.example.com",
    payment_method="ODEMEARACISI",
    payment_agent="Deneme Ödeme",
    paid_on=date(2026, 11, 20),
    carrier_name="Aras Kargo",
    carrier_tax_number="0720039666",
    despatched_on=date(2026, 11, 21),
)


def outgoing(kind: DocumentKind = DocumentKind.EARCHIVE, **changes: Any) -> OutgoingDocument:  # noqa: ANN401 - any field of it
    is_archive = kind is DocumentKind.EARCHIVE
    moment = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    number, buyer = ("ARS2026000000001", PERSON) if is_archive else ("FTR2026000000001", TAXPAYER)
    given: dict[str, Any] = {
        "kind": kind,
        "uuid": UUID,
        "number": number,
        "sender_tax_number": SELLER,
        "recipient_tax_number": buyer,
        "recipient_title": "Şule Iğdırlıoğlu",
        "issued_at": moment,
        "xml": invoice_xml(
            profile="EARSIVFATURA" if is_archive else "TEMELFATURA",
            number=number,
            uuid=UUID,
            seller=SELLER,
            buyer=buyer,
            issued_at=moment,
        ),
        "alias": None if is_archive else ALIAS,
        "internet_sale": SALE if is_archive else None,
    }
    return OutgoingDocument(**{**given, **changes})
