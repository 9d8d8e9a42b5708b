"""A sale as a document: who bought, what at which price, and what an internet sale has to tell; on plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.identity import FINAL_CONSUMER, FOREIGN_COMPANY
from prapazar.domain.invoicing.documents.records import (
    Address,
    DespatchDocument,
    DespatchLine,
    DocumentReference,
    InternetSale,
    InvoiceDocument,
    InvoiceLine,
    InvoiceType,
    Party,
    Payment,
    PaymentMethod,
    Profile,
)
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.seller import Seller
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.money import rounded
from prapazar.foundation.search import fold

LIRA = "TRY"
MICRO_EXPORT = "301"
"""11/1-a, export of goods: what a marketplace sells to a buyer abroad."""
_HOME = frozenset({"", "tr", "tur", "turkiye", "turkey", "turkiye cumhuriyeti"})
_ABROAD = "Diğer"
_NAMELESS = "-"
_LENGTHS = {10, 11}
_COMPANY_LENGTH = 10
_SITES = {
    "trendyol": "www.trendyol.com",
    "hepsiburada": "www.hepsiburada.com",
    "n11": "www.n11.com",
    "ciceksepeti": "www.ciceksepeti.com",
    "pttavm": "www.pttavm.com",
    "pazarama": "www.pazarama.com",
    "idefix": "www.idefix.com",
    "amazon": "www.amazon.com.tr",
}
"""Where marketplaces sell; a shop of the seller's own has the seller's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    id: UUID
    """The order's line."""
    package_id: UUID
    title: str
    sku: str
    barcode: str
    quantity: int
    left: int
    """Neither cancelled nor invoiced before: what goes on the document."""
    before: int = 0
    """Invoiced before."""
    total: Decimal
    """What the buyer pays for all of them, VAT included."""
    discount: Decimal
    vat_rate: Decimal | None
    """None where neither the channel nor the catalogue knows."""

    @property
    def alive(self) -> int:
        """Up to and with this document."""
        return self.before + self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """An order, or one package of it."""

    order_id: UUID
    package_id: UUID | None
    number: str
    ordered_at: datetime
    currency: str
    shipping: Decimal
    """What the buyer pays for the way, of what is invoiced here."""
    connector: str
    """Empty for an order entered by hand."""
    channel: str
    buyer_name: str
    buyer_email: str | None
    billing: Mapping[str, Any]
    delivery: Mapping[str, Any]
    lines: tuple[SoldLine, ...]
    carrier: str = ""
    shipped_at: datetime | None = None
    note: str = ""
    despatches: tuple[DocumentReference, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """Lira for one unit of a currency, and whose word that is."""

    rate: Decimal
    day: date | None = None
    """Of TCMB's bulletin; None for a rate given by hand."""


def invoice(
    sold: Sold, seller: Seller, *, ettn: UUID, moment: datetime, exchange: Exchange | None = None
) -> InvoiceDocument:
    """Without a number. Raises InvoiceRefused."""
    is_export = _is_abroad(sold.delivery)
    lines = tuple(_lines(sold, seller, is_export=is_export))
    if not lines:
        raise InvoiceRefused("invoicing.nothing_left")
    if sold.currency != LIRA and exchange is None:
        raise InvoiceRefused("invoicing.rate_needed", sold.currency)
    exchange = None if sold.currency == LIRA else exchange
    ordered_on = sold.ordered_at.astimezone(ISTANBUL).date()
    return InvoiceDocument(
        profile=Profile.ARCHIVE,
        type=InvoiceType.EXEMPTION if is_export else InvoiceType.SALE,
        number="",
        ettn=ettn,
        issued_at=moment,
        seller=seller.party,
        buyer=buyer(sold),
        lines=lines,
        currency=sold.currency,
        rate=exchange.rate if exchange else None,
        rate_on=exchange.day if exchange else None,
        order=DocumentReference(sold.number, ordered_on),
        despatches=sold.despatches,
        internet_sale=_internet_sale(sold, seller) if sold.connector else None,
        payments=_payments(sold, seller),
    )


def despatch(
    sold: Sold, seller: Seller, *, ettn: UUID, moment: datetime, carrier: Party | None
) -> DespatchDocument:
    """Raises InvoiceRefused where nobody is known who carries the goods."""
    carrier = carrier or _carrier(sold, seller)
    if carrier is None:
        raise InvoiceRefused("invoicing.carrier_needed", sold.carrier)
    lines = tuple(
        DespatchLine(name=line.title, quantity=Decimal(line.alive), sku=line.sku)
        for line in sold.lines
        if line.alive
    )
    if not lines:
        raise InvoiceRefused("invoicing.nothing_left")
    return DespatchDocument(
        number="",
        ettn=ettn,
        issued_at=moment,
        seller=seller.party,
        buyer=buyer(sold),
        delivery_address=_address(sold.delivery or sold.billing),
        shipped_at=sold.shipped_at or moment,
        lines=lines,
        carrier=carrier,
        order=DocumentReference(sold.number, sold.ordered_at.astimezone(ISTANBUL).date()),
        value=sum((_until(line.total, line, line.alive) for line in sold.lines), Decimal(0)),
    )


def buyer(sold: Sold) -> Party:
    """Whoever gave no number is the final consumer; buyers abroad have the numbers that stand for them."""
    given = {**sold.delivery, **{name: value for name, value in sold.billing.items() if value}}
    company, name = str(given.get("company") or ""), str(given.get("name") or sold.buyer_name or _NAMELESS)
    number = "".join(letter for letter in str(given.get("tax_number") or "") if letter.isdigit())
    if _is_abroad(given):
        number = FOREIGN_COMPANY if company else FINAL_CONSUMER
    number = number or FINAL_CONSUMER
    if len(number) not in _LENGTHS:
        raise InvoiceRefused("invoicing.buyer_tax_number", number)
    first, family = person(name)
    is_company = len(number) == _COMPANY_LENGTH
    return Party(
        tax_id=number,
        name=(company or name) if is_company else company,
        first_name="" if is_company else first,
        family_name="" if is_company else family,
        tax_office=str(given.get("tax_office") or ""),
        address=_address(given),
        phone=str(given.get("phone") or ""),
        email=sold.buyer_email or "",
    )


def person(name: str) -> tuple[str, str]:
    """First and family name; the last word is the family's."""
    words = name.split() or [_NAMELESS]
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (words[0], _NAMELESS)


def settled(
    document: InvoiceDocument, *, number: str, moment: datetime, is_taxpayer: bool, wanted: Profile
) -> InvoiceDocument:
    """As it is issued: whoever receives e-Fatura gets one, anybody else an e-Arşiv."""
    profile = Profile.ARCHIVE
    if document.profile is Profile.EXPORT:
        profile = Profile.EXPORT
    elif is_taxpayer:
        is_basic = document.type is InvoiceType.RETURN or wanted is not Profile.COMMERCIAL
        profile = Profile.BASIC if is_basic else Profile.COMMERCIAL
    sale = document.internet_sale if profile is Profile.ARCHIVE else None
    return replace(document, profile=profile, number=number, issued_at=moment, internet_sale=sale)


def with_terms(
    document: InvoiceDocument, *, exemption: str = "", withholding: Withholding | None = None
) -> InvoiceDocument:
    """Every line exempted, or a share of its VAT withheld; the type follows."""
    lines = tuple(
        replace(
            line,
            exemption=exemption,
            withholding=withholding,
            vat_rate=Decimal(0) if exemption else line.vat_rate,
        )
        for line in document.lines
    )
    if document.type is InvoiceType.RETURN:
        return replace(document, lines=lines)
    kind = InvoiceType.SALE
    if withholding is not None:
        kind = InvoiceType.WITHHOLDING
    elif exemption:
        kind = InvoiceType.EXEMPTION
    return replace(document, lines=lines, type=kind)


def _lines(sold: Sold, seller: Seller, *, is_export: bool) -> Sequence[InvoiceLine]:
    exemption = MICRO_EXPORT if is_export else ""
    found = []
    for line in sold.lines:
        if not line.left:
            continue
        paid, discount = _part(line.total, line), _part(line.discount, line)
        rate = seller.default_vat if line.vat_rate is None else line.vat_rate
        found.append(
            InvoiceLine(
                name=line.title,
                sku=line.sku,
                barcode=line.barcode,
                quantity=Decimal(line.left),
                unit_price=(paid + discount) / line.left,
                amount=paid + discount,
                discount=discount,
                vat_rate=Decimal(0) if is_export else rate,
                exemption=exemption,
            )
        )
    if sold.shipping > 0:
        found.append(
            InvoiceLine(
                name="Kargo bedeli",
                quantity=Decimal(1),
                unit_price=sold.shipping,
                vat_rate=Decimal(0) if is_export else seller.default_vat,
                exemption=exemption,
            )
        )
    return found


def _part(amount: Decimal, line: SoldLine) -> Decimal:
    """By running totals, so that the invoices of a line add up to it."""
    return _until(amount, line, line.alive) - _until(amount, line, line.before)


def _until(amount: Decimal, line: SoldLine, units: int) -> Decimal:
    return rounded(amount * units / line.quantity) if line.quantity else Decimal(0)


def _internet_sale(sold: Sold, seller: Seller) -> InternetSale:
    site = _SITES.get(sold.connector)
    return InternetSale(
        website=site or seller.party.website,
        method=PaymentMethod.PROVIDER if site else PaymentMethod.OTHER,
        paid_on=sold.ordered_at.astimezone(ISTANBUL).date(),
        provider=sold.channel if site else "",
        carrier=_carrier(sold, seller),
        shipped_on=sold.shipped_at.astimezone(ISTANBUL).date() if sold.shipped_at else None,
    )


def _carrier(sold: Sold, seller: Seller) -> Party | None:
    known = seller.carriers.get(fold(sold.carrier)) if sold.carrier else None
    if known is None:
        return None
    first, family = person(known.name)
    is_company = len(known.tax_id) == _COMPANY_LENGTH
    return Party(
        tax_id=known.tax_id,
        name=known.name,
        first_name="" if is_company else first,
        family_name="" if is_company else family,
        address=Address(city="-", district="-"),
    )


def _payments(sold: Sold, seller: Seller) -> tuple[Payment, ...]:
    if sold.connector or not seller.iban:
        return ()
    return (Payment(means="42", iban=seller.iban, bank=seller.bank),)


def _is_abroad(address: Mapping[str, Any]) -> bool:
    return fold(str(address.get("country") or "").strip()) not in _HOME


def _address(given: Mapping[str, Any]) -> Address:
    city = str(given.get("city") or _NAMELESS)
    country = str(given.get("country") or "").strip()
    is_home = fold(country) in _HOME
    is_code = len(country) == len("TR")
    return Address(
        city=city,
        district=str(given.get("district") or city),
        street=str(given.get("line") or ""),
        postcode=str(given.get("postal_code") or ""),
        country="Türkiye" if is_home else country or _ABROAD,
        country_code="TR" if is_home else country.upper() if is_code else "",
    )


def order_lines(sold: Sold) -> list[tuple[str, int]]:
    """Units of the order's lines, in the order in which they stand on the document."""
    return [(str(line.id), line.left) for line in sold.lines if line.left]


def only(sold: Sold, wanted: Mapping[UUID, int]) -> Sold:
    """So many units of these lines and no others. Raises InvoiceRefused for more than is left."""
    known = {line.id: line for line in sold.lines}
    for line_id, units in wanted.items():
        line = known.get(line_id)
        if line is None or not 0 <= units <= line.left:
            raise InvoiceRefused("invoicing.more_than_ordered", line.title if line else str(line_id))
    lines = tuple(replace(line, left=wanted.get(line.id, 0)) for line in sold.lines)
    packages = {line.package_id for line in lines if line.left}
    return replace(sold, lines=lines, package_id=packages.pop() if len(packages) == 1 else None)
