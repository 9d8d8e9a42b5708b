"""Between Amazon's orders, offers and feed reports and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal
from zlib import crc32

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    iso_utc,
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
    BatchAnswer,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.amazon.schemas import MARKETPLACES, OWN_CHANNEL, Marketplace, Patch, Raw

MERCHANT = "MERCHANT"
STATUSES = {
    "PENDING_AVAILABILITY": PackageStatus.AWAITING_PAYMENT,
    "PENDING": PackageStatus.AWAITING_PAYMENT,
    "UNSHIPPED": PackageStatus.NEW,
    "PARTIALLY_SHIPPED": PackageStatus.NEW,
    "SHIPPED": PackageStatus.SHIPPED,
    "CANCELLED": PackageStatus.CANCELLED,
}
"""An order that is shipped in parts stands where its last part stands. UNFULFILLABLE is Amazon's own orders' alone."""
_ARRIVED = {"DELIVERED": PackageStatus.DELIVERED, "UNDELIVERABLE": PackageStatus.UNDELIVERED}
_CURRENCIES = {place.currency for place in MARKETPLACES.values()}
_PATHS = {"stock": "/attributes/fulfillment_availability", "price": "/attributes/purchasable_offer"}
_CENT = Decimal("0.01")
_BEFORE_PAYMENT = PackageStatus.AWAITING_PAYMENT


def order(raw: Raw) -> PackageRecord:
    """An order is one package of ours; before it is paid Amazon tells neither amounts nor address."""
    fulfilment = mapping(required(raw, "fulfillment"), "fulfillment")
    word = text(required(fulfilment, "fulfillmentStatus"))
    standing = STATUSES.get(word) or explained(word, raw)
    packages = [one for one in rows(optional(raw, "packages") or [], "packages") if _is_alive(one)]
    status = _arrived(standing, packages)
    lines = _lines(raw, status)
    buyer = mapping(optional(raw, "buyer") or {}, "buyer")
    recipient = mapping(optional(raw, "recipient") or {}, "recipient")
    address = _address(mapping(optional(recipient, "deliveryAddress") or {}, "deliveryAddress"))
    due = mapping(optional(fulfilment, "shipByWindow") or {}, "shipByWindow")
    number = text(required(raw, "orderId"))
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=number,
        status=status,
        provider_status=word,
        ordered_at=iso_utc(required(raw, "createdTime"), "createdTime"),
        modified_at=iso_utc(required(raw, "lastUpdatedTime"), "lastUpdatedTime"),
        currency=_currency(raw, status),
        total=_grand_total(raw, lines),
        discount=sum((line.discount for line in lines), Decimal(0)),
        shipping=_order_part(raw, "SHIPPING"),
        lines=lines,
        ship_by_at=iso_utc(due["latestDateTime"], "latestDateTime")
        if optional(due, "latestDateTime")
        else None,
        buyer_name=text(optional(buyer, "buyerName") or address.name),
        buyer_email=text(optional(buyer, "buyerEmail")) or None,
        buyer_phone=address.phone,
        shipping_address=address,
        billing_address=_billing(raw, address),
        carrier=text(optional(packages[-1], "carrier")) or None if packages else None,
        tracking_number=text(optional(packages[-1], "trackingNumber")) or None if packages else None,
    )


def orders(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(order, raw, lambda r: text(r.get("orderId"))) for raw in raws]


def is_ours(raw: Raw) -> bool:
    """Whether the seller ships it; what Amazon ships from its own stock takes nothing of ours."""
    fulfilment = mapping(optional(raw, "fulfillment") or {}, "fulfillment")
    return optional(fulfilment, "fulfilledBy") in (None, MERCHANT)


def next_reference(raw: Raw, tracking_number: str) -> str:
    """The same tracking number once more edits its package; another one is a further package."""
    if "packages" not in raw:  # version 0 tells none
        return str(crc32(tracking_number.encode()) or 1)
    taken = {}
    for package in rows(optional(raw, "packages") or [], "packages"):
        taken[text(optional(package, "trackingNumber"))] = text(required(package, "packageReferenceId"))
    numbers = [int(one) for one in taken.values() if one.isdigit()]
    return taken.get(tracking_number) or str(max(numbers, default=0) + 1)


def _is_alive(package: Raw) -> bool:
    state = mapping(optional(package, "packageStatus") or {}, "packageStatus")
    return text(optional(state, "status")) != "CANCELLED"


def _arrived(status: PackageStatus, packages: Sequence[Raw]) -> PackageStatus:
    """Where all packages of a shipped order have come to the same end, so has the order."""
    ends = {
        text(mapping(optional(one, "packageStatus") or {}, "packageStatus").get("status")) for one in packages
    }
    if status is PackageStatus.SHIPPED and len(ends) == 1:
        return _ARRIVED.get(ends.pop(), status)
    return status


def _lines(raw: Raw, status: PackageStatus) -> tuple[LineRecord, ...]:
    """Units that were taken back are counted no more: such a line is left out, unless nothing else is left."""
    items = rows(required(raw, "orderItems"), "orderItems")
    kept = [item for item in items if whole(required(item, "quantityOrdered"), "quantityOrdered") > 0]
    if not items:
        raise UnexpectedAnswer("an order without lines", raw=raw, code="connector.missing_field")
    if not kept and status is not PackageStatus.CANCELLED:
        raise UnexpectedAnswer("quantity 0", raw=raw, code="connector.odd_value")
    return tuple(_line(item, status) for item in kept or items)


def _line(raw: Raw, status: PackageStatus) -> LineRecord:
    product = mapping(required(raw, "product"), "product")
    quantity = max(1, whole(required(raw, "quantityOrdered"), "quantityOrdered"))
    ended = mapping(optional(raw, "cancellation") or {}, "cancellation")
    is_gone = status is PackageStatus.CANCELLED or optional(ended, "cancellationExecution") is not None
    total, discount, unit_price = _amounts(raw, product, quantity, status)
    sku = text(optional(product, "sellerSku")) or None
    return LineRecord(
        external_id=text(required(raw, "orderItemId")),
        listing_external_id=sku,
        sku=sku,
        barcode=None,
        title=text(optional(product, "title", "asin")),
        quantity=quantity,
        unit_price=unit_price,
        total=total,
        discount=discount,
        cancelled_quantity=quantity if is_gone else 0,
    )


def _amounts(
    raw: Raw, product: Raw, quantity: int, status: PackageStatus
) -> tuple[Decimal, Decimal, Decimal]:
    """Total and unit price after discount; the sign of a discount is not documented, so it is not relied on."""
    price = mapping(optional(product, "price") or {}, "price")
    goods = _part(raw, "ITEM")
    if goods is None and optional(price, "unitPrice") is not None:
        goods = _money(price, "unitPrice") * quantity
    if goods is None:
        if status in (_BEFORE_PAYMENT, PackageStatus.CANCELLED):
            return Decimal(0), Decimal(0), Decimal(0)
        raise UnexpectedAnswer("a line without its price", raw=raw, code="connector.missing_field")
    discount = abs(_part(raw, "DISCOUNT") or Decimal(0))
    total = goods - discount
    unit = total / quantity
    return total, discount, unit if unit == unit.quantize(_CENT) else unit.quantize(_CENT)


def _part(raw: Raw, kind: str) -> Decimal | None:
    proceeds = mapping(optional(raw, "proceeds") or {}, "proceeds")
    found = [
        _money(one, "subtotal")
        for one in rows(optional(proceeds, "breakdowns") or [], "breakdowns")
        if optional(one, "type") == kind
    ]
    return sum(found, Decimal(0)) if found else None


def _order_part(raw: Raw, kind: str) -> Decimal:
    """Told for the whole order, or line by line."""
    whole_order = _part(raw, kind)
    if whole_order is not None:
        return whole_order
    items = rows(required(raw, "orderItems"), "orderItems")
    return sum((_part(item, kind) or Decimal(0) for item in items), Decimal(0))


def _grand_total(raw: Raw, lines: Sequence[LineRecord]) -> Decimal:
    proceeds = mapping(optional(raw, "proceeds") or {}, "proceeds")
    if optional(proceeds, "grandTotal") is None:
        return sum((line.total for line in lines), Decimal(0)) + _order_part(raw, "SHIPPING")
    return _money(proceeds, "grandTotal")


def _money(raw: Raw, name: str) -> Decimal:
    money = mapping(required(raw, name), name)
    currency = text(required(money, "currencyCode"))
    if currency not in _CURRENCIES:
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    return amount(required(money, "amount"), name)


def _currency(raw: Raw, status: PackageStatus) -> str:
    """Before payment only the marketplace tells it."""
    proceeds = mapping(optional(raw, "proceeds") or {}, "proceeds")
    total = mapping(optional(proceeds, "grandTotal") or {}, "grandTotal")
    if told := text(optional(total, "currencyCode")):
        return told
    channel = mapping(required(raw, "salesChannel"), "salesChannel")
    number = text(optional(channel, "marketplaceId"))
    found = next((one.currency for one in MARKETPLACES.values() if one.id == number), None)
    if found is None:
        raise UnexpectedAnswer(number or str(status), raw=raw, code="connector.unknown_currency")
    return found


def _address(raw: Raw) -> Address:
    parts = [text(optional(raw, f"addressLine{number}")) for number in (1, 2, 3)]
    return Address(
        name=text(optional(raw, "name")),
        company=text(optional(raw, "companyName")),
        line=" ".join(part for part in parts if part),
        district=text(optional(raw, "districtOrCounty", "municipality")),
        city=text(optional(raw, "city", "stateOrRegion")),
        postal_code=text(optional(raw, "postalCode")),
        country=text(optional(raw, "countryCode")) or "TR",
        phone=text(optional(raw, "phone")) or None,
    )


def _billing(raw: Raw, shipping: Address) -> Address:
    """The address of the buyer's tax registration, where there is one."""
    tax = mapping(optional(raw, "tax") or {}, "tax")
    found = rows(optional(tax, "taxRegistrations") or [], "taxRegistrations")
    if not found:
        return shipping
    place = mapping(optional(found[0], "taxRegistrationAddress") or {}, "taxRegistrationAddress")
    address = _address(place) if place else shipping
    return Address(
        name=address.name,
        company=text(optional(found[0], "legalName")) or address.company,
        line=address.line,
        district=address.district,
        city=address.city,
        postal_code=address.postal_code,
        country=address.country,
        phone=address.phone,
        tax_number=text(optional(found[0], "taxRegistrationNumber")) or None,
    )


