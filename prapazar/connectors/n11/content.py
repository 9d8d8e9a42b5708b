"""Content between N11's shapes and our records: listings, categories, attributes, and products to be listed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

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
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import (
    CategoryRecord,
    ListingRecord,
)
from prapazar.connectors.n11.mapper import CURRENCIES, MOST_STOCK, currency_name, vat_rate
from prapazar.connectors.n11.schemas import (
    AttributeAnswer,
    ChangedSku,
    NewSku,
    Raw,
)
from prapazar.foundation.money import rounded

BRAND = 1
"""The brand is an attribute like any other."""


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
    if currency not in CURRENCIES:
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
        vat_rate=vat_rate(raw) if optional(raw, "vatRate") is not None else None,
        description=text(optional(raw, "description")),
        images=tuple(text(one) for one in optional(raw, "imageUrls") or ()),
        currency=CURRENCIES[currency],
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
        "currencyType": currency_name(draft.currency, draft.sku),
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


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "products": lambda raw: listings(recorded_rows(raw, "content")),
    "categories": lambda raw: list(categories(raw)),
    "attributes": attributes,
}
"""How a recorded answer is replayed, by operation."""
