"""Between N11's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from prapazar.connector_kit import soap
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
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
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.n11.errors import reasons_text
from prapazar.connectors.n11.schemas import (
    CancelledItem,
    OfferSku,
    QuantitySplit,
    Raw,
    Rejection,
    SplitPackage,
    StatusChange,
)
from prapazar.foundation.money import rounded
from prapazar.foundation.search import fold

MOST_STOCK = 999_999
BY_ORDER = "order:"
"""Before an order's number, for packages without one of their own."""
STATUSES = {
    "created": PackageStatus.NEW,
    "picking": PackageStatus.PICKING,
    "shipped": PackageStatus.SHIPPED,
    "delivered": PackageStatus.DELIVERED,
    "cancelled": PackageStatus.CANCELLED,
    "canceled": PackageStatus.CANCELLED,
    "unsupplied": PackageStatus.CANCELLED,
    "unpacked": PackageStatus.UNPACKED,
}
"""In lower case: N11 writes UnPacked and Unpacked, Cancelled and Canceled."""
_DROPPED = {"cancelled", "canceled", "unsupplied"}
CURRENCIES = {"TL": "TRY", "USD": "USD", "EUR": "EUR"}
_VAT_RATES = {Decimal(rate) for rate in (0, 1, 8, 10, 18, 20)}
"""8 and 18 were the rates until July 2023."""
_OTHER_REASON = 65
_CANCEL_REASONS = {
    "out_of_stock": 61,
    "defective": 62,
    "wrong_price": 63,
    "force_majeure": 64,
    "integration_error": _OTHER_REASON,
    "bulk_purchase": _OTHER_REASON,
}
_REJECT_REASONS = {
    "out_of_stock": ("OUT_OF_STOCK", "Stok tükendi"),
    "defective": ("OTHER", "Ürün kusurlu"),
    "wrong_price": ("OTHER", "Hatalı fiyat"),
    "force_majeure": ("OTHER", "Mücbir sebep"),
    "integration_error": ("OTHER", "Entegrasyon hatası"),
    "bulk_purchase": ("OTHER", "Toplu alım"),
}
_BY_CARRIER = 1
_ITEM_STATES = {"SUCCESS": ItemState.ACCEPTED, "FAIL": ItemState.REJECTED}


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(package, raw, package_id) for raw in raws]


def package_id(raw: Raw) -> str:
    """Orders delivered to a chosen place have packages without an id."""
    number = text(optional(raw, "id"))
    return number or f"{BY_ORDER}{text(optional(raw, 'orderNumber'))}"


def package(raw: Raw) -> PackageRecord:
    status = text(required(raw, "shipmentPackageStatus"))
    standing = STATUSES.get(status.lower()) or explained(status, raw)
    order_number = text(required(raw, "orderNumber"))
    lines = tuple(_line(line) for line in rows(required(raw, "lines"), "lines"))
    shipping = mapping(optional(raw, "shippingAddress") or {}, "shippingAddress")
    billing = mapping(optional(raw, "billingAddress") or {}, "billingAddress")
    return PackageRecord(
        external_id=package_id(raw),
        order_external_id=order_number,
        order_number=order_number,
        status=standing,
        provider_status=status,
        ordered_at=min(_history(raw)),
        modified_at=millis(required(raw, "lastModifiedDate"), "lastModifiedDate"),
        currency="TRY",  # N11 sells in lira only and names no currency here
        total=sum((line.total for line in lines), Decimal(0)),
        discount=sum((line.discount for line in lines), Decimal(0)),
        lines=lines,
        ship_by_at=millis(raw["agreedDeliveryDate"], "agreedDeliveryDate")
        if optional(raw, "agreedDeliveryDate")
        else None,
        buyer_name=text(optional(raw, "customerfullName", "customerFullName")),
        buyer_email=optional(raw, "customerEmail"),
        buyer_phone=optional(billing, "gsm") or optional(shipping, "gsm"),
        shipping_address=_address(shipping),
        billing_address=_address(billing, raw),
        carrier=optional(raw, "cargoProviderName"),
        tracking_number=text(optional(raw, "cargoSenderNumber") or optional(raw, "cargoTrackingNumber"))
        or None,
        tracking_url=optional(raw, "cargoTrackingLink"),
    )