def stock_patch(offer: StockOffer) -> Patch:
    """Merged and not replaced: the time a seller needs to ship stays as it is."""
    stock: dict[str, object] = {"fulfillment_channel_code": OWN_CHANNEL, "quantity": offer.quantity}
    return {"op": "merge", "path": _PATHS["stock"], "value": [stock]}


def price_patch(offer: PriceOffer, place: Marketplace) -> Patch:
    """Merged too: replacing would drop the offers to other audiences and a running discount."""
    if offer.currency != place.currency:
        detail = f"{offer.external_id} in {offer.currency}"
        raise Rejected(detail, code="amazon.currency", field="currency")
    price: dict[str, object] = {
        "marketplace_id": place.id,
        "currency": place.currency,
        "audience": "ALL",
        "our_price": [{"schedule": [{"value_with_tax": offer.price}]}],
    }
    return {"op": "merge", "path": _PATHS["price"], "value": [price]}


def submission(external_id: str, raw: Raw) -> ItemResult:
    """A refusal comes with a 200."""
    word = text(required(raw, "status"))
    if word in ("ACCEPTED", "VALID"):
        return ItemResult(external_id, ItemState.ACCEPTED)
    if word != "INVALID":
        raise UnexpectedAnswer(word, raw=raw, code="connector.unknown_status")
    return refused(external_id, rows(optional(raw, "issues") or [], "issues"))


