"""Content between Trendyol's shapes and our records: listings, categories, attributes, and products to be listed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    folded,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import BatchAnswer, CategoryRecord, ItemResult, ItemState, ListingRecord
from prapazar.connectors.trendyol.mapper import CARD, MOST_STOCK, vat_rate
from prapazar.connectors.trendyol.schemas import (
    AttributeItem,
    ContentUpdate,
    NewProduct,
    Raw,
    UnapprovedUpdate,
    VariantUpdate,
)

_COLOR = 47
MOST_IMAGES = 8
"""More are refused; the first ones are shown."""


def approved(raws: Iterable[Raw]) -> list[Parsed[ListingRecord]]:
    """One listing for each variant of the contents of a page."""
    found: list[Parsed[ListingRecord]] = []
    for content in raws:
        for variant in optional(content, "variants") or [{}]:
            joined = {"content": content, "variant": variant}
            found.append(parked(_variant, joined, lambda r: text(r["variant"].get("barcode"))))
    return found


def _variant(joined: Raw) -> ListingRecord:
    content, variant = joined["content"], joined["variant"]
    price = mapping(required(variant, "price"), "price")
    options = {**_options(content, only=_COLOR), **_options(variant)}
    title = text(required(content, "title"))
    stopped = any(optional(variant, name) for name in ("archived", "locked", "blacklisted"))
    return ListingRecord(
        external_id=text(required(variant, "barcode")),
        external_parent_id=text(required(content, "productMainId")),
        sku=text(optional(variant, "stockCode")) or None,
        barcode=text(required(variant, "barcode")),
        title=f"{title}, {' / '.join(options.values())}" if options else title,
        parent_title=title,
        options=options,
        price=amount(required(price, "salePrice"), "salePrice"),
        list_price=amount(required(price, "listPrice"), "listPrice"),
        quantity=whole(required(mapping(required(variant, "stock"), "stock"), "quantity"), "quantity"),
        is_active=not stopped,
        vat_rate=vat_rate(variant),
        desi=_desi(variant),
        url=optional(variant, "productUrl"),
        **_card(content),
    )


def unapproved(raws: Iterable[Raw]) -> list[Parsed[ListingRecord]]:
    return [parked(_unapproved, raw, lambda r: text(r.get("barcode"))) for raw in raws]


def _unapproved(raw: Raw) -> ListingRecord:
    title = text(required(raw, "title"))
    return ListingRecord(
        external_id=text(required(raw, "barcode")),
        external_parent_id=text(optional(raw, "productMainId")) or None,
        sku=text(optional(raw, "stockCode")) or None,
        barcode=text(required(raw, "barcode")),
        title=title,
        parent_title=title,
        options=_options(raw),
        price=amount(required(raw, "salePrice"), "salePrice"),
        list_price=amount(required(raw, "listPrice"), "listPrice"),
        quantity=whole(required(raw, "quantity"), "quantity"),
        is_active=False,
        vat_rate=vat_rate(raw) if optional(raw, "vatRate") is not None else None,
        desi=_desi(raw),
        **_card(raw),
    )


def _card(raw: Raw) -> dict[str, Any]:
    return {
        "brand": _name(optional(raw, "brand")),
        "category": _name(optional(raw, "category")),
        "description": text(optional(raw, "description")),
        "images": tuple(
            text(image.get("url")) for image in rows(optional(raw, "images", "media") or [], "images")
        ),
    }


def _name(value: object) -> str | None:
    return text(value.get("name") if isinstance(value, dict) else value) or None


def _desi(raw: Raw) -> Decimal | None:
    weight = optional(raw, "dimensionalWeight")
    return None if weight is None else amount(weight, "dimensionalWeight")


def _options(raw: Raw, only: int | None = None) -> dict[str, str]:
    return {
        text(row.get("attributeName")): text(row.get("attributeValue"))
        for row in rows(optional(raw, "attributes") or [], "attributes")
        if (only is None or row.get("attributeId") == only) and optional(row, "attributeValue")
    }


def categories(raw: Raw) -> Iterator[CategoryRecord]:
    waiting: list[tuple[Raw, str | None]] = [
        (row, None) for row in rows(required(raw, "categories"), "categories")
    ]
    while waiting:
        row, parent = waiting.pop()
        number = text(required(row, "id"))
        children = rows(optional(row, "subCategories") or [], "subCategories")
        yield CategoryRecord(number, parent, text(required(row, "name")), is_leaf=not children)
        waiting.extend((child, number) for child in children)


def attributes(raw: Raw, values: Mapping[str, Sequence[AttributeValueRecord]]) -> list[AttributeRecord]:
    """Of a category; its own answer names no values."""
    return [
        _attribute(row, values) for row in rows(required(raw, "categoryAttributes"), "categoryAttributes")
    ]


def attribute_ids(raw: Raw) -> list[str]:
    return [one.external_id for one in attributes(raw, {})]


def fixed_attributes(raw: Raw) -> set[str]:
    """What tells variants and cards apart cannot be changed any more."""
    return {one.external_id for one in attributes(raw, {}) if one.is_variant}


def _attribute(raw: Raw, values: Mapping[str, Sequence[AttributeValueRecord]]) -> AttributeRecord:
    named = mapping(required(raw, "attribute"), "attribute")
    number = text(required(named, "id"))
    return AttributeRecord(
        external_id=number,
        name=text(required(named, "name")),
        is_required=bool(required(raw, "required")),
        allows_custom=bool(required(raw, "allowCustom")),
        is_variant=bool(optional(raw, "varianter")) or bool(optional(raw, "slicer")),
        allows_several=bool(optional(raw, "allowMultipleAttributeValues")),
        values=tuple(values.get(number, ())),
    )


def attribute_values(raws: Iterable[Raw]) -> list[AttributeValueRecord]:
    """Documents and live answers name the two fields differently."""
    return [
        AttributeValueRecord(
            text(required(raw, "attributeValueId", "id")),
            text(required(raw, "attributeValue", "attributeValueName")),
        )
        for raw in raws
    ]


def brand_id(raws: Iterable[Raw], name: str) -> int | None:
    """The search finds parts of names in any case, or the very name only."""
    named = {text(raw.get("name")): int(required(raw, "id")) for raw in raws}
    alike = {folded(one): number for one, number in named.items()}
    return named.get(name, alike.get(folded(name)))


def card_ids(raws: Iterable[Raw]) -> dict[str, int]:
    """Barcode to the id of the approved product card that holds it."""
    return {
        text(variant.get("barcode")): int(required(raw, "contentId"))
        for raw in raws
        for variant in rows(optional(raw, "variants") or [], "variants")
    }


def new_product(draft: ListingDraft, brand: int | None, origin: str) -> NewProduct:
    """Raises Rejected for what Trendyol could only refuse."""
    if draft.currency != "TRY":
        raise Rejected(draft.currency, code="trendyol.currency", field="currency")
    return {
        **_whole(draft, brand, origin),
        "quantity": min(draft.quantity, MOST_STOCK),
        "salePrice": draft.price,
        "listPrice": max(draft.list_price or draft.price, draft.price),
    }


def unapproved_update(draft: ListingDraft, brand: int | None, origin: str) -> UnapprovedUpdate:
    return _whole(draft, brand, origin)


def content_update(draft: ListingDraft, card: int, fixed: set[str]) -> ContentUpdate:
    found: ContentUpdate = {
        "contentId": card,
        "title": draft.title,
        "description": draft.description,
        "images": _images(draft),
    }
    chosen = [one for one in draft.attributes if one.external_id not in fixed]
    if chosen:  # all or nothing: none at all leaves them as they are
        found["attributes"] = _attributes(chosen)
    return found


def variant_update(draft: ListingDraft) -> VariantUpdate:
    """Its origin stays what it was listed with."""
    found: VariantUpdate = {
        "barcode": _barcode(draft),
        "stockCode": draft.sku,
        "vatRate": _vat_rate(draft),
    }
    if draft.desi is not None:
        found["dimensionalWeight"] = draft.desi
    return found


def _whole(draft: ListingDraft, brand: int | None, origin: str) -> UnapprovedUpdate:
    if brand is None:
        raise Rejected(draft.brand, code="trendyol.brand_unknown", field="brand")
    found: UnapprovedUpdate = {
        "barcode": _barcode(draft),
        "title": draft.title,
        "productMainId": draft.group,
        "brandId": brand,
        "categoryId": _number(draft.category_external_id, "category"),
        "stockCode": draft.sku,
        "description": draft.description,
        "vatRate": _vat_rate(draft),
        "images": _images(draft),
        "attributes": _attributes(draft.attributes),
        "origin": origin,
    }
    if draft.desi is not None:
        found["dimensionalWeight"] = draft.desi
    return found


def _barcode(draft: ListingDraft) -> str:
    known = draft.external_id or draft.barcode
    if not known:
        raise Rejected(draft.sku, code="trendyol.barcode_needed", field="barcode")
    return known


def _vat_rate(draft: ListingDraft) -> int | Decimal:
    rate = draft.vat_rate
    return int(rate) if rate == rate.to_integral_value() else rate


def _images(draft: ListingDraft) -> list[dict[str, str]]:
    return [{"url": url} for url in draft.images[:MOST_IMAGES]]


def _attributes(choices: Iterable[AttributeChoice]) -> list[AttributeItem]:
    found: dict[int, AttributeItem] = {}
    for choice in choices:
        number = _number(choice.external_id, "attributes")
        item = found.setdefault(number, {"attributeId": number})
        if choice.value_external_id is None:
            item["attributeValue"] = choice.text or ""
        else:
            item.setdefault("attributeValueIds", []).append(_number(choice.value_external_id, "attributes"))
    return list(found.values())


def _number(given: str, field: str) -> int:
    if not given.isdecimal():
        raise Rejected(f"{field} {given}", code="trendyol.rejected", field=field)
    return int(given)


def refused_cards(answer: BatchAnswer) -> list[ItemResult]:
    return [
        one for one in answer.items if one.state is ItemState.REJECTED and one.external_id.startswith(CARD)
    ]


def joined(answers: Sequence[BatchAnswer]) -> BatchAnswer:
    """One write may take several batches: an item is accepted when all of them took it.

    Where one of them is forgotten, only what is refused is sure.
    """
    is_forgotten = any(one.is_final and not one.items for one in answers)
    found: dict[str, ItemResult] = {}
    for item in (item for answer in answers for item in answer.items):
        held = found.get(item.external_id)
        if held is None or _RANK.index(item.state) > _RANK.index(held.state):
            found[item.external_id] = item
    items = [one for one in found.values() if not one.external_id.startswith(CARD)]
    if is_forgotten:
        items = [one for one in items if one.state is ItemState.REJECTED]
    return BatchAnswer(all(one.is_final for one in answers), tuple(items))


_RANK = (ItemState.ACCEPTED, ItemState.PENDING, ItemState.REJECTED)
READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "approved_products": lambda raw: approved(recorded_rows(raw, "content")),
    "unapproved_products": lambda raw: unapproved(recorded_rows(raw, "content")),
    "categories": lambda raw: list(categories(raw)),
    "attributes": lambda raw: attributes(raw, {}),
    "attribute_values": lambda raw: attribute_values(recorded_rows(raw, "content")),
}
"""How a recorded answer is replayed, by operation."""
