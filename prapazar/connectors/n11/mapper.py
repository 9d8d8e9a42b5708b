"""Between N11's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from prapazar.connector_kit import soap
from prapazar.connector_kit.aftersales import ClaimKind, ClaimLine, ClaimRecord, ClaimStatus
from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
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
    CategoryRecord,
    ItemResult,
    ItemState,
    LineRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.n11.errors import reasons_text
from prapazar.connectors.n11.schemas import (
    AttributeAnswer,
    CancelledItem,
    ChangedSku,
    NewSku,
    OfferSku,
    QuantitySplit,
    Raw,
    Rejection,
    StatusChange,
)
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.money import rounded
from prapazar.foundation.search import fold

MOST_STOCK = 999_999
BRAND = 1
"""The brand is an attribute like any other."""
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
_CURRENCIES = {"TL": "TRY", "USD": "USD", "EUR": "EUR"}
_VAT_RATES = {Decimal(rate) for rate in (0, 1, 8, 10, 18, 20)}
"""8 and 18 were the rates until July 2023."""
_CANCEL_REASONS = {"out_of_stock": 61, "other": 65}
_REJECT_REASONS = {"out_of_stock": ("OUT_OF_STOCK", "Stok tükendi"), "other": ("OTHER", "Diğer")}
_BY_CARRIER = 1
CLAIM_STATUSES = {
    "REQUESTED": ClaimStatus.WAITING,
    "APPROVAL_WAITING": ClaimStatus.WAITING,
    "PENDING": ClaimStatus.WAITING,
    "PENDED": ClaimStatus.WAITING,
    "APPROVED": ClaimStatus.ACCEPTED,
    "MANUAL_REFUND": ClaimStatus.ACCEPTED,
    "DENIED": ClaimStatus.REJECTED,
    "CANCELLED": ClaimStatus.CANCELLED,
}
_CLAIM_STEPS = ("pendingRequestDate", "pendedDate", "cancelledDate", "deniedDate", "approvedDate")
_ITEM_STATES = {"SUCCESS": ItemState.ACCEPTED, "FAIL": ItemState.REJECTED}


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(package, raw, package_id) for raw in raws]


def package_id(raw: Raw) -> str:
    """Orders delivered to a chosen place have packages without an id."""
    number = text(optional(raw, "id"))
    return number or f"{BY_ORDER}{text(optional(raw, 'orderNumber'))}"


def package(raw: Raw) -> PackageRecord:
    status = text(required(raw, "shipmentPackageStatus"))
    if status.lower() not in STATUSES:
        raise UnexpectedAnswer(status, raw=raw, code="connector.unknown_status")
    order_number = text(required(raw, "orderNumber"))
    lines = tuple(_line(line) for line in rows(required(raw, "lines"), "lines"))
    shipping = mapping(optional(raw, "shippingAddress") or {}, "shippingAddress")
    billing = mapping(optional(raw, "billingAddress") or {}, "billingAddress")
    return PackageRecord(
        external_id=package_id(raw),
        order_external_id=order_number,
        order_number=order_number,
        status=STATUSES[status.lower()],
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
        vat_rate=_vat_rate(raw),
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


def _vat_rate(raw: Raw) -> Decimal:
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


def listings(raws: Sequence[Raw]) -> list[Parsed[ListingRecord]]:
    """A row is one SKU; what differs among those of one product on a page tells its variants apart."""
    apart = {main: _differing(group) for main, group in _by_product(raws).items()}
    return [
        parked(
            lambda raw: _listing(raw, apart.get(text(optional(raw, "productMainId")), frozenset())),
            raw,
            lambda raw: text(raw.get("stockCode")),
        )
        for raw in raws
    ]


def _listing(raw: Raw, apart: frozenset[str]) -> ListingRecord:
    stock_code = text(required(raw, "stockCode"))
    currency = text(required(raw, "currencyType"))
    if currency not in _CURRENCIES:
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    attributes = _attributes(raw)
    return ListingRecord(
        external_id=stock_code,
        external_parent_id=text(optional(raw, "productMainId")) or None,
        sku=stock_code,
        barcode=text(optional(raw, "barcode")) or None,
        title=text(required(raw, "title")),
        parent_title=text(required(raw, "title")),
        options={name: value for name, value in attributes.items() if name in apart},
        price=amount(required(raw, "salePrice"), "salePrice"),
        list_price=amount(required(raw, "listPrice"), "listPrice"),
        quantity=whole(required(raw, "quantity"), "quantity"),
        is_active=text(required(raw, "status")) == "Active"
        and text(optional(raw, "saleStatus")) != "Sale_Closed",
        brand=_brand(raw),
        vat_rate=_vat_rate(raw) if optional(raw, "vatRate") is not None else None,
        description=text(optional(raw, "description")),
        images=tuple(text(one) for one in optional(raw, "imageUrls") or ()),
        currency=_CURRENCIES[currency],
    )


def _by_product(raws: Iterable[Raw]) -> dict[str, list[Raw]]:
    found: dict[str, list[Raw]] = {}
    for raw in raws:
        if main := text(optional(raw, "productMainId")):
            found.setdefault(main, []).append(raw)
    return found


def _differing(group: Sequence[Raw]) -> frozenset[str]:
    try:
        answers = [_attributes(raw) for raw in group]
    except UnexpectedAnswer:  # said again, and with its record, when that record is read
        return frozenset()
    names = {name for answer in answers for name in answer}
    return frozenset(name for name in names if len({answer.get(name) for answer in answers}) > 1)


def _attributes(raw: Raw) -> dict[str, str]:
    return {
        text(row.get("attributeName")): text(row.get("attributeValue"))
        for row in rows(optional(raw, "attributes") or [], "attributes")
        if row.get("attributeId") != BRAND and optional(row, "attributeValue") is not None
    }


def _brand(raw: Raw) -> str | None:
    for row in rows(optional(raw, "attributes") or [], "attributes"):
        if row.get("attributeId") == BRAND:
            return text(optional(row, "attributeValue")) or None
    return None


def categories(raw: object) -> Iterator[CategoryRecord]:
    waiting: list[tuple[Raw, str | None]] = [(row, None) for row in rows(raw, "categories")]
    while waiting:
        row, parent = waiting.pop()
        number = text(required(row, "id"))
        children = rows(optional(row, "subCategories") or [], "subCategories")
        yield CategoryRecord(number, parent, text(required(row, "name")), is_leaf=not children)
        waiting.extend((child, number) for child in children)


def attributes(raw: Raw) -> list[AttributeRecord]:
    """The brand is left out: a draft has a place of its own for it."""
    found = rows(required(raw, "categoryAttributes"), "categoryAttributes")
    return [_attribute(row) for row in found if row.get("attributeId") != BRAND]


def _attribute(raw: Raw) -> AttributeRecord:
    return AttributeRecord(
        external_id=text(required(raw, "attributeId")),
        name=text(required(raw, "attributeName")),
        is_required=bool(required(raw, "isMandatory")),
        allows_custom=bool(required(raw, "isCustomValue")),
        is_variant=bool(required(raw, "isVariant")),
        values=tuple(
            AttributeValueRecord(text(required(one, "id")), text(required(one, "value")))
            for one in rows(optional(raw, "attributeValues") or [], "attributeValues")
        ),
    )


def new_sku(draft: ListingDraft, template: str, preparing_day: int) -> NewSku:
    sale = rounded(draft.price)
    sku: NewSku = {
        "title": draft.title,
        "description": draft.description,
        "categoryId": _id(draft.category_external_id),
        "currencyType": _currency_name(draft.currency, draft.sku),
        "productMainId": draft.group,
        "preparingDay": preparing_day,
        "shipmentTemplate": template,
        "stockCode": draft.sku,
        "quantity": min(draft.quantity, MOST_STOCK),
        "images": [{"url": url, "order": place} for place, url in enumerate(draft.images, start=1)],
        "attributes": [_brand_answer(draft), *(_answer(one) for one in draft.attributes)],
        "salePrice": sale,
        "listPrice": max(rounded(draft.list_price or sale), sale),
        "vatRate": int(draft.vat_rate),
    }
    if draft.barcode:
        sku["barcode"] = draft.barcode
    return sku


def changed_sku(draft: ListingDraft) -> ChangedSku:
    """All of the content N11 lets a seller change; title, pictures and attributes are its catalogue's."""
    return {
        "stockCode": draft.external_id or draft.sku,
        "description": draft.description,
        "vatRate": int(draft.vat_rate),
    }


