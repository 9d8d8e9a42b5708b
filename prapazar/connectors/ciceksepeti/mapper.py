"""Between Çiçeksepeti's shapes and our records; no I/O, nothing guessed."""

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
    CarrierOffer,
    ItemResult,
    ItemState,
    LineRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained, least_advanced
from prapazar.connectors.ciceksepeti.schemas import ItemCarrier, ItemStatus, OfferItem, Raw, any_case
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.money import rounded
from prapazar.foundation.search import fold

STATUSES = {
    1: PackageStatus.NEW,
    2: PackageStatus.PICKING,
    11: PackageStatus.PACKED,
    3: PackageStatus.SHIPPED,
    5: PackageStatus.SHIPPED,
    7: PackageStatus.DELIVERED,
    20: PackageStatus.DELIVERED,  # a return is a claim of its own until the goods are back
    21: PackageStatus.DELIVERED,
    22: PackageStatus.DELIVERED,
    23: PackageStatus.DELIVERED,
    18: PackageStatus.RETURNED,
}
_GIVEN_BACK = {18, 20, 21, 22, 23}
STEPS = {PackageStatus.PICKING: 2, PackageStatus.SHIPPED: 5, PackageStatus.DELIVERED: 7}
"""What a seller with a contract of his own tells; under Çiçeksepeti's contract it is PACKED alone."""
_CARRIERS = {
    "mng": 1,
    "yurtici": 2,
    "surat": 25,
    "aras": 43,
    "ptt": 44,
    "ups": 45,
    "horoz": 46,
    "ceva": 55,
    "sendeo": 59,
    "kolay gelsin": 117,
}
CARRIERS = (
    CarrierOffer("2", "Yurtiçi"),
    CarrierOffer("43", "Aras"),
    CarrierOffer("25", "Sürat"),
    CarrierOffer("1", "MNG"),
    CarrierOffer("44", "PTT"),
    CarrierOffer("45", "UPS"),
    CarrierOffer("117", "Kolay Gelsin"),
    CarrierOffer("59", "Sendeo"),
    CarrierOffer("46", "Horoz"),
    CarrierOffer("55", "Ceva"),
)
"""The numbers of its document; there is no call that tells which of them a shop may have."""
_ITEM_STATES = {
    "pending": ItemState.PENDING,
    "processing": ItemState.PENDING,
    "success": ItemState.ACCEPTED,
    "warning": ItemState.ACCEPTED,  # done, with a remark
    "failed": ItemState.REJECTED,
}
_LEAST_DISCOUNT, _MOST_DISCOUNT = Decimal("0.01"), Decimal("0.80")
_KURUS = Decimal("0.01")
Names = Mapping[tuple[str, str], tuple[str, str]]
"""Of a category's attributes that tell variants apart: their id and a value's, and what both are called."""


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    """Rows are items; those of one order are one package. Oldest change first."""
    orders: dict[str, list[Raw]] = {}
    for raw in raws:
        orders.setdefault(text(optional(raw, "orderId")), []).append(raw)
    found = [
        parked(package, {"orderId": number, "items": items}, lambda r: text(r["orderId"]))
        for number, items in orders.items()
    ]
    return sorted(found, key=lambda one: one.modified_at.timestamp() if isinstance(one, PackageRecord) else 0)


def package(raw: Raw) -> PackageRecord:
    items: Sequence[Raw] = raw["items"]
    statuses = [_status(item) for item in items]
    first, lines = items[0], tuple(line(item) for item in items)
    number = text(required(first, "orderId"))
    cargo = next((item for item in items if _tracking(item)), first)
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=number,
        status=least_advanced(statuses),
        provider_status=",".join(sorted({_told(item) for item in items})),
        ordered_at=min(_moment(item, "orderCreate") for item in items),
        modified_at=max(modified_at(item) for item in items),
        currency="TRY",
        total=sum((line.total for line in lines), Decimal(0)),
        discount=sum((line.discount for line in lines), Decimal(0)),
        shipping=sum(
            (amount(optional(item, "deliveryCharge") or 0, "deliveryCharge") for item in items), Decimal(0)
        ),
        lines=lines,
        buyer_name=text(optional(first, "senderName")) or text(optional(first, "receiverName")),
        buyer_email=text(optional(first, "invoiceEmail")) or None,
        buyer_phone=text(optional(first, "receiverPhone")) or None,
        shipping_address=_receiver(first),
        billing_address=_sender(first),
        carrier=text(optional(cargo, "cargoCompany")) or None,
        tracking_number=_tracking(cargo) or None,
        tracking_url=text(optional(cargo, "shipmentTrackingUrl")) or None,
        note="\n".join(dict.fromkeys(note for item in items for note in _notes(item))),
    )


