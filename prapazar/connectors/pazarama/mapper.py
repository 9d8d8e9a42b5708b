"""Between Pazarama's shapes and our records; no I/O, nothing guessed."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.aftersales import (
    ClaimKind,
    ClaimLine,
    ClaimRecord,
    ClaimStatus,
    QuestionRecord,
    QuestionStatus,
)
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
from prapazar.connectors.pazarama.schemas import (
    AttributeAnswer,
    ItemStatus,
    NewProduct,
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
_WAY = (
    PackageStatus.NEW,
    PackageStatus.PICKING,
    PackageStatus.SHIPPED,
    PackageStatus.UNDELIVERED,
    PackageStatus.DELIVERED,
    PackageStatus.RETURNED,
)
"""An order is where its least advanced item is."""
PREPARING, SHIPPED, UNSUPPLIED = 12, 5, 13
_CARGO = 1
_VAT_RATES = {Decimal(rate) for rate in (0, 1, 8, 10, 18, 20)}
"""8 and 18 were the rates until July 2023."""
_REASONS = {"out_of_stock", "other"}
_ITEM_STATES = {
    0: ItemState.ACCEPTED,
    1: ItemState.PENDING,
    2: ItemState.REJECTED,
    3: ItemState.PENDING,
    5: ItemState.PENDING,  # sent for approval: not shown yet
}
_KURUS = Decimal("0.01")
_RUNS, _DONE, _FAILED = 1, 2, 3
CANCEL = "cancel:"
"""Before the number of a cancellation."""
APPROVED, REFUSED = 2, 3
CLAIM_STATUSES = {
    "1": ClaimStatus.WAITING,
    "2": ClaimStatus.ACCEPTED,
    "3": ClaimStatus.DISPUTED,  # refused by the seller, Pazarama decides
    "4": ClaimStatus.ACCEPTED,
    "5": ClaimStatus.REJECTED,
    "6": ClaimStatus.ACCEPTED,
    "7": ClaimStatus.CANCELLED,
    "8": ClaimStatus.ACCEPTED,
    "9": ClaimStatus.DISPUTED,  # sent to be examined
}
REFUSAL_REASONS = (
    ("1", "Gelen ürün bana ait değil"),
    ("2", "Gelen ürün defolu/zarar görmüş"),
    ("3", "Gelen ürün adedi eksik"),
    ("4", "Gelen ürün yanlış"),
    ("5", "Gelen ürün kullanılmış"),
    ("6", "Gelen ürün sahte"),
    ("7", "Gelen ürünün parçası/aksesuarı eksik"),
    ("8", "Gönderdiğim ürün kusurlu değil"),
    ("9", "Gönderdiğim ürün yanlış değil"),
    ("10", "İade paketi boş geldi"),
    ("11", "İade paketi elime ulaşmadı"),
    ("12", "Diğer"),
)
QUESTION_STATUSES = {
    "0": QuestionStatus.WAITING,
    "1": QuestionStatus.ANSWERED,
    "2": QuestionStatus.ANSWERED,  # Pazarama looks at the answer
}
_MONTHS = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
    "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
)  # fmt: skip


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
        status=_least_advanced(statuses),
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
    if number not in STATUSES:
        raise UnexpectedAnswer(told, raw=item, code="connector.unknown_status")
    return STATUSES[number]


def _least_advanced(statuses: Sequence[PackageStatus]) -> PackageStatus:
    alive = [one for one in statuses if one is not PackageStatus.CANCELLED]
    return min(alive, key=_WAY.index) if alive else PackageStatus.CANCELLED


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
        vat_rate=_vat_rate(product),
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


def _vat_rate(raw: Raw) -> Decimal:
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


def listings(raws: Iterable[Raw], *, is_active: bool) -> list[Parsed[ListingRecord]]:
    return [
        parked(lambda r: _listing(r, is_active=is_active), raw, lambda r: text(r.get("code"))) for raw in raws
    ]


def _listing(raw: Raw, *, is_active: bool) -> ListingRecord:
    code, title = text(required(raw, "code")), text(required(raw, "name", "displayName"))
    sale_price = money(required(raw, "salePrice"), "salePrice")
    list_price = optional(raw, "listPrice")
    return ListingRecord(
        external_id=code,
        external_parent_id=text(optional(raw, "groupCode")) or None,
        sku=text(optional(raw, "stockCode")) or None,
        barcode=code,
        title=title,
        parent_title=title,
        options=_options(raw),
        price=sale_price,
        list_price=sale_price if list_price is None else money(list_price, "listPrice"),
        quantity=whole(required(raw, "stockCount"), "stockCount"),
        is_active=is_active,
        brand=text(optional(raw, "brandName")) or None,
        category=text(optional(raw, "categoryName")) or None,
        vat_rate=_vat_rate(raw) if optional(raw, "vatRate") is not None else None,
        description=text(optional(raw, "description")),
        images=_images(raw),
    )


def _options(raw: Raw) -> dict[str, str]:
    return {
        text(row.get("attributeName")): text(row.get("attributeValue"))
        for row in rows(optional(raw, "attributes") or [], "attributes")
        if optional(row, "attributeValue") is not None
    }


def _images(raw: Raw) -> tuple[str, ...]:
    found = rows(optional(raw, "images") or [], "images")
    return tuple(
        text(required(one, "imageUrl", "imageurl"))
        for one in sorted(found, key=lambda one: whole(optional(one, "sortOrder") or 0, "sortOrder"))
    )


def categories(raw: object) -> Iterator[CategoryRecord]:
    """A flat list; what is nobody's parent, or says so, is a leaf."""
    found = rows(raw, "categories")
    parents = {text(optional(row, "parentId")) for row in found}
    for row in found:
        number = text(required(row, "id"))
        told = optional(row, "leaf", "isLeaf")
        yield CategoryRecord(
            number,
            text(optional(row, "parentId")) or None,
            text(required(row, "name", "displayName")),
            is_leaf=number not in parents if told is None else bool(told),
        )


