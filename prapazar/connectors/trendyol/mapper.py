"""Between Trendyol's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import Label, LabelFormat
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    mapping,
    millis,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import (
    Address,
    BatchAnswer,
    BuyBoxRecord,
    CarrierOffer,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.trendyol.schemas import (
    DISCOUNT_NAMES,
    LINE_NAMES,
    PACKAGE_NAMES,
    InventoryItem,
    InvoicedPackage,
    InvoiceLink,
    Raw,
    Split,
    SplitLine,
    StatusChange,
    StatusLine,
    Unsupplied,
    renamed,
)
from prapazar.foundation.clock import to_millis
from prapazar.foundation.money import rounded

MOST_STOCK = 20_000
"""More than this is refused for a product; showing less than we have is safe."""
ORDER_DATE_AHEAD = timedelta(hours=3)
"""orderDate alone is Istanbul wall time written as if it were UTC."""
STATUSES = {
    "Awaiting": PackageStatus.AWAITING_PAYMENT,
    "Created": PackageStatus.NEW,
    "Verified": PackageStatus.NEW,
    "Picking": PackageStatus.PICKING,
    "Invoiced": PackageStatus.PACKED,
    "Shipped": PackageStatus.SHIPPED,
    "AtCollectionPoint": PackageStatus.SHIPPED,
    "Delivered": PackageStatus.DELIVERED,
    "UnDelivered": PackageStatus.UNDELIVERED,
    "Returned": PackageStatus.RETURNED,
    "Cancelled": PackageStatus.CANCELLED,
    "UnSupplied": PackageStatus.CANCELLED,
    "UnPacked": PackageStatus.UNPACKED,
    "Repack": PackageStatus.UNPACKED,
}
_DROPPED_LINES = {"Cancelled", "UnSupplied"}
_VAT_RATES = {Decimal(rate) for rate in (0, 1, 8, 10, 18, 20)}
"""8 and 18 were the rates until July 2023."""
_STEPS = {PackageStatus.PICKING: "Picking", PackageStatus.PACKED: "Invoiced"}
CARRIERS = (
    CarrierOffer("YKMP", "Yurtiçi Kargo"),
    CarrierOffer("ARASMP", "Aras Kargo"),
    CarrierOffer("SURATMP", "Sürat Kargo"),
    CarrierOffer("PTTMP", "PTT Kargo"),
    CarrierOffer("DHLECOMMP", "DHL eCommerce"),
    CarrierOffer("TEXMP", "Trendyol Express"),
    CarrierOffer("KOLAYGELSINMP", "Kolay Gelsin"),
    CarrierOffer("UPSMP", "UPS"),
    CarrierOffer("HOROZMP", "Horoz Lojistik"),
    CarrierOffer("CEVAMP", "CEVA"),
    CarrierOffer("CEVATEDARIK", "CEVA Tedarik"),
)
"""The codes of its document; there is no call for them, and which of them a seller has stands in no answer."""
_REASONS = {
    "out_of_stock": 500,
    "defective": 501,
    "wrong_price": 502,
    "integration_error": 504,
    "bulk_purchase": 505,
    "force_majeure": 506,
}
CARD = "content:"
"""Before the id of a product card in the answers of a batch that knows cards, not barcodes."""
_PLACES = ("buyboxPrice", "secondBuyboxPrice", "thirdBuyboxPrice")
_ITEM_STATES = {
    "SUCCESS": ItemState.ACCEPTED,
    "FAILED": ItemState.REJECTED,
    "IN_PROGRESS": ItemState.PENDING,
    "PROCESSING": ItemState.PENDING,
}


def buyboxes(raws: Iterable[Raw]) -> list[Parsed[BuyBoxRecord]]:
    return [parked(buybox, raw, lambda r: text(r.get("barcode"))) for raw in raws]


def buybox(raw: Raw) -> BuyBoxRecord:
    """Three prices are told, ours among them where it stands so high."""
    told = optional(raw, "buyboxOrder")
    rank = None if told is None else whole(told, "buyboxOrder")
    has_rivals = required(raw, "hasMultipleSeller")
    if not isinstance(has_rivals, bool) or (rank is not None and rank < 1):
        raise UnexpectedAnswer(f"rank {told!r}, rivals {has_rivals!r}", raw=raw, code="connector.odd_value")
    prices = [None if (one := optional(raw, name)) is None else amount(one, name) for name in _PLACES]
    return BuyBoxRecord(
        external_id=text(required(raw, "barcode")),
        rank=rank,
        best_price=prices[0],
        own_price=prices[rank - 1] if rank and rank <= len(prices) else None,
        has_rivals=has_rivals,
    )


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(package, raw, lambda r: text(optional(r, "shipmentPackageId", "id"))) for raw in raws]


def package(raw: Raw) -> PackageRecord:
    now = renamed(raw, PACKAGE_NAMES)
    status = text(required(now, "shipmentPackageStatus"))
    standing = STATUSES.get(status) or explained(status, raw)
    shipment = mapping(optional(now, "shipmentAddress") or {}, "shipmentAddress")
    invoice = mapping(optional(now, "invoiceAddress") or {}, "invoiceAddress")
    return PackageRecord(
        external_id=text(required(now, "shipmentPackageId")),
        order_external_id=text(required(now, "orderNumber")),
        order_number=text(required(now, "orderNumber")),
        status=standing,
        provider_status=status,
        ordered_at=millis(required(now, "orderDate"), "orderDate") - ORDER_DATE_AHEAD,
        modified_at=millis(required(now, "lastModifiedDate"), "lastModifiedDate"),
        currency=_currency(now),
        total=amount(required(now, "packageTotalPrice"), "packageTotalPrice"),
        discount=_discount(now),
        lines=tuple(_line(line) for line in rows(required(now, "lines"), "lines")),
        ship_by_at=millis(now["agreedDeliveryDate"], "agreedDeliveryDate")
        if optional(now, "agreedDeliveryDate")
        else None,
        buyer_name=_full_name(now, "customerFirstName", "customerLastName"),
        buyer_email=optional(now, "customerEmail"),
        buyer_phone=optional(shipment, "phone") or optional(invoice, "phone"),
        shipping_address=_address(shipment),
        billing_address=_address(invoice, tax_number=text(optional(now, "taxNumber", "identityNumber"))),
        carrier=optional(now, "cargoProviderName"),
        tracking_number=text(optional(now, "cargoTrackingNumber")) or None,
        tracking_url=optional(now, "cargoTrackingLink"),
        invoice_number=optional(now, "invoiceNumber"),
        origin_external_ids=tuple(text(origin) for origin in optional(now, "originPackageIds") or ()),
        buyer_external_id=text(optional(now, "customerId")) or None,
    )


def _line(raw: Raw) -> LineRecord:
    now = renamed(raw, LINE_NAMES)
    quantity = whole(required(now, "quantity"), "quantity")
    total, discount = _line_amounts(now, quantity)
    dropped = text(optional(now, "orderLineItemStatusName")) in _DROPPED_LINES
    return LineRecord(
        external_id=text(required(now, "lineId")),
        listing_external_id=text(required(now, "barcode")),
        sku=text(optional(now, "stockCode")) or None,
        barcode=text(required(now, "barcode")),
        title=text(required(now, "productName")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=discount,
        vat_rate=vat_rate(now),
        commission_rate=amount(now["commission"], "commission")
        if optional(now, "commission") is not None
        else None,
        cancelled_quantity=quantity if dropped else 0,
    )


def _line_amounts(line: Raw, quantity: int) -> tuple[Decimal, Decimal]:
    """What the buyer pays for the line, and the discount in it: one detail for each unit is authoritative."""
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=line, code="connector.odd_value")
    details = [
        renamed(row, DISCOUNT_NAMES)
        for row in rows(optional(line, "discountDetails") or [], "discountDetails")
    ]
    if not details:  # the line's own amounts are of one unit
        paid = amount(required(line, "lineUnitPrice"), "lineUnitPrice")
        return paid * quantity, _discounts(line, "lineSellerDiscount", "lineTyDiscount") * quantity
    if len(details) != quantity:
        detail = f"{len(details)} discount details for {quantity} units"
        raise UnexpectedAnswer(detail, raw=line, code="connector.odd_value")
    total = sum((amount(required(row, "lineItemPrice"), "lineItemPrice") for row in details), Decimal(0))
    discounts = (_discounts(row, "lineItemSellerDiscount", "lineItemTyDiscount") for row in details)
    return total, sum(discounts, Decimal(0))


def _discount(package_: Raw) -> Decimal:
    return _discounts(package_, "packageSellerDiscount", "packageTyDiscount")


def _discounts(raw: Raw, *names: str) -> Decimal:
    return sum((amount(optional(raw, name) or 0, name) for name in names), Decimal(0))


def _currency(package_: Raw) -> str:
    currency = text(required(package_, "currencyCode"))
    if currency != "TRY":
        raise UnexpectedAnswer(currency, raw=package_, code="connector.unknown_currency")
    return currency


def vat_rate(raw: Raw) -> Decimal:
    rate = amount(required(raw, "vatRate"), "vatRate")
    if rate not in _VAT_RATES:
        raise UnexpectedAnswer(str(rate), raw=raw, code="connector.unknown_tax")
    return rate


def _address(raw: Raw, tax_number: str = "") -> Address:
    lines = mapping(optional(raw, "addressLines") or {}, "addressLines")
    parts = [text(optional(raw, "address1") or lines.get("addressLine1"))]
    parts.append(text(optional(raw, "address2") or lines.get("addressLine2")))
    parts.append(text(optional(raw, "neighborhood")))
    return Address(
        name=text(optional(raw, "fullName")) or _full_name(raw, "firstName", "lastName"),
        company=text(optional(raw, "company")),
        line=" ".join(part for part in parts if part) or text(optional(raw, "fullAddress")),
        district=text(optional(raw, "district", "countyName")),
        city=text(optional(raw, "city", "stateName")),
        postal_code=text(optional(raw, "postalCode")),
        country=text(optional(raw, "countryCode")) or "TR",
        phone=optional(raw, "phone"),
        tax_number=text(optional(raw, "taxNumber")) or tax_number or None,
        tax_office=text(optional(raw, "taxOffice")) or None,
    )


def _full_name(raw: Raw, first: str, last: str) -> str:
    return f"{text(optional(raw, first))} {text(optional(raw, last))}".strip()


def stock_items(offers: Sequence[StockOffer]) -> list[InventoryItem]:
    return [{"barcode": offer.external_id, "quantity": min(offer.quantity, MOST_STOCK)} for offer in offers]


def price_items(offers: Sequence[PriceOffer]) -> list[InventoryItem]:
    return [_price_item(offer) for offer in offers]


def _price_item(offer: PriceOffer) -> InventoryItem:
    if offer.currency != "TRY":
        raise Rejected(f"{offer.external_id} in {offer.currency}", code="trendyol.currency", field="currency")
    list_price = max(offer.list_price or offer.price, offer.price)  # a lower list price would be refused
    return {"barcode": offer.external_id, "salePrice": offer.price, "listPrice": list_price}


def batch_answer(raw: Raw) -> BatchAnswer:
    """Stock and price batches have no status of their own: their items say whether they are done."""
    kind = text(optional(raw, "batchRequestType"))
    items = tuple(_item_result(row, kind) for row in rows(optional(raw, "items") or [], "items"))
    expected = whole(optional(raw, "itemCount") or 0, "itemCount")
    is_answered = bool(items) and len(items) >= expected
    return BatchAnswer(is_answered and all(item.state is not ItemState.PENDING for item in items), items)


def _item_result(raw: Raw, kind: str) -> ItemResult:
    status = text(required(raw, "status"))
    if status not in _ITEM_STATES:
        raise UnexpectedAnswer(status, raw=raw, code="connector.unknown_status")
    asked = mapping(required(raw, "requestItem"), "requestItem")
    state = _ITEM_STATES[status]
    reasons = "; ".join(_reason(reason) for reason in optional(raw, "failureReasons") or ())
    is_refused = state is ItemState.REJECTED
    return ItemResult(
        external_id=_item_id(asked, kind),
        state=state,
        code="trendyol.item_refused" if is_refused else None,
        message=reasons or None if is_refused else None,
    )


def _item_id(asked: Raw, kind: str) -> str:
    """New products are answered by their SKU, cards by their own id, everything else by its barcode."""
    if kind == "ProductV2OnBoarding":
        product = mapping(optional(asked, "product") or asked, "product")
        return text(optional(product, "stockCode") or required(asked, "barcode"))
    if kind == "ApprovedProductContentUpdate":
        return CARD + text(required(asked, "contentId"))
    return text(required(asked, "barcode"))


def _reason(reason: object) -> str:
    if isinstance(reason, dict):
        return text(optional(reason, "message", "reason", "code"))
    return text(reason)


def status_change(
    status: PackageStatus, line_quantities: dict[str, int], invoice_number: str | None
) -> StatusChange:
    if status not in _STEPS:
        raise Rejected(f"Trendyol is not told {status}", code="connector.step_unknown", field="status")
    params = {"invoiceNumber": invoice_number} if invoice_number and status is PackageStatus.PACKED else {}
    return {"lines": _status_lines(line_quantities), "params": params, "status": _STEPS[status]}


def unsupplied(line_quantities: dict[str, int], reason: str) -> Unsupplied:
    if reason not in _REASONS:
        raise Rejected(reason, code="connector.reason_unknown", field="reason")
    return {"lines": _status_lines(line_quantities), "reasonId": _REASONS[reason]}


def split(parts: Sequence[Mapping[str, int]]) -> Split:
    """What is not named becomes the last package."""
    return {"splitPackages": [{"packageDetails": _split_lines(part)} for part in parts]}


def _split_lines(part: Mapping[str, int]) -> list[SplitLine]:
    return [{"orderLineId": int(line), "quantities": units} for line, units in part.items()]


def _status_lines(line_quantities: dict[str, int]) -> list[StatusLine]:
    return [{"lineId": int(line), "quantity": quantity} for line, quantity in line_quantities.items()]


def invoice_link(package_external_id: str, invoice: SharedInvoice) -> InvoiceLink:
    """Without an address it is sent as a file."""
    return {
        "invoiceLink": invoice.link or "",
        "shipmentPackageId": int(package_external_id),
        "invoiceDateTime": to_millis(invoice.issued_at),
        "invoiceNumber": invoice.number,
    }


def invoiced_package(raw: Raw) -> InvoicedPackage:
    return {
        "serviceSourceId": whole(required(raw, "shipmentPackageId", "id"), "shipmentPackageId"),
        "channelId": whole(optional(raw, "channelId") or 1, "channelId"),
        "customerId": whole(required(raw, "customerId"), "customerId"),
    }


def label(answer: Raw) -> Label:
    """All boxes in one file; `labels` is the older name of `data`."""
    found = rows(required(answer, "data", "labels"), "data")
    drawn = [text(required(one, "label")) for one in found if text(optional(one, "format")) in {"", "ZPL"}]
    if not drawn:
        raise UnexpectedAnswer("no label", raw=answer, code="connector.missing_field")
    return Label(LabelFormat.ZPL, "\n".join(drawn).encode())


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "packages": lambda raw: packages(recorded_rows(raw, "content")),
    "batch": lambda raw: [batch_answer(raw)],
}
"""How a recorded answer is replayed, by operation."""
