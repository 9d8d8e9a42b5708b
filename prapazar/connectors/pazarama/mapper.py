"""Between Pazarama's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

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
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained, least_advanced
from prapazar.connectors.pazarama.schemas import (
    ItemStatus,
    PriceItem,
    Raw,
    StockItem,
)
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.money import rounded
from prapazar.foundation.search import fold

STATUSES = {
    3: PackageStatus.NEW,
    18: PackageStatus.NEW,  # the buyer asked to cancel; nothing has moved
    12: PackageStatus.PICKING,
    5: PackageStatus.SHIPPED,
    16: PackageStatus.SHIPPED,
    19: PackageStatus.SHIPPED,
    14: PackageStatus.UNDELIVERED,
    11: PackageStatus.DELIVERED,
    7: PackageStatus.DELIVERED,  # a return is a claim of its own until the goods are back
    8: PackageStatus.DELIVERED,
    9: PackageStatus.DELIVERED,
    10: PackageStatus.RETURNED,
    6: PackageStatus.CANCELLED,
    13: PackageStatus.CANCELLED,
}
PREPARING, SHIPPED, UNSUPPLIED = 12, 5, 13
_CARGO = 1
_VAT_RATES = {Decimal(rate) for rate in (0, 1, 8, 10, 18, 20)}
"""8 and 18 were the rates until July 2023."""
_REASONS = {
    "out_of_stock",
    "defective",
    "wrong_price",
    "bulk_purchase",
    "integration_error",
    "force_majeure",
}
_ITEM_STATES = {
    0: ItemState.ACCEPTED,
    1: ItemState.REJECTED,  # "Tamamlanamadı": it could not be completed
    2: ItemState.REJECTED,
    3: ItemState.PENDING,
    5: ItemState.PENDING,  # sent for approval: not shown yet
}
_KURUS = Decimal("0.01")


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(package, raw, lambda r: text(optional(r, "orderNumber"))) for raw in raws]


def package(raw: Raw) -> PackageRecord:
    """An order is one package; changes carry no date, so that the order's own stands for them."""
    number = text(required(raw, "orderNumber"))
    items = rows(required(raw, "items"), "items")
    statuses = [_status(item) for item in items]
    lines = tuple(_line(item) for item in items)
    ordered_at = moment(required(raw, "orderDate"), "orderDate")
    shipping = mapping(optional(raw, "shipmentAddress") or {}, "shipmentAddress")
    billing = mapping(optional(raw, "billingAddress") or {}, "billingAddress")
    cargo = _cargo(items)
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=number,
        status=least_advanced(statuses),
        provider_status=",".join(sorted({text(item["orderItemStatus"]) for item in items})),
        ordered_at=ordered_at,
        modified_at=ordered_at,
        currency=currency(required(raw, "currency")),
        total=sum((line.total for line in lines), Decimal(0)),
        discount=sum((line.discount for line in lines), Decimal(0)),
        shipping=_shipping(raw),
        lines=lines,
        buyer_name=text(optional(raw, "customerName")),
        buyer_email=optional(raw, "customerEmail"),
        buyer_phone=optional(shipping, "phoneNumber"),
        shipping_address=_address(shipping),
        billing_address=_address(billing),
        carrier=text(optional(cargo, "companyName")) or None,
        tracking_number=text(optional(cargo, "trackingNumber")) or None,
        tracking_url=optional(cargo, "trackingUrl") if optional(cargo, "trackingNumber") else None,
    )


def moment(value: object, name: str) -> datetime:
    """`2026-11-21 15:22` or with T and seconds: Istanbul's clock, unless it brings its own zone."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        raise UnexpectedAnswer(f"{name} is {value!r}", raw=value, code="connector.odd_value") from None
    return (read.replace(tzinfo=ISTANBUL) if read.tzinfo is None else read).astimezone(UTC)


def currency(value: object) -> str:
    if value not in {"TL", "TRY"}:
        raise UnexpectedAnswer(str(value), raw=value, code="connector.unknown_currency")
    return "TRY"


def _status(item: Raw) -> PackageStatus:
    told = text(required(item, "orderItemStatus"))
    number = int(told) if told.isdecimal() else -1
    return STATUSES.get(number) or explained(told, item)


def _line(raw: Raw) -> LineRecord:
    quantity = whole(required(raw, "quantity"), "quantity")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    product = mapping(required(raw, "product"), "product")
    discount = money(raw.get("discountAmount") or 0, "discountAmount")
    total = _paid(raw, quantity, discount)
    code = text(required(product, "code"))
    return LineRecord(
        external_id=text(required(raw, "orderItemId")),
        listing_external_id=code,
        sku=text(optional(product, "stockCode")) or None,
        barcode=code,
        title=text(required(product, "name")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=discount,
        vat_rate=vat_rate(product),
        cancelled_quantity=quantity if _status(raw) is PackageStatus.CANCELLED else 0,
    )


def _paid(raw: Raw, quantity: int, discount: Decimal) -> Decimal:
    """The documents do not say whether a line's total is told before or after its discount; both are read."""
    gross = money(required(raw, "salePrice"), "salePrice") * quantity
    told = money(required(raw, "totalPrice"), "totalPrice")
    if min(abs(told - gross), abs(told - (gross - discount))) > _KURUS * quantity:
        detail = f"total {told} for {quantity} at {gross / quantity} less {discount}"
        raise UnexpectedAnswer(detail, raw=raw, code="connector.odd_value")
    return gross - discount


