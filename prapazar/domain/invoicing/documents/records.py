"""Documents as plain values: who, what, when; amounts are worked out from them in `totals`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.identity import scheme_of
from prapazar.foundation.money import rounded

_NOTHING = Decimal(0)
_ALL = Decimal(100)


class Profile(StrEnum):
    BASIC = "TEMELFATURA"
    COMMERCIAL = "TICARIFATURA"
    ARCHIVE = "EARSIVFATURA"
    EXPORT = "IHRACAT"


class InvoiceType(StrEnum):
    SALE = "SATIS"
    RETURN = "IADE"
    EXEMPTION = "ISTISNA"
    WITHHOLDING = "TEVKIFAT"
    EXPORT_REGISTERED = "IHRACKAYITLI"


class SendType(StrEnum):
    """How an e-Arşiv reaches its buyer."""

    ELECTRONIC = "ELEKTRONIK"
    PAPER = "KAGIT"


class PaymentMethod(StrEnum):
    """How a buyer paid on the internet, in the words of e-Arşiv."""

    CARD = "KREDIKARTI/BANKAKARTI"
    TRANSFER = "EFT/HAVALE"
    ON_DELIVERY = "KAPIDAODEME"
    PROVIDER = "ODEMEARACISI"
    OTHER = "DIGER"


class Verdict(StrEnum):
    """An answer to a commercial invoice."""

    ACCEPTED = "KABUL"
    REFUSED = "RED"
    RETURNED = "IADE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    city: str
    district: str
    street: str = ""
    building: str = ""
    postcode: str = ""
    country: str = "Türkiye"
    country_code: str = "TR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A company (`name`) or a person (`first_name`, `family_name`); a sole trader may have both."""

    tax_id: str
    address: Address
    name: str = ""
    first_name: str = ""
    family_name: str = ""
    tax_office: str = ""
    website: str = ""
    phone: str = ""
    email: str = ""
    mersis: str = ""
    trade_registry: str = ""

    def __post_init__(self) -> None:
        scheme = scheme_of(self.tax_id)
        if scheme == "VKN" and not self.name:
            raise ValueError("a company needs its name")
        if scheme == "TCKN" and not (self.first_name and self.family_name):
            raise ValueError("a person needs first and family name")

    @property
    def scheme(self) -> str:
        return scheme_of(self.tax_id)

    @property
    def title(self) -> str:
        """What stands above the address."""
        return self.name or f"{self.first_name} {self.family_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignParty:
    """A buyer abroad, of an export invoice."""

    name: str
    address: Address
    registration: str = ""