def refused(external_id: str, issues: Sequence[Raw]) -> ItemResult:
    said = "; ".join(text(optional(one, "message")) for one in issues if optional(one, "severity") == "ERROR")
    return ItemResult(external_id, ItemState.REJECTED, "amazon.item_refused", said or None)


def report(raw: Raw) -> BatchAnswer:
    """Names the refused messages alone; where it does not say their SKU, nothing is known of the others."""
    errors = [one for one in rows(required(raw, "issues"), "issues") if optional(one, "severity") == "ERROR"]
    by_sku: dict[str, list[Raw]] = {}
    for one in errors:
        if sku := text(optional(one, "sku")):
            by_sku.setdefault(sku, []).append(one)
    summary = mapping(required(raw, "summary"), "summary")
    invalid = whole(required(summary, "messagesInvalid"), "messagesInvalid")
    items = tuple(refused(sku, found) for sku, found in by_sku.items())
    return BatchAnswer(
        is_final=True, items=items, unnamed=ItemState.ACCEPTED if len(items) >= invalid else None
    )


def feed_state(raw: Raw) -> Literal["waiting", "done", "failed"]:
    word = text(required(raw, "processingStatus"))
    if word in ("IN_QUEUE", "IN_PROGRESS"):
        return "waiting"
    if word == "DONE":
        return "done"
    if word in ("FATAL", "CANCELLED"):
        return "failed"
    raise UnexpectedAnswer(word, raw=raw, code="connector.unknown_status")


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: orders(recorded_rows(raw, "orders")),
    "report": lambda raw: [report(raw)],
}
"""How a recorded answer is replayed, by operation."""
