"""Categories, attributes, and listings on their way to Çiçeksepeti; no I/O, nothing guessed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parsing import mapping, optional, recorded_rows, required, rows, text, whole
from prapazar.connector_kit.records import CategoryRecord, PriceOffer
from prapazar.connectors.ciceksepeti import mapper
from prapazar.connectors.ciceksepeti.schemas import Attribute, ChangedProduct, NewProduct, Raw, any_case

CARGO = 2
_PERSONAL = "Kişiselleştirilebilir Özellik"
"""What the buyer writes himself; the product only says how long it may be. Not offered here."""


def categories(raws: object, parent: str | None = None) -> Iterator[CategoryRecord]:
    """A tree, each beneath its parent."""
    for raw in rows(raws, "categories"):
        number = text(required(raw, "id"))
        beneath = optional(raw, "subCategories") or []
        yield CategoryRecord(number, parent, text(required(raw, "name")), is_leaf=not beneath)
        yield from categories(beneath, number)


def attributes(raws: object) -> list[AttributeRecord]:
    found = rows(raws, "categoryAttributes")
    return [_attribute(raw) for raw in found if text(optional(raw, "type")) != _PERSONAL]


def _attribute(raw: Raw) -> AttributeRecord:
    return AttributeRecord(
        external_id=text(required(raw, "attributeId")),
        name=text(required(raw, "attributeName")),
        is_required=_flag(raw, "required"),
        allows_custom=False,
        is_variant=_flag(raw, "varianter"),
        values=tuple(
            AttributeValueRecord(text(required(one, "id")), text(required(one, "name")))
            for one in rows(optional(raw, "attributeValues") or [], "attributeValues")
        ),
    )


def _flag(raw: Raw, name: str) -> bool:
    value = required(raw, name)
    if not isinstance(value, bool):
        raise UnexpectedAnswer(f"{name} is {value!r}", raw=raw, code="connector.odd_value")
    return value


def variant_names(found: Sequence[AttributeRecord]) -> mapper.Names:
    return {
        (one.external_id, value.external_id): (one.name, value.name)
        for one in found
        if one.is_variant
        for value in one.values
    }


def new_product(draft: ListingDraft, delivery_message: int) -> NewProduct:
    """Brand and VAT have no field of their own there."""
    offer = PriceOffer(draft.sku, None, draft.price, draft.list_price, draft.currency)
    [item] = mapper.price_items([offer])
    product: NewProduct = {
        "productName": draft.title,
        "mainProductCode": draft.group,
        "stockCode": draft.sku,
        "categoryId": _number(draft.category_external_id, "category"),
        "stockQuantity": draft.quantity,
        "salesPrice": item["salesPrice"],
        "description": draft.description,
        "images": list(draft.images),
        "deliveryType": CARGO,
        "deliveryMessageType": delivery_message,
        "Attributes": [_choice(one) for one in draft.attributes],
    }
    if "listPrice" in item:
        product["listPrice"] = item["listPrice"]
    if draft.barcode:
        product["barcode"] = draft.barcode
    return product


def _choice(choice: AttributeChoice) -> Attribute:
    if choice.value_external_id is None:
        detail = f"free text for attribute {choice.external_id}"
        raise Rejected(detail, code="ciceksepeti.value_needed", field="attributes")
    number = _number(choice.external_id, "attributes")
    return {"Id": number, "ValueId": _number(choice.value_external_id, "attributes"), "TextLength": 0}


def _number(told: str, field: str) -> int:
    if not told.isdecimal():
        raise Rejected(f"{field} {told!r}", code="ciceksepeti.rejected", field=field)
    return int(told)


def changed_product(draft: ListingDraft, current: Raw) -> ChangedProduct:
    """Words and pictures are the draft's, all else as it stands there; attributes and barcode cannot change."""
    return {
        "productName": draft.title,
        "mainProductCode": text(required(current, "mainProductCode")),
        "stockCode": text(required(current, "stockCode")),
        "categoryId": whole(required(current, "categoryId"), "categoryId"),
        "description": draft.description,
        "images": list(draft.images),
        "deliveryType": whole(required(current, "deliveryType", "deliverType"), "deliveryType"),
        "deliveryMessageType": whole(required(current, "deliveryMessageType"), "deliveryMessageType"),
        "barcode": text(optional(current, "barcode")),
        "mediaLink": optional(current, "mediaLink"),
        "isActive": _flag(current, "isActive"),
        "Attributes": [
            {
                "Id": whole(required(one, "id"), "id"),
                "ValueId": whole(required(one, "valueId"), "valueId"),
                "TextLength": whole(optional(one, "textLength") or 0, "textLength"),
            }
            for one in rows(optional(current, "attributes") or [], "attributes")
        ],
        "operatorContacts": optional(current, "operatorContacts") or [],
        "safetyInfo": optional(current, "safetyInfo"),
    }


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "categories": lambda raw: list(categories(any_case(recorded_rows(raw, "categories")))),
    "attributes": lambda raw: attributes(mapping(any_case(raw), "attributes")["categoryAttributes"]),
}
"""How a recorded answer is replayed, by operation."""
