"""Between İdefix's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import AttributeRecord
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import (
    Address,
    ItemResult,
    ItemState,
    LineRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.idefix import errors
from prapazar.connectors.idefix.schemas import InventoryItem, Raw, Unsupplied, moment
from prapazar.foundation.money import rounded
from prapazar.foundation.search import fold

STATUSES = {
    "created": PackageStatus.NEW,  # paid for; may not be packed yet
    "shipment_ready": PackageStatus.NEW,
    "shipment_picking": PackageStatus.PICKING,
    "shipment_invoiced": PackageStatus.PACKED,
    "shipment_in_cargo": PackageStatus.SHIPPED,
    "shipment_delivered": PackageStatus.DELIVERED,
    "shipment_approved": PackageStatus.DELIVERED,
    "shipment_undeliver": PackageStatus.UNDELIVERED,
    "shipment_cancelled": PackageStatus.CANCELLED,
    "shipment_unsupplied": PackageStatus.CANCELLED,
    "shipment_split": PackageStatus.UNPACKED,
}
_GONE = ("cancel", "unsuppl")
"""The words of an item that fell out are not documented."""
_ON_SALE = "ready_for_sale"
_ITEM_STATES = {
    "created": ItemState.PENDING,
    "completed": ItemState.ACCEPTED,
    "decline": ItemState.REJECTED,
}
_REASON_WORDS = {
    "out_of_stock": ("stok", "temin", "tedarik"),
    "defective": ("hasar", "kusur", "defo", "ariza"),
    "wrong_price": ("fiyat",),
    "bulk_purchase": ("toplu",),
    "integration_error": ("entegrasyon", "sistem", "teknik"),
    "force_majeure": ("mucbir",),
}
_OTHER = ("diger",)
_VAT_RATES = {Decimal(rate) for rate in (0, 1, 8, 10, 18, 20)}
"""8 and 18 were the rates until July 2023."""


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(package, raw, lambda r: text(optional(r, "id"))) for raw in raws]


def package(raw: Raw) -> PackageRecord:
    told = text(required(raw, "status"))
    standing = STATUSES.get(told) or explained(told, raw)
    lines = tuple(_line(item) for item in rows(required(raw, "items"), "items"))
    shipping = mapping(optional(raw, "shippingAddress") or {}, "shippingAddress")
    ship_by = optional(raw, "lastShipmentDate")
    number = text(optional(raw, "cargoTrackingNumber")) or None
    order = text(required(raw, "orderNumber"))
    return PackageRecord(
        external_id=text(required(raw, "id")),
        order_external_id=order,
        order_number=order,
        status=standing,
        provider_status=told,
        ordered_at=moment(required(raw, "orderDate", "createdAt"), "orderDate"),
        modified_at=moment(required(raw, "updatedAt", "statusUpdatedAt", "createdAt"), "updatedAt"),
        currency=currency(raw),
        total=sum((line.total for line in lines), Decimal(0)),
        discount=sum((line.discount for line in lines), Decimal(0)),
        lines=lines,
        ship_by_at=moment(ship_by, "lastShipmentDate") if ship_by is not None else None,
        buyer_name=text(optional(raw, "customerContactName")) or text(optional(shipping, "fullName")),
        buyer_email=text(optional(raw, "customerContactMail")) or None,
        buyer_phone=text(optional(shipping, "phone")) or None,
        shipping_address=_address(shipping),
        billing_address=_billing(raw),
        carrier=text(optional(raw, "cargoCompany")) or None,
        tracking_number=number,
        tracking_url=text(optional(raw, "cargoTrackingUrl")) or None if number else None,
        invoice_number=text(optional(raw, "invoiceNumber")) or None,
    )


def currency(raw: Raw) -> str:
    """Not documented, everything is in lira; a word for another one is not overheard."""
    told = optional(raw, "currency")
    if told not in {None, "TRY", "TL"}:
        raise UnexpectedAnswer(str(told), raw=raw, code="connector.unknown_currency")
    return "TRY"


def _line(raw: Raw) -> LineRecord:
    """A row is one unit. Should it bring a quantity, its total has to show that it is of all of them."""
    quantity = whole(optional(raw, "quantity") or 1, "quantity")
    price = amount(required(raw, "price"), "price")
    total = amount(required(raw, "discountedTotalPrice"), "discountedTotalPrice")
    is_clear = total <= price * quantity and (quantity == 1 or total > price)
    if quantity < 1 or not is_clear:
        detail = f"total {total} for {quantity} at {price}"
        raise UnexpectedAnswer(detail, raw=raw, code="connector.odd_value")
    barcode = text(required(raw, "barcode"))
    is_gone = any(word in text(optional(raw, "itemStatus")).lower() for word in _GONE)
    return LineRecord(
        external_id=text(required(raw, "id")),
        listing_external_id=barcode,
        sku=text(optional(raw, "merchantSku", "erpId")) or None,
        barcode=barcode,
        title=text(required(raw, "productName")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=price * quantity - total,
        cancelled_quantity=quantity if is_gone else 0,
    )


def _billing(raw: Raw) -> Address:
    """A company's invoice is marked at the shipment or in the address, as true or as "1"."""
    invoice = mapping(optional(raw, "invoiceAddress") or {}, "invoiceAddress")
    marks = [
        text(optional(where, name)).lower()
        for where in (raw, invoice)
        for name in ("isCommercial", "isLikeCommercial")
    ]
    is_company = any(mark in {"1", "true"} for mark in marks)
    tax_number = optional(invoice, "taxNumber") if is_company else optional(raw, "customerTcNumber")
    return _address(
        invoice,
        company=text(optional(invoice, "company")) if is_company else "",
        tax_number=text(tax_number) or None,
        tax_office=(text(optional(invoice, "taxOffice")) or None) if is_company else None,
    )