def _moment(raw: Raw, name: str) -> datetime:
    """Day and time in two fields, by Istanbul's clock."""
    told = f"{text(required(raw, f'{name}Date'))} {text(required(raw, f'{name}Time'))}"
    try:
        read = datetime.strptime(told, "%d/%m/%Y %H:%M").replace(tzinfo=ISTANBUL)
    except ValueError:
        raise UnexpectedAnswer(f"{name} is {told!r}", raw=raw, code="connector.odd_value") from None
    return read.astimezone(UTC)


def modified_at(raw: Raw) -> datetime:
    """Items that were never changed may say nothing."""
    has_changed = text(optional(raw, "orderModifyDate")) and text(optional(raw, "orderModifyTime"))
    return _moment(raw, "orderModify" if has_changed else "orderCreate")


def _is_cancelled(raw: Raw) -> bool:
    """An item that is not active any more was cancelled, unless it came back."""
    is_active = required(raw, "isOrderStatusActive")
    if not isinstance(is_active, bool):
        raise UnexpectedAnswer(f"isOrderStatusActive is {is_active!r}", raw=raw, code="connector.odd_value")
    return not is_active and _number(raw) not in _GIVEN_BACK


def _number(raw: Raw) -> int:
    told = text(required(raw, "orderItemStatusId"))
    number = int(told) if told.isdecimal() else -1
    if number not in STATUSES:
        explained(told, raw)
    return number


def _status(raw: Raw) -> PackageStatus:
    return PackageStatus.CANCELLED if _is_cancelled(raw) else _standing(raw)


def _standing(raw: Raw) -> PackageStatus:
    told = text(required(raw, "orderItemStatusId"))
    return STATUSES.get(_number(raw)) or explained(told, raw)


def _told(raw: Raw) -> str:
    return f"{_number(raw)} cancelled" if _is_cancelled(raw) else str(_number(raw))


