"""Categories, what they ask for, and new products on their way to İdefix."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parsing import optional, recorded_rows, required, rows, text, whole
from prapazar.connector_kit.records import BatchAnswer, CategoryRecord, ItemResult, ItemState
from prapazar.connectors.idefix.schemas import Product, ProductAttribute, Raw
from prapazar.foundation.money import rounded
from prapazar.foundation.search import fold

CREATED = "pool:"
"""Before the number of a batch of new products: they are asked for elsewhere than stock and prices."""
_MOST_IMAGES = 8
_BATCH_STATES = {"created": False, "running": False, "completed": True, "failed": True, "cancelled": True}
_TAKEN = {
    "waiting_catalog_action",
    "waiting_vendor_approve",
    "ready_for_sale",
    "auto_matched",
    "manual_matched",
    "not_matched",
}
_REFUSED = {"missing_info", "platform_declined", "vendor_declined"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What İdefix wants with each new product, the same for all of a merchant's."""

    cargo_company: int
    shipment_address: int
    return_address: int
    origin_country: int | None
    delivery_days: int


def categories(raws: Sequence[Raw], parent: str | None = None) -> Iterator[CategoryRecord]:
    for raw in raws:
        number, below = text(required(raw, "id")), rows(optional(raw, "subs") or [], "subs")
        yield CategoryRecord(number, parent, text(required(raw, "name")), is_leaf=not below)
        yield from categories(below, number)


def attributes(raw: Raw) -> list[AttributeRecord]:
    return [_attribute(one) for one in rows(required(raw, "categoryAttributes"), "categoryAttributes")]


def _attribute(raw: Raw) -> AttributeRecord:
    values = rows(optional(raw, "attributeValues") or [], "attributeValues")
    return AttributeRecord(
        external_id=text(required(raw, "attributeId")),
        name=text(required(raw, "attributeTitle")),
        is_required=bool(optional(raw, "required")),
        allows_custom=bool(optional(raw, "allowCustom")),
        is_variant=bool(optional(raw, "isVariant")),
        values=tuple(AttributeValueRecord(text(one["id"]), text(one["name"])) for one in values),
    )


def address(raws: Sequence[Raw], kind: str) -> int:
    """The usual one of its kind, else the first."""
    found = [one for one in raws if text(optional(one, "addressType")) == kind]
    found.sort(key=lambda one: not optional(one, "isDefault"))
    if not found:
        raise Rejected(f"no {kind} address", code="idefix.addresses_needed")
    return whole(required(found[0], "id"), "id")


def cargo_company(raws: Sequence[Raw], name: str) -> int:
    number = _named(raws, name)
    if number is None:
        raise Rejected(name, code="idefix.cargo_unknown", field="cargo_company")
    return number


def country(raws: Sequence[Raw], name: str) -> int | None:
    return _named(raws, name)


def _named(raws: Sequence[Raw], name: str) -> int | None:
    """The documents say that these are lists, not under which name the name stands."""
    wanted = {fold(name), f"{fold(name)} kargo"}
    found = (one for one in raws if fold(text(optional(one, "title", "name"))) in wanted)
    return next((whole(required(one, "id"), "id") for one in found), None)


def product(draft: ListingDraft, brand: str, terms: Terms) -> Product:
    """Raises Rejected for what İdefix could never take."""
    if draft.currency != "TRY":
        raise Rejected(f"{draft.sku} in {draft.currency}", code="idefix.currency", field="currency")
    if not draft.barcode:
        raise Rejected(draft.sku, code="idefix.barcode_needed", field="barcode")
    price, was = rounded(draft.price), rounded(draft.list_price or draft.price)
    size = draft.desi or Decimal(1)
    made: Product = {
        "barcode": draft.barcode,
        "title": draft.title,
        "productMainId": draft.group,
        "brandId": whole(brand, "brand"),
        "categoryId": whole(draft.category_external_id, "category"),
        "inventoryQuantity": draft.quantity,
        "vendorStockCode": draft.sku,
        "description": draft.description,
        "price": price,
        "comparePrice": max(was, price),
        "vatRate": whole(draft.vat_rate, "vat_rate"),
        "desi": size,
        "weight": size,
        "deliveryDuration": terms.delivery_days,
        "deliveryType": "regular",
        "cargoCompanyId": terms.cargo_company,
        "shipmentAddressId": terms.shipment_address,
        "returnAddressId": terms.return_address,
        "images": [{"url": one} for one in draft.images[:_MOST_IMAGES]],
        "attributes": [_chosen(one) for one in draft.attributes],
    }
    if terms.origin_country is not None:
        made["originCountryId"] = terms.origin_country
    return made


def _chosen(choice: AttributeChoice) -> ProductAttribute:
    value = choice.value_external_id
    return {
        "attributeId": whole(choice.external_id, "attribute"),
        "attributeValueId": None if value is None else whole(value, "value"),
        "customAttributeValue": choice.text if value is None else None,
    }


def refused(draft: ListingDraft, error: Rejected) -> ItemResult:
    name = draft.external_id or draft.sku
    return ItemResult(name, ItemState.REJECTED, error.code, error.detail or None)


def batch_answer(raw: Raw) -> BatchAnswer:
    """Items of a batch that failed as a whole, without a reason of their own, stay unknown."""
    told = text(required(raw, "status")).lower()
    if told not in _BATCH_STATES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    is_final = _BATCH_STATES[told]
    found = (
        [_product_result(one) for one in rows(optional(raw, "products") or [], "products")]
        if is_final
        else []
    )
    is_whole = told == "completed"
    items = tuple(one for one in found if is_whole or one.state is ItemState.REJECTED)
    return BatchAnswer(is_final, items)


def _product_result(raw: Raw) -> ItemResult:
    """Taken in is accepted: whether it is matched and shown is İdefix's decision, seen in the pool."""
    name, told = text(required(raw, "vendorStockCode", "barcode")), text(required(raw, "status")).lower()
    reasons = [text(one) for one in optional(raw, "failureReasons") or []]
    if reasons or told in _REFUSED:
        return ItemResult(name, ItemState.REJECTED, "idefix.item_refused", ", ".join(reasons) or told)
    if told not in _TAKEN:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    return ItemResult(name, ItemState.ACCEPTED)


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "product_category": lambda raw: list(categories(rows(raw, "categories"))),
    "category_attribute": attributes,
    "batch_result": lambda raw: [_product_result(one) for one in recorded_rows(raw, "products")],
}
"""How a recorded answer is replayed, by operation."""
