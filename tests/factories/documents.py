"""E-documents of an invented seller, for tests: each with what is told of it changed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from prapazar.domain.invoicing.documents.identity import FINAL_CONSUMER
from prapazar.domain.invoicing.documents.records import (
    Address,
    DespatchDocument,
    DespatchLine,
    DocumentReference,
    Driver,
    Export,
    ForeignParty,
    InternetSale,
    InvoiceDocument,
    InvoiceLine,
    InvoiceType,
    Party,
    Payment,
    PaymentMethod,
    Profile,
)

ISSUED_AT = datetime(2026, 3, 5, 9, 30, 15, tzinfo=UTC)
SELLER = Party(
    tax_id="1234567890",
    name="Çınarlı Ev Tekstili Ticaret Ltd. Şti.",
    tax_office="Kadıköy",
    address=Address(
        city="İstanbul", district="Kadıköy", street="Moda Caddesi", building="12/3", postcode="34710"
    ),
    website="https://www.cinarli.example",
    phone="+90 216 000 00 00",
    email="muhasebe@cinarli.example",
    mersis="0123456789012345",
)
COMPANY = Party(
    tax_id="9050301125",
    name="Güneş Ofis Çözümleri A.Ş.",
    tax_office="Çankaya",
    address=Address(city="Ankara", district="Çankaya", street="Tunalı Hilmi Caddesi", building="88"),
)
PERSON = Party(
    tax_id=FINAL_CONSUMER,
    first_name="Şule",
    family_name="Yağcıoğlu",
    address=Address(city="İzmir", district="Karşıyaka", street="Cemal Gürsel Caddesi", building="4"),
)
CARRIER = Party(
    tax_id="7210354823",
    name="Hızlı Kargo A.Ş.",
    address=Address(city="İstanbul", district="Bağcılar"),
)
SALE = InternetSale(
    website="https://www.cinarli.example",
    method=PaymentMethod.CARD,
    paid_on=date(2026, 3, 4),
    carrier=CARRIER,
    shipped_on=date(2026, 3, 5),
)
EXPORT = Export(
    buyer=ForeignParty(
        name="Farrow Home Ltd",
        address=Address(city="Leeds", district="Yorkshire", country="Great Britain", country_code="GB"),
        registration="GB175269235",
    ),
    terms="CIF",
    transport_mode="4",
)
DRIVER = Driver(first_name="Ömer", family_name="Işık", tckn="10000000146")
ORIGINAL = DocumentReference("CNR2026000000001", date(2026, 2, 1))


def line(price: str = "120.00", quantity: str = "1", rate: str = "20", **changed: object) -> InvoiceLine:
    facts: dict[str, object] = {"name": "Keten Masa Örtüsü 150x220", "sku": "MO-150", **changed}
    return InvoiceLine(
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        vat_rate=Decimal(rate),
        **facts,  # type: ignore[arg-type]  # what a test names is what the record has
    )


def invoice(
    profile: Profile = Profile.BASIC, kind: InvoiceType = InvoiceType.SALE, **changed: object
) -> InvoiceDocument:
    facts: dict[str, object] = {
        "number": "CNR2026000000042",
        "ettn": UUID("5b1f2f3c-9d0a-4a52-8c0e-2f7f0a9d1c11"),
        "issued_at": ISSUED_AT,
        "seller": SELLER,
        "buyer": PERSON if profile is Profile.ARCHIVE else COMPANY,
        "lines": (
            line(),
            line("45.90", "3", "10", name="Pamuklu Havlu", sku="HV-1", discount=Decimal("7.70")),
        ),
        "order": DocumentReference("9871234560", date(2026, 3, 4)),
        "payments": (Payment(means="48", due_on=date(2026, 3, 5)),),
        **changed,
    }
    return InvoiceDocument(profile=profile, type=kind, **facts)  # type: ignore[arg-type]  # as in `line`


def despatch(**changed: object) -> DespatchDocument:
    facts: dict[str, object] = {
        "number": "CNI2026000000007",
        "ettn": UUID("0e6f7d56-3d1f-4d1c-9a51-64a2d1a0a4a7"),
        "issued_at": ISSUED_AT,
        "seller": SELLER,
        "buyer": COMPANY,
        "delivery_address": Address(
            city="Ankara", district="Çankaya", street="Tunalı Hilmi Caddesi", postcode="06680"
        ),
        "shipped_at": ISSUED_AT,
        "lines": (DespatchLine(name="Keten Masa Örtüsü 150x220", quantity=Decimal(4), sku="MO-150"),),
        "carrier": CARRIER,
        "drivers": (DRIVER,),
        "plate": "34ABC123",
        **changed,
    }
    return DespatchDocument(**facts)  # type: ignore[arg-type]  # as in `line`