def money(value: object, name: str) -> Decimal:
    """An amount, or their object of one."""
    if isinstance(value, Mapping):
        currency(required(value, "currency"))
        return amount(required(value, "value"), name)
    return amount(value, name)


def _shipping(raw: Raw) -> Decimal:
    return money(optional(raw, "shipmentAmount") or 0, "shipmentAmount")


def vat_rate(raw: Raw) -> Decimal:
    rate = amount(required(raw, "vatRate"), "vatRate")
    if rate not in _VAT_RATES:
        raise UnexpectedAnswer(str(rate), raw=raw, code="connector.unknown_tax")
    return rate


def _cargo(items: Sequence[Raw]) -> Raw:
    """The parcel that has a number; before, whoever is to carry it."""
    found = [mapping(optional(item, "cargo") or {}, "cargo") for item in items]
    return next((one for one in found if optional(one, "trackingNumber")), found[0] if found else {})


def _address(raw: Raw) -> Address:
    parts = (text(optional(raw, "addressDetail")), text(optional(raw, "neighborhoodName")))
    return Address(
        name=text(optional(raw, "nameSurname")),
        company=text(optional(raw, "companyName")),
        line=" ".join(part for part in parts if part) or text(optional(raw, "displayAddressText")),
        district=text(optional(raw, "districtName")),
        city=text(optional(raw, "cityName")),
        phone=optional(raw, "phoneNumber"),
        tax_number=text(optional(raw, "taxNumber", "identityNumber")) or None,
        tax_office=text(optional(raw, "taxOffice")) or None,
    )


def stock_items(offers: Sequence[StockOffer]) -> list[StockItem]:
    return [{"code": offer.external_id, "stockCount": offer.quantity} for offer in offers]


def price_items(offers: Sequence[PriceOffer]) -> list[PriceItem]:
    return [_price_item(offer) for offer in offers]


def _price_item(offer: PriceOffer) -> PriceItem:
    if offer.currency != "TRY":
        raise Rejected(f"{offer.external_id} in {offer.currency}", code="pazarama.currency", field="currency")
    sale = rounded(offer.price)
    return {
        "code": offer.external_id,
        "listPrice": max(rounded(offer.list_price or sale), sale),
        "salePrice": sale,
    }


def projection_rows(answer: object) -> list[dict[str, Any]]:
    """A bare list by some sources, by others a page that holds it, within the envelope."""
    while isinstance(answer, Mapping):
        answer = required(answer, "data")
    return rows(answer, "data")


def item_results(raws: Iterable[Raw]) -> list[ItemResult]:
    return [_item_result(raw) for raw in raws]


def _item_result(raw: Raw) -> ItemResult:
    """The state stands in a section for stock or price; some answers have it flat."""
    sections = [raw[name] for name in ("stock", "price") if isinstance(raw.get(name), Mapping)]
    told = sections[0] if sections else raw
    number = whole(required(told, "status"), "status")
    if number not in _ITEM_STATES:
        raise UnexpectedAnswer(str(number), raw=raw, code="connector.unknown_status")
    is_refused = _ITEM_STATES[number] is ItemState.REJECTED
    return ItemResult(
        external_id=text(required(raw, "code")),
        state=_ITEM_STATES[number],
        code="pazarama.item_refused" if is_refused else None,
        message=_reason(told, raw) if is_refused else None,
    )


def _reason(told: Raw, raw: Raw) -> str | None:
    given = optional(told, "operationDetail", "message") or optional(raw, "operationStatusText")
    return text(given) or None


def step(line: str, status: int) -> ItemStatus:
    return {"orderItemId": line, "status": status, "deliveryType": _CARGO}


def shipment(line: str, company: str, tracking_number: str) -> ItemStatus:
    return {
        "orderItemId": line,
        "status": SHIPPED,
        "deliveryType": _CARGO,
        "shippingTrackingNumber": tracking_number,
        "trackingUrl": "",
        "cargoCompanyId": company,
    }


def companies(raw: object) -> dict[str, str]:
    """Folded name to GUID of every carrier in the answer, however deep it stands."""
    found: dict[str, str] = {}
    waiting = [raw]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, Mapping):
            name, number = (
                optional(one, "cargoCompanyName", "companyName"),
                optional(one, "cargoCompanyId", "companyId"),
            )
            if name and number:
                found[fold(text(name))] = text(number)
            waiting.extend(one.values())
    return found


def company(known: Mapping[str, str], carrier: str | None) -> str:
    wanted = fold(carrier or "")
    number = known.get(wanted) or known.get(f"{wanted} kargo")
    if not number:
        raise Rejected(carrier or "", code="pazarama.carrier_unknown", field="carrier")
    return number


def check_reason(reason: str) -> None:
    """Pazarama asks for none, but an unknown one is a mistake of ours."""
    if reason not in _REASONS:
        raise Rejected(reason, code="connector.reason_unknown", field="reason")


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: packages(recorded_rows(raw, "data")),
    "projections": lambda raw: item_results(projection_rows(raw)),
}
"""How a recorded answer is replayed, by operation."""