def line(raw: Raw) -> LineRecord:
    quantity = whole(required(raw, "quantity"), "quantity")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    discount = amount(optional(raw, "discount") or 0, "discount")
    total, code = _paid(raw, quantity, discount), text(required(raw, "code"))
    return LineRecord(
        external_id=text(required(raw, "orderItemId")),
        listing_external_id=code,
        sku=code,
        barcode=text(optional(raw, "barcode")) or None,
        title=text(required(raw, "name")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=discount,
        cancelled_quantity=quantity if _is_cancelled(raw) else 0,
    )


def _paid(raw: Raw, quantity: int, discount: Decimal) -> Decimal:
    """Whether the total is told before or after the discount is nowhere said; both are read."""
    gross = amount(required(raw, "itemPrice"), "itemPrice") * quantity
    told = amount(required(raw, "totalPrice"), "totalPrice")
    if min(abs(told - gross), abs(told - (gross - discount))) > _KURUS * quantity:
        detail = f"total {told} for {quantity} at {gross / quantity} less {discount}"
        raise UnexpectedAnswer(detail, raw=raw, code="connector.odd_value")
    return gross - discount


def _tracking(raw: Raw) -> str:
    """Under Çiçeksepeti's contract the parcel goes under its partial number until the carrier has one."""
    return text(optional(raw, "cargoNumber")) or text(optional(raw, "partialNumber"))


def _notes(raw: Raw) -> list[str]:
    """The card, and what is to be written on the goods."""
    texts = rows(optional(raw, "orderItemTextListModel") or [], "orderItemTextListModel")
    found = [text(optional(raw, "cardMessage")), *(text(optional(one, "value", "text")) for one in texts)]
    return [one for one in found if one]


def _receiver(raw: Raw) -> Address:
    parts = (text(optional(raw, "receiverAddress")), text(optional(raw, "receiverRegion")))
    return Address(
        name=text(optional(raw, "receiverName")),
        line=" ".join(part for part in parts if part),
        district=text(optional(raw, "receiverDistrict")),
        city=text(optional(raw, "receiverCity")),
        phone=text(optional(raw, "receiverPhone")) or None,
    )


def _sender(raw: Raw) -> Address:
    """The one who pays; every field of it may be empty."""
    return Address(
        name=text(optional(raw, "senderName")),
        company=text(optional(raw, "senderCompanyName")),
        line=text(optional(raw, "senderAddress")),
        district=text(optional(raw, "senderDistrict")),
        city=text(optional(raw, "senderCity")),
        tax_number=text(optional(raw, "senderTaxNumber")) or None,
        tax_office=text(optional(raw, "senderTaxOfficeName")) or None,
    )


def listings(raws: Iterable[Raw], names: Mapping[str, Names] | None = None) -> list[Parsed[ListingRecord]]:
    return [
        parked(lambda r: listing(r, names or {}), raw, lambda r: text(optional(r, "stockCode")))
        for raw in raws
    ]


def listing(raw: Raw, names: Mapping[str, Names]) -> ListingRecord:
    """Each row is a variant; the names of some fields differ from page to page of the documents."""
    code, title = text(required(raw, "stockCode")), text(required(raw, "productName"))
    price = amount(required(raw, "salesPrice", "totalPrice"), "salesPrice")
    full = optional(raw, "listPrice")
    is_active = required(raw, "isActive")
    if not isinstance(is_active, bool):
        raise UnexpectedAnswer(f"isActive is {is_active!r}", raw=raw, code="connector.odd_value")
    return ListingRecord(
        external_id=code,
        external_parent_id=text(optional(raw, "mainProductCode")) or None,
        sku=code,
        barcode=text(optional(raw, "barcode")) or None,
        title=title,
        parent_title=title,
        options=_options(raw, names.get(text(optional(raw, "categoryId")), {})),
        price=price,
        list_price=price if full is None else amount(full, "listPrice"),
        quantity=whole(required(raw, "stockQuantity", "stock"), "stockQuantity"),
        is_active=is_active,
        category=text(optional(raw, "categoryName")) or None,
        description=text(optional(raw, "description")),
        images=tuple(text(one) for one in optional(raw, "images") or ()),
        url=text(optional(raw, "link")) or None,
    )


def _options(raw: Raw, names: Names) -> dict[str, str]:
    """Rows tell attributes by their ids; what tells variants apart has its name from the category."""
    found = [
        names.get((text(optional(one, "id")), text(optional(one, "valueId"))))
        for one in rows(optional(raw, "attributes") or [], "attributes")
    ]
    return dict(one for one in found if one)


def stock_items(offers: Sequence[StockOffer]) -> list[OfferItem]:
    return [{"stockCode": offer.external_id, "stockQuantity": offer.quantity} for offer in offers]


def price_items(offers: Sequence[PriceOffer]) -> list[OfferItem]:
    return [_price_item(offer) for offer in offers]


def _price_item(offer: PriceOffer) -> OfferItem:
    """A price that was is told only where the discount is one they take, 1 to 80 percent."""
    if offer.currency != "TRY":
        raise Rejected(
            f"{offer.external_id} in {offer.currency}", code="ciceksepeti.currency", field="currency"
        )
    sale, full = rounded(offer.price), rounded(offer.list_price or Decimal(0))
    item: OfferItem = {"stockCode": offer.external_id, "salesPrice": sale}
    if full > 0 and _LEAST_DISCOUNT <= (full - sale) / full <= _MOST_DISCOUNT:
        item["listPrice"] = full
    return item


def item_results(raws: Iterable[Raw]) -> list[ItemResult]:
    return [_item_result(raw) for raw in raws]


def _item_result(raw: Raw) -> ItemResult:
    told = text(required(raw, "status"))
    if told.lower() not in _ITEM_STATES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    sent = mapping(optional(raw, "data") or {}, "data")
    reasons = rows(optional(raw, "failureReasons") or [], "failureReasons")
    state = _ITEM_STATES[told.lower()]
    return ItemResult(
        external_id=text(required(sent, "stockCode")),
        state=state,
        code="ciceksepeti.item_refused" if state is ItemState.REJECTED else None,
        message="; ".join(text(optional(one, "message")) for one in reasons) or None,
    )


def item_number(line: str) -> int:
    """Lines are known by numbers; anything else is none of theirs."""
    if not line.isdecimal():
        raise Rejected(f"item {line}", code="ciceksepeti.not_found")
    return int(line)


def step(line: str, status: PackageStatus) -> ItemStatus:
    return {"orderItemId": item_number(line), "orderItemStatusId": STEPS[status]}


def shipment(line: str, business: int, tracking_number: str) -> ItemStatus:
    return {
        **step(line, PackageStatus.SHIPPED),
        "cargoBusinessId": business,
        "shipmentNumber": tracking_number,
        "shipmentTrackingUrl": "",
    }


def item_carriers(lines: Sequence[str], carrier: str) -> list[ItemCarrier]:
    if not carrier.isdecimal():
        raise Rejected(carrier, code="ciceksepeti.carrier_unknown", field="carrier")
    return [{"orderProductId": item_number(line), "cargoId": int(carrier)} for line in lines]


def cargo_business(carrier: str | None) -> int:
    name = fold(carrier or "")
    number = _CARRIERS.get(name) or _CARRIERS.get(name.removesuffix(" kargo"))
    if number is None:
        raise Rejected(carrier or "", code="ciceksepeti.carrier_unknown", field="carrier")
    return number


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: packages(any_case(recorded_rows(raw, "supplierOrderListWithBranch"))),
    "products": lambda raw: listings(any_case(recorded_rows(raw, "products"))),
    "batch_status": lambda raw: item_results(any_case(recorded_rows(raw, "items"))),
}
"""How a recorded answer is replayed, by operation."""