def _address(raw: Raw, **tax: Any) -> Address:  # noqa: ANN401 - three fields of the record
    names = " ".join(text(optional(raw, name)) for name in ("firstName", "lastName")).strip()
    parts = [text(optional(raw, "address1")), text(optional(raw, "neighborhood"))]
    for name, label in (("buildingNumber", "No"), ("floor", "Kat"), ("doorNumber", "Daire")):
        if text(optional(raw, name)):
            parts.append(f"{label}: {text(raw[name])}")
    return Address(
        name=text(optional(raw, "fullName")) or names,
        line=" ".join(part for part in parts if part),
        district=text(optional(raw, "county")),
        city=text(optional(raw, "city")),
        postal_code=text(optional(raw, "postalCode")),
        phone=text(optional(raw, "phone")) or None,
        **tax,
    )


def offers(raws: Iterable[Raw]) -> dict[str, Raw]:
    return {text(required(raw, "barcode")): raw for raw in raws}


@dataclass(frozen=True, slots=True)
class Known:
    """What rows of the pool only have the numbers of."""

    offers: Mapping[str, Raw] = field(default_factory=dict)
    brands: Mapping[str, str | None] = field(default_factory=dict)
    attributes: Mapping[str, Sequence[AttributeRecord]] = field(default_factory=dict)
    """By category."""


def listings(raws: Iterable[Raw], known: Known) -> list[Parsed[ListingRecord]]:
    """Products of the pool; price and stock are the offer's, where there is one."""
    return [parked(lambda r: _listing(r, known), raw, lambda r: text(r.get("barcode"))) for raw in raws]


def _listing(raw: Raw, known: Known) -> ListingRecord:
    barcode = text(required(raw, "barcode"))
    offer = known.offers.get(barcode, raw)
    price, quantity = optional(offer, "price"), optional(offer, "inventoryQuantity")
    title = text(optional(raw, "title")) or barcode
    vat_rate = optional(raw, "vatRate")
    return ListingRecord(
        external_id=barcode,
        external_parent_id=text(optional(raw, "productMainId")) or None,
        sku=text(optional(raw, "vendorStockCode") or optional(offer, "stockCode", "vendorStockCode")) or None,
        barcode=barcode,
        title=title,
        parent_title=title,
        options=_options(raw, known.attributes.get(text(optional(raw, "categoryId")), ())),
        price=None if price is None else amount(price, "price"),
        list_price=_list_price(offer),
        quantity=None if quantity is None else whole(quantity, "inventoryQuantity"),
        is_active=barcode in known.offers or text(optional(raw, "status")) == _ON_SALE,
        brand=text(optional(raw, "brandName")) or known.brands.get(text(optional(raw, "brandId"))),
        vat_rate=None if vat_rate is None else _vat_rate(vat_rate),
        description=text(optional(raw, "description")),
        images=_images(optional(raw, "images") or []),
        desi=None if optional(raw, "desi") is None else amount(raw["desi"], "desi"),
    )