def attributes(raw: Raw) -> list[AttributeRecord]:
    return [
        AttributeRecord(
            external_id=text(required(row, "id")),
            name=text(required(row, "name", "displayName")),
            is_required=bool(required(row, "isRequired")),
            allows_custom=False,
            is_variant=bool(optional(row, "isVariantable")),
            values=tuple(
                AttributeValueRecord(text(required(one, "id")), text(required(one, "value", "name")))
                for one in rows(optional(row, "attributeValues") or [], "attributeValues")
            ),
        )
        for row in rows(required(raw, "attributes"), "attributes")
    ]


def brand(raw: object, name: str) -> str:
    """The GUID of the brand that is called so, in whatever letters."""
    wanted = fold(name)
    for row in rows(raw, "brands"):
        if fold(text(optional(row, "name"))) == wanted:
            return text(required(row, "id"))
    raise Rejected(name, code="pazarama.brand_unknown", field="brand")


def new_product(draft: ListingDraft, brand_id: str) -> NewProduct:
    if not draft.barcode:
        raise Rejected(draft.sku, code="pazarama.barcode_needed", field="barcode")
    if draft.currency != "TRY":
        raise Rejected(f"{draft.sku} in {draft.currency}", code="pazarama.currency", field="currency")
    sale = rounded(draft.price)
    return {
        "Name": draft.title,
        "DisplayName": draft.title,
        "Description": draft.description,
        "BrandId": brand_id,
        "Desi": max(1, math.ceil(draft.desi or 1)),
        "Code": draft.barcode,
        "GroupCode": draft.group,
        "StockCount": draft.quantity,
        "StockCode": draft.sku,
        "VatRate": int(draft.vat_rate),
        "ListPrice": max(rounded(draft.list_price or sale), sale),
        "SalePrice": sale,
        "CategoryId": draft.category_external_id,
        "CurrencyType": "TRY",
        "images": [{"imageUrl": url} for url in draft.images],
        "attributes": [_answer(one) for one in draft.attributes],
        "deliveries": [],
    }


def _answer(choice: AttributeChoice) -> AttributeAnswer:
    if not choice.value_external_id:
        raise Rejected(choice.text or "", code="pazarama.value_needed", field="attributes")
    return {"attributeId": choice.external_id, "attributeValueId": choice.value_external_id}


def listing_batch(raw: Raw) -> BatchAnswer:
    """Of a creation: 1 runs, 2 is done, 3 failed as a whole and says nothing about those it does not name."""
    state = whole(required(raw, "status"), "status")
    if state not in {_RUNS, _DONE, _FAILED}:
        raise UnexpectedAnswer(str(state), raw=raw, code="connector.unknown_status")
    failed = rows(optional(raw, "failedProducts") or [], "failedProducts")
    taken = rows(optional(raw, "batchResult") or [], "batchResult")
    items = [
        ItemResult(
            text(required(row, "productCode", "code")),
            ItemState.REJECTED,
            "pazarama.item_refused",
            text(optional(row, "errorReason", "reason")) or None,
        )
        for row in failed
    ]
    if state == _DONE:
        items += [ItemResult(text(required(row, "productCode", "code")), ItemState.ACCEPTED) for row in taken]
    is_unnamed_fine = state == _DONE and not taken
    return BatchAnswer(state != _RUNS, tuple(items), ItemState.ACCEPTED if is_unnamed_fine else None)