def _brand_answer(draft: ListingDraft) -> AttributeAnswer:
    if draft.brand_external_id:
        return {"id": BRAND, "valueId": _id(draft.brand_external_id), "customValue": None}
    return {"id": BRAND, "valueId": None, "customValue": draft.brand}


def _answer(choice: AttributeChoice) -> AttributeAnswer:
    value = choice.value_external_id
    return {
        "id": _id(choice.external_id),
        "valueId": _id(value) if value else None,
        "customValue": None if value else choice.text,
    }


def _id(value: str) -> int:
    if not value.isdecimal():
        raise Rejected(value, code="n11.not_found", field="category")
    return int(value)


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
        "currencyType": _currency_name(offer.currency, offer.external_id),
    }


def _currency_name(currency: str, listing: str) -> str:
    names = {ours: theirs for theirs, ours in _CURRENCIES.items()}
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


def claims(raws: Iterable[Raw]) -> list[Parsed[ClaimRecord]]:
    return [parked(claim, raw, lambda r: text(r.get("claimReturnId"))) for raw in raws]


def claim(raw: Raw) -> ClaimRecord:
    """A claim is of one line, which it names by product only; its dates are days."""
    told = text(required(raw, "status"))
    if told not in CLAIM_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    number, asked_at = text(required(raw, "claimReturnId")), day(required(raw, "requestDate"), "requestDate")
    line = ClaimLine(
        external_id=number,
        order_line_external_id=None,
        sku=None,
        barcode=None,
        title=text(optional(raw, "productName")),
        quantity=whole(required(raw, "quantity"), "quantity"),
        reason=text(optional(raw, "returnReasonType")),
        status=CLAIM_STATUSES[told],
        note=text(optional(raw, "returnReasonDescription")),
        amount=amount(required(raw, "finalPrice"), "finalPrice"),
    )
    return ClaimRecord(
        external_id=number,
        kind=ClaimKind.RETURN,
        order_external_id=text(required(raw, "orderNumber")),
        status=CLAIM_STATUSES[told],
        provider_status=told,
        created_at=asked_at,
        modified_at=max([asked_at, *(day(raw[name], name) for name in _CLAIM_STEPS if optional(raw, name))]),
        lines=(line,),
        buyer_name=text(optional(raw, "buyerName")),
        carrier=text(optional(raw, "shipmentCompany")) or None,
        tracking_number=text(optional(raw, "trackingNumber")) or None,
    )