def _options(raw: Raw, asked: Sequence[AttributeRecord]) -> dict[str, str]:
    """Answers to the category's questions, by name; a number nobody knows any more is left out."""
    names = {one.external_id: one.name for one in asked}
    values = {value.external_id: value.name for one in asked for value in one.values}
    found = {}
    for one in rows(optional(raw, "attributes") or [], "attributes"):
        name = names.get(text(optional(one, "attributeId")))
        value = values.get(text(optional(one, "attributeValueId")))
        told = text(optional(one, "customAttributeValue")) or value
        if name and told:
            found[name] = told
    return found


def _list_price(offer: Raw) -> Decimal | None:
    """0 means that there was no other price."""
    price, was = optional(offer, "price"), optional(offer, "comparePrice")
    if price is None:
        return None
    return max(amount(price, "price"), amount(was or 0, "comparePrice"))


def _vat_rate(value: object) -> Decimal:
    rate = amount(value, "vatRate")
    if rate not in _VAT_RATES:
        raise UnexpectedAnswer(str(rate), raw=value, code="connector.unknown_tax")
    return rate


def _images(found: Sequence[object]) -> tuple[str, ...]:
    """Addresses, or objects of them: both are seen."""
    return tuple(text(one.get("url") if isinstance(one, Mapping) else one) for one in found)


def stock_items(stock: Sequence[StockOffer]) -> list[InventoryItem]:
    return [{"barcode": offer.external_id, "inventoryQuantity": offer.quantity} for offer in stock]


def price_items(prices: Sequence[PriceOffer]) -> list[InventoryItem]:
    return [_price_item(offer) for offer in prices]


def _price_item(offer: PriceOffer) -> InventoryItem:
    if offer.currency != "TRY":
        raise Rejected(f"{offer.external_id} in {offer.currency}", code="idefix.currency", field="currency")
    price = rounded(offer.price)
    was = rounded(offer.list_price or price)
    return {"barcode": offer.external_id, "price": price, "comparePrice": was if was > price else Decimal(0)}


def item_results(raws: Iterable[Raw]) -> tuple[ItemResult, ...]:
    return tuple(_item_result(raw) for raw in raws)


def _item_result(raw: Raw) -> ItemResult:
    told = text(required(raw, "status")).lower()
    if told not in _ITEM_STATES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    is_refused = _ITEM_STATES[told] is ItemState.REJECTED
    reasons = [text(one) for one in optional(raw, "failureReasons") or []]
    return ItemResult(
        external_id=text(required(raw, "barcode")),
        state=_ITEM_STATES[told],
        code=errors.item_code(reasons) if is_refused else None,
        message=", ".join(reasons) or None if is_refused else None,
    )


def unsupplied_items(lines: Iterable[str], reason: int) -> list[Unsupplied]:
    return [{"id": int(line), "reasonId": reason} for line in lines]


def noship_reason(raws: Sequence[Raw], reason: str) -> int:
    """By the words of their list, or else "other": its numbers are not documented."""
    if reason not in _REASON_WORDS:
        raise Rejected(reason, code="connector.reason_unknown", field="reason")
    known = [(fold(text(required(raw, "name"))), required(raw, "id")) for raw in raws]
    for words in (_REASON_WORDS[reason], _OTHER):
        for said, number in known:
            if any(word in said for word in words):
                return whole(number, "id")
    names = ", ".join(text(raw.get("name")) for raw in raws)
    raise Rejected(f"{reason} is not among {names}", code="connector.reason_unknown", field="reason")


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "shipments": lambda raw: packages(recorded_rows(raw, "items")),
    "pool": lambda raw: listings(recorded_rows(raw, "products"), Known()),
    "inventory_result": lambda raw: item_results(recorded_rows(raw, "items")),
}
"""How a recorded answer is replayed, by operation."""