@dataclass(frozen=True, slots=True)
class DocumentReference:
    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """An article sold. `discount` is of the whole line and in the terms of the price: with VAT, or without."""

    name: str
    quantity: Decimal
    unit_price: Decimal
    vat_rate: Decimal
    includes_vat: bool = True
    sku: str = ""
    barcode: str = ""
    unit: str = "C62"
    discount: Decimal = _NOTHING
    discount_reason: str = "İskonto"
    amount: Decimal | None = None
    """Price of the whole line before discount, where a channel tells it; else quantity times unit price."""
    exemption: str = ""
    withholding: Withholding | None = None
    customs_code: str = ""
    """GTİP, twelve digits; export invoices need it."""
    note: str = ""

    def __post_init__(self) -> None:
        if self.quantity <= 0 or self.unit_price < 0 or not _NOTHING <= self.vat_rate <= _ALL:
            raise ValueError("quantity, price or VAT rate out of range")
        if not _NOTHING <= self.discount <= self.before_discount:
            raise ValueError("a discount cannot be more than the price")
        if rounded(self.discount) != self.discount or self.before_discount != rounded(self.before_discount):
            raise ValueError("amounts are in hundredths")

    @property
    def before_discount(self) -> Decimal:
        return rounded(self.quantity * self.unit_price) if self.amount is None else self.amount

    @property
    def after_discount(self) -> Decimal:
        return self.before_discount - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class InternetSale:
    """What an e-Arşiv of an internet sale has to tell beside."""

    website: str
    method: PaymentMethod
    paid_on: date
    provider: str = ""
    """Name of who took the payment, where it is not the seller."""
    carrier: Party | None = None
    shipped_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    means: str
    """UN/EDIFACT 4461, see `codes.payment_means`."""
    due_on: date | None = None
    iban: str = ""
    bank: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What the export profile wants to know of the way of the goods."""

    buyer: ForeignParty
    terms: str
    """Incoterm, such as CIF."""
    transport_mode: str
    """UN/ECE recommendation 19: 1 sea, 2 rail, 3 road, 4 air, 5 post."""
    package_type: str = "CT"
    package_count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDocument:
    profile: Profile
    type: InvoiceType
    number: str
    ettn: UUID
    issued_at: datetime
    seller: Party
    buyer: Party
    lines: tuple[InvoiceLine, ...]
    currency: str = "TRY"
    rate: Decimal | None = None
    """Lira for one unit of the currency; needed where that is not the lira."""
    rate_on: date | None = None
    """Of TCMB's bulletin it stands in; None where it was given by hand."""
    notes: tuple[str, ...] = ()
    order: DocumentReference | None = None
    despatches: tuple[DocumentReference, ...] = ()
    originals: tuple[DocumentReference, ...] = ()
    """Invoices that this one takes back."""
    send_type: SendType = SendType.ELECTRONIC
    internet_sale: InternetSale | None = None
    payments: tuple[Payment, ...] = ()
    payment_terms: str = ""
    export: Export | None = None

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError("an invoice needs a line")
        if (self.rate is None) != (self.currency == "TRY"):
            raise ValueError("a rate belongs to a foreign currency, and to that alone")
        if (self.export is None) != (self.profile is not Profile.EXPORT):
            raise ValueError("the export profile needs the way of the goods, and no other has one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    first_name: str
    family_name: str
    tckn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DespatchLine:
    name: str
    quantity: Decimal
    sku: str = ""
    unit: str = "C62"
    note: str = ""

    def __post_init__(self) -> None:
        if self.quantity <= 0:
            raise ValueError("nothing to send")


@dataclass(frozen=True, slots=True, kw_only=True)
class DespatchDocument:
    """An e-İrsaliye: goods on their way, with a carrier or with a driver of the seller's own."""

    number: str
    ettn: UUID
    issued_at: datetime
    seller: Party
    buyer: Party
    delivery_address: Address
    shipped_at: datetime
    lines: tuple[DespatchLine, ...]
    carrier: Party | None = None
    drivers: tuple[Driver, ...] = ()
    plate: str = ""
    trailer_plates: tuple[str, ...] = ()
    order: DocumentReference | None = None
    notes: tuple[str, ...] = ()
    value: Decimal | None = None
    """Value of the goods in lira, where it is told."""
    profile: str = field(default="TEMELIRSALIYE", init=False)
    type: str = field(default="SEVK", init=False)

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError("a despatch note needs a line")
        if self.carrier is None and not self.drivers:
            raise ValueError("a despatch note needs a carrier or a driver")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDocument:
    """An answer of the buyer (`sender`) to a commercial invoice."""

    number: str
    ettn: UUID
    issued_at: datetime
    sender: Party
    receiver: Party
    verdict: Verdict
    invoice_ettn: UUID
    invoice_issued_on: date
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoteDocument:
    """An UBL credit note; no profile of GİB's invoices uses one, returns among taxpayers are IADE invoices."""

    number: str
    ettn: UUID
    issued_at: datetime
    seller: Party
    buyer: Party
    lines: tuple[InvoiceLine, ...]
    original: DocumentReference
    profile: str = "EARSIVBELGE"
    type: str = "GIDERPUSULASI"
    currency: str = "TRY"
    notes: tuple[str, ...] = ()