def day(value: object, name: str) -> datetime:
    """`21/11/2026`: when that day begins in Istanbul."""
    try:
        read = datetime.strptime(text(value)[:10], "%d/%m/%Y")  # noqa: DTZ007 - its zone comes next
    except ValueError:
        raise UnexpectedAnswer(f"{name} is {value!r}", raw=value, code="connector.odd_value") from None
    return read.replace(tzinfo=ISTANBUL).astimezone(UTC)


def period(since: datetime, until: datetime) -> dict[str, str]:
    """Both days belong to it."""
    days = (moment.astimezone(ISTANBUL).strftime("%d/%m/%Y") for moment in (since, until))
    return dict(zip(("startDate", "endDate"), days, strict=True))


def deny_reasons(raw: Raw) -> list[tuple[str, str]]:
    """The list repeats itself for each reason, or holds them in elements of their own as the WSDL says."""
    found = soap.listed(optional(raw, "denyReasonTypeDataList"), "denyReasonTypeDataList")
    inner = [
        reason
        for one in found
        for reason in soap.listed(optional(one, "denyReasonTypeData"), "denyReasonTypeData")
    ]
    return [(text(required(one, "id")), text(required(one, "value"))) for one in inner or found]


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
    "products": lambda raw: listings(recorded_rows(raw, "content")),
    "categories": lambda raw: list(categories(raw)),
    "attributes": attributes,
    "claims": lambda raw: claims(soap.listed(raw["claimReturnList"].get("claimReturn"), "claimReturn")),
    "task_details": lambda raw: item_results(recorded_rows(raw["skus"], "content")),
}
"""How a recorded answer is replayed, by operation."""