def claims(raws: Iterable[Raw], kind: ClaimKind) -> list[Parsed[ClaimRecord]]:
    return [parked(lambda r: claim(r, kind), raw, lambda r: _claim_id(r, kind)) for raw in raws]


def claim(raw: Raw, kind: ClaimKind) -> ClaimRecord:
    told = text(required(raw, "refundStatus"))
    if told not in CLAIM_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    asked_at = spoken_moment(required(raw, "refundDate"), "refundDate")
    line = ClaimLine(
        external_id=_claim_id(raw, kind),
        order_line_external_id=None,
        sku=text(optional(raw, "productStockCode")) or None,
        barcode=text(required(raw, "productCode")),
        title=text(required(raw, "productName")),
        quantity=whole(required(raw, "quantity"), "quantity"),
        reason=text(optional(raw, "refundType")),
        status=CLAIM_STATUSES[told],
        note=text(optional(raw, "description")),
        amount=money(required(raw, "refundAmount"), "refundAmount"),
    )
    return ClaimRecord(
        external_id=_claim_id(raw, kind),
        kind=kind,
        order_external_id=text(required(raw, "orderNumber")),
        status=CLAIM_STATUSES[told],
        provider_status=told,
        created_at=asked_at,
        modified_at=asked_at,
        lines=(line,),
        buyer_name=text(optional(raw, "customerName")),
        carrier=text(optional(raw, "shipmentCompanyName")) or None,
        tracking_number=text(optional(raw, "shipmentCode")) or None,
    )


def _claim_id(raw: Raw, kind: ClaimKind) -> str:
    """Cancellations are decided elsewhere than returns, so that their names tell them apart."""
    number = text(optional(raw, "refundId"))
    return f"{CANCEL}{number}" if kind is ClaimKind.CANCELLATION and number else number


def spoken_moment(value: object, name: str) -> datetime:
    """`6 Ekim 2021 14:53` in Istanbul, or as orders tell it."""
    day, _, rest = text(value).partition(" ")
    month, _, rest = rest.partition(" ")
    year, _, clock = rest.partition(" ")
    if month not in _MONTHS:
        return moment(value, name)
    return moment(f"{year}-{_MONTHS.index(month) + 1:02}-{day:0>2} {clock:0>5}", name)


def questions(raws: Iterable[Raw]) -> list[Parsed[QuestionRecord]]:
    return [parked(question, raw, lambda r: text(r.get("questionId"))) for raw in raws]


def question(raw: Raw) -> QuestionRecord:
    told = text(required(raw, "questionStatus"))
    if told not in QUESTION_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    answered = optional(raw, "answerDate")
    return QuestionRecord(
        external_id=text(required(raw, "questionId")),
        status=QUESTION_STATUSES[told],
        provider_status=told,
        asked_at=moment(required(raw, "questionDate"), "questionDate"),
        text=text(required(raw, "question")),
        customer_name=text(optional(raw, "maskedUserName")),
        listing_external_id=text(optional(raw, "barcode")) or None,
        topic=text(optional(raw, "productName")),
        answer=text(optional(raw, "answer")) or None,
        answered_at=None if answered is None else moment(answered, "answerDate"),
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
        message=text(optional(told, "operationDetail", "message")) or None if is_refused else None,
    )


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
    "products": lambda raw: listings(rows(raw["data"]["sellerProducts"], "sellerProducts"), is_active=True),
    "categories": lambda raw: list(categories(raw["data"])),
    "attributes": lambda raw: attributes(raw["data"]),
    "returns": lambda raw: claims(rows(raw["data"]["refundList"], "refundList"), ClaimKind.RETURN),
    "cancellations": lambda raw: claims(
        rows(raw["data"]["refundList"], "refundList"), ClaimKind.CANCELLATION
    ),
    "questions": lambda raw: questions(rows(raw["data"]["approvalAnswersByMerchantSearchs"], "questions")),
    "projections": lambda raw: item_results(recorded_rows(raw, "data")),
}
"""How a recorded answer is replayed, by operation."""