def _history(raw: Raw) -> list[Any]:
    """Packages carry no order date; the oldest step is when the order was placed."""
    steps = rows(required(raw, "packageHistories"), "packageHistories")
    found = [millis(step["createdDate"], "createdDate") for step in steps if optional(step, "createdDate")]
    if not found:
        raise UnexpectedAnswer("no step has a date", raw=raw, code="connector.missing_field")
    return found


def _line(raw: Raw) -> LineRecord:
    quantity = whole(required(raw, "quantity"), "quantity")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    gross = amount(required(raw, "price"), "price") * quantity
    discount = _discount(raw, "totalSellerDiscountPrice", "sellerDiscount", "sellerCouponDiscount")
    discount += _discount(raw, "totalMallDiscountPrice", "mallDiscount")
    due = optional(raw, "dueAmount")
    total = gross - discount if due is None else amount(due, "dueAmount")
    return LineRecord(
        external_id=text(required(raw, "orderLineId")),
        listing_external_id=text(required(raw, "stockCode")),
        sku=text(required(raw, "stockCode")),
        barcode=text(optional(raw, "barcode")) or None,
        title=text(required(raw, "productName")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=discount,
        vat_rate=vat_rate(raw),
        commission_rate=_commission(raw),
        cancelled_quantity=quantity if _line_status(raw) in _DROPPED else 0,
    )


def _line_status(raw: Raw) -> str:
    return text(optional(raw, "orderItemLineItemStatusName")).lower()


def _discount(raw: Raw, whole_line: str, *parts: str) -> Decimal:
    """Discounts are the line's, not the unit's; given as a sum, or as its parts."""
    total = optional(raw, whole_line)
    if total is not None:
        return amount(total, whole_line)
    return sum((amount(optional(raw, part) or 0, part) for part in parts), Decimal(0))


def _commission(raw: Raw) -> Decimal | None:
    """A campaign takes its own rate off the usual one."""
    rate = optional(raw, "commissionRate")
    if rate is None:
        return None
    less = amount(optional(raw, "sellerCampaignCommissionRate") or 0, "sellerCampaignCommissionRate")
    return amount(rate, "commissionRate") - less


def vat_rate(raw: Raw) -> Decimal:
    rate = amount(required(raw, "vatRate"), "vatRate")
    if rate not in _VAT_RATES:
        raise UnexpectedAnswer(str(rate), raw=raw, code="connector.unknown_tax")
    return rate


def _address(raw: Raw, owner: Raw | None = None) -> Address:
    """`owner` is the package, which holds the tax data of the one who pays."""
    parts = (text(optional(raw, "address")), text(optional(raw, "neighborhood")))
    paying = owner or {}
    tax = text(optional(raw, "taxId", "tcId")) or text(optional(paying, "taxId", "tcIdentityNumber"))
    return Address(
        name=text(optional(raw, "fullName")),
        line=" ".join(part for part in parts if part),
        district=text(optional(raw, "district")),
        city=text(optional(raw, "city")),
        postal_code=text(optional(raw, "postalCode")),
        country=text(optional(raw, "countryCode")) or text(optional(paying, "countryCode")) or "TR",
        phone=optional(raw, "gsm"),
        tax_number=tax or None,
        tax_office=text(optional(raw, "taxHouse")) or text(optional(paying, "taxOffice")) or None,
    )


def stock_skus(offers: Sequence[StockOffer]) -> list[OfferSku]:
    return [{"stockCode": offer.external_id, "quantity": min(offer.quantity, MOST_STOCK)} for offer in offers]


def price_skus(offers: Sequence[PriceOffer]) -> list[OfferSku]:
    return [_price_sku(offer) for offer in offers]


def _price_sku(offer: PriceOffer) -> OfferSku:
    """Both prices or none, two decimals, the list price never the lower one."""
    sale = rounded(offer.price)
    return {
        "stockCode": offer.external_id,
        "listPrice": max(rounded(offer.list_price or sale), sale),
        "salePrice": sale,
        "currencyType": currency_name(offer.currency, offer.external_id),
    }


def currency_name(currency: str, listing: str) -> str:
    names = {ours: theirs for theirs, ours in CURRENCIES.items()}
    if currency not in names:
        raise Rejected(f"{listing} in {currency}", code="n11.currency", field="currency")
    return names[currency]


def item_results(raws: Iterable[Raw]) -> tuple[ItemResult, ...]:
    return tuple(_item_result(raw) for raw in raws)


def _item_result(raw: Raw) -> ItemResult:
    status = text(required(raw, "status")).upper()
    if status not in _ITEM_STATES:
        raise UnexpectedAnswer(status, raw=raw, code="connector.unknown_status")
    is_refused = _ITEM_STATES[status] is ItemState.REJECTED
    return ItemResult(
        external_id=text(required(raw, "itemCode")),
        state=_ITEM_STATES[status],
        code="n11.item_refused" if is_refused else None,
        message=reasons_text(optional(raw, "reasons")) or None if is_refused else None,
    )


def accepted(line_quantities: dict[str, int]) -> StatusChange:
    return {"lines": [{"lineId": _number(line)} for line in line_quantities], "status": "Picking"}


def companies(raw: Raw) -> dict[str, str]:
    """Folded name and short name of each carrier to its number."""
    listed = mapping(optional(raw, "shipmentCompanies") or {}, "shipmentCompanies")
    return {
        folded: text(required(row, "id"))
        for row in soap.listed(optional(listed, "shipmentCompany"), "shipmentCompany")
        for folded in (fold(text(optional(row, name))) for name in ("name", "shortName"))
        if folded
    }


def shipment(
    lines: Iterable[str], companies: dict[str, str], carrier: str | None, tracking_number: str | None
) -> dict[str, Any]:
    if not tracking_number:
        raise Rejected("no tracking number", code="n11.tracking_needed", field="tracking_number")
    wanted = fold(carrier or "")
    number = companies.get(wanted) or companies.get(f"{wanted} kargo")
    if number is None:
        raise Rejected(carrier or "", code="n11.carrier_unknown", field="carrier")
    details = {
        "shipmentCompany": {"id": number},
        "campaignNumber": "",
        "trackingNumber": tracking_number,
        "shipmentMethod": _BY_CARRIER,
    }
    return {"orderItemList": {"orderItem": [{"id": line, "shipmentInfo": details} for line in lines]}}


def rejection(lines: Iterable[str], reason: str) -> Rejection:
    kind, words = _known_reason(_REJECT_REASONS, reason)
    items = {"orderItem": [{"id": line} for line in lines]}
    return {"orderItemList": items, "rejectReason": words, "rejectReasonType": kind}  # type: ignore[typeddict-item]


def cancellation(package_lines: Sequence[LineRecord], dropped: dict[str, int], reason: str) -> QuantitySplit:
    """What is cancelled, and one package of what is left."""
    number = _known_reason(_CANCEL_REASONS, reason)
    rest = [(line.external_id, line.quantity - dropped.get(line.external_id, 0)) for line in package_lines]
    kept = [{"orderLineId": _number(line), "quantities": left} for line, left in rest if left > 0]
    gone: list[CancelledItem] = [
        {"orderLineId": _number(line), "quantity": units, "cancelReasonId": number}
        for line, units in dropped.items()
    ]
    return {
        "splitPackages": [{"packageDetails": kept}] if kept else [],  # type: ignore[typeddict-item]
        "cancelledItems": gone,
    }


def split(package_lines: Sequence[LineRecord], parts: Sequence[Mapping[str, int]]) -> QuantitySplit:
    """N11 wants every unit named: what no part has is the last package."""
    left = {line.external_id: line.quantity for line in package_lines}
    for part in parts:
        for line, units in part.items():
            left[line] = left.get(line, 0) - units
    rest = {line: units for line, units in left.items() if units > 0}
    packages: list[SplitPackage] = [
        {
            "packageDetails": [
                {"orderLineId": _number(line), "quantities": units} for line, units in part.items()
            ]
        }
        for part in (*parts, rest)
        if part
    ]
    return {"splitPackages": packages, "cancelledItems": []}


def _known_reason(reasons: dict[str, Any], reason: str) -> Any:  # noqa: ANN401 - whatever stands there
    if reason not in reasons:
        raise Rejected(reason, code="connector.reason_unknown", field="reason")
    return reasons[reason]


def _number(line: str) -> int:
    if not line.isdecimal():
        raise Rejected(f"line {line}", code="n11.not_found", field="line")
    return int(line)


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "packages": lambda raw: packages(recorded_rows(raw, "content")),
    "task_details": lambda raw: item_results(recorded_rows(raw["skus"], "content")),
}
"""How a recorded answer is replayed, by operation."""
